import { beforeEach, describe, expect, test } from 'vitest';
import { saveContact } from '#lib/children/children.server.ts';
import { seeViews } from '#lib/consultations/contributor-drafts.server.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import type { Context } from '#lib/context.ts';
import { personInWords } from '#lib/inbox/people-words.ts';
import { askedCounts, peopleAsked } from '#lib/invitations/asked.server.ts';
import type { AskedPerson } from '#lib/invitations/asked.ts';
import type { Asking } from '#lib/invitations/asking.ts';
import { invitationWays, noWords } from '#lib/invitations/invitation.ts';
import { invite, inviteEverybody, sendAgain, withdraw, type Sure } from '#lib/invitations/inviting.server.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { addPerson, correctPerson } from '#lib/invitations/people.server.ts';
import { reachIndex } from '#lib/invitations/sending.server.ts';
import { setAddressHidden } from '#lib/invitations/hiding.server.ts';
import { addWatchWords } from '#lib/invitations/watching.server.ts';
import { startContributorSession } from '#lib/sign-in/sign-in.server.ts';
import { setVenue } from '#lib/reviews/reviews.server.ts';
import { wordsFor } from '#locales/words.ts';
import { cast } from '#tests/setup/cast.ts';
import { writes } from '#tests/setup/invited.ts';

const english = wordsFor({ language: 'en', values: {} });
const notFound = expect.objectContaining({ problem: 'not-found' });
const invalid = (fields: Record<string, string>) => expect.objectContaining({ problem: 'invalid', fields });
const INVENTED = '019af000-0000-7000-8000-000000000000';
const inWords = async (c: Town, contact: string) =>
  personInWords(await stateOf(c, contact), { words: english, now: c.sam().now, name: 'Robin', staff: new Map() });
const unsure: Sure = { venue: false, note: null };

const byEmail: Asking = {
  ...{ part: 'invited', form: 'parent', role: null, way: 'email', language: 'en' },
  ...{ tellsDay: true, tellsVenue: false, words: noWords }
};
const byLetter: Asking = { ...byEmail, way: 'letter' };
const leftOut: Asking = {
  ...{ ...byEmail, part: 'excluded', tellsVenue: true },
  words: { reason: 'A court order.', otherWay: 'Her solicitor writes to me.', note: 'Never shown.' }
};

type Town = Awaited<ReturnType<typeof town>>;
/** Dana (mother, e-mail and address), Col (father, the same e-mail, a mobile), June (carer), Miss Patel (teacher), Pat (was a carer). */
async function town() {
  const c = await cast();
  const save = (given: Omit<Parameters<typeof saveContact>[1], 'childId'>) =>
    saveContact(c.cmd(), { childId: c.robin, ...given });
  const postal = '3 Example Row, Otherton';
  await save({ id: c.dana, name: 'Dana', relation: 'mother', email: 'home@post.example', postal, mayInvite: true });
  await save({ id: c.col, name: 'Col', relation: 'father', email: 'Home@post.example ', phone: '07700 900200', mayInvite: true });
  const june = await save({ name: 'June', relation: 'carer', email: 'june@post.example', mayInvite: true });
  const patel = await save({ name: 'Miss Patel', relation: 'teacher', mayInvite: true });
  const jamie = await save({ name: 'Jamie', relation: 'sibling', mayInvite: false });
  const pat = await save({ name: 'Pat', relation: 'carer', email: 'pat@post.example', mayInvite: true, endedOn: '2026-01-01' });
  return { ...c, june, patel, jamie, pat, sam: () => c.asStaff(c.sam) };
}

const people = async (ctx: Context, childId: string) => (await peopleAsked(ctx, childId, invitationWays)).people;
async function stateOf(c: Town, id: string): Promise<AskedPerson> {
  const person = (await people(c.sam(), c.robin)).find((one) => one.id === id);
  if (!person) throw new Error('nobody of that id is there');
  return person;
}
const ask = (c: Town, id: string, asking: Asking, sure = unsure) =>
  invite(c.sam(), id, asking, { offered: invitationWays, sure });
const rows = (ctx: Context, table: 'invitations' | 'invitation_sendings' | 'letters' | 'outbox') =>
  ctx.db.selectFrom(table).selectAll().execute();

/** Comes in as that person would. */
async function comesIn(c: Town, contactId: string): Promise<Context> {
  const started = await startContributorSession(c.cmd(), { contactId, childId: c.robin, assurance: 'letter' });
  return { ...c.cmd(), actor: started.actor };
}

