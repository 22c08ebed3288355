import { beforeEach, describe, expect, test } from 'vitest';
import { saveContact } from '#lib/children/children.server.ts';
import { within } from '#lib/context.ts';
import { goOnAbout, ownChoices } from '#lib/invitations/choosing.server.ts';
import { clearCodes } from '#lib/invitations/entering.server.ts';
import { endWaysIn } from '#lib/invitations/sending.server.ts';
import { readSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { job, visitor } from '#tests/setup/app.ts';
import { askedTown, type AskedTown } from '#tests/setup/asked.ts';

const wrong = expect.objectContaining({ problem: 'invalid', fields: { code: 'wrong-code' } });
const dawn = 'dawn@post.example';
const minute = 60_000;
const day = 24 * 60 * minute;

let t: AskedTown;
beforeEach(async () => void (t = await askedTown()));

const who = (started: Started) => readSession(t.app.database.db, t.clock.now(), started.token);
const other = (code: string) => code.replace(/\d$/, (last) => String((Number(last) + 1) % 10));
const rows = (table: 'entry_codes' | 'outbox' | 'audit' | 'limits') =>
  t.app.database.db
    .selectFrom(table)
    .select((select) => select.fn.countAll().as('many'))
    .executeTakeFirstOrThrow()
    .then(({ many }) => Number(many));

describe('a code by e-mail or text', () => {
  test('comes by the link, opens once, in the browser that asked, and says nothing of anybody', async () => {
    const { id, contactId } = await t.ask('email', dawn);
    await t.send(id);
    const link = await t.linkTo(dawn);
    const browser = await t.wants({ link });
    const code = await t.codeTo(dawn);
    expect(code).toMatch(/^\d{4} \d{4}$/);
    const { started, several } = await t.types(code, browser);
    expect([several, started.maxAge]).toEqual([false, null]);
    expect(await who(started)).toMatchObject({ kind: 'contributor', id: contactId, childId: t.robin, assurance: 'email' });
    expect((await t.rowOf(id))?.opened_at).toBe(t.clock.now().toISOString());
    await expect(t.types(code, browser)).rejects.toEqual(wrong);
    expect(t.postTo(dawn).join(' ')).not.toMatch(/Dawn|Quill|Robin|Sam|review|child|\{\{/);
    expect(t.postTo(dawn).every((text) => text.includes('Northmere Council'))).toBe(true);
  });

  test('comes by the number, however it is typed, and the digits may be Arabic', async () => {
    const { id, contactId } = await t.ask('text', '07700 900123');
    await t.send(id);
    const browser = await t.wants({ typed: '+44 (0)7700 900 123' });
    const code = await t.codeTo('+447700900123');
    const arabic = code.replace(/\d/g, (digit) => String.fromCharCode(0x660 + Number(digit)));
    const { started } = await t.types(arabic, browser);
    expect(started.actor).toMatchObject({ id: contactId, assurance: 'text' });
    // One text message is 160 letters.
    for (const { text } of t.texts) expect(text.length).toBeLessThan(160);
  });

  test('is of no use in another browser, after ten minutes, or once a newer one was asked for', async () => {
    await t.ask('email', dawn);
    const browser = await t.wants({ typed: dawn });
    const first = await t.codeTo(dawn);
    const elsewhere = await t.wants({ typed: 'nobody@post.example' });
    for (const one of [elsewhere, 'x'.repeat(43), '', undefined]) await expect(t.types(first, one)).rejects.toEqual(wrong);
    expect(await t.wants({ typed: dawn }, browser)).toBe(browser);
    const second = await t.codeTo(dawn);
    await expect(t.types(first, browser)).rejects.toEqual(wrong);
    t.clock.forward(10 * minute);
    await expect(t.types(second, browser)).rejects.toEqual(wrong);
    await t.wants({ typed: dawn }, browser);
    t.clock.forward(10 * minute - 1);
    expect((await t.types(await t.codeTo(dawn), browser)).started.actor.kind).toBe('contributor');
  });

  test('is dead after five wrong ones, also when they come at once; what cannot be a code is no try', async () => {
    await t.ask('email', dawn);
    const browser = await t.wants({ typed: dawn });
    const code = await t.codeTo(dawn);
    for (const typed of ['', '1234', 'letters!', '1'.repeat(90)]) await expect(t.types(typed, browser)).rejects.toEqual(wrong);
    await Promise.all(Array.from({ length: 5 }, () => expect(t.types(other(code), browser)).rejects.toEqual(wrong)));
    await expect(t.types(code, browser)).rejects.toEqual(wrong);
  });

  test('asked for an address nobody knows: the same answer and the same rows, and nothing goes out', async () => {
    const { id } = await t.ask('email', dawn);
    await t.ask('email', 'out@post.example', { part: 'excluded' });
    await t.send(id);
    await t.deliver();
    const sent = t.mails.length;
    const counts = async () => Promise.all((['entry_codes', 'outbox', 'audit'] as const).map(rows));
    const grew: number[][] = [];
    for (const typed of [dawn, 'nobody@post.example', 'out@post.example', '07700 900999']) {
      const before = await counts();
      expect(await t.wants({ typed })).toMatch(/^[\w-]{43}$/);
      grew.push((await counts()).map((many, at) => many - (before[at] ?? 0)));
    }
    for (const link of ['x'.repeat(38), 'nonsense']) {
      const before = await counts();
      await t.wants({ link });
      grew.push((await counts()).map((many, at) => many - (before[at] ?? 0)));
    }
    expect(grew).toEqual(Array.from({ length: 6 }, () => [1, 1, 1]));
    await t.deliver();
    expect(t.mails.slice(sent).map(({ to }) => to)).toEqual([dawn]);
    expect(t.texts).toEqual([]);
    await expect(t.wants({ typed: 'neither' })).rejects.toMatchObject({ fields: { address: 'not-an-address' } });
  });

  test('opens nothing for whoever was withdrawn, excluded, ended or goes another way meanwhile', async () => {
    const changes: ((one: Awaited<ReturnType<AskedTown['ask']>>) => Promise<unknown>)[] = [
      ({ id }) => t.change(id, { withdrawn_at: t.clock.now().toISOString() }),
      ({ id }) => t.change(id, { part: 'excluded' }),
      ({ id }) => t.change(id, { way: 'letter' }),
      ({ contactId, childId }) =>
        saveContact(t.cmd(), { id: contactId, childId, relation: 'mother', name: 'Dawn', endedOn: '2026-12-01' })
    ];
    for (const [at, change] of changes.entries()) {
      const address = `dawn${at}@post.example`;
      const one = await t.ask('email', address);
      await t.send(one.id);
      const link = await t.linkTo(address);
      const browser = await t.wants({ link });
      const code = await t.codeTo(address);
      await change(one);
      await expect(t.types(code, browser)).rejects.toEqual(wrong);
      const posted = t.mails.length;
      const again = await t.wants({ link });
      await t.wants({ typed: address });
      await t.deliver();
      expect(t.mails.length).toBe(posted);
      await expect(t.types(code, again)).rejects.toEqual(wrong);
    }
  });

  test('goes to the address that was asked, and to none that was put down since', async () => {
    const { id, contactId, childId } = await t.ask('email', dawn);
    await t.send(id);
    await saveContact(t.cmd(), { id: contactId, childId, relation: 'mother', name: 'Dawn', email: 'new@post.example' });
    await t.deliver();
    await t.wants({ typed: dawn });
    await t.wants({ typed: 'new@post.example' });
    await t.deliver();
    expect(t.mails).toEqual([]);
  });

  test('of one address about several children opens the newest and goes on to the others, and to no one else', async () => {
    const about = [await t.ask('email', dawn, { relation: 'carer' })];
    t.clock.forward(minute);
    about.push(await t.ask('email', dawn, { childId: t.kai, relation: 'carer' }));
    const stranger = await t.ask('email', 'else@post.example');
    const browser = await t.wants({ typed: ` ${dawn.toUpperCase()} ` });
    const { started, several } = await t.types(await t.codeTo(dawn), browser);
    expect([several, started.actor]).toEqual([true, expect.objectContaining({ childId: t.kai })]);
    const ctx = t.as(started.actor);
    const choices = await ownChoices(ctx);
    expect(choices.map(({ child, here }) => [child, here])).toEqual([
      ['Kai', true],
      ['Robin', false]
    ]);
    const next = await goOnAbout(ctx, about[0]?.id ?? '');
    expect(await who(next)).toMatchObject({ childId: t.robin, id: about[0]?.contactId, assurance: 'email' });
    expect(await who(started)).toBeNull();
    for (const id of [stranger.id, 'invented'])
      await expect(goOnAbout(t.as(next.actor), id)).rejects.toMatchObject({ problem: 'not-found' });
  });

  test('shared by two people around one child: typed, it opens nothing; each has the link in their own message', async () => {
    const mother = await t.ask('email', dawn);
    await t.ask('email', dawn, { relation: 'father' });
    await t.send(mother.id);
    const link = await t.linkTo(dawn);
    const posted = t.mails.length;
    await t.wants({ typed: dawn });
    await t.deliver();
    expect(t.mails.length).toBe(posted);
    const browser = await t.wants({ link });
    const { started, several } = await t.types(await t.codeTo(dawn), browser);
    expect([several, started.actor]).toEqual([false, expect.objectContaining({ id: mother.contactId })]);
    expect((await ownChoices(t.as(started.actor))).map(({ invitationId }) => invitationId)).toEqual([mother.id]);
  });
});

describe('a letter', () => {
  test('opens as often as wanted for 28 days, however its code is written; its first use is kept', async () => {
    const { id, contactId } = await t.ask('letter', 'by post');
    const letter = await t.letter(id);
    expect(letter).toMatchObject({
      opens: true,
      endsOn: '2027-01-03',
      iro: { name: 'Sam Okafor' },
      day: '2026-12-14',
      venue: null
    });
    for (const typed of [letter.code, letter.code.toLowerCase().replace(' ', '-')]) {
      const { actor } = await t.opensLetter(typed);
      expect(actor).toMatchObject({ kind: 'contributor', id: contactId, assurance: 'letter' });
      t.clock.forward(day);
    }
    const kept = await t.app.database.db.selectFrom('letters').select(['first_used_at', 'selector_index']).execute();
    expect(kept[0]?.first_used_at).toBe('2026-12-07T09:00:00.000Z');
    expect(JSON.stringify(kept)).not.toContain(letter.code.slice(0, 4));
    t.clock.forward(26 * day - 1);
    expect((await t.opensLetter(letter.code)).actor.kind).toBe('contributor');
    t.clock.forward(1);
    await expect(t.opensLetter(letter.code)).rejects.toEqual(wrong);
  });

  test('made again ends the one before; withdrawn or excluded opens nothing and ends the visit', async () => {
    const { id, contactId } = await t.ask('letter', 'by post');
    const first = await t.letter(id);
    const second = await t.letter(id);
    await expect(t.opensLetter(first.code)).rejects.toEqual(wrong);
    const started = await t.opensLetter(second.code);
    expect(await who(started)).not.toBeNull();
    await t.change(id, { part: 'excluded' });
    expect(await who(started)).toBeNull();
    await expect(t.opensLetter(second.code)).rejects.toEqual(wrong);
    await t.change(id, { part: 'invited' });
    await within(t.iro(), (ctx) => endWaysIn(ctx, { id, contact_id: contactId }));
    expect(await who(started)).toBeNull();
    await expect(t.opensLetter(second.code)).rejects.toEqual(wrong);
    expect((await t.letter(id)).opens).toBe(true);
  });

  test('cannot be told from one nobody has, and goes on to no other child', async () => {
    const { id } = await t.ask('letter', 'by post');
    await t.ask('email', dawn, { childId: t.kai });
    const { code } = await t.letter(id);
    const last = code.endsWith('7') ? '8' : '7';
    for (const typed of [code.slice(0, -1) + last, 'ZZZZZ ZZZZZ', 'not a code', ''])
      await expect(t.opensLetter(typed)).rejects.toEqual(wrong);
    const { actor } = await t.opensLetter(code);
    expect(await ownChoices(t.as(actor))).toHaveLength(1);
  });

  test('is shown to the IRO, written down, and to nobody else', async () => {
    const { id } = await t.ask('letter', 'by post');
    const { id: letterId } = await t.letter(id);
    const { letterFor } = await import('#lib/invitations/letters.server.ts');
    for (const ctx of [t.asStaff(t.lee), t.as(visitor), t.asManager()])
      await expect(letterFor(ctx, letterId, 'x')).rejects.toMatchObject({ problem: 'not-found' });
    const seen = t.app.database.db.selectFrom('audit').select('actor').where('verb', '=', 'letter.see').execute();
    expect((await seen).map(({ actor }) => actor)).toEqual([t.sam]);
  });
});

describe('a minute of guessing', () => {
  test('codes, letters and addresses at full speed: nobody gets in, and the rightful person does', async () => {
    const mother = await t.ask('email', dawn);
    const father = await t.ask('letter', 'by post');
    await t.send(mother.id);
    const link = await t.linkTo(dawn);
    const { code: right } = await t.letter(father.id);
    const begins = right.slice(0, 4);
    const asked = t.mails.length;
    const problems = new Set<string>();
    const guess = async (work: Promise<unknown>) => work.catch((error: { problem: string }) => problems.add(error.problem));
    for (let second = 0; second < 60; second += 1) {
      const browser = await t.wants({ typed: second % 2 === 0 ? dawn : `guess${second}@post.example` });
      for (let at = 0; at < 6; at += 1) await guess(t.types(String(10_000_000 + second * 6 + at), browser));
      await guess(t.opensLetter(`${begins}0 ${String(10_000 + second)}`));
      await guess(t.opensLetter(`ZZZZZ ${String(10_000 + second)}`));
      t.clock.forward(1000);
    }
    expect([...problems].sort()).toEqual(['invalid', 'slow-down']);
    await t.deliver();
    // Five an hour by the typed address, whoever types it; the sixth came after twelve minutes at the earliest.
    expect(t.mails.length - asked).toBe(5);
    expect((await t.opensLetter(right)).actor).toMatchObject({ id: father.contactId });
    const browser = await t.wants({ link });
    expect((await t.types(await t.codeTo(dawn), browser)).started.actor).toMatchObject({ id: mother.contactId });
  });

  test('more strangers than 300 an hour leave nothing behind, and whoever is known still gets a code', async () => {
    await t.ask('email', dawn);
    await t.app.database.db
      .insertInto('limits')
      .values({ bucket: 'entry:any', tokens: 0, refilled_at: t.clock.now().toISOString() })
      .execute();
    const before = await rows('entry_codes');
    await t.wants({ typed: 'nobody@post.example' });
    expect(await rows('entry_codes')).toBe(before);
    const browser = await t.wants({ typed: dawn });
    expect((await t.types(await t.codeTo(dawn), browser)).started.actor.kind).toBe('contributor');
  });

  test('what is over for a day is cleared away, letters and invitations are not', async () => {
    const { id } = await t.ask('email', dawn);
    await t.send(id);
    await t.wants({ typed: dawn });
    await t.wants({ typed: 'nobody@post.example' });
    await t.deliver();
    t.clock.forward(2 * day);
    await clearCodes(t.as(job));
    expect(await rows('entry_codes')).toBe(0);
    const kinds = await t.app.database.db.selectFrom('outbox').select('kind').execute();
    expect(kinds.map(({ kind }) => kind)).toEqual(['invitation']);
  });
});
