import { beforeAll, describe, expect, test } from 'vitest';
import { allow } from '#lib/relations.server.ts';
import { makeLink, useLink } from '#lib/sign-in/workers/links.server.ts';
import { beginPasskey, finishPasskey, ownPasskeys, removePasskey } from '#lib/sign-in/workers/own-passkeys.server.ts';
import { beginPasskeySignIn, finishPasskeySignIn } from '#lib/sign-in/workers/passkeys.server.ts';
import { makeRecoveryCodes, useRecoveryCode } from '#lib/sign-in/workers/recovery.server.ts';
import { beginConfirm, finishConfirm } from '#lib/sign-in/workers/step-up.server.ts';
import { ownNews, ownWays, seeNews, whereNext } from '#lib/sign-in/workers/ways.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { newAuthenticator } from '#tests/setup/authenticator.ts';
import { origin, staffTown, type StaffTown } from '#tests/setup/staff-ways.ts';
import { refused } from '#tests/setup/refused.ts';

const noPasskey = refused('invalid', { passkey: 'passkey-refused' });

let t: StaffTown;
beforeAll(async () => void (t = await staffTown()));

const logOf = (verb: string) =>
  t.app.database.db.selectFrom('audit').select(['subject_id', 'outcome']).where('verb', '=', verb).orderBy('seq').execute();

describe('a link', () => {
  test('lets a worker set up how they sign in, and do nothing else', async () => {
    const visit = await t.byLink(await t.worker('Sam Okafor', 'iro'));
    const ctx = await t.by(visit);
    expect(ctx.actor).toMatchObject({ kind: 'staff', assurance: 'link', stepUpUntil: null });
    expect(await ownWays(ctx)).toMatchObject({ passkeys: 0, settled: false });
    for (const verb of ['inbox.see', 'desk.see', 'session.see-own', 'photo.see', 'way.remove', 'step-up.use'] as const)
      await expect(allow(ctx, verb)).rejects.toEqual(refused('not-found'));
    await expect(removePasskey(ctx, 'any')).rejects.toEqual(refused('not-found'));
    expect(await whereNext(ctx, ctx.actor, '/staff')).toBe('/staff/passkeys');
  });

  test('is kept nowhere as it is, and both its use and a wrong one are in the log', async () => {
    const token = await makeLink(t.cmd(), await t.worker('Lee Hart', 'iro'));
    expect(JSON.stringify(await t.app.database.db.selectFrom('links').selectAll().execute())).not.toContain(token);
    await useLink(t.as(visitor), token);
    await expect(useLink(t.as(visitor), token)).rejects.toEqual(refused('invalid', { link: 'link-over' }));
    expect((await logOf('link.use')).at(-1)).toMatchObject({ outcome: 'refused' });
  });

  test('tried wrongly very often slows down whoever is wrong; a right one works meanwhile', async () => {
    const token = await makeLink(t.cmd(), await t.worker('Grace Bell', 'iro'));
    await t.app.database.db
      .insertInto('limits')
      .values({ bucket: 'link:wrong', tokens: 0, refilled_at: t.clock.now().toISOString() })
      .onConflict((on) => on.column('bucket').doUpdateSet({ tokens: 0, refilled_at: t.clock.now().toISOString() }))
      .execute();
    await expect(useLink(t.as(visitor), 'nothing')).rejects.toEqual(refused('slow-down'));
    expect((await useLink(t.as(visitor), token)).actor.kind).toBe('staff');
    t.clock.forward(60_000);
  });
});