describe('who is asked', () => {
  let c: Town;
  beforeEach(async () => {
    c = await town();
  });

  test('everybody around the child, who left only if they were asked; each with what stands in the way of a way', async () => {
    const all = await people(c.sam(), c.robin);
    expect(all.map(({ name, state }) => [name, state])).toEqual(
      ['Dana', 'Col', 'June', 'Miss Patel', 'Jamie'].map((name) => [name, 'not-asked'])
    );
    const [dana, col, june, patel] = all;
    // One address for two parents: a code sent there would open the door of the other.
    expect([dana?.ways.email, col?.ways.email, col?.ways.text]).toEqual(['shared', 'shared', null]);
    expect([june?.ways.email, patel?.ways.email, patel?.ways.letter]).toEqual([null, 'no-address', null]);
    expect(all.map(({ usual }) => usual.way)).toEqual(['letter', 'text', 'email', 'letter', 'letter']);
    expect(all.map(({ usual }) => [usual.form, usual.role])).toEqual([
      ...[
        ['parent', null],
        ['parent', null],
        ['carer', null],
        ['professional', 'school'],
        ['parent', null]
      ]
    ]);
  });

  test('one press asks all who may be asked, once, each in their usual way', async () => {
    const first = await inviteEverybody(c.sam(), c.robin, invitationWays);
    expect([first.asked, first.letters.length]).toEqual([4, 2]);
    expect(await inviteEverybody(c.sam(), c.robin, invitationWays)).toEqual({ asked: 0, letters: [] });
    const states = (await people(c.sam(), c.robin)).map(({ name, state, standing }) => [name, state, standing?.way]);
    expect(states).toEqual([
      ['Dana', 'invited', 'letter'],
      ['Col', 'invited', 'text'],
      ['June', 'invited', 'email'],
      ['Miss Patel', 'invited', 'letter'],
      ['Jamie', 'not-asked', undefined]
    ]);
    expect(await askedCounts(c.sam(), c.robin)).toEqual({ asked: 4, sent: 0, unopened: 4 });
    expect((await rows(c.cmd(), 'outbox')).length).toBe(2);
  });

  test('two presses at once make one invitation for each', async () => {
    await Promise.all([inviteEverybody(c.sam(), c.robin, invitationWays), inviteEverybody(c.sam(), c.robin, invitationWays)]);
    expect((await rows(c.cmd(), 'invitations')).length).toBe(4);
  });

  test('family of a child whose address is hidden are asked one by one: views, and no day', async () => {
    await setAddressHidden(c.sam(), c.robin, true);
    expect((await inviteEverybody(c.sam(), c.robin, invitationWays)).asked).toBe(2);
    const dana = await stateOf(c, c.dana);
    expect([dana.state, dana.usual.part, dana.usual.tellsDay]).toEqual(['not-asked', 'views-only', false]);
  });
});

