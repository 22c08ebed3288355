import { dayOf, type Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

const allocationsToday = (ctx: Context, role: 'iro' | 'social_worker') => {
  const today = dayOf(ctx.now);
  return ctx.db
    .selectFrom('allocations')
    .innerJoin('staff', 'staff.id', 'allocations.staff_id')
    .select(['allocations.child_id', 'allocations.staff_id', 'allocations.from_on'])
    .where('allocations.role', '=', role)
    .where('staff.active', '=', 1)
    .where('from_on', '<=', today)
    .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', today)]));
};

export type Allocated = { child_id: string; staff_id: string; from_on: string };

/** Allocations that hold today, the newest first for each child. */
export const allocated = (ctx: Context, childIds: readonly string[], role: 'iro' | 'social_worker'): Promise<Allocated[]> =>
  inSlices(childIds, (slice) =>
    allocationsToday(ctx, role)
      .where('allocations.child_id', 'in', slice)
      .orderBy('from_on', 'desc')
      .orderBy('allocations.id', 'desc')
      .execute()
  );

/** Children whose IRO today is one of these people. */
export async function childrenOfIros(ctx: Context, staffIds: readonly string[]): Promise<string[]> {
  const found = await inSlices(staffIds, (slice) =>
    allocationsToday(ctx, 'iro').where('allocations.staff_id', 'in', slice).execute()
  );
  return [...new Set(found.map((row) => row.child_id))];
}

export async function activeStaff(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  const found = await inSlices(ids, (slice) =>
    ctx.db.selectFrom('staff').select('id').where('id', 'in', slice).where('active', '=', 1).execute()
  );
  return new Set(found.map((row) => row.id));
}

/** Who works here today in one of these roles. */
export async function withRoles(ctx: Context, roles: readonly string[]): Promise<string[]> {
  const today = dayOf(ctx.now);
  const rows = await ctx.db
    .selectFrom('staff_roles')
    .innerJoin('staff', 'staff.id', 'staff_roles.staff_id')
    .select('staff_roles.staff_id')
    .distinct()
    .where('staff_roles.role', 'in', [...roles])
    .where('staff.active', '=', 1)
    .where('staff_roles.from_on', '<=', today)
    .where((is) => is.or([is('staff_roles.to_on', 'is', null), is('staff_roles.to_on', '>=', today)]))
    .orderBy('staff_roles.staff_id')
    .execute();
  return rows.map((row) => row.staff_id);
}

/** Who has children in care by an allocation of today as their IRO, whether they still work here or not, and which. */
export async function allocatedNow(ctx: Context) {
  const today = dayOf(ctx.now);
  return ctx.db
    .selectFrom('allocations')
    .innerJoin('children', 'children.id', 'allocations.child_id')
    .select(['allocations.id', 'allocations.child_id', 'allocations.staff_id', 'allocations.from_on', 'allocations.reason'])
    .where('allocations.role', '=', 'iro')
    .where('children.status', '=', 'in-care')
    .where('children.merged_into', 'is', null)
    .where('from_on', '<=', today)
    .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', today)]))
    .orderBy('from_on', 'desc')
    .orderBy('allocations.id', 'desc')
    .execute();
}

export const findAllocation = (ctx: Context, id: string) =>
  ctx.db.selectFrom('allocations').selectAll().where('id', '=', id).executeTakeFirst();

export const insertAllocation = (ctx: Context, row: Tables['allocations']) =>
  ctx.db.insertInto('allocations').values(row).execute();

export const changeAllocation = (ctx: Context, { id, ...row }: Tables['allocations']) =>
  ctx.db.updateTable('allocations').set(row).where('id', '=', id).execute();

export const endAllocation = (ctx: Context, id: string, lastDay: string) =>
  ctx.db
    .updateTable('allocations')
    .set((is) => ({ to_on: lastDay, rev: is('rev', '+', 1), changed_at: ctx.now.toISOString() }))
    .where('id', '=', id)
    .execute();

/** The first day of the child's next IRO, when one who still works here is to start after today. */
export async function nextIroFrom(ctx: Context, childId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('allocations')
    .innerJoin('staff', 'staff.id', 'allocations.staff_id')
    .select((is) => is.fn.min('from_on').as('from_on'))
    .where('child_id', '=', childId)
    .where('role', '=', 'iro')
    .where('staff.active', '=', 1)
    .where('from_on', '>', dayOf(ctx.now))
    .executeTakeFirst();
  return row?.from_on ?? null;
}

/** Every allocation of an IRO to these children that has begun, the newest first; `active`: who still works here. */
export const irosEver = (ctx: Context, childIds: readonly string[]) =>
  inSlices(childIds, (slice) =>
    ctx.db
      .selectFrom('allocations')
      .innerJoin('staff', 'staff.id', 'allocations.staff_id')
      .select(['allocations.id', 'allocations.child_id', 'allocations.staff_id', 'allocations.from_on', 'allocations.to_on'])
      .select('staff.active')
      .where('allocations.child_id', 'in', slice)
      .where('allocations.role', '=', 'iro')
      .where('allocations.from_on', '<=', dayOf(ctx.now))
      .orderBy('allocations.from_on', 'desc')
      .orderBy('allocations.id', 'desc')
      .execute()
  );

/** IROs' allocations that hold today and began on this day or later, of children in care. */
export const irosBegunSince = (ctx: Context, day: string) =>
  allocationsToday(ctx, 'iro')
    .innerJoin('children', 'children.id', 'allocations.child_id')
    .select('allocations.id')
    .where('children.status', '=', 'in-care')
    .where('allocations.from_on', '>=', day)
    .orderBy('allocations.id')
    .execute();

/** Since when each of these children has had this IRO, by today's allocation. */
export async function iroSince(ctx: Context, staffId: string): Promise<Map<string, string>> {
  const rows = await allocationsToday(ctx, 'iro').where('allocations.staff_id', '=', staffId).execute();
  return new Map(rows.map((row) => [row.child_id, row.from_on]));
}

const facts = ['child_id', 'staff_id', 'role', 'from_on', 'to_on', 'reason'] as const;

/** Whether two rows say the same about who has whom. */
export const sameAllocation = (one: Tables['allocations'], other: Tables['allocations']): boolean =>
  facts.every((column) => one[column] === other[column]);
