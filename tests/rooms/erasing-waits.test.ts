import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import { beforeEach, expect, test, vi } from 'vitest';
import { record, recordLook, verifyChain } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { cast, type Cast } from '#tests/setup/cast.ts';
import { testDatabase } from '#tests/setup/database.ts';

vi.setConfig({ testTimeout: 30_000 });

let t: Cast;
beforeEach(async () => {
  t = await cast();
});

const erase = () => eraseChild(t.cmd(), { childId: t.aleks, reason: 'over', unreadToo: true, backupDays: 30 });
const keysLeft = () => t.app.database.db.selectFrom('data_keys').select('purpose').where('subject_id', '=', t.aleks).execute();

const chain = (ctx: Context) => recordLook(ctx, { verb: 'caseload.see', subject: 'staff', subjectId: t.sam });
const keys = async (ctx: Context) => void (await ctx.vault.safe(ctx.db, { kind: 'child', id: t.robin }, 'record'));
const actOf = (ctx: Context) => record(ctx, { verb: 'child.save', subject: 'child', subjectId: t.robin });

/** Until somebody waits for a lock that somebody else has. */
async function somebodyWaits(): Promise<void> {
  const waiting = sql<{ many: number }>`select count(*)::int as many from pg_locks join pg_database on oid = database
    where not granted and datname = current_database()`;
  for (let many = 0; many === 0; await setTimeout(20)) many = (await waiting.execute(t.app.database.db)).rows[0]?.many ?? 0;
}

for (const [name, first, then] of [
  ['the chain first and then keys, as a list does', chain, keys],
  ['keys first and then the chain, as what is sent does', keys, actOf]
] as const)
  test.runIf(testDatabase === 'postgres')(`an erasure gives way to whoever wants ${name}`, async () => {
    let erasing: Promise<unknown> = Promise.resolve();
    const began = performance.now();
    await within(t.asStaff(t.sam), async (ctx) => {
      await first(ctx);
      erasing = erase();
      await somebodyWaits();
      await then(ctx);
    });
    // PostgreSQL never had to choose one of the two: it looks only after a second.
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await erasing).toMatchObject({ childId: t.aleks });
    expect(await keysLeft()).toEqual([]);
    expect(await verifyChain(t.cmd())).toMatchObject({ broken: null });
  });

test('an erasure among many who look and act comes through, and so do they', async () => {
  const many = Array.from({ length: 12 }, (_, at) =>
    within(t.asStaff(t.sam), async (ctx) => {
      for (const one of at % 2 === 0 ? [chain, keys] : [keys, actOf]) await one(ctx);
    })
  );
  const all = await Promise.allSettled([...many.slice(0, 6), erase(), ...many.slice(6)]);
  expect(all.filter(({ status }) => status === 'rejected')).toEqual([]);
  expect(await verifyChain(t.cmd())).toMatchObject({ broken: null });
});

test('no key is made for a child who was erased, by whoever comes after or had waited', async () => {
  const seal = () => within(t.cmd(), (ctx) => ctx.vault.safe(ctx.db, { kind: 'child', id: t.aleks }, 'shared'));
  const [receipt, late] = await Promise.allSettled([erase(), seal()]);
  expect(receipt.status).toBe('fulfilled');
  if (late.status === 'rejected') expect(late.reason).toMatchObject({ problem: 'not-found' });
  for (const purpose of ['record', 'private', 'shared'] as const)
    await expect(within(t.cmd(), (ctx) => ctx.vault.safe(ctx.db, { kind: 'child', id: t.aleks }, purpose))).rejects.toMatchObject(
      { problem: 'not-found' }
    );
  expect(await keysLeft()).toEqual([]);
});