describe('asking one person', () => {
  let c: Town;
  beforeEach(async () => {
    c = await town();
  });

  test('by an address that somebody else around the child has is refused, for either of them', async () => {
    await expect(ask(c, c.dana, byEmail)).rejects.toEqual(invalid({ way: 'shared' }));
    await expect(ask(c, c.col, byEmail)).rejects.toEqual(invalid({ way: 'shared' }));
    await expect(ask(c, c.patel, byEmail)).rejects.toEqual(invalid({ way: 'no-address' }));
    expect(await rows(c.cmd(), 'invitations')).toEqual([]);
  });

  test('a way this service does not have is refused', async () => {
    await expect(
      invite(c.sam(), c.col, { ...byEmail, way: 'text' }, { offered: ['letter', 'none'], sure: unsure })
    ).rejects.toEqual(invalid({ way: 'not-offered' }));
  });

  test('whoever the case system says may not be asked is asked on purpose only, and the reason is kept', async () => {
    expect((await stateOf(c, c.jamie)).usual.part).toBe('excluded');
    await expect(ask(c, c.jamie, byLetter)).rejects.toEqual(invalid({ reason: 'missing' }));
    const words = { ...noWords, reason: 'His social worker agreed on Monday.' };
    expect((await ask(c, c.jamie, { ...byLetter, words })).kind).toBe('asked');
    expect((await stateOf(c, c.jamie)).standing?.words.reason).toBe(words.reason);
  });

  test('views only and being left out want a reason, being left out another way too', async () => {
    await expect(ask(c, c.june, { ...byEmail, part: 'views-only' })).rejects.toEqual(invalid({ reason: 'missing' }));
    await expect(ask(c, c.june, { ...leftOut, words: noWords })).rejects.toEqual(
      invalid({ reason: 'missing', otherWay: 'missing' })
    );
    await expect(ask(c, c.patel, { ...byLetter, form: 'professional' })).rejects.toEqual(invalid({ role: 'missing' }));
  });

  test('in person: nothing is sent', async () => {
    await ask(c, c.june, { ...byEmail, way: 'none', form: 'carer' });
    expect((await stateOf(c, c.june)).state).toBe('not-sent');
    expect([(await rows(c.cmd(), 'outbox')).length, (await rows(c.cmd(), 'invitation_sendings')).length]).toEqual([0, 0]);
  });

  test('the same again sends nothing again; another way ends the first and is sent', async () => {
    const made = await ask(c, c.col, { ...byEmail, way: 'text' });
    await ask(c, c.col, { ...byEmail, way: 'text', tellsDay: false });
    expect((await rows(c.cmd(), 'invitation_sendings')).length).toBe(1);
    const visit = await comesIn(c, c.col);
    expect((await ownInvitation(visit)).day).toBe(null);
    const moved = await ask(c, c.col, byLetter);
    expect(moved).toEqual({
      kind: 'asked',
      invitationId: made.kind === 'asked' && made.invitationId,
      letterId: expect.any(String)
    });
    const sessions = await c.cmd().db.selectFrom('sessions').selectAll().execute();
    expect(sessions).toEqual([]);
    expect((await stateOf(c, c.col)).standing?.sendings.map(({ way }) => way)).toEqual(['letter', 'text']);
  });

  test('sending again: a new letter ends the one before; twice in a minute is once', async () => {
    await ask(c, c.dana, byLetter);
    const first = (await stateOf(c, c.dana)).standing?.letter?.id;
    expect((await sendAgain(c.sam(), c.dana, invitationWays)).letterId).toBe(first);
    c.clock.forward(2 * 60_000);
    const { letterId } = await sendAgain(c.sam(), c.dana, invitationWays);
    expect(letterId).not.toBe(first);
    const ended = (await rows(c.cmd(), 'letters')).map((row) => ('ended_at' in row ? row.ended_at !== null : null));
    expect(ended.sort()).toEqual([false, true]);
    expect((await stateOf(c, c.dana)).standing?.letter?.id).toBe(letterId);
  });

  test('who is left out, or whose invitation is taken back, cannot come in from that moment', async () => {
    for (const end of [() => ask(c, c.dana, leftOut), () => withdraw(c.sam(), c.dana)]) {
      await ask(c, c.dana, byLetter);
      const visit = await comesIn(c, c.dana);
      expect((await ownInvitation(visit)).name).toBe('Dana');
      await end();
      await expect(ownInvitation(visit)).rejects.toEqual(notFound);
    }
    expect((await stateOf(c, c.dana)).state).toBe('withdrawn');
    await ask(c, c.dana, byLetter);
    expect((await stateOf(c, c.dana)).state).toBe('invited');
  });

  test('who is left out is told nothing: no day, no place, no words', async () => {
    await ask(c, c.dana, leftOut);
    const { standing } = await stateOf(c, c.dana);
    expect([standing?.way, standing?.tellsDay, standing?.tellsVenue, standing?.words.note]).toEqual(['none', false, false, '']);
    expect(standing?.words.otherWay).toBe('Her solicitor writes to me.');
  });

  test('the place of a hidden child’s review is told family only by a second yes', async () => {
    await setAddressHidden(c.sam(), c.robin, true);
    await setVenue(c.sam(), c.review, 'Otherton Library');
    const asking = { ...byLetter, tellsVenue: true };
    expect(await ask(c, c.dana, asking)).toEqual({ kind: 'look-again', venue: true, findings: [] });
    expect(await rows(c.cmd(), 'invitations')).toEqual([]);
    await ask(c, c.dana, asking, { venue: true, note: null });
    expect((await ownInvitation(await comesIn(c, c.dana))).venue).toBe('Otherton Library');
    // A carer knows where the child is.
    expect((await ask(c, c.june, { ...byEmail, form: 'carer', tellsVenue: true })).kind).toBe('asked');
  });

  test('a sentence to family that may tell where the child is comes back, and goes in the very words that were looked at', async () => {
    await addWatchWords(c.sam(), c.robin, 'Elm Grove');
    const note = 'We meet near Elm Grove.';
    const asking = { ...byLetter, words: { ...noWords, note } };
    expect(await ask(c, c.dana, asking)).toMatchObject({ kind: 'look-again', venue: false, findings: [{ found: 'Elm Grove' }] });
    expect((await ask(c, c.dana, asking, { venue: false, note: 'Other words' })).kind).toBe('look-again');
    expect((await ask(c, c.dana, asking, { venue: false, note })).kind).toBe('asked');
    // What was let through once is not asked about at every change.
    expect((await ask(c, c.dana, { ...asking, tellsDay: false })).kind).toBe('asked');
    const log = await c.cmd().db.selectFrom('audit').select(['verb', 'reason']).where('verb', '=', 'second-look.sent').execute();
    expect(log).toEqual([{ verb: 'second-look.sent', reason: '1' }]);
  });

  test('a sentence written to somebody as a professional is looked at once it goes to them as family, and so is the place', async () => {
    const finn = await addPerson(c.sam(), c.robin, { name: 'Finn', relation: 'other', email: '', phone: '', postal: '' });
    const words = { ...noWords, note: 'We meet at 7 Hollow Lane.' };
    const asProfessional = { ...byLetter, form: 'professional', role: 'other', tellsVenue: true, words } as const;
    expect((await ask(c, finn, asProfessional)).kind).toBe('asked');
    const asFamily = { ...byLetter, words };
    expect(await ask(c, finn, asFamily)).toMatchObject({ kind: 'look-again', venue: false, findings: [{ kind: 'street' }] });
    await setAddressHidden(c.sam(), c.robin, true);
    const placed = { ...asFamily, tellsVenue: true };
    expect(await ask(c, finn, placed, { ...unsure, note: words.note })).toMatchObject({ kind: 'look-again', venue: true });
  });
});

