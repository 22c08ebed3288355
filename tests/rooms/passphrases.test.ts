import { Secret, TOTP } from 'otpauth';
import { beforeAll, describe, expect, test } from 'vitest';
import { setCouncil } from '#lib/council/council.server.ts';
import type { Context } from '#lib/context.ts';
import { weaknessOfPassphrase } from '#lib/sign-in/workers/passphrase.ts';
import {
  beginPassphrase,
  confirmByPassphrase,
  removePassphrase,
  setPassphrase,
  signInByPassphrase
} from '#lib/sign-in/workers/passphrases.server.ts';
import { allow } from '#lib/relations.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { staffTown, type StaffTown } from '#tests/setup/staff-ways.ts';
import { refused } from '#tests/setup/refused.ts';

const wrong = refused('invalid', { passphrase: 'passphrase-refused' });
const good = 'velvet teapot orbit gravel';

let t: StaffTown;
beforeAll(async () => {
  t = await staffTown();
  await setCouncil(t.cmd(), 'staffPassphrase', 'on');
  await setCouncil(t.cmd(), 'name', 'Northmere Council');
});

/** What the worker's phone shows now (or `steps` half minutes on). */
const phone =
  (text: string) =>
  (steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(text.replaceAll(' ', '')), digits: 6, period: 30 }).generate({
      timestamp: t.clock.now().getTime() + steps * 30_000
    });

async function setUp(name: string) {
  const id = await t.worker(name, 'iro');
  const ctx = await t.by(await t.byLink(id));
  const { totpId, text } = await beginPassphrase(ctx);
  const code = phone(text);
  await setPassphrase(ctx, { totpId, passphrase: good, code: code() });
  t.clock.forward(60_000);
  return { id, code, email: `${name.split(' ')[0]}@council.example`.toLowerCase() };
}

const signsIn = (email: string, passphrase: string, code: string, ctx: Context = t.as(visitor)) =>
  signInByPassphrase(ctx, email, { passphrase, code });

