import type { Insertable, Updateable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export const oneStaff = (ctx: Context, id: string) =>
  ctx.db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst();

export const manyStaff = (ctx: Context, ids: readonly string[]) =>
  ctx.db
    .selectFrom('staff')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();

export async function insertStaff(ctx: Context, row: Insertable<Tables['staff']>): Promise<void> {
  await ctx.db.insertInto('staff').values(row).execute();
}

export async function updateStaff(ctx: Context, id: string, set: Updateable<Tables['staff']>): Promise<void> {
  await ctx.db.updateTable('staff').set(set).where('id', '=', id).execute();
}

export async function replaceRoles(ctx: Context, staffId: string, rows: Insertable<Tables['staff_roles']>[]): Promise<void> {
  await ctx.db.deleteFrom('staff_roles').where('staff_id', '=', staffId).execute();
  if (rows.length > 0) await ctx.db.insertInto('staff_roles').values(rows).execute();
}