describe('putting people right', () => {
  let c: Town;
  beforeEach(async () => {
    c = await town();
  });
  const june = { name: 'June', relation: 'carer', email: 'june@post.example', phone: '', postal: '' } as const;

  test('a new address is written to at once and the old one opens nothing', async () => {
    await ask(c, c.june, { ...byEmail, form: 'carer' });
    const before = (await rows(c.cmd(), 'invitations'))[0];
    expect(await correctPerson(c.sam(), c.june, { ...june, email: 'new@post.example' }, invitationWays)).toEqual({
      sentAnew: true
    });
    const after = (await rows(c.cmd(), 'invitations'))[0];
    expect(before && after && 'reach_index' in before && 'reach_index' in after && before.reach_index !== after.reach_index).toBe(
      true
    );
    expect((await rows(c.cmd(), 'invitation_sendings')).length).toBe(2);
    expect(await correctPerson(c.sam(), c.june, { ...june, email: 'new@post.example' }, invitationWays)).toEqual({
      sentAnew: false
    });
  });

  test('an address the case system has by now is the one it is sent to again, and the old one opens nothing', async () => {
    await ask(c, c.june, { ...byEmail, form: 'carer' });
    await saveContact(c.cmd(), { id: c.june, childId: c.robin, name: 'June', relation: 'carer', email: 'june@new.example' });
    c.clock.forward(3600_000);
    await sendAgain(c.sam(), c.june, invitationWays);
    const [after] = await c.cmd().db.selectFrom('invitations').select('reach_index').execute();
    expect(after?.reach_index).toBe(reachIndex(c.cmd(), 'email', 'june@new.example'));
  });

  test('whoever has begun to write keeps the questions they have until they have sent them', async () => {
    await ask(c, c.dana, byLetter);
    const dana = await comesIn(c, c.dana);
    const { id } = await writes(dana, { overview: 'He laughs more.' });
    await expect(ask(c, c.dana, { ...byLetter, form: 'carer' })).rejects.toEqual(invalid({ form: 'began' }));
    expect((await ask(c, c.dana, { ...byLetter, tellsDay: false })).kind).toBe('asked');
    expect((await seeViews(dana)).draft?.id).toBe(id);
    await sendViews(dana, id);
    expect((await ask(c, c.dana, { ...byLetter, form: 'carer' })).kind).toBe('asked');
    await ask(c, c.dana, leftOut);
    const { tags } = await inWords(c, c.dana);
    expect(tags.map(({ label }) => label)).toEqual(['Sent', 'Not asked here']);
  });

  test('an address by which somebody else is asked is refused, and one’s own cannot be taken away', async () => {
    await ask(c, c.june, { ...byEmail, form: 'carer' });
    const col = { name: 'Col', relation: 'father', email: 'JUNE@post.example', phone: '', postal: '' } as const;
    await expect(correctPerson(c.sam(), c.col, col, invitationWays)).rejects.toEqual(invalid({ email: 'shared' }));
    await expect(addPerson(c.sam(), c.robin, { ...col, name: 'Nia' })).rejects.toEqual(invalid({ email: 'shared' }));
    await expect(correctPerson(c.sam(), c.june, { ...june, email: '' }, invitationWays)).rejects.toEqual(
      invalid({ email: 'asked-by-it' })
    );
  });

  test('somebody is added and can be asked; what is wrong with them is said', async () => {
    const nia = { name: 'Nia', relation: 'health', email: 'nia@health.example', phone: '', postal: '' } as const;
    const id = await addPerson(c.sam(), c.robin, nia);
    expect((await stateOf(c, id)).usual).toMatchObject({ way: 'email', form: 'professional', role: 'health' });
    await expect(addPerson(c.sam(), c.robin, { ...nia, name: '', email: 'no', phone: '12', postal: 'A street' })).rejects.toEqual(
      invalid({ name: 'missing', email: 'not-one', phone: 'not-one', postal: 'not-a-parent' })
    );
  });

  test('nobody but the IRO or cover sees or changes any of it; real and invented ids are the same', async () => {
    const others = [c.asStaff(c.lee), c.asManager(), c.asStaff(c.dee, { roles: ['social_worker'] }), c.asChild(c.robin)];
    for (const ctx of others)
      for (const [child, contact] of [
        [c.robin, c.dana],
        [INVENTED, INVENTED]
      ] as const) {
        await expect(peopleAsked(ctx, child, invitationWays)).rejects.toEqual(notFound);
        await expect(invite(ctx, contact, byLetter, { offered: invitationWays, sure: unsure })).rejects.toEqual(notFound);
        await expect(inviteEverybody(ctx, child, invitationWays)).rejects.toEqual(notFound);
        await expect(sendAgain(ctx, contact, invitationWays)).rejects.toEqual(notFound);
        await expect(withdraw(ctx, contact)).rejects.toEqual(notFound);
        await expect(addPerson(ctx, child, june)).rejects.toEqual(notFound);
        await expect(correctPerson(ctx, contact, june, invitationWays)).rejects.toEqual(notFound);
      }
  });
});

