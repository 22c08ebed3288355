import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { saveStaff } from '#lib/people/people.server.ts';
import type { OidcSettings } from '#lib/server/settings.ts';
import { beginCouncil, comeBack, joinCouncil, leaveCouncil, mayJoin, type Purpose } from '#lib/sign-in/council/oidc.server.ts';
import type { Started } from '#lib/sign-in/sign-in.server.ts';
import { isSettled, ownNews } from '#lib/sign-in/workers/ways.server.ts';
import type { Context } from '#lib/context.ts';
import { visitor } from '#tests/setup/app.ts';
import { councilProvider, goesThere, type CouncilProvider, type Signer, type Somebody } from '#tests/setup/council-provider.ts';
import { staffTown, type StaffTown } from '#tests/setup/staff-ways.ts';
import type { JWTPayload } from 'jose';

const redirectUri = 'https://say.example/sign-in/back';
const sam: Somebody = { sub: 'sam-in-heard', tid: 'tenant-one', oid: 'sam', email: 'sam@council.example', amr: ['pwd', 'mfa'] };
const refusedAs = (purpose: Purpose) => ({ kind: 'refused', purpose, why: 'council-refused' });

let t: StaffTown;
let council: CouncilProvider;
beforeAll(async () => {
  t = await staffTown();
  council = await councilProvider(redirectUri);
  // The provider reads the machine's clock.
  t.clock.set(new Date());
});
beforeEach(() => council.tamper(null));
afterAll(() => council.stop());

type How = Partial<OidcSettings>;

/** Goes there as `somebody` and is sent back; what comes of it is for the caller to see. */
async function goes(ctx: Context, purpose: Purpose, somebody: Somebody, how: How = {}) {
  council.is(somebody);
  const run = { settings: council.settings(how), redirectUri };
  const { url, browserToken } = await beginCouncil(ctx, run, purpose, '/staff/desk');
  return { run, url, browserToken, back: await goesThere(url, redirectUri) };
}

async function comes(ctx: Context, purpose: Purpose, somebody: Somebody, how: How = {}) {
  const { run, browserToken, back } = await goes(ctx, purpose, somebody, how);
  const came = await comeBack(ctx, run, browserToken, back);
  // What the cookie holds then.
  return { came, browserToken: came.kind === 'to-join' ? came.browserToken : browserToken };
}

const signsIn = async (somebody: Somebody, how: How = {}) => (await comes(t.as(visitor), 'sign-in', somebody, how)).came;

/** By their link, and the button on our own page. */
async function joins(link: Started, somebody: Somebody, how: How = {}): Promise<void> {
  const ctx = await t.by(link);
  const { came, browserToken } = await comes(ctx, 'join', somebody, how);
  expect(came).toEqual({ kind: 'to-join', browserToken });
  expect(await mayJoin(ctx, browserToken)).toBe(true);
  await joinCouncil(ctx, browserToken);
}

let people = 0;
/** A worker of a test's own, with an identity of their own in the council's sign-in. */
async function joined(amr: readonly string[] = ['mfa'], how: How = {}) {
  people += 1;
  const id = await t.worker(`Worker${people} Test`, 'iro');
  const somebody: Somebody = {
    sub: `sub-${people}`,
    tid: 'tenant-one',
    oid: `oid-${people}`,
    email: `w${people}@council.example`,
    amr
  };
  await joins(await t.byLink(id), somebody, how);
  return { id, somebody };
}

