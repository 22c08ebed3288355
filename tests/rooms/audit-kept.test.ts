import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { run as auditCommand } from '#commands/audit.ts';
import { anchoring, checkingAudit, watchingClock } from '#jobs/keep-audit.ts';
import { anchorsAt, anchorWhenDue } from '#lib/audit/anchoring.server.ts';
import { record, recordLook } from '#lib/audit/audit.server.ts';
import { lastCheck } from '#lib/audit/checking.server.ts';
import { noteRestore } from '#lib/audit/pruning.server.ts';
import { inspectChain } from '#lib/audit/verifying.server.ts';
import { within } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { take, waitFor } from '#lib/sign-in/limits.server.ts';
import { noteAsides } from '#lib/sign-in/refusals.server.ts';
import { command, job, staffActor, testApp } from '#tests/setup/app.ts';
import { freshFolder } from '#tests/setup/database.ts';
import { copyOf, rollBack, unseal } from '#tests/setup/tampering.ts';

type Town = Awaited<ReturnType<typeof testApp>>;
let t: Town;
let dir: string;
const db = () => t.app.database.db;
const write = (many: number) =>
  within(t.as(command), async (ctx) => {
    for (let at = 0; at < many; at += 1) await record(ctx, { verb: 'child.save', subject: 'child', subjectId: `c${at}` });
  });
const entries = () => db().selectFrom('audit').selectAll().orderBy('seq').execute();

/** Types a command; gives its exit code and what it said. */
async function typed(...args: string[]) {
  const said: string[] = [];
  const app = { ...t.app, settings: { ...t.app.settings, anchorDir: dir } };
  return { code: await auditCommand(args, app, (line) => said.push(line)), said: said.join('\n') };
}

beforeEach(async () => {
  t = await testApp();
  dir = join(await freshFolder(), 'anchors');
});

test('the end is noted outside the database every quarter of an hour or thousand entries, and not otherwise', async () => {
  const job1 = anchoring({ anchorDir: dir, mode: 'test' });
  const noted = async () => {
    await job1(t.as(job));
    return anchorsAt(dir).map(({ seq }) => seq);
  };
  expect(await noted()).toEqual([]);
  await write(3);
  expect(await noted()).toEqual([3]);
  await write(2);
  expect(await noted()).toEqual([3]);
  t.clock.forward(15 * 60_000);
  expect(await noted()).toEqual([3, 5]);
  t.clock.forward(60 * 60_000);
  expect(await noted()).toEqual([3, 5]);
  await write(1000);
  expect(await noted()).toEqual([3, 5, 1005]);
  // A process that starts goes on from what is there.
  await anchoring({ anchorDir: dir, mode: 'test' })(t.as(job));
  expect(anchorsAt(dir)).toHaveLength(3);
  expect(await typed('verify')).toMatchObject({ code: 0, said: expect.stringContaining('3 anchors fit') });
});

test('an older copy put in place is found by any one anchor; without one it cannot be, and that is said', async () => {
  await write(6);
  await unseal(db(), t.app.database.engine);
  const copy = await copyOf(db());
  await write(4);
  await anchorWhenDue(t.as(job), { dir, live: false }, null);
  const missing = await rollBack(db(), copy);
  expect((await inspectChain(t.as(command))).fault).toBeNull();
  expect(await typed('verify')).toEqual({
    code: 1,
    said: expect.stringMatching(
      /^Entry 7 and all after it are missing: the end was cut off, or an older copy.*last entry before it/s
    )
  });
  expect(missing).toBe(7);
  // Others write on as if nothing had been.
  await write(9);
  expect((await inspectChain(t.as(command), anchorsAt(dir))).fault).toMatchObject({ kind: 'anchor-does-not-fit', seq: 10 });
});

test('an anchor somebody changed or made up is known; a line of a journal is as good as a file', async () => {
  await write(3);
  await anchorWhenDue(t.as(job), { dir, live: false }, null);
  const [anchor] = anchorsAt(dir);
  const { at: anchored, ...rest } = anchor ?? { at: '' };
  const journal = join(await freshFolder(), 'journal.txt');
  const line = JSON.stringify({ level: 'info', at: '2026-12-07T09:00:01.000Z', kind: 'audit-anchor', anchored, ...rest });
  writeFileSync(journal, `Dec 07 09:00:01 host heard[12]: ${line}\nsomething else {"mac"\n`);
  expect(anchorsAt(journal)).toEqual([anchor]);
  expect(await typed('verify', '--anchors', journal)).toMatchObject({ code: 0 });
  writeFileSync(journal, JSON.stringify({ ...anchor, seq: 2 }));
  expect(await typed('verify', '--anchors', journal)).toMatchObject({
    code: 1,
    said: expect.stringContaining('anchor for entry 2')
  });
  expect(await typed('verify', '--anchors', join(dir, 'none'))).toMatchObject({ code: 2 });
});