test('words that do not open stay where they are when the form is saved without any, and go only for others', async () => {
  const c = await town();
  const { db } = c.cmd();
  const noted: Asking = { ...byLetter, words: { ...noWords, note: 'We meet on the ground floor.' } };
  await ask(c, c.june, noted);
  const row = () => db.selectFrom('invitations').selectAll().where('contact_id', '=', c.june).executeTakeFirstOrThrow();
  const whole = await row();
  const damaged = Buffer.from(whole.words_sealed ?? []);
  damaged[40] = (damaged[40] ?? 0) ^ 1;
  await db.updateTable('invitations').set({ words_sealed: damaged }).where('id', '=', whole.id).execute();

  expect((await stateOf(c, c.june)).standing).toMatchObject({ words: noWords, shut: true });
  expect((await inWords(c, c.june)).lines[0]).toMatch(/^Something we hold about this person cannot be opened/);
  await ask(c, c.june, { ...byLetter, language: 'cy' });
  const saved = await row();
  expect([saved.language, Buffer.from(saved.words_sealed ?? []), saved.rev]).toEqual(['cy', damaged, whole.rev]);
  // Put right, as when a key comes back, they open again.
  await db.updateTable('invitations').set({ words_sealed: whole.words_sealed }).where('id', '=', whole.id).execute();
  expect((await stateOf(c, c.june)).standing?.words.note).toBe('We meet on the ground floor.');
  // Words that do open go when the form brings none, and those that do not when it brings others.
  await ask(c, c.june, byLetter);
  expect((await row()).words_sealed).toBeNull();
  await db.updateTable('invitations').set({ words_sealed: damaged }).where('id', '=', whole.id).execute();
  await ask(c, c.june, { ...byLetter, words: { ...noWords, note: 'Ring the upper bell.' } });
  expect((await stateOf(c, c.june)).standing?.words.note).toBe('Ring the upper bell.');
});

test('an address that does not open is said to be one, on the page of whoever it belongs to only', async () => {
  const c = await town();
  const { db } = c.cmd();
  const row = await db.selectFrom('contacts').selectAll().where('id', '=', c.dana).executeTakeFirstOrThrow();
  const damaged = Buffer.from(row.email_sealed ?? []);
  damaged[40] = (damaged[40] ?? 0) ^ 1;
  await db.updateTable('contacts').set({ email_sealed: damaged }).where('id', '=', c.dana).execute();
  expect(await stateOf(c, c.dana)).toMatchObject({ email: null, damaged: true });
  expect((await inWords(c, c.dana)).lines[0]).toMatch(/^Something we hold about this person cannot be opened/);
  expect((await inWords(c, c.june)).lines[0]).not.toMatch(/cannot be opened/);
});
