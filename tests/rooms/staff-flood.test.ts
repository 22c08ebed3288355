import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setCouncil } from '#lib/council/council.server.ts';
import { Refusal } from '#lib/errors.ts';
import { beginCouncil, comeBack, joinCouncil } from '#lib/sign-in/council/oidc.server.ts';
import { beginPasskey, finishPasskey, ownPasskeys } from '#lib/sign-in/workers/own-passkeys.server.ts';
import { beginPasskeySignIn, finishPasskeySignIn } from '#lib/sign-in/workers/passkeys.server.ts';
import {
  beginPassphrase,
  confirmByPassphrase,
  setPassphrase,
  signInByPassphrase
} from '#lib/sign-in/workers/passphrases.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { newAuthenticator } from '#tests/setup/authenticator.ts';
import { councilProvider, goesThere, type CouncilProvider } from '#tests/setup/council-provider.ts';
import { origin, staffTown, type StaffTown } from '#tests/setup/staff-ways.ts';
import { refused } from '#tests/setup/refused.ts';

const wrong = refused('invalid', { passphrase: 'passphrase-refused' });
const redirectUri = 'https://say.example/sign-in/back';
const good = 'velvet teapot orbit gravel';

let t: StaffTown;
let council: CouncilProvider;
beforeAll(async () => {
  t = await staffTown();
  council = await councilProvider(redirectUri);
  // The provider reads the machine's clock.
  t.clock.set(new Date());
  await setCouncil(t.cmd(), 'staffPassphrase', 'on');
});
afterAll(() => council.stop());

const run = () => ({ settings: council.settings(), redirectUri });
const rows = async (table: 'limits' | 'used_once' | 'passphrase_tries') =>
  (await t.app.database.db.selectFrom(table).selectAll().execute()).length;

/** A worker with a passphrase, and what their phone shows now. */
async function withPassphrase(name: string) {
  const id = await t.worker(name, 'iro');
  const ctx = await t.by(await t.byLink(id));
  const { totpId, text } = await beginPassphrase(ctx);
  const phone = new TOTP({ secret: Secret.fromBase32(text.replaceAll(' ', '')), digits: 6, period: 30 });
  const code = () => phone.generate({ timestamp: t.clock.now().getTime() });
  await setPassphrase(ctx, { totpId, passphrase: good, code: code() });
  t.clock.forward(60_000);
  return { id, code, email: `${name.split(' ')[0]}@council.example`.toLowerCase() };
}

const tries = (email: string, typed: { passphrase: string; code: string; turn?: string }) =>
  signInByPassphrase(t.as(visitor), email, typed);
/** What was refused, with the turn it gave. */
const waits = async (email: string, typed: { passphrase: string; code: string; turn?: string }) => {
  const error: unknown = await tries(email, typed).catch((error: unknown) => error);
  if (!(error instanceof Refusal) || error.problem !== 'slow-down') throw new Error('They did not have to wait.');
  return { turn: error.fields.turn ?? '', seconds: error.retryAfter ?? 0 };
};
/** Nobody with this phone tries as soon as anything is looked at again. */
const others = async (email: string) => {
  await tries(email, { passphrase: 'something else altogether', code: '000000' }).catch(() => undefined);
};

