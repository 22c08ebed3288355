import type { Insertable, Updateable } from 'kysely';
import { staffRoles, type Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { RoleHeld } from './staff.ts';

export const oneStaff = (ctx: Context, id: string) =>
  ctx.db.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst();

export const manyStaff = (ctx: Context, ids: readonly string[]) =>
  ctx.db
    .selectFrom('staff')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();

/** Who works here and agreed to be shown to anybody. */
export const shownStaff = (ctx: Context) =>
  ctx.db.selectFrom('staff').selectAll().where('shown_openly', '=', 1).where('active', '=', 1).orderBy('id').execute();

/** Whose photograph this is, of those who work here and agreed to be shown to anybody; null: nobody's. */
export async function whoseShownPhoto(ctx: Context, photoId: string): Promise<string | null> {
  const found = await ctx.db
    .selectFrom('staff')
    .select('id')
    .where('photo_id', '=', photoId)
    .where('shown_openly', '=', 1)
    .where('active', '=', 1)
    .executeTakeFirst();
  return found?.id ?? null;
}

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

export const allStaff = (ctx: Context) => ctx.db.selectFrom('staff').selectAll().execute();

/** Every role that holds on `today` or will, with whose it is. */
export async function rolesFrom(ctx: Context, today: string): Promise<(RoleHeld & { staffId: string })[]> {
  const rows = await ctx.db
    .selectFrom('staff_roles')
    .select(['staff_id', 'role', 'from_on', 'to_on'])
    .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', today)]))
    .orderBy('role')
    .execute();
  return rows.flatMap(({ staff_id, role, from_on, to_on }) => {
    const known = staffRoles.find((one) => one === role);
    return known ? [{ staffId: staff_id, role: known, fromOn: from_on, toOn: to_on }] : [];
  });
}
