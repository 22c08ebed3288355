import type { Insertable, Updateable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type NotToldRow = Tables['not_told'];

export const insert = (ctx: Context, row: Insertable<NotToldRow>) => ctx.db.insertInto('not_told').values(row).execute();

export const change = (ctx: Context, id: string, set: Updateable<NotToldRow>) =>
  ctx.db.updateTable('not_told').set(set).where('id', '=', id).execute();

export const byId = (ctx: Context, id: string): Promise<NotToldRow | undefined> =>
  ctx.db.selectFrom('not_told').selectAll().where('id', '=', id).executeTakeFirst();

/** What is open about this person. */
export const openOf = (ctx: Context, personId: string): Promise<NotToldRow | undefined> =>
  ctx.db.selectFrom('not_told').selectAll().where('person_id', '=', personId).where('done_at', 'is', null).executeTakeFirst();

/** These, the longest wait first. */
export async function openByIds(ctx: Context, ids: readonly string[]): Promise<NotToldRow[]> {
  const rows = await inSlices(ids, (slice) =>
    ctx.db.selectFrom('not_told').selectAll().where('id', 'in', slice).where('done_at', 'is', null).execute()
  );
  return rows.toSorted((one, other) => one.first_at.localeCompare(other.first_at) || one.id.localeCompare(other.id));
}

/** What is open about anybody around this child. */
export const openAround = (ctx: Context, childId: string): Promise<NotToldRow[]> =>
  ctx.db.selectFrom('not_told').selectAll().where('child_id', '=', childId).where('done_at', 'is', null).execute();

/** Whose post that was given up is somebody's task. */
export async function openIndexes(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.selectFrom('not_told').select('person_index').where('done_at', 'is', null).execute();
  return rows.flatMap(({ person_index }) => person_index ?? []);
}
