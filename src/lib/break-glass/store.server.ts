import type { Insertable, Updateable } from 'kysely';
import { dayOf, type Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type Row = Tables['break_glass'];
/** With whether whoever approved it still works here, and since which day they are a manager (null: not now). */
export type Found = Row & { approver_active: 0 | 1 | null; approver_since: string | null };

const everything = (ctx: Context) =>
  ctx.db
    .selectFrom('break_glass')
    .leftJoin('staff', 'staff.id', 'break_glass.approver_id')
    .selectAll('break_glass')
    .select('staff.active as approver_active')
    .select((is) =>
      is
        .selectFrom('staff_roles')
        .select(({ fn }) => fn.min('from_on').as('since'))
        .whereRef('staff_roles.staff_id', '=', 'break_glass.approver_id')
        .where('role', '=', 'manager')
        .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', dayOf(ctx.now))]))
        .as('approver_since')
    );

export const one = (ctx: Context, id: string): Promise<Found | undefined> =>
  everything(ctx).where('break_glass.id', '=', id).executeTakeFirst();

/** Holds a row until the transaction ends, in both engines: two who decide come one after the other. */
export const hold = (ctx: Context, id: string) =>
  ctx.db
    .updateTable('break_glass')
    .set((is) => ({ rev: is.ref('rev') }))
    .where('id', '=', id)
    .execute();

/** What this person asked for this child and is neither decided nor over by `since`. */
export const stillOpen = (ctx: Context, childId: string, askerId: string): Promise<Found[]> =>
  everything(ctx)
    .where('break_glass.child_id', '=', childId)
    .where('asker_id', '=', askerId)
    .where('ended_at', 'is', null)
    .where('cover_id', 'is', null)
    .execute();

export async function insert(ctx: Context, row: Insertable<Row>): Promise<void> {
  await ctx.db.insertInto('break_glass').values(row).execute();
}

export async function change(ctx: Context, id: string, set: Updateable<Row>): Promise<void> {
  await ctx.db.updateTable('break_glass').set(set).where('id', '=', id).execute();
}

/** The newest first; with `askerId` only what that person asked for. */
export function newest(ctx: Context, limit: number, askerId: string | null): Promise<Found[]> {
  const found = everything(ctx).orderBy('asked_at', 'desc').orderBy('break_glass.id', 'desc').limit(limit);
  return (askerId === null ? found : found.where('asker_id', '=', askerId)).execute();
}

/** What opened these children, or let somebody take them over, the newest first. */
export const openedAbout = (ctx: Context, childIds: readonly string[]): Promise<Found[]> =>
  inSlices(childIds, (slice) =>
    everything(ctx)
      .where('break_glass.child_id', 'in', slice)
      .where((is) => is.or([is('approved_at', 'is not', null), is('cover_id', 'is not', null)]))
      .orderBy('asked_at', 'desc')
      .orderBy('break_glass.id', 'desc')
      .execute()
  );

/** Every child in care now. */
export async function childrenInCare(ctx: Context): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('children')
    .select('id')
    .where('status', '=', 'in-care')
    .where('merged_into', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}