describe('passkeys', () => {
  test('are two before the first use: one alone leads to the second', async () => {
    const id = await t.worker('Amina Yusuf', 'iro');
    const [laptop, phone] = [newAuthenticator(origin), newAuthenticator(origin)];
    const link = await t.byLink(id);
    await t.adds(link, laptop);
    const first = await t.signsIn(laptop);
    expect(first.actor).toMatchObject({ id, assurance: 'link' });
    await t.adds(first, phone, 'Phone');
    const full = await t.signsIn(phone);
    expect(full.actor).toMatchObject({ id, assurance: 'passkey', stepUpUntil: null });
    await expect(allow(await t.by(full), 'inbox.see')).resolves.toBeTruthy();
    expect((await ownPasskeys(await t.by(full))).map(({ name }) => name)).toEqual(['Laptop', 'Phone']);
  });

  test('are refused alike, whatever is wrong: another origin, no finger, an answer given twice, a stranger’s', async () => {
    const { one } = await t.settled('Tom Price', 'iro');
    const begin = () => beginPasskeySignIn(t.as(visitor), origin);
    const finish = (challengeId: string, answer: unknown) => finishPasskeySignIn(t.as(visitor), origin, challengeId, answer);
    const elsewhere = await begin();
    await expect(finish(elsewhere.challengeId, one.use(elsewhere.options, { from: 'https://evil.example' }))).rejects.toEqual(
      noPasskey
    );
    const noFinger = await begin();
    await expect(finish(noFinger.challengeId, one.use(noFinger.options, { verified: false }))).rejects.toEqual(noPasskey);
    const [mine, other] = [await begin(), await begin()];
    await expect(finish(mine.challengeId, one.use(other.options))).rejects.toEqual(noPasskey);
    const good = await begin();
    const answer = one.use(good.options);
    expect((await finish(good.challengeId, answer)).actor.kind).toBe('staff');
    await expect(finish(good.challengeId, answer)).rejects.toEqual(noPasskey);
    const late = await begin();
    t.clock.forward(5 * 60_000);
    await expect(finish(late.challengeId, one.use(late.options))).rejects.toEqual(noPasskey);
    const unknown = await begin();
    await expect(finish(unknown.challengeId, newAuthenticator(origin).use(unknown.options))).rejects.toEqual(noPasskey);
  });

  test('are added and removed only after confirming who one is, and never below two', async () => {
    const { one, two } = await t.settled('Dee Marsh', 'social_worker');
    const visit = await t.signsIn(one);
    const begins = async (ctx: Awaited<ReturnType<typeof t.by>>) => beginPasskey(ctx, origin, { product: 'My Say', name: 'Dee' });
    await expect(begins(await t.by(visit))).rejects.toEqual(refused('step-up-needed'));
    const ctx = await t.by(await t.confirms(visit, two));
    const [key] = await ownPasskeys(ctx);
    await expect(removePasskey(ctx, key?.id ?? '')).rejects.toEqual(refused('invalid', { passkey: 'passkey-last' }));
    const third = newAuthenticator(origin);
    const asked = await begins(ctx);
    await finishPasskey(ctx, origin, asked.challengeId, third.make(asked.options), 'Key ring');
    await removePasskey(ctx, key?.id ?? '');
    await expect(t.signsIn(one)).rejects.toEqual(noPasskey);
    expect((await t.signsIn(third)).actor).toMatchObject({ assurance: 'passkey' });
  });

  test('are begun at most twenty times an hour by one worker', async () => {
    const { one } = await t.settled('Nadia Rahman', 'iro');
    const ctx = await t.by(await t.signsIn(one));
    for (let tries = 0; tries < 18; tries += 1) await beginConfirm(ctx, origin);
    await expect(beginConfirm(ctx, origin)).rejects.toMatchObject({ problem: 'slow-down' });
  });
});