describe('while others begin at full speed', () => {
  test('nothing is written down of it, and a worker signs in by passkey and by the council’s own sign-in', async () => {
    const { one, id } = await t.settled('Sam Okafor', 'iro');
    const somebody = { sub: 'sam', tid: 'tenant', oid: 'sam', email: 'sam@council.example', amr: ['mfa'] };
    council.is(somebody);
    const ctx = await t.by(await t.byLink(id));
    const join = await beginCouncil(ctx, run(), 'join', null);
    const back = await comeBack(ctx, run(), join.browserToken, await goesThere(join.url, redirectUri));
    await joinCouncil(ctx, back.kind === 'to-join' ? back.browserToken : '');
    const before = [await rows('limits'), await rows('used_once')];
    const stranger = newAuthenticator(origin);
    for (let begun = 0; begun < 3200; begun += 1) await beginPasskeySignIn(t.as(visitor), origin);
    for (let begun = 0; begun < 100; begun += 1) await beginCouncil(t.as(visitor), run(), 'sign-in', null);
    const { challengeId, options } = await beginPasskeySignIn(t.as(visitor), origin);
    await expect(finishPasskeySignIn(t.as(visitor), origin, challengeId, stranger.use(options))).rejects.toEqual(
      refused('invalid')
    );
    // The refusal takes from the bucket of what is written into the record.
    expect([(await rows('limits')) - 1, await rows('used_once')]).toEqual(before);
    expect((await t.signsIn(one)).actor).toMatchObject({ id });
    const { url, browserToken } = await beginCouncil(t.as(visitor), run(), 'sign-in', null);
    expect(await comeBack(t.as(visitor), run(), browserToken, await goesThere(url, redirectUri))).toMatchObject({ kind: 'in' });
  });

  test('a worker who has to wait because of others comes in with their next code', async () => {
    const { id, code, email } = await withPassphrase('Lee Hart');
    for (let second = 0; second < 200; second += 1) {
      await others(email);
      t.clock.forward(1000);
    }
    await others(email);
    const { turn, seconds } = await waits(email, { passphrase: good, code: code() });
    expect(seconds).toBeLessThanOrEqual(31);
    for (let second = 0; second < seconds; second += 1) {
      t.clock.forward(1000);
      await others(email);
    }
    expect((await tries(email, { passphrase: good, code: code(), turn })).actor).toMatchObject({ id, assurance: 'passphrase' });
  });

  test('a turn is for two right codes in a row of the same person, and for no passphrase but theirs', async () => {
    const [lee, kit] = [await withPassphrase('Dee Marsh'), await withPassphrase('Kit Vale')];
    const held = async (email: string) => {
      await others(email);
      await others(email);
    };
    for (const { email } of [lee, kit]) for (let tried = 0; tried < 8; tried += 1, t.clock.forward(61_000)) await others(email);
    for (const { email } of [lee, kit]) await held(email);
    const first = await waits(lee.email, { passphrase: good, code: lee.code() });
    const guessed = await waits(lee.email, { passphrase: good, code: '000000' });
    const others2 = await waits(kit.email, { passphrase: good, code: kit.code() });
    // What is given says nothing of whether the code was right.
    expect(Object.keys(first)).toEqual(Object.keys(guessed));
    await waits(lee.email, { passphrase: good, code: lee.code(), turn: first.turn });
    t.clock.forward(30_000);
    for (const turn of [guessed.turn, others2.turn, 'nothing', `${first.turn}x`])
      await waits(lee.email, { passphrase: good, code: lee.code(), turn });
    await waits(lee.email, { passphrase: good, code: '000000', turn: first.turn });
    for (let tried = 0; tried < 5; tried += 1)
      await expect(tries(lee.email, { passphrase: 'not the passphrase', code: lee.code(), turn: first.turn })).rejects.toEqual(
        wrong
      );
    await waits(lee.email, { passphrase: 'not the passphrase', code: lee.code(), turn: first.turn });
  });

  test('tries of invented addresses fill no table, and slow down nobody who is signed in', async () => {
    const { id, code, email } = await withPassphrase('Rhian Pugh');
    const visit = await tries(email, { passphrase: good, code: code() });
    t.clock.forward(60_000);
    for (let tried = 0; tried < 10; tried += 1) await others(email);
    expect((await confirmByPassphrase(await t.by(visit), { passphrase: good, code: code() })).actor).toMatchObject({ id });
    const { place } = await t.app.database.db.selectFrom('passphrase_tries').selectAll().executeTakeFirstOrThrow();
    expect(place).toMatch(/^[0-9a-f]{4}$/);
  });
});

describe('what was begun', () => {
  test('is used up by the first right answer, also of two at once, and a changed one is nothing', async () => {
    const { one } = await t.settled('Amina Yusuf', 'iro');
    const { challengeId, options } = await beginPasskeySignIn(t.as(visitor), origin);
    const finish = (id: string) => finishPasskeySignIn(t.as(visitor), origin, id, one.use(options));
    const [body = '', seal = ''] = challengeId.split('.');
    const later = JSON.parse(Buffer.from(body, 'base64url').toString());
    const longer = Buffer.from(JSON.stringify({ ...later, ends: '2099-01-01T00:00:00.000Z' })).toString('base64url');
    for (const bad of [`${longer}.${seal}`, body, `${body}.`, `.${seal}`, '.', 'x'.repeat(5000)])
      await expect(finish(bad)).rejects.toEqual(refused('invalid', { passkey: 'passkey-refused' }));
    const both = await Promise.allSettled([finish(challengeId), finish(challengeId)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    // Kept until it would be too late anyway, and no longer.
    expect(await rows('used_once')).toBeGreaterThan(0);
  });

  test('a passkey made once is added once', async () => {
    const { one } = await t.settled('Nadia Rahman', 'iro');
    const ctx = await t.by(await t.confirms(await t.signsIn(one), one));
    const asked = await beginPasskey(ctx, origin, { product: 'My Say', name: 'Nadia' });
    const add = (id = asked.challengeId) => finishPasskey(ctx, origin, id, newAuthenticator(origin).make(asked.options), 'Ring');
    await add();
    await expect(add()).rejects.toEqual(refused('invalid', { passkey: 'passkey-refused' }));
    expect(await ownPasskeys(ctx)).toHaveLength(3);
  });

  test('coming back from the council’s own sign-in lets in once, also where the provider would say yes again', async () => {
    t.clock.set(new Date());
    const id = await t.worker('Tom Price', 'iro');
    council.is({ sub: 'tom', tid: 'tenant', oid: 'tom', amr: ['mfa'] });
    const ctx = await t.by(await t.byLink(id));
    const join = await beginCouncil(ctx, run(), 'join', null);
    const back = await comeBack(ctx, run(), join.browserToken, await goesThere(join.url, redirectUri));
    const cookie = back.kind === 'to-join' ? back.browserToken : '';
    await joinCouncil(ctx, cookie);
    await expect(joinCouncil(ctx, cookie)).rejects.toEqual(refused('invalid', { council: 'council-joined' }));
    const { url, browserToken } = await beginCouncil(t.as(visitor), run(), 'sign-in', null);
    // One cookie, and two answers that are both right there.
    const [first, second] = [await goesThere(url, redirectUri), await goesThere(url, redirectUri)];
    expect(await comeBack(t.as(visitor), run(), browserToken, first)).toMatchObject({ kind: 'in' });
    expect(await comeBack(t.as(visitor), run(), browserToken, second)).toMatchObject({ kind: 'refused' });
  });
});