describe('a passphrase with a one-time code', () => {
  test('is there only where the council switched it on', async () => {
    await setCouncil(t.cmd(), 'staffPassphrase', 'off');
    await expect(signsIn('sam@council.example', good, '123456')).rejects.toEqual(refused('not-found'));
    const ctx = await t.by(await t.byLink(await t.worker('Ola Brandt', 'iro')));
    await expect(beginPassphrase(ctx)).rejects.toEqual(refused('not-found'));
    await expect(setCouncil(t.cmd(), 'staffPassphrase', 'maybe')).rejects.toEqual(refused('invalid'));
    await setCouncil(t.cmd(), 'staffPassphrase', 'on');
  });

  test('lets a worker in; a code is good once, a half minute early or late, and no more', async () => {
    const { id, code, email } = await setUp('Sam Okafor');
    const visit = await signsIn(email.toUpperCase(), good, code());
    expect(visit.actor).toMatchObject({ id, assurance: 'passphrase', stepUpUntil: null });
    await expect(allow(await t.by(visit), 'inbox.see')).resolves.toBeTruthy();
    await expect(signsIn(email, good, code())).rejects.toEqual(wrong);
    t.clock.forward(120_000);
    expect((await signsIn(email, good, code(-1))).actor.kind).toBe('staff');
    expect((await signsIn(email, good, code(1))).actor.kind).toBe('staff');
    // The one before it is used up with it.
    await expect(signsIn(email, good, code(0))).rejects.toEqual(wrong);
    t.clock.forward(120_000);
    for (const steps of [-2, 2]) {
      await expect(signsIn(email, good, code(steps))).rejects.toEqual(wrong);
      t.clock.forward(90_000);
    }
  });

  test('is refused alike whatever is wrong, also of nobody; tries slow down and lock nobody out', async () => {
    const { code, email } = await setUp('Lee Hart');
    await t.app.database.db.deleteFrom('passphrase_tries').execute();
    for (const address of [email, 'nobody@council.example']) {
      for (const [passphrase, typed] of [
        ['another phrase altogether', code()],
        [good, '000000'],
        ['', '']
      ] as const) {
        const before = t.clock.now().getTime();
        await expect(signsIn(address, passphrase, address === email ? typed : code())).rejects.toEqual(wrong);
        await expect(signsIn(address, good, code())).rejects.toEqual(refused('slow-down'));
        t.clock.set(new Date(before + 61_000));
      }
    }
    const tries = await t.app.database.db.selectFrom('passphrase_tries').select('wrong').execute();
    expect(tries.map(({ wrong }) => wrong)).toEqual([3, 3]);
    expect((await signsIn(email, good, code())).actor.kind).toBe('staff');
    expect(await t.app.database.db.selectFrom('passphrase_tries').select('wrong').execute()).toHaveLength(1);
  });

  test('shows again who somebody is, and nobody else', async () => {
    const [one, two] = [await setUp('Dee Marsh'), await setUp('Kit Vale')];
    const visit = await signsIn(one.email, good, one.code());
    t.clock.forward(60_000);
    await expect(confirmByPassphrase(await t.by(visit), { passphrase: good, code: two.code() })).rejects.toEqual(wrong);
    t.clock.forward(60_000);
    const again = await confirmByPassphrase(await t.by(visit), { passphrase: good, code: one.code() });
    expect(again.actor).toMatchObject({ id: one.id, assurance: 'passphrase', stepUpUntil: expect.any(String) });
    expect(await t.who(visit.token)).toBeNull();
    await expect(removePassphrase(await t.by(again))).rejects.toEqual(refused('invalid', { passphrase: 'way-last' }));
  });

  test('is kept as a slow hash, and what its codes come from nowhere', async () => {
    const ctx = await t.by(await t.byLink(await t.worker('Tom Price', 'iro')));
    const { totpId, text } = await beginPassphrase(ctx);
    await expect(setPassphrase(ctx, { totpId, passphrase: good, code: '000000' })).rejects.toEqual(
      refused('invalid', { code: 'code-refused' })
    );
    await setPassphrase(ctx, { totpId, passphrase: good, code: phone(text)() });
    const kept = JSON.stringify([
      await t.app.database.db.selectFrom('passphrases').selectAll().execute(),
      await t.app.database.db.selectFrom('audit').selectAll().execute()
    ]);
    expect(kept).toContain('$argon2id$');
    for (const told of [good, text, text.replaceAll(' ', '')]) expect(kept).not.toContain(told);
  });
});

describe('a passphrase that is easy to guess', () => {
  const own = ['Northmere Council', 'My Say', 'Samantha Okafor', 'sam.okafor@northmere.example'];
  test.each([
    ['short one', 'passphrase-short'],
    ['x'.repeat(201), 'passphrase-long'],
    ['aaaaaaaaaaaaaaaaaa', 'passphrase-same'],
    ['abababababababab', 'passphrase-same'],
    ['passwordpassword', 'passphrase-easy'],
    ['Password1234567890', 'passphrase-easy'],
    ['qwertyuiop123456', 'passphrase-easy'],
    ['correct horse battery staple', 'passphrase-easy'],
    ['northmere-council-2026', 'passphrase-easy'],
    ['samantha okafor 1985', 'passphrase-easy'],
    ['welcome to northmere', 'passphrase-easy'],
    ['social worker november', 'passphrase-easy'],
    ['abcdefghijklmnopqrst', 'passphrase-easy']
  ])('%s is refused as %s', (typed, why) => expect(weaknessOfPassphrase(typed, own)).toBe(why));

  test.each([good, 'fy nghath yn canu bob nos', 'Zugluft-Kaktus-Marmelade', 'rq7dv9kz2mw4xt8', 'ich esse gern Pfannkuchen'])(
    '%s is not',
    (typed) => expect(weaknessOfPassphrase(typed, own)).toBeNull()
  );
});