describe('recovery codes', () => {
  test('are eight of eighty bits, kept as hashes; each works once, and its owner is told', async () => {
    const { id, one } = await t.settled('Rhian Pugh', 'iro');
    await seeNews(await t.by(await t.signsIn(one)));
    const ctx = await t.by(await t.confirms(await t.signsIn(one), one));
    const codes = await makeRecoveryCodes(ctx);
    expect(new Set(codes).size).toBe(8);
    for (const code of codes) expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}$/);
    const kept = JSON.stringify(await t.app.database.db.selectFrom('recovery_codes').selectAll().execute());
    for (const code of codes) expect(kept).not.toContain(code.replaceAll(' ', ''));
    const [first = '', second = ''] = codes;
    const visit = await useRecoveryCode(t.as(visitor), ` ${first.toLowerCase().replaceAll(' ', '-')} `);
    expect(visit.actor).toMatchObject({ id, assurance: 'link' });
    const wrong = refused('invalid', { recovery: 'recovery-refused' });
    for (const bad of [first, 'ABCD EFGH JKMN PQRS', '', second.slice(0, 12)])
      await expect(useRecoveryCode(t.as(visitor), bad)).rejects.toEqual(wrong);
    expect((await logOf('recovery.use')).map(({ outcome }) => outcome)).toEqual([
      'done',
      'refused',
      'refused',
      'refused',
      'refused'
    ]);
    const next = await t.by(await t.signsIn(one));
    expect((await ownNews(next)).filter(({ seen }) => !seen).map(({ kind }) => kind)).toEqual(['recovery-used']);
    expect(await whereNext(next, next.actor, '/staff/desk')).toBe('/staff/sessions?next=%2Fstaff%2Fdesk');
    await seeNews(next);
    expect(await whereNext(next, next.actor, '/staff/desk')).toBe('/staff/desk');
    expect((await ownWays(next)).recoveryLeft).toBe(7);
  });

  test('made again replace the ones before', async () => {
    const { one } = await t.settled('Femi Adeyemi', 'iro');
    const ctx = await t.by(await t.confirms(await t.signsIn(one), one));
    const [old = ''] = await makeRecoveryCodes(ctx);
    const [fresh = ''] = await makeRecoveryCodes(ctx);
    await expect(useRecoveryCode(t.as(visitor), old)).rejects.toEqual(refused('invalid'));
    expect((await useRecoveryCode(t.as(visitor), fresh)).actor.kind).toBe('staff');
  });
});

describe('showing again who one is', () => {
  test('holds for five minutes, in a visit with a new token; the one before is dead', async () => {
    const { id, one } = await t.settled('Ola Brandt', 'admin');
    const visit = await t.signsIn(one);
    await expect(allow(await t.by(visit), 'worker.change')).rejects.toEqual(refused('step-up-needed'));
    const again = await t.confirms(visit, one);
    expect(again.token).not.toBe(visit.token);
    expect(await t.who(visit.token)).toBeNull();
    expect(await t.who(again.token)).toMatchObject({ id, stepUpUntil: expect.any(String) });
    await expect(allow(await t.by(again), 'worker.change')).resolves.toBeTruthy();
    t.clock.forward(5 * 60_000);
    expect(await t.who(again.token)).toMatchObject({ stepUpUntil: null });
    await expect(allow(await t.by(again), 'worker.change')).rejects.toEqual(refused('step-up-needed'));
  });

  test('cannot be done by somebody else, twice, late, or with what was asked for something else', async () => {
    const [mine, theirs] = [await t.settled('Jo Clarke', 'iro'), await t.settled('Marek Nowak', 'iro')];
    const ctx = await t.by(await t.signsIn(mine.one));
    const asks = async (by = ctx) => {
      const asked = await beginConfirm(by, origin);
      if (!asked) throw new Error('no passkey');
      return asked;
    };
    // At the time it is then.
    const finish = (id: string, answer: unknown) => finishConfirm(t.as(ctx.actor), origin, id, answer);
    const one = await asks();
    await expect(finish(one.challengeId, theirs.one.use(one.options))).rejects.toEqual(noPasskey);
    const other = await asks(await t.by(await t.signsIn(theirs.one)));
    await expect(finish(other.challengeId, mine.one.use(other.options))).rejects.toEqual(noPasskey);
    await expect(finish(other.challengeId, theirs.one.use(other.options))).rejects.toEqual(noPasskey);
    const signIn = await beginPasskeySignIn(t.as(visitor), origin);
    await expect(finish(signIn.challengeId, mine.one.use(signIn.options))).rejects.toEqual(noPasskey);
    const late = await asks();
    t.clock.forward(5 * 60_000);
    await expect(finish(late.challengeId, mine.one.use(late.options))).rejects.toEqual(noPasskey);
    // And an answer to "confirm" signs nobody in.
    const confirm = await asks(await t.by(await t.signsIn(mine.one)));
    await expect(finishPasskeySignIn(t.as(visitor), origin, confirm.challengeId, mine.one.use(confirm.options))).rejects.toEqual(
      noPasskey
    );
  });

  test('tells nobody who may not do it anyway that it would help', async () => {
    const { one } = await t.settled('Wyn Pugh', 'iro');
    const ctx = await t.by(await t.signsIn(one));
    for (const verb of ['worker.change', 'session.end-others', 'link.make'] as const)
      await expect(allow(ctx, verb)).rejects.toEqual(refused('not-found'));
  });
});
