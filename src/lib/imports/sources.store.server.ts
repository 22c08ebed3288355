import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { Entity } from './record.ts';

export type SourceRow = Tables['source_records'];

/** The records of these keys, by key. */
export async function withKeys(
  ctx: Context,
  system: string,
  entity: Entity,
  keyIndexes: readonly string[]
): Promise<Map<string, SourceRow>> {
  const rows = await ctx.db
    .selectFrom('source_records')
    .selectAll()
    .where('source_system', '=', system)
    .where('entity', '=', entity)
    .where('key_index', 'in', [...keyIndexes])
    .execute();
  return new Map(rows.map((row) => [row.key_index, row]));
}

export const keysOf = (ctx: Context, system: string, entity: Entity) =>
  ctx.db
    .selectFrom('source_records')
    .select(['key_index', 'record_id'])
    .where('source_system', '=', system)
    .where('entity', '=', entity)
    .execute();

/** Our id of everyone whom any system has sent. */
export const recordsOf = (ctx: Context, entity: Entity) =>
  ctx.db.selectFrom('source_records').select('record_id').distinct().where('entity', '=', entity).execute();

export const everyOne = (ctx: Context, entity: Entity) =>
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

export async function put(ctx: Context, row: Insertable<SourceRow>): Promise<void> {
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
