import { sql } from 'kysely';
import { beforeEach, expect, test } from 'vitest';
import { record, verifyChain } from '#lib/audit/audit.server.ts';
import { inspectChain } from '#lib/audit/verifying.server.ts';
import { within } from '#lib/context.ts';
import { openVault } from '#lib/server/keys/vault.ts';
import { newRing, readRing } from '#lib/server/keys/ring.ts';
import { systemRandom } from '#lib/server/ids.ts';
import { command, testApp } from '#tests/setup/app.ts';
import { tamperings, unseal } from '#tests/setup/tampering.ts';

type Town = Awaited<ReturnType<typeof testApp>>;
let t: Town;
const db = () => t.app.database.db;
const write = (many: number) =>
  within(t.as(command), async (ctx) => {
    for (let at = 0; at < many; at += 1) await record(ctx, { verb: 'child.save', subject: 'child', subjectId: `c${at}` });
  });

/** The same numbers for the same seed. */
function picker(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

beforeEach(async () => {
  t = await testApp();
  await write(12);
});

test('the database itself refuses to change, remove or empty it, and to set back the note of its end', async () => {
  const last = await db().selectFrom('audit').select('seq').orderBy('seq', 'desc').executeTakeFirstOrThrow();
  expect(last.seq).toBe(12);
  const refused = [
    () => db().updateTable('audit').set({ actor: 'nobody' }).execute(),
    () => db().updateTable('audit').set({ seq: 99 }).where('seq', '=', 12).execute(),
    () => db().deleteFrom('audit').where('seq', '=', 3).execute(),
    () => db().deleteFrom('audit').execute(),
    () => db().deleteFrom('audit_head').execute(),
    () => db().updateTable('audit_head').set({ seq: 4 }).execute(),
    ...(t.app.database.engine === 'postgres'
      ? [() => sql`truncate audit`.execute(db()), () => sql`truncate audit_head`.execute(db())]
      : [])
  ];
  for (const one of refused) await expect(one()).rejects.toThrow(/append-only/);
  expect(await verifyChain(t.as(command))).toEqual({ entries: 12, broken: null });
});

for (const { name, kinds, tamper } of tamperings)
  test(`${name}: the first entry that is not as it was written is named, and what was done to it`, async () => {
    for (let seed = 1; seed <= 3; seed += 1) {
      t = await testApp();
      await write(12);
      await unseal(db(), t.app.database.engine);
      const spoiled = await tamper(db(), picker(seed * 7919));
      const { fault } = await inspectChain(t.as(command));
      expect({ seed, seq: fault?.seq, kind: kinds.includes(fault?.kind ?? '') ? 'right' : fault?.kind }).toEqual({
        ...{ seed, seq: spoiled, kind: 'right' }
      });
    }
  });

test('what is done after the end was cut off goes on behind the gap, which stays', async () => {
  await unseal(db(), t.app.database.engine);
  await db().deleteFrom('audit').where('seq', '>', 9).execute();
  await write(2);
  expect((await inspectChain(t.as(command))).fault).toMatchObject({ kind: 'deleted', seq: 10 });
});

test('emptied altogether, its note with it, it is found, and what is done afterwards does not hide it', async () => {
  await unseal(db(), t.app.database.engine);
  await db().deleteFrom('audit').execute();
  await db().deleteFrom('audit_head').execute();
  expect((await inspectChain(t.as(command))).fault).toMatchObject({ kind: 'cut-off', seq: 1 });
  await write(2);
  expect((await inspectChain(t.as(command))).fault).toMatchObject({ kind: 'deleted', seq: 1 });
});

test('a made-up entry at the end stands in nobody’s way, and is found when others follow', async () => {
  await unseal(db(), t.app.database.engine);
  const last = await db().selectFrom('audit').selectAll().where('seq', '=', 12).executeTakeFirstOrThrow();
  await db()
    .insertInto('audit')
    .values({ ...last, seq: 13, previous: last.hash })
    .execute();
  await write(2);
  expect((await inspectChain(t.as(command))).fault).toMatchObject({ kind: 'inserted', seq: 13 });
});

test('a note of the end that was tampered with hides nothing: the next entry leaves a gap', async () => {
  await unseal(db(), t.app.database.engine);
  await db().deleteFrom('audit').where('seq', '>', 10).execute();
  const tenth = await db().selectFrom('audit').select('hash').where('seq', '=', 10).executeTakeFirstOrThrow();
  await db().updateTable('audit_head').set({ seq: 10, hash: tenth.hash }).execute();
  await write(3);
  expect((await inspectChain(t.as(command))).fault).toMatchObject({ kind: 'deleted', seq: 11 });
  await db().deleteFrom('audit_head').execute();
  expect((await inspectChain(t.as(command))).fault).toMatchObject({ seq: 11 });
});

test('with another key ring nothing fits, and that is what it says', async () => {
  const vault = openVault(readRing(newRing()), t.app.vault.installation, systemRandom, () => t.clock.now());
  expect((await inspectChain({ ...t.as(command), vault })).fault).toMatchObject({ kind: 'wrong-key', seq: 1 });
});

test('entries from before numbers were covered still fit, and their end is safe from the next entry on', async () => {
  t = await testApp();
  const ctx = t.as(command);
  // Nor was there a note of the end.
  await unseal(db(), t.app.database.engine);
  await db().deleteFrom('audit_head').execute();
  let previous: Uint8Array = Buffer.alloc(32);
  for (const seq of [1, 2, 4]) {
    const at = ctx.now.toISOString();
    const said = [at, 'test', 'command', null, 'child.save', 'child', `c${seq}`, null, 'done', null, ctx.requestId, 'host'];
    const hash = t.app.vault.mac('audit', previous, JSON.stringify(said));
    const row = { seq, at, actor: 'test', actor_role: 'command', on_behalf: null, verb: 'child.save', subject: 'child' };
    const rest = { subject_id: `c${seq}`, child_id: null, outcome: 'done', reason: null, request_id: ctx.requestId };
    await db()
      .insertInto('audit')
      .values({ ...row, ...rest, assurance: 'host', detail_sealed: null, previous, hash })
      .execute();
    previous = hash;
  }
  expect(await verifyChain(ctx)).toEqual({ entries: 3, broken: null });
  await write(2);
  expect(await verifyChain(ctx)).toEqual({ entries: 5, broken: null });
  await db().deleteFrom('audit').where('seq', '=', 2).execute();
  expect((await inspectChain(ctx)).fault).toMatchObject({ kind: 'deleted', seq: 2 });
});
