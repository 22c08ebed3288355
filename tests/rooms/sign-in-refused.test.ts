import type * as Argon2 from '@node-rs/argon2';
import { verify } from '@node-rs/argon2';
import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { makeLink, useLink } from '#lib/sign-in/workers/links.server.ts';
import { beginPasskeySignIn, finishPasskeySignIn } from '#lib/sign-in/workers/passkeys.server.ts';
import { command, testApp, visitor } from '#tests/setup/app.ts';

// The real one, counted.
vi.mock('@node-rs/argon2', async (original) => {
  const real = await original<typeof Argon2>();
  return { ...real, verify: vi.fn(real.verify) };
});

let t: Awaited<ReturnType<typeof testApp>>;
beforeAll(async () => void (t = await testApp()));
beforeEach(() => void vi.mocked(verify).mockClear());

const origin = 'https://say.example';
const notIn = (work: Promise<unknown>, problem = 'invalid') => expect(work).rejects.toMatchObject({ problem });
const enter = (code: string) => useCard(t.as(visitor), code);

/** What the log says was refused, of one verb. */
const refusals = (verb: string) =>
  t.app.database.db
    .selectFrom('audit')
    .select(['subject', 'subject_id', 'child_id'])
    .where('verb', '=', verb)
    .where('outcome', '=', 'refused')
    .orderBy('seq')
    .execute();

async function card() {
  const childId = await saveChild(t.as(command), { firstName: 'Robin', lastName: 'Test', bornOn: '2016-02-03' });
  const made = await makeCard(t.as(command), childId);
  const wrong = made.code.slice(0, 9) + (made.code.endsWith('7') ? '8' : '7');
  return { childId, ...made, wrong, unknown: (made.code.startsWith('A') ? 'B' : 'A') + made.code.slice(1) };
}

const answerOf = (id: string) => ({
  id,
  rawId: id,
  type: 'public-key',
  clientExtensionResults: {},
  response: { clientDataJSON: '', authenticatorData: '', signature: '' }
});

async function worker() {
  const id = await saveStaff(t.as(command), { name: 'Sam Okafor', roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] });
  const passkey = { id: t.as(command).ids(), staff_id: id, credential_id: 'a-passkey', public_key: Buffer.from('no key') };
  await t.app.database.db
    .insertInto('passkeys')
    .values({ ...passkey, counter: 0, transports: '', name: 'Phone', made_at: t.clock.now().toISOString(), last_used_at: null })
    .execute();
  return { id, passkeyId: passkey.id };
}

test('a card refused is in the log by its id, a code of no card as unknown, and never the code', async () => {
  const { childId, cardId, code, wrong, unknown } = await card();
  await notIn(enter(wrong));
  await notIn(enter(unknown));
  expect(await refusals('card.use')).toEqual([
    { subject: 'card', subject_id: cardId, child_id: childId },
    { subject: 'card', subject_id: 'unknown', child_id: null }
  ]);
  const log = JSON.stringify(await t.app.database.db.selectFrom('audit').selectAll().execute());
  for (const typed of [code, wrong, unknown]) expect(log).not.toContain(typed);
});

test('wrong codes cost no slow work, of a card or of none, nor does a flood of them, and it shuts no card out', async () => {
  const { code, wrong, unknown } = await card();
  vi.mocked(verify).mockClear();
  await notIn(enter(unknown));
  await notIn(enter(wrong));
  expect(verify).not.toHaveBeenCalled();
  await t.app.database.db
    .updateTable('limits')
    .set({ tokens: 0, refilled_at: t.clock.now().toISOString() })
    .where('bucket', '=', 'card:any')
    .execute();
  for (let tries = 0; tries < 3; tries += 1) await notIn(enter(unknown), 'slow-down');
  expect(verify).not.toHaveBeenCalled();
  expect((await enter(code)).actor.kind).toBe('child');
  expect(verify).toHaveBeenCalledOnce();
});

test('links and passkeys refused are in the log by their ids, and a flood of them fills no log', async () => {
  const { id: staffId, passkeyId } = await worker();
  const token = await makeLink(t.as(command), staffId);
  await useLink(t.as(visitor), token);
  for (const bad of [token, 'nothing']) await notIn(useLink(t.as(visitor), bad));
  const link = await t.app.database.db.selectFrom('links').select('id').executeTakeFirstOrThrow();
  expect(await refusals('link.use')).toEqual([
    { subject: 'link', subject_id: link.id, child_id: null },
    { subject: 'link', subject_id: 'unknown', child_id: null }
  ]);

  for (const answer of [answerOf('a-passkey'), answerOf('another'), null]) {
    const { challengeId } = await beginPasskeySignIn(t.as(visitor), origin);
    await notIn(finishPasskeySignIn(t.as(visitor), origin, challengeId, answer));
  }
  const refused = (await refusals('passkey.use')).map(({ subject_id }) => subject_id);
  expect(refused).toEqual([passkeyId, 'unknown', 'unknown']);

  for (let tries = 0; tries < 310; tries += 1) await notIn(useLink(t.as(visitor), 'nothing'));
  expect((await refusals('link.use')).length).toBeLessThanOrEqual(300);
  const good = await makeLink(t.as(command), staffId);
  expect((await useLink(t.as(visitor), good)).actor.kind).toBe('staff');
  expect((await verifyChain(t.as(command))).broken).toBeNull();
});