describe('with the council’s own sign-in a worker', () => {
  test('who joined it by their link comes in, and goes on to what they came for', async () => {
    const id = await t.worker('Sam Okafor', 'iro');
    expect(await signsIn(sam)).toEqual(refusedAs('sign-in'));
    const link = await t.byLink(id);
    await joins(link, sam);
    expect(await isSettled(t.cmd(), id)).toBe(true);
    const came = await signsIn(sam);
    expect(came).toMatchObject({
      kind: 'in',
      next: '/staff/desk',
      started: { actor: { id, assurance: 'oidc', stepUpUntil: null } }
    });
    const ctx = await t.by(came.kind === 'in' ? came.started : link);
    expect((await ownNews(ctx)).map(({ kind }) => kind)).toEqual(['link-used', 'council-joined']);
    const kept = JSON.stringify(await t.app.database.db.selectFrom('identities').selectAll().execute());
    for (const told of ['tenant-one', 'sam', council.issuer]) expect(kept).not.toContain(told);
  });

  test('is nobody to us by their address: the same e-mail with another subject is refused', async () => {
    const { somebody } = await joined();
    for (const other of [{ oid: 'somebody-else' }, { tid: 'tenant-two' }, { oid: somebody.email ?? '' }])
      expect(await signsIn({ ...somebody, ...other })).toEqual(refusedAs('sign-in'));
    // In Entra the person is their `oid`: the `sub` may be another.
    expect(await signsIn({ ...somebody, sub: 'other-application' })).toMatchObject({ kind: 'in' });
  });

  test('without a tenant is who their subject says, and nobody else', async () => {
    people += 1;
    const id = await t.worker(`Worker${people} Test`, 'iro');
    const plain: Somebody = { sub: `plain-${people}`, amr: ['mfa'] };
    await joins(await t.byLink(id), plain);
    expect(await signsIn(plain)).toMatchObject({ kind: 'in' });
    expect(await signsIn({ ...plain, sub: 'another' })).toEqual(refusedAs('sign-in'));
  });

  test('of another tenant is refused where one is named', async () => {
    const { somebody } = await joined(['mfa'], { tenant: 'tenant-one' });
    expect(await signsIn(somebody, { tenant: 'tenant-one' })).toMatchObject({ kind: 'in' });
    for (const tid of ['tenant-two', ''])
      expect(await signsIn({ ...somebody, tid }, { tenant: 'tenant-one' })).toEqual(refusedAs('sign-in'));
  });

  test('who showed no second factor there is asked for a passkey, and without one is not let in', async () => {
    const { id, somebody } = await joined(['pwd']);
    expect(await signsIn(somebody)).toEqual({ kind: 'refused', purpose: 'sign-in', why: 'council-one-factor' });
    const { one, id: other } = await t.settled('Amina Yusuf', 'iro');
    expect(await isSettled(t.cmd(), other)).toBe(true);
    const theirs = { ...somebody, oid: 'amina' };
    await joins(await t.byLink(other), theirs);
    expect(await signsIn(theirs)).toEqual({ kind: 'passkey', purpose: 'sign-in' });
    expect((await t.signsIn(one)).actor).toMatchObject({ id: other, assurance: 'passkey' });
    expect(id).not.toBe(other);
    // What the council says means a second factor.
    expect(await signsIn({ ...theirs, acr: 'c1' }, { mfa: ['c1'] })).toMatchObject({ kind: 'in' });
    expect(await signsIn({ ...theirs, acr: 'c2' }, { mfa: ['c1'] })).toEqual({ kind: 'passkey', purpose: 'sign-in' });
  });

  test('who is let in no longer is refused at once, and their visit is over', async () => {
    const { id, somebody } = await joined();
    const came = await signsIn(somebody);
    const { token } = came.kind === 'in' ? came.started : { token: '' };
    expect(await t.who(token)).toMatchObject({ id });
    const { run, browserToken, back } = await goes(t.as(visitor), 'sign-in', somebody);
    await saveStaff(t.cmd(), { id, name: 'Worker Test', active: false });
    expect(await comeBack(t.as(visitor), run, browserToken, back)).toEqual(refusedAs('sign-in'));
    expect(await t.who(token)).toBeNull();
  });

  test('shows there anew who they are, whatever they come for: whoever is still signed in there in this browser does not', async () => {
    const { somebody } = await joined();
    people += 1;
    const link = await t.by(await t.byLink(await t.worker(`Worker${people} Test`, 'iro')));
    for (const [ctx, purpose] of [[t.as(visitor), 'sign-in'] as const, [link, 'join'] as const]) {
      const asked = new URL((await goes(ctx, purpose, somebody)).url).searchParams;
      expect([asked.get('prompt'), asked.get('max_age')]).toEqual(['login', '0']);
      // A provider that lets them through by a sign-in of an hour ago all the same is not believed.
      council.tamper((claims, sign) => sign.well({ ...claims, auth_time: Math.floor(Date.now() / 1000) - 3600 }));
      expect((await comes(ctx, purpose, somebody)).came).toEqual(refusedAs(purpose));
      council.tamper(null);
    }
  });

  test('confirms there who they are, freshly, as nobody but themselves', async () => {
    const [mine, theirs] = [await joined(), await joined()];
    const came = await signsIn(mine.somebody);
    const ctx = await t.by(came.kind === 'in' ? came.started : await t.byLink(mine.id));
    const { url } = await goes(ctx, 'confirm', mine.somebody);
    expect(new URL(url).searchParams.get('max_age')).toBe('0');
    expect((await comes(ctx, 'confirm', theirs.somebody)).came).toEqual(refusedAs('confirm'));
    const { came: again } = await comes(ctx, 'confirm', mine.somebody);
    expect(again).toMatchObject({
      kind: 'in',
      started: { actor: { id: mine.id, assurance: 'oidc', stepUpUntil: expect.any(String) } }
    });
    // A sign-in there of an hour ago is not one of just now.
    const long = await t.by(again.kind === 'in' ? again.started : await t.byLink(mine.id));
    council.tamper((claims, sign) => sign.well({ ...claims, auth_time: Math.floor(Date.now() / 1000) - 3600 }));
    expect((await comes(long, 'confirm', mine.somebody)).came).toEqual(refusedAs('confirm'));
  });

  test('joins it once: not twice, not as somebody who is joined, not without the button or in another browser', async () => {
    const { somebody } = await joined();
    people += 1;
    const link = await t.byLink(await t.worker(`Worker${people} Test`, 'iro'));
    const ctx = await t.by(link);
    const taken = await comes(ctx, 'join', somebody);
    const cannot = expect.objectContaining({ problem: 'invalid', fields: { council: 'council-joined' } });
    await expect(joinCouncil(ctx, taken.browserToken)).rejects.toEqual(cannot);
    const fresh = { ...somebody, oid: `fresh-${people}` };
    const { browserToken } = await comes(ctx, 'join', fresh);
    expect(await signsIn(fresh)).toEqual(refusedAs('sign-in'));
    for (const other of [undefined, 'another-browser']) await expect(joinCouncil(ctx, other)).rejects.toEqual(cannot);
    const stranger = await t.by(await t.byLink(await t.worker('Lee Hart', 'iro')));
    await expect(joinCouncil(stranger, browserToken)).rejects.toEqual(cannot);
  });

  test('leaves it again, when there is another way in', async () => {
    const { somebody } = await joined();
    const { came } = await comes(t.as(visitor), 'sign-in', somebody);
    const ctx = await t.by(came.kind === 'in' ? came.started : await t.byLink('nobody'));
    const confirmed = (await comes(ctx, 'confirm', somebody)).came;
    const sure = await t.by(confirmed.kind === 'in' ? confirmed.started : await t.byLink('nobody'));
    await expect(leaveCouncil(sure)).rejects.toMatchObject({ problem: 'invalid' });
    await expect(leaveCouncil(ctx)).rejects.toMatchObject({ problem: expect.stringMatching(/step-up-needed|not-found/) });
  });
});

