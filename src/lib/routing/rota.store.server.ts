import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { Shift } from './rota.ts';

const asShift = (row: Tables['rota']): Shift => ({
  id: row.id,
  staffId: row.staff_id,
  fromAt: row.from_at,
  toAt: row.to_at,
  place: row.place,
  madeAt: row.made_at
});

/** Shifts that overlap the time from `fromAt` (included) to `toAt` (not included), of people who work here: who is asked first first. */
export async function shiftsBetween(ctx: Context, fromAt: string, toAt: string): Promise<Shift[]> {
  const rows = await ctx.db
    .selectFrom('rota')
    .innerJoin('staff', 'staff.id', 'rota.staff_id')
    .selectAll('rota')
    .where('staff.active', '=', 1)
    .where('rota.from_at', '<', toAt)
    .where('rota.to_at', '>', fromAt)
    .orderBy('rota.place')
    .orderBy('rota.from_at')
    .orderBy('rota.id')
    .execute();
  return rows.map(asShift);
}

/** Puts a shift in; where this person has these hours already, their place is changed. Null: they have the very same one. */
export async function putShift(ctx: Context, shift: Omit<Shift, 'id' | 'madeAt'>, madeBy: string): Promise<string | null> {
  const same = await ctx.db
    .selectFrom('rota')
    .select(['id', 'place'])
    .where('staff_id', '=', shift.staffId)
    .where('from_at', '=', shift.fromAt)
    .where('to_at', '=', shift.toAt)
    .executeTakeFirst();
  const { staffId: staff_id, fromAt: from_at, toAt: to_at, place } = shift;
  if (same?.place === place) return null;
  const made = { made_by: madeBy, made_at: ctx.now.toISOString() };
  const id = same?.id ?? ctx.ids();
  await (
    same
      ? ctx.db
          .updateTable('rota')
          .set({ place, ...made })
          .where('id', '=', id)
      : ctx.db.insertInto('rota').values({ id, staff_id, from_at, to_at, place, ...made })
  ).execute();
  return id;
}

export async function removeShift(ctx: Context, id: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db.deleteFrom('rota').where('id', '=', id).executeTakeFirst();
  return numDeletedRows > 0n;
}
