import { sql, type Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { Entity, Outcome } from './record.ts';

export type StagedRow = Tables['staged_rows'];

export async function addImport(ctx: Context, row: Insertable<Tables['imports']>): Promise<void> {
  await ctx.db.insertInto('imports').values(row).execute();
}

export async function setImport(ctx: Context, id: string, set: Partial<Omit<Tables['imports'], 'id'>>): Promise<void> {
  await ctx.db.updateTable('imports').set(set).where('id', '=', id).execute();
}

export const stateOf = async (ctx: Context, id: string): Promise<string | null> =>
  (await ctx.db.selectFrom('imports').select('state').where('id', '=', id).executeTakeFirst())?.state ?? null;

/** Imports that began before `before` and still hold staged rows, however far they came. */
export const holding = (ctx: Context, before: string) =>
  ctx.db
    .selectFrom('imports')
    .select(['id', 'state'])
    .where('started_at', '<', before)
    .where((is) => is.exists(is.selectFrom('staged_rows').select('id').whereRef('import_id', '=', 'imports.id')))
    .execute();

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

/** The next staged rows after `slice` (their order in the import), of one entity and these outcomes. */
export const page = (
  ctx: Context,
  importId: string,
  entity: Entity,
  outcomes: readonly Outcome[],
  slice: number,
  limit: number
) =>
  ctx.db
    .selectFrom('staged_rows')
    .selectAll()
    .where('import_id', '=', importId)
    .where('entity', '=', entity)
    .where('slice', '>', slice)
    .where('outcome', 'in', [...outcomes])
    .orderBy('slice')
    .limit(limit)
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