describe('coming back', () => {
  test('is good once, in the browser that went there, and in time', async () => {
    const { somebody } = await joined();
    const { run, browserToken, back } = await goes(t.as(visitor), 'sign-in', somebody);
    for (const other of [undefined, 'another-browser', (await goes(t.as(visitor), 'sign-in', somebody)).browserToken])
      expect(await comeBack(t.as(visitor), run, other, back)).toEqual(refusedAs('sign-in'));
    expect(await comeBack(t.as(visitor), run, browserToken, back)).toMatchObject({ kind: 'in' });
    expect(await comeBack(t.as(visitor), run, browserToken, back)).toEqual(refusedAs('sign-in'));
    const late = await goes(t.as(visitor), 'sign-in', somebody);
    t.clock.forward(10 * 60_000);
    expect(await comeBack(t.as(visitor), late.run, late.browserToken, late.back)).toEqual(refusedAs('sign-in'));
    t.clock.set(new Date());
  });

  test('with another’s code, another’s state, none, or an error is refused', async () => {
    const { somebody } = await joined();
    const alter = async (change: (query: URLSearchParams) => void) => {
      const { run, browserToken, back } = await goes(t.as(visitor), 'sign-in', somebody);
      change(back.searchParams);
      return comeBack(t.as(visitor), run, browserToken, back);
    };
    const other = await goes(t.as(visitor), 'sign-in', somebody);
    const [code, state] = ['code', 'state'].map((name) => other.back.searchParams.get(name) ?? '');
    for (const change of [
      (query: URLSearchParams) => query.set('code', code ?? ''),
      (query: URLSearchParams) => query.set('state', state ?? ''),
      (query: URLSearchParams) => query.delete('state'),
      (query: URLSearchParams) => query.delete('code'),
      (query: URLSearchParams) => query.set('iss', 'https://evil.example'),
      (query: URLSearchParams) => query.set('error', 'access_denied')
    ])
      expect(await alter(change)).toEqual(refusedAs('sign-in'));
  });

  test('from another issuer than the one that was asked is refused', async () => {
    const { somebody } = await joined();
    const evil = await councilProvider(redirectUri);
    evil.is(somebody);
    try {
      // Two providers, one mixed up for the other: begun at ours, come back from theirs.
      const run = { settings: council.settings(), redirectUri };
      const { url, browserToken } = await beginCouncil(t.as(visitor), run, 'sign-in', null);
      const back = await goesThere(url.replace(council.issuer, evil.issuer), redirectUri);
      expect(await comeBack(t.as(visitor), run, browserToken, back)).toEqual(refusedAs('sign-in'));
      // The very same person there is nobody here.
      const theirs = { settings: evil.settings(), redirectUri };
      const begun = await beginCouncil(t.as(visitor), theirs, 'sign-in', null);
      const there = await goesThere(begun.url, redirectUri);
      expect(await comeBack(t.as(visitor), theirs, begun.browserToken, there)).toEqual(refusedAs('sign-in'));
    } finally {
      await evil.stop();
    }
  });

  test('is not even begun where the provider calls itself otherwise, or is away', async () => {
    const away = { settings: council.settings({ issuer: council.issuer.replace('127.0.0.1', 'localhost') }), redirectUri };
    const gone = { settings: council.settings({ issuer: 'http://127.0.0.1:9' }), redirectUri };
    for (const run of [away, gone])
      await expect(beginCouncil(t.as(visitor), run, 'sign-in', null)).rejects.toMatchObject({
        fields: { council: 'council-away' }
      });
  });
});

