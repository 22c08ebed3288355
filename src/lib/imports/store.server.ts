import { sql, type Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { Entity, Outcome } from './record.ts';

export type StagedRow = Tables['staged_rows'];
export type SourceRow = Tables['source_records'];

export async function addImport(ctx: Context, row: Insertable<Tables['imports']>): Promise<void> {
  await ctx.db.insertInto('imports').values(row).execute();
}

export async function setImport(ctx: Context, id: string, set: Partial<Omit<Tables['imports'], 'id'>>): Promise<void> {
  await ctx.db.updateTable('imports').set(set).where('id', '=', id).execute();
}

/** An import of exactly these files that was stopped half-way through applying. */
export const stopped = (ctx: Context, system: string, digest: string) =>
  ctx.db
    .selectFrom('imports')
    .select('id')
    .where('source_system', '=', system)
    .where('digest', '=', digest)
    .where('state', '=', 'applying')
    .orderBy('id', 'desc')
    .executeTakeFirst();

export const stateOf = async (ctx: Context, id: string): Promise<string | null> =>
  (await ctx.db.selectFrom('imports').select('state').where('id', '=', id).executeTakeFirst())?.state ?? null;

/** Imports in this state that began before `before`: they still hold staged rows. */
export const holding = (ctx: Context, state: 'staging' | 'applying', before: string) =>
  ctx.db.selectFrom('imports').select('id').where('state', '=', state).where('started_at', '<', before).execute();

/** Deletes up to `limit` staged rows of an import; says how many there were. */
export async function dropStaged(ctx: Context, importId: string, limit: number): Promise<number> {
  const some = ctx.db.selectFrom('staged_rows').select('id').where('import_id', '=', importId).limit(limit);
  const [result] = await ctx.db.deleteFrom('staged_rows').where('id', 'in', some).execute();
  return Number(result?.numDeletedRows ?? 0);
}

export async function stageMany(ctx: Context, rows: Insertable<StagedRow>[]): Promise<void> {
  await ctx.db.insertInto('staged_rows').values(rows).execute();
}

/** Keys of an import that more than one row has. */
export const doubled = (ctx: Context, importId: string) =>
  ctx.db
    .selectFrom('staged_rows')
    .select(['entity', 'key_index'])
    .where('import_id', '=', importId)
    .groupBy(['entity', 'key_index'])
    .having(sql<number>`count(*)`, '>', 1)
    .execute();

export const withKey = (ctx: Context, importId: string, entity: string, keyIndex: string) =>
  ctx.db
    .selectFrom('staged_rows')
    .select(['id', 'file', 'line', 'row_index', 'outcome'])
    .where('import_id', '=', importId)
    .where('entity', '=', entity)
    .where('key_index', '=', keyIndex)
    .orderBy('slice')
    .execute();

/** The next staged rows after `after` (their order in the import), of one entity and these outcomes. */
const after = (ctx: Context, importId: string, entity: Entity, outcomes: readonly Outcome[], slice: number, limit: number) =>
  ctx.db
    .selectFrom('staged_rows')
    .selectAll()
    .where('import_id', '=', importId)
    .where('slice', '>', slice)
    .where('entity', '=', entity)
    .where('outcome', 'in', [...outcomes])
    .orderBy('slice')
    .limit(limit);

export const page = (...which: Parameters<typeof after>) => after(...which).execute();
export const pageToApply = (...which: Parameters<typeof after>) =>
  after(...which)
    .where('applied_at', 'is', null)
    .execute();

export const stagedKeys = (ctx: Context, importId: string, entity: Entity) =>
  ctx.db
    .selectFrom('staged_rows')
    .select(['key_index', 'outcome'])
    .where('import_id', '=', importId)
    .where('entity', '=', entity)
    .execute();

export const outcomes = (ctx: Context, importId: string) =>
  ctx.db
    .selectFrom('staged_rows')
    .select(['entity', 'outcome', sql<number>`count(*)`.as('rows')])
    .where('import_id', '=', importId)
    .groupBy(['entity', 'outcome'])
    .execute();

export async function setOutcome(ctx: Context, ids: readonly string[], outcome: Outcome): Promise<void> {
  if (ids.length > 0)
    await ctx.db
      .updateTable('staged_rows')
      .set({ outcome })
      .where('id', 'in', [...ids])
      .execute();
}

export async function restage(ctx: Context, id: string, set: { row_sealed: Uint8Array; row_index: string }): Promise<void> {
  await ctx.db.updateTable('staged_rows').set(set).where('id', '=', id).execute();
}

export async function setApplied(ctx: Context, ids: readonly string[]): Promise<void> {
  await ctx.db
    .updateTable('staged_rows')
    .set({ applied_at: ctx.now.toISOString() })
    .where('id', 'in', [...ids])
    .execute();
}

export const sources = (ctx: Context, system: string, entity: Entity, keyIndexes: readonly string[]) =>
  ctx.db
    .selectFrom('source_records')
    .selectAll()
    .where('source_system', '=', system)
    .where('entity', '=', entity)
    .where('key_index', 'in', [...keyIndexes])
    .execute();

export const sourceKeys = (ctx: Context, system: string, entity: Entity) =>
  ctx.db
    .selectFrom('source_records')
    .select(['key_index', 'record_id'])
    .where('source_system', '=', system)
    .where('entity', '=', entity)
    .execute();

export const allSources = (ctx: Context, entity: Entity) =>
  ctx.db
    .selectFrom('source_records')
    .select(['id', 'source_system', 'key_sealed', 'record_id'])
    .where('entity', '=', entity)
    .orderBy('id')
    .execute();

/** What this system once sent and does not send now. */
export const missing = (ctx: Context, system: string, entity: Entity, importId: string) =>
  ctx.db
    .selectFrom('source_records')
    .leftJoin('staged_rows', (join) =>
      join
        .on('staged_rows.import_id', '=', importId)
        .onRef('staged_rows.entity', '=', 'source_records.entity')
        .onRef('staged_rows.key_index', '=', 'source_records.key_index')
    )
    .select(['source_records.id', 'source_records.key_sealed', 'source_records.record_id', 'source_records.missing_since'])
    .where('source_records.source_system', '=', system)
    .where('source_records.entity', '=', entity)
    .where('staged_rows.id', 'is', null)
    .orderBy('source_records.id')
    .execute();

export async function putSource(ctx: Context, row: Insertable<SourceRow>): Promise<void> {
  const { record_id, row_index, seen_import, missing_since } = row;
  await ctx.db
    .insertInto('source_records')
    .values(row)
    .onConflict((on) =>
      on.columns(['source_system', 'entity', 'key_index']).doUpdateSet({ record_id, row_index, seen_import, missing_since })
    )
    .execute();
}

export async function setMissing(ctx: Context, ids: readonly string[], since: string | null): Promise<void> {
  if (ids.length > 0)
    await ctx.db
      .updateTable('source_records')
      .set({ missing_since: since })
      .where('id', 'in', [...ids])
      .execute();
}

/* What a file with fewer columns leaves as it is: read here, written through the rooms' verbs. */
export const allocationNow = (ctx: Context, id: string) =>
  ctx.db.selectFrom('allocations').select('to_on').where('id', '=', id).executeTakeFirst();
export const reviewNow = (ctx: Context, id: string) =>
  ctx.db
    .selectFrom('reviews')
    .select(['due_on', 'planned_on', 'held_on', 'cancelled', 'participation'])
    .where('id', '=', id)
    .executeTakeFirst();
