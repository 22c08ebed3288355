import { join } from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { anchoring } from '#jobs/keep-audit.ts';
import { anchorsAt, anchorWhenDue } from '#lib/audit/anchoring.server.ts';
import { record } from '#lib/audit/audit.server.ts';
import { noteRestore } from '#lib/audit/pruning.server.ts';
import { inspectChain } from '#lib/audit/verifying.server.ts';
import { within } from '#lib/context.ts';
import { log } from '#lib/server/log.ts';
import { command, job, testApp } from '#tests/setup/app.ts';
import { freshFolder } from '#tests/setup/database.ts';
import { copyOf, rollBack, unseal } from '#tests/setup/tampering.ts';

let t: Awaited<ReturnType<typeof testApp>>;
let dir: string;
const db = () => t.app.database.db;
const write = (many: number) =>
  within(t.as(command), async (ctx) => {
    for (let at = 0; at < many; at += 1) await record(ctx, { verb: 'child.save', subject: 'child', subjectId: `c${at}` });
  });

beforeEach(async () => {
  vi.restoreAllMocks();
  t = await testApp();
  dir = join(await freshFolder(), 'anchors');
});

test('after a restore that is on record anchors are written again, and before it there is an alarm', async () => {
  const failed = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  const anchoringJob = anchoring({ anchorDir: dir, mode: 'test' });
  const noted = async () => (await anchoringJob(t.as(job)), anchorsAt(dir).map(({ seq }) => seq));
  await write(4);
  await unseal(db(), t.app.database.engine);
  const copy = await copyOf(db());
  await write(4);
  expect(await noted()).toEqual([8]);
  await rollBack(db(), copy);
  t.clock.forward(3600_000);
  expect(await noted()).toEqual([8]);
  expect(failed.mock.calls).toEqual([['audit-fault', { fault: 'cut-off', seq: 5 }]]);
  await noteRestore(t.as(command));
  expect(await noted()).toEqual([8, 5]);
  // A process that starts goes on from the anchor after the restore.
  t.clock.forward(3600_000);
  await write(3);
  await anchoring({ anchorDir: dir, mode: 'test' })(t.as(job));
  expect(anchorsAt(dir).map(({ seq }) => seq)).toEqual([8, 5, 8]);
  expect(failed).toHaveBeenCalledTimes(1);
  expect(await inspectChain(t.as(command), anchorsAt(dir))).toMatchObject({ fault: null });
  // What the entry of the restore does not speak of still binds.
  await rollBack(db(), copy);
  await anchoring({ anchorDir: dir, mode: 'test' })(t.as(job));
  expect(failed).toHaveBeenCalledTimes(2);
});

test('an audit that was emptied, or written anew as far as it was noted, is an alarm', async () => {
  const failed = vi.spyOn(log, 'error').mockImplementation(() => undefined);
  await write(2);
  await unseal(db(), t.app.database.engine);
  const copy = await copyOf(db());
  await write(1);
  const last = await anchorWhenDue(t.as(job), { dir, live: false }, null);
  await rollBack(db(), copy);
  t.clock.forward(1000);
  await write(1);
  expect(await anchorWhenDue(t.as(job), { dir, live: false }, last)).toBeNull();
  await db().deleteFrom('audit_head').execute();
  expect(await anchorWhenDue(t.as(job), { dir, live: false }, last)).toBeNull();
  await db().deleteFrom('audit').execute();
  await anchoring({ anchorDir: dir, mode: 'test' })(t.as(job));
  expect(failed.mock.calls).toEqual([
    ['audit-fault', { fault: 'anchor-does-not-fit', seq: 3 }],
    ['audit-fault', { fault: 'cut-off', seq: 4 }],
    ['audit-fault', { fault: 'cut-off', seq: 1 }]
  ]);
  expect(anchorsAt(dir)).toHaveLength(1);
});
