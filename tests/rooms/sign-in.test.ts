import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { openDraft } from '#lib/consultations/drafts.server.ts';
import { formFor } from '#forms/forms.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { codeAsWords, readCode, showCode } from '#lib/sign-in/cards/card.ts';
import { childrenWithCard, makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { signInForDemo } from '#lib/sign-in/demo.server.ts';
import { deviceIsKnown, rememberDevice, useDevice } from '#lib/sign-in/devices/devices.server.ts';
import { makeLink, useLink } from '#lib/sign-in/workers/links.server.ts';
import { beginPasskeySignIn, finishPasskeySignIn } from '#lib/sign-in/workers/passkeys.server.ts';
import { chooseSecret, checkSecret, secretState } from '#lib/sign-in/secrets/secrets.server.ts';
import { mayShowOwnWords } from '#lib/sign-in/session.ts';
import { cardBears } from '#lib/sign-in/limits.server.ts';
import { clearAway, endSession, readSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { command, job, testApp, visitor } from '#tests/setup/app.ts';
import { refused } from '#tests/setup/refused.ts';

const wrongCode = refused('invalid', { code: 'wrong-code' });
const pin = { kind: 'pin', pin: '937 264' } as const;

async function town() {
  const heard = await testApp();
  const cmd = () => heard.as(command);
  const child = (firstName: string) => saveChild(cmd(), { firstName, lastName: 'Test', bornOn: '2016-02-03' });
  const worker = (name: string) => saveStaff(cmd(), { name, roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] });
  const who = (token: string) => readSession(heard.app.database.db, heard.clock.now(), token);
  /** The context of whoever holds this visit's cookie. */
  const by = async (started: Started) => heard.as((await who(started.token)) ?? visitor);
  const withCard = async (firstName: string) => {
    const childId = await child(firstName);
    return { childId, ...(await makeCard(cmd(), childId)) };
  };
  const enter = (code: string, deviceToken?: string) => useCard(heard.as(visitor), code, { deviceToken });
  return { ...heard, cmd, child, worker, who, by, withCard, enter };
}
/** The PIN, for the first time or again. */
const chooseOrCheck = async (ctx: Context) =>
  (await secretState(ctx)).kind === null ? chooseSecret(ctx, pin) : checkSecret(ctx, pin);

type Town = Awaited<ReturnType<typeof town>>;

describe('a card', () => {
  let t: Town;
  beforeAll(async () => void (t = await town()));

  test('opens a visit however its code is written, and its first use is noted', async () => {
    const { childId, code, cardId } = await t.withCard('Robin');
    for (const way of [showCode(code), code.toLowerCase(), codeAsWords(code).join(' ')]) {
      const { actor, maxAge } = await t.enter(way);
      expect(actor).toMatchObject({
        kind: 'child',
        id: childId,
        assurance: 'card',
        device: 'shared',
        freshUntil: null
      });
      expect(maxAge).toBeNull();
    }
    const uses = await t.app.database.db
      .selectFrom('audit')
      .select('reason')
      .where('subject_id', '=', cardId)
      .where('verb', '=', 'card.use')
      .execute();
    expect(uses.map(({ reason }) => reason)).toEqual(['first-use', null, null]);
  });

  test('that nobody has answers like a wrong one', async () => {
    const { code } = await t.withCard('Wren');
    const wrong = code.slice(0, 9) + (code.endsWith('7') ? '8' : '7');
    const unknown = (code.startsWith('A') ? 'B' : 'A') + code.slice(1);
    for (const typed of [wrong, unknown, 'not a code', '']) await expect(t.enter(typed)).rejects.toEqual(wrongCode);
  });

  test('slows whoever tries it wrongly, and nobody who has it right', async () => {
    const { code } = await t.withCard('Ash');
    const other = await t.withCard('Sky');
    const wrong = code.slice(0, 9) + (code.endsWith('7') ? '8' : '7');
    for (let tries = 0; tries < 10; tries += 1) await expect(t.enter(wrong)).rejects.toEqual(wrongCode);
    await expect(t.enter(wrong)).rejects.toMatchObject({ problem: 'slow-down', retryAfter: 30 });
    // Whoever has the right one is never kept out by whoever has a wrong one.
    expect((await t.enter(code)).actor.kind).toBe('child');
    expect((await t.enter(other.code)).actor.kind).toBe('child');
    t.clock.forward(30_000);
    await expect(t.enter(wrong)).rejects.toEqual(wrongCode);
  });

  test('lets a child write and send, and never read', async () => {
    const { childId, code } = await t.withCard('Jo');
    const ctx = await t.by(await t.enter(code));
    const draft = await openDraft(ctx, {
      childId,
      reviewId: null,
      form: formFor('8-11'),
      band: '8-11',
      language: 'en'
    });
    expect(draft.id).toBeTruthy();
    await expect(allow(ctx, 'contribution.send', childId)).resolves.toBeTruthy();
    await expect(allow(ctx, 'contribution.see-own', childId)).rejects.toEqual(refused('secret-needed'));
    await expect(allow(ctx, 'home.see', (await t.withCard('Kit')).childId)).rejects.toEqual(refused('not-found'));
  });

  test('that is replaced ends with its visits; the secret stays', async () => {
    const { childId, code } = await t.withCard('Max');
    const visit = await chooseSecret(await t.by(await t.enter(code)), pin);
    const next = await makeCard(t.cmd(), childId);
    expect(await t.who(visit.token)).toBeNull();
    await expect(t.enter(code)).rejects.toEqual(wrongCode);
    expect((await secretState(await t.by(await t.enter(next.code)))).kind).toBe('pin');
    expect(await childrenWithCard(t.cmd(), [childId, 'nobody'])).toEqual(new Set([childId]));
  });

  test('is made only by a command, and its code is nowhere in the database', async () => {
    const { childId, code } = await t.withCard('Lee');
    await expect(makeCard(await t.by(await t.enter(code)), childId)).rejects.toEqual(refused('not-found'));
    const kept = JSON.stringify(await t.app.database.db.selectFrom('cards').selectAll().execute());
    expect(kept).not.toContain(code);
    expect(readCode(code)).toBe(code);
  });
});

describe('the secret', () => {
  let t: Town;
  beforeAll(async () => void (t = await town()));

  test('is chosen at first use, once, and then the child may read for a while on a shared phone', async () => {
    const { code } = await t.withCard('Robin');
    const first = await t.enter(code);
    expect(await secretState(await t.by(first))).toEqual({
      ...{ kind: null, wait: 0, waitUntil: null, before: null, newCard: null },
      mayRemember: true
    });
    await expect(chooseSecret(await t.by(first), { kind: 'pin', pin: '123456' })).rejects.toEqual(
      refused('invalid', { secret: 'pin-run' })
    );
    const ctx = await t.by(first);
    const visit = await chooseSecret(ctx, pin);
    expect(visit.actor).toMatchObject({ assurance: 'secret', freshUntil: '2026-12-07T09:20:00.000Z' });
    expect(mayShowOwnWords(visit.actor, t.clock.now())).toBe(true);
    expect(mayShowOwnWords(visit.actor, new Date('2026-12-07T09:20:01.000Z'))).toBe(false);
    // Pressed twice: the same as once. Another secret: no.
    expect((await chooseSecret(ctx, pin)).actor).toMatchObject({ assurance: 'secret' });
    t.clock.forward(2_000);
    await expect(chooseSecret(ctx, { kind: 'pin', pin: '846209' })).rejects.toEqual(refused('not-found'));
  });

  test('of four pictures counts in its order only', async () => {
    const { code } = await t.withCard('Wren');
    await chooseSecret(await t.by(await t.enter(code)), {
      kind: 'pictures',
      names: ['dog', 'bus', 'kite', 'dog']
    });
    const visit = await t.enter(code);
    const wrong = { kind: 'pictures', names: ['bus', 'dog', 'kite', 'dog'] } as const;
    await expect(checkSecret(await t.by(visit), wrong)).rejects.toEqual(refused('invalid', { secret: 'wrong-secret' }));
    t.clock.forward(1_000);
    expect(
      (await checkSecret(await t.by(visit), { kind: 'pictures', names: ['dog', 'bus', 'kite', 'dog'] })).actor
    ).toMatchObject({ assurance: 'secret' });
  });

  test('waits longer after each wrong try, up to a minute; writing goes on meanwhile', async () => {
    const { childId, code } = await t.withCard('Ash');
    await chooseSecret(await t.by(await t.enter(code)), pin);
    const visit = await t.enter(code);
    const wrong = { kind: 'pin', pin: '846209' } as const;
    const waits: number[] = [];
    for (let tries = 0; tries < 8; tries += 1) {
      await expect(checkSecret(await t.by(visit), wrong)).rejects.toEqual(refused('invalid', { secret: 'wrong-secret' }));
      const { wait } = await secretState(await t.by(visit));
      waits.push(wait);
      await expect(checkSecret(await t.by(visit), pin)).rejects.toMatchObject({
        problem: 'slow-down',
        retryAfter: wait
      });
      t.clock.forward(wait * 1000);
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
    await expect(allow(await t.by(visit), 'contribution.send', childId)).resolves.toBeTruthy();
    expect((await checkSecret(await t.by(visit), pin)).actor).toMatchObject({ assurance: 'secret' });
    expect((await secretState(await t.by(await t.enter(code)))).wait).toBe(0);
  });

  test('tried many times at once is tried once', async () => {
    const { code } = await t.withCard('Sky');
    await chooseSecret(await t.by(await t.enter(code)), pin);
    const ctx = await t.by(await t.enter(code));
    const tries = await Promise.allSettled(
      ['846209', '846210', '846218', '846219'].map((one) => checkSecret(ctx, { kind: 'pin', pin: one }))
    );
    const problems = tries.map((one) => (one.status === 'rejected' ? one.reason.problem : 'in'));
    expect(problems.sort()).toEqual(['invalid', 'slow-down', 'slow-down', 'slow-down']);
  });

  test('on a phone of one’s own stays good, and that phone needs no card', async () => {
    const { code } = await t.withCard('Jo');
    const visit = await chooseSecret(await t.by(await t.enter(code)), pin);
    const { deviceToken, started } = await rememberDevice(await t.by(visit));
    expect(started).toMatchObject({ maxAge: 12 * 3600, actor: { device: 'own', assurance: 'secret' } });
    expect(await deviceIsKnown(t.as(visitor), deviceToken ?? '')).toBe(true);
    expect((await useDevice(t.as(visitor), deviceToken ?? '')).actor).toMatchObject({
      assurance: 'card',
      device: 'own'
    });
    expect((await t.enter(code, deviceToken ?? '')).actor).toMatchObject({ device: 'own' });
    t.clock.forward(91 * 24 * 3600_000);
    await expect(useDevice(t.as(visitor), deviceToken ?? '')).rejects.toEqual(refused('not-found'));
  });

  test('makes no phone one’s own once it was given a while ago, and what was begun is no longer for it', async () => {
    const { childId, code } = await t.withCard('Tao');
    const visit = await chooseSecret(await t.by(await t.enter(code)), pin);
    t.clock.forward(15 * 60_000);
    const { deviceToken, started } = await rememberDevice(await t.by(visit));
    expect(started.actor).toMatchObject({ device: 'own', freshUntil: 'freshUntil' in visit.actor ? visit.actor.freshUntil : '' });
    // Pressed twice: the same as once.
    const twice = await rememberDevice(await t.by(visit), deviceToken ?? '');
    const rows = await t.app.database.db
      .selectFrom('sessions')
      .select('started_at')
      .where('device', '=', 'own')
      .where(
        'id',
        'in',
        [started, twice.started].map(({ actor }) => ('sessionId' in actor ? actor.sessionId : ''))
      )
      .execute();
    const began = new Date(t.clock.now().getTime() - 15 * 60_000).toISOString();
    expect(rows).toEqual([{ started_at: began }, { started_at: began }]);

    const again = await checkSecret(await t.by(await t.enter(code)), pin);
    for (const minutes of [10, 9]) {
      t.clock.forward(minutes * 60_000);
      await t.who(again.token);
    }
    t.clock.forward(60_000);
    await expect(rememberDevice(await t.by(again))).rejects.toEqual(refused('secret-needed'));
    const { length } = await t.app.database.db.selectFrom('devices').selectAll().where('child_id', '=', childId).execute();
    expect(length).toBe(1);
    expect(mayShowOwnWords((await t.who(again.token)) ?? visitor, t.clock.now())).toBe(false);
  });

  test('not given anew does not keep own words in sight where the phone is refused', async () => {
    const { childId, code } = await t.withCard('Lou');
    const visit = await chooseSecret(await t.by(await t.enter(code)), pin);
    await saveChild(t.cmd(), { id: childId, firstName: 'Lou', lastName: 'Test', privacy: 'watched' });
    t.clock.forward(19 * 60_000);
    const { started } = await rememberDevice(await t.by(visit));
    expect(mayShowOwnWords(started.actor, t.clock.now())).toBe(true);
    t.clock.forward(60_000);
    expect(mayShowOwnWords((await t.who(started.token)) ?? visitor, t.clock.now())).toBe(false);
  });

  test('a phone that two children call theirs is remembered for neither', async () => {
    const one = await t.withCard('Kit');
    const two = await t.withCard('Max');
    const first = await rememberDevice(await t.by(await chooseSecret(await t.by(await t.enter(one.code)), pin)));
    const visit = await chooseSecret(await t.by(await t.enter(two.code)), pin);
    const second = await rememberDevice(await t.by(visit), first.deviceToken ?? '');
    expect(second).toMatchObject({ deviceToken: null, started: { actor: { device: 'shared' } } });
    expect(await deviceIsKnown(t.as(visitor), first.deviceToken ?? '')).toBe(false);
  });

  test('of a child who is watched never makes a phone their own', async () => {
    const { childId, code } = await t.withCard('Lee');
    await saveChild(t.cmd(), { id: childId, firstName: 'Lee', lastName: 'Test', privacy: 'watched' });
    const visit = await chooseSecret(await t.by(await t.enter(code)), pin);
    expect((await secretState(await t.by(visit))).mayRemember).toBe(false);
    expect(await rememberDevice(await t.by(visit))).toMatchObject({
      deviceToken: null,
      started: { actor: { device: 'shared' } }
    });
  });

  test('is nowhere in the database as it was typed', async () => {
    const kept = JSON.stringify([
      await t.app.database.db.selectFrom('secrets').selectAll().execute(),
      await t.app.database.db.selectFrom('audit').selectAll().execute()
    ]);
    for (const canary of ['937264', '937 264', 'dog bus kite dog', '846209']) expect(kept).not.toContain(canary);
  });
});

describe('a visit', () => {
  let t: Town;
  beforeAll(async () => void (t = await town()));

  test('is known to the database by a hash only', async () => {
    const { code } = await t.withCard('Robin');
    const { token, actor } = await t.enter(code);
    const rows = await t.app.database.db.selectFrom('sessions').selectAll().execute();
    expect(rows.map(({ id }) => id)).toEqual(['sessionId' in actor ? actor.sessionId : '']);
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(rows[0]?.id).toMatch(/^[0-9a-f]{64}$/);
    for (const odd of [undefined, '', 'x'.repeat(500), rows[0]?.id])
      expect(await readSession(t.app.database.db, t.clock.now(), odd)).toBeNull();
  });

  test('on a shared phone ends after 20 idle minutes, and after an hour in any case', async () => {
    const { code } = await t.withCard('Wren');
    const idle = await t.enter(code);
    t.clock.forward(19.5 * 60_000);
    expect(await t.who(idle.token)).not.toBeNull();
    t.clock.forward(20 * 60_000);
    expect(await t.who(idle.token)).toBeNull();
    const busy = await t.enter(code);
    for (let minutes = 0; minutes < 60; minutes += 10) {
      expect(await t.who(busy.token)).not.toBeNull();
      t.clock.forward(10 * 60_000);
    }
    expect(await t.who(busy.token)).toBeNull();
  });

  test('on a phone of one’s own ends after 30 idle minutes, and after twelve hours in any case', async () => {
    const { code } = await t.withCard('Max');
    const own = async () => {
      const visit = await chooseOrCheck(await t.by(await t.enter(code)));
      return (await rememberDevice(await t.by(visit))).started;
    };
    const idle = await own();
    t.clock.forward(29 * 60_000);
    expect(await t.who(idle.token)).toMatchObject({ device: 'own' });
    t.clock.forward(30 * 60_000);
    expect(await t.who(idle.token)).toBeNull();
    const busy = await own();
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect(await t.who(busy.token)).not.toBeNull();
      t.clock.forward(20 * 60_000);
    }
    expect(await t.who(busy.token)).toBeNull();
  });

  test('of a worker ends after 30 idle minutes, and at once when they leave; roles are read afresh', async () => {
    const staffId = await t.worker('Sam Okafor');
    const visit = await useLink(t.as(visitor), await makeLink(t.cmd(), staffId));
    expect(visit.actor).toMatchObject({ kind: 'staff', assurance: 'link', roles: ['iro'] });
    t.clock.forward(29 * 60_000);
    await saveStaff(t.cmd(), {
      id: staffId,
      name: 'Sam Okafor',
      roles: [{ role: 'manager', fromOn: '2020-01-01', toOn: null }]
    });
    expect(await t.who(visit.token)).toMatchObject({ roles: ['manager'] });
    await saveStaff(t.cmd(), { id: staffId, name: 'Sam Okafor', active: false });
    expect(await t.who(visit.token)).toBeNull();
    await saveStaff(t.cmd(), { id: staffId, name: 'Sam Okafor', active: true });
    t.clock.forward(31 * 60_000);
    expect(await t.who(visit.token)).toBeNull();
  });

  test('ends when its holder leaves, and when somebody else signs in there', async () => {
    const one = await t.enter((await t.withCard('Ash')).code);
    await endSession(await t.by(one));
    expect(await t.who(one.token)).toBeNull();
    await endSession(t.as(visitor));
    const two = await t.enter((await t.withCard('Sky')).code);
    await useCard(await t.by(two), (await t.withCard('Jo')).code);
    expect(await t.who(two.token)).toBeNull();
  });

  test('with the card lasts half a minute beside the one that goes on with the secret', async () => {
    const visit = await t.enter((await t.withCard('Kit')).code);
    await chooseSecret(await t.by(visit), pin);
    expect(await t.who(visit.token)).toMatchObject({ assurance: 'card' });
    t.clock.forward(25_000);
    expect(await t.who(visit.token)).toMatchObject({ assurance: 'card' });
    t.clock.forward(6_000);
    expect(await t.who(visit.token)).toBeNull();
  });

  test('that ran out is cleared away', async () => {
    t.clock.forward(48 * 3600_000);
    await clearAway(t.as(job));
    expect(await t.app.database.db.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  test('forgets how often somebody was wrong once that has refilled, and not before: the slowest takes 28 days', async () => {
    const { bucket, size, everySeconds } = { ...cardBears('MOSSY'), bucket: cardBears('MOSSY').name };
    const refilled_at = t.clock.now().toISOString();
    await t.app.database.db.insertInto('limits').values({ bucket, tokens: 0, refilled_at }).execute();
    const days = async (more: number) => {
      t.clock.forward(more * 24 * 3600_000);
      await clearAway(t.as(job));
      return (await t.app.database.db.selectFrom('limits').selectAll().where('bucket', '=', bucket).execute()).length;
    };
    expect(await days(Math.floor((size * everySeconds) / (24 * 3600)))).toBe(1);
    expect(await days(4)).toBe(0);
  });
});

describe('a worker', () => {
  let t: Town;
  beforeAll(async () => void (t = await town()));

  test('signs in by a link once, within half an hour', async () => {
    const staffId = await t.worker('Sam Okafor');
    const over = refused('invalid', { link: 'link-over' });
    const token = await makeLink(t.cmd(), staffId);
    expect((await useLink(t.as(visitor), token)).actor).toMatchObject({ id: staffId });
    await expect(useLink(t.as(visitor), token)).rejects.toEqual(over);
    const late = await makeLink(t.cmd(), staffId);
    t.clock.forward(30 * 60_000);
    for (const bad of [late, 'nothing', '']) await expect(useLink(t.as(visitor), bad)).rejects.toEqual(over);
    await expect(makeLink(t.cmd(), 'nobody')).rejects.toEqual(refused('not-found'));
    await expect(makeLink(t.as(visitor), staffId)).rejects.toEqual(refused('not-found'));
  });

  test('can begin however many others begin', async () => {
    const origin = 'https://say.example';
    for (let begun = 0; begun < 320; begun += 1) await beginPasskeySignIn(t.as(visitor), origin);
    expect((await beginPasskeySignIn(t.as(visitor), origin)).challengeId).toBeTruthy();
  });

  test('is refused the same way whatever is wrong with a passkey', async () => {
    const origin = 'https://say.example';
    const { challengeId, options } = await beginPasskeySignIn(t.as(visitor), origin);
    expect(options).toMatchObject({ rpId: 'say.example', userVerification: 'required' });
    const answer = {
      id: 'unknown',
      rawId: 'unknown',
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON: '', authenticatorData: '', signature: '' }
    };
    for (const [id, given] of [
      ['nothing', answer],
      [challengeId, answer],
      [challengeId, null]
    ] as const)
      await expect(finishPasskeySignIn(t.as(visitor), origin, id, given)).rejects.toEqual(
        refused('invalid', { passkey: 'passkey-refused' })
      );
  });

  test('of the demo cannot be had where no demo runs', async () => {
    for (const mode of ['live', 'test', 'demo'] as const)
      await expect(signInForDemo(t.as(visitor), { mode, dataDir: t.app.settings.dataDir }, 'iro')).rejects.toEqual(
        refused('not-found')
      );
  });
});