test('after a restore that is on record the anchors of what was lost bind no more, and all others do', async () => {
  await write(4);
  await unseal(db(), t.app.database.engine);
  const copy = await copyOf(db());
  await write(4);
  await anchorWhenDue(t.as(job), { dir, live: false }, null);
  await rollBack(db(), copy);
  t.clock.forward(3600_000);
  await noteRestore(t.as(command));
  await write(5);
  expect(await inspectChain(t.as(command), anchorsAt(dir))).toMatchObject({ fault: null, entries: 10 });
});

test('old entries go behind a checkpoint, into an archive, and no sooner than the council keeps them', async () => {
  t.clock.set('2018-03-01T10:00:00.000Z');
  await write(30);
  t.clock.set('2026-12-07T09:00:00.000Z');
  await write(5);
  expect(await typed('prune', '--before', '2020-01-01')).toMatchObject({ code: 2, said: expect.stringContaining('2019-12-07') });
  for (const odd of [[], ['--before', 'long ago'], ['--after', '2019-01-01']])
    expect((await typed('prune', ...odd)).code).toBe(2);
  const archive = join(await freshFolder(), 'old.jsonl');
  const pruned = await typed('prune', '--before', '2019-12-07', '--archive', archive);
  expect(pruned).toEqual({ code: 0, said: expect.stringMatching(/^30 entries, up to number 30/) });
  const lines = readFileSync(archive, 'utf8').trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).seq)).toEqual(Array.from({ length: 30 }, (_, at) => at + 1));
  expect((await entries()).map(({ seq }) => seq)).toEqual([31, 32, 33, 34, 35, 36]);
  expect(await inspectChain(t.as(command))).toMatchObject({ entries: 6, fault: null });
  await expect(db().deleteFrom('audit').where('seq', '=', 31).execute()).rejects.toThrow(/append-only/);
  expect(await typed('prune', '--before', '2019-12-07', '--archive', archive)).toMatchObject({
    ...{ code: 0, said: expect.stringContaining('no entries') }
  });
  // Whoever takes more than the checkpoint stands for is found.
  await unseal(db(), t.app.database.engine);
  await db().deleteFrom('audit').where('seq', '=', 31).execute();
  expect(await typed('verify')).toMatchObject({ code: 1, said: expect.stringMatching(/^Entry 31 is missing/) });
});

test('what somebody asked for and was refused is no checkpoint, and no restore', async () => {
  t.clock.set('2018-03-01T10:00:00.000Z');
  await write(5);
  const [, , third] = await entries();
  const reason = Buffer.from(third?.hash ?? []).toString('hex');
  const tom = t.as(staffActor('tom'));
  await allow(tom, 'audit.prune').catch(() => null);
  await noteAsides(tom);
  const refused = { subject: 'audit', subjectId: '3', outcome: 'refused', reason } as const;
  for (const verb of ['audit.prune', 'audit.restored']) await within(tom, (ctx) => record(ctx, { ...refused, verb }));
  // Nor is one that is about something else.
  await within(tom, (ctx) => record(ctx, { verb: 'audit.prune', subject: 'child', subjectId: '4', reason }));
  expect((await entries()).map(({ subject_id }) => subject_id).slice(5)).toEqual(['unknown', '3', '3', '4']);
  await expect(db().deleteFrom('audit').where('seq', '=', 1).execute()).rejects.toThrow(/append-only/);
  expect(await inspectChain(t.as(command))).toMatchObject({ entries: 9, fault: null });
  await anchorWhenDue(t.as(job), { dir, live: false }, null);
  // They stand in the way of none that is set.
  t.clock.set('2026-12-07T09:00:00.000Z');
  const archive = join(await freshFolder(), 'old.jsonl');
  expect(await typed('prune', '--before', '2019-12-07', '--archive', archive)).toMatchObject({ code: 0 });
  expect((await entries()).map(({ seq }) => seq)).toEqual([10]);
});

test('entries that go behind a refused checkpoint are missed, and a refused restore lets no anchor go', async () => {
  await write(5);
  await unseal(db(), t.app.database.engine);
  const copy = await copyOf(db());
  await write(4);
  await anchorWhenDue(t.as(job), { dir, live: false }, null);
  await rollBack(db(), copy);
  t.clock.forward(3600_000);
  const [, , third] = await entries();
  const reason = Buffer.from(third?.hash ?? []).toString('hex');
  const refuse = (verb: string, subjectId: string) =>
    within(t.as(staffActor('tom')), (ctx) => record(ctx, { verb, subject: 'audit', subjectId, outcome: 'refused', reason }));
  await refuse('audit.restored', '5');
  await write(5);
  expect((await inspectChain(t.as(command), anchorsAt(dir))).fault).toMatchObject({ kind: 'anchor-does-not-fit', seq: 9 });
  await refuse('audit.prune', '3');
  await db().deleteFrom('audit').where('seq', '<=', 3).execute();
  expect((await inspectChain(t.as(command))).fault).toMatchObject({ kind: 'deleted' });
});

