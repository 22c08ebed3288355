import type { Context } from '#lib/context.ts';

/* A reading room: it reads other rooms' tables here and changes nothing. */

/** Every child in care, for managers. */
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

/** The children whose social worker this person is today. */
export async function childrenOfWorker(ctx: Context, staffId: string, today: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('allocations')
    .innerJoin('children', 'children.id', 'allocations.child_id')
    .select('allocations.child_id')
    .distinct()
    .where('allocations.staff_id', '=', staffId)
    .where('allocations.role', '=', 'social_worker')
    .where('allocations.from_on', '<=', today)
    .where((is) => is.or([is('allocations.to_on', 'is', null), is('allocations.to_on', '>=', today)]))
    .where('children.merged_into', 'is', null)
    .execute();
  return rows.map(({ child_id }) => child_id);
}