/** Tokens that are wrong in one thing each; every one is refused. */
const now = () => Math.floor(Date.now() / 1000);
const without = (claims: JWTPayload, name: string) => Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const bad: Readonly<Record<string, (claims: JWTPayload, sign: Signer) => string | Promise<string>>> = {
  'signed by nobody': (claims, sign) => sign.unsigned(claims),
  'signed by another key': (claims, sign) => sign.byAnotherKey(claims),
  'signed with the client secret': (claims, sign) => sign.bySecret(claims, council.secret),
  'signed with nothing much': (claims, sign) => sign.bySecret(claims, 'x'.repeat(32)),
  'with its signature cut off': async (claims, sign) => (await sign.well(claims)).replace(/\.[^.]+$/, '.'),
  'with one letter of it changed': async (claims, sign) =>
    (await sign.well(claims))
      .replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
      .replace(/\.(.)/, (_, one: string) => `.${one === 'e' ? 'f' : 'e'}`),
  'of another issuer': (claims, sign) => sign.well({ ...claims, iss: 'https://evil.example' }),
  'of an issuer with a slash more': (claims, sign) => sign.well({ ...claims, iss: `${claims.iss}/` }),
  'without an issuer': (claims, sign) => sign.well(without(claims, 'iss')),
  'for another application': (claims, sign) => sign.well({ ...claims, aud: 'another' }),
  'for nobody': (claims, sign) => sign.well(without(claims, 'aud')),
  'for several, authorised to another': (claims, sign) => sign.well({ ...claims, aud: ['heard', 'another'], azp: 'another' }),
  'without a subject': (claims, sign) => sign.well(without(claims, 'sub')),
  'that ran out five minutes ago': (claims, sign) => sign.well({ ...claims, exp: now() - 300 }),
  'that runs out never': (claims, sign) => sign.well(without(claims, 'exp')),
  'that was made at no time': (claims, sign) => sign.well(without(claims, 'iat')),
  'that holds from tomorrow': (claims, sign) => sign.well({ ...claims, nbf: now() + 86_400 }),
  'with another nonce': (claims, sign) => sign.well({ ...claims, nonce: 'another' }),
  'with no nonce': (claims, sign) => sign.well(without(claims, 'nonce')),
  'that is no token': () => 'nothing',
  'that is empty': () => ''
};

describe('a token', () => {
  test('that is well is taken, also two minutes after it ran out by our clock', async () => {
    const { somebody } = await joined();
    council.tamper((claims, sign) => sign.well({ ...claims, exp: now() - 60 }));
    expect(await signsIn(somebody)).toMatchObject({ kind: 'in' });
  });

  test.each(Object.keys(bad))('%s is refused', async (name) => {
    const { somebody } = await joined();
    council.tamper(async (claims, sign) => (await bad[name]?.(claims, sign)) ?? '');
    expect(await signsIn(somebody)).toEqual(refusedAs('sign-in'));
    council.tamper(null);
    expect(await signsIn(somebody)).toMatchObject({ kind: 'in' });
  });
});