test('anchors that lie beside the data are warned of', async () => {
  await write(2);
  dir = join(t.app.settings.dataDir, 'anchors');
  await anchorWhenDue(t.as(job), { dir, live: false }, null);
  expect(await typed('verify')).toMatchObject({ code: 0, said: expect.stringMatching(/^Warning: .*inside the data folder/) });
});

test('a chain that is not whole is not pruned', async () => {
  t.clock.set('2018-03-01T10:00:00.000Z');
  await write(6);
  t.clock.set('2026-12-07T09:00:00.000Z');
  await unseal(db(), t.app.database.engine);
  await db().updateTable('audit').set({ actor: 'nobody' }).where('seq', '=', 3).execute();
  const archive = join(await freshFolder(), 'old.jsonl');
  expect(await typed('prune', '--before', '2019-12-07', '--archive', archive)).toMatchObject({
    ...{ code: 1, said: expect.stringMatching(/nothing was taken out.*Entry 3 was changed/s) }
  });
  expect(await entries()).toHaveLength(6);
});

test('it is checked once a night, and the manager is told in one line', async () => {
  const manager = t.as(staffActor('grace', { roles: ['manager'] }));
  expect(await lastCheck(manager)).toBeNull();
  await write(4);
  const check = checkingAudit({ anchorDir: null, mode: 'test' });
  await check(t.as(job));
  expect(await lastCheck(manager)).toEqual({ at: t.clock.now().toISOString(), entries: 4, fault: null });
  t.clock.forward(2 * 3600_000);
  await check(t.as(job));
  expect(await db().selectFrom('audit_checks').select('id').execute()).toHaveLength(1);
  await unseal(db(), t.app.database.engine);
  await db().updateTable('audit').set({ verb: 'child.see' }).where('seq', '=', 2).execute();
  t.clock.set('2026-12-08T02:10:00.000Z');
  await check(t.as(job));
  expect(await lastCheck(manager)).toMatchObject({ fault: { kind: 'edited', seq: 2 } });
  expect((await entries()).at(-1)).toMatchObject({ verb: 'audit.verify', outcome: 'failed', reason: 'edited' });
  await expect(lastCheck(t.as(staffActor('sam')))).rejects.toMatchObject({ problem: 'not-found' });
});

test('a clock that jumps is on record', async () => {
  let went = 0;
  const watch = watchingClock(() => went);
  const minutesOn = async (byClock: number, really: number) => {
    t.clock.forward(byClock * 60_000);
    went += really * 60_000;
    await watch(t.as(job));
    return (await entries()).map(({ reason }) => reason);
  };
  expect(await minutesOn(0, 0)).toEqual([]);
  expect(await minutesOn(1, 1)).toEqual([]);
  expect(await minutesOn(3, 1)).toEqual([]);
  expect(await minutesOn(61, 1)).toEqual(['forward 3600 s']);
  expect(await minutesOn(-119, 1)).toEqual(['forward 3600 s', 'back 7200 s']);
});

test('a look is one line for an item, viewer and hour; by another right it is another', async () => {
  const look = (who: string, subjectId: string, onBehalf: string | null = null) =>
    within(t.as(staffActor(who)), (ctx) =>
      recordLook(ctx, { verb: 'child.see', subject: 'child', subjectId, childId: subjectId, onBehalf })
    );
  for (const [who, child] of [
    ['sam', 'one'],
    ['sam', 'one'],
    ['sam', 'two'],
    ['tom', 'one']
  ] as const)
    await look(who, child);
  expect(await entries()).toHaveLength(3);
  await look('sam', 'one', 'a cover');
  expect(await entries()).toHaveLength(4);
  t.clock.forward(59 * 60_000);
  await look('sam', 'one');
  expect(await entries()).toHaveLength(4);
  t.clock.forward(2 * 60_000);
  await look('sam', 'one');
  expect(await entries()).toHaveLength(5);
});

test('what was refused is on record though its transaction was rolled back, and a flood of it only now and then', async () => {
  const bucket = { name: 'card:abcdef', size: 1, everySeconds: 60 };
  const ctx = t.as(staffActor('tom'));
  for (const childId of ['one', 'one', 'two'])
    await expect(within(ctx, (ctx) => allow(ctx, 'child.see', childId))).rejects.toMatchObject({ problem: 'not-found' });
  await within(ctx, (ctx) => take(ctx, bucket));
  expect(await within(ctx, (ctx) => waitFor(ctx, bucket))).toBeGreaterThan(0);
  await noteAsides(ctx);
  expect((await entries()).map(({ verb, subject_id, outcome, actor }) => [verb, subject_id, outcome, actor])).toEqual([
    ['child.see', 'one', 'refused', 'tom'],
    ['child.see', 'two', 'refused', 'tom'],
    ['limit.met', 'card', 'refused', 'tom']
  ]);
  for (let at = 0; at < 100; at += 1) {
    const again = t.as(staffActor('tom'));
    await allow(again, 'child.see', `c${at}`).catch(() => null);
    await noteAsides(again);
  }
  expect(await entries()).toHaveLength(60);
});
