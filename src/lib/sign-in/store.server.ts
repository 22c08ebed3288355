import type { Context, StaffRole } from '#lib/context.ts';
import type { Db, Tx } from '#lib/server/database/open.ts';

const roles: readonly string[] = ['iro', 'manager', 'social_worker', 'admin', 'advocate'] satisfies StaffRole[];
const isRole = (role: string): role is StaffRole => roles.includes(role);

/** The roles a worker holds on `today`; null when they are not (or no longer) active. */
export async function rolesNow(db: Db | Tx, staffId: string, today: string): Promise<StaffRole[] | null> {
  const rows = await db
    .selectFrom('staff')
    .leftJoin('staff_roles', (join) => join.onRef('staff_roles.staff_id', '=', 'staff.id').on('staff_roles.from_on', '<=', today))
    .select(['staff_roles.role', 'staff_roles.to_on'])
    .where('staff.id', '=', staffId)
    .where('staff.active', '=', 1)
    .execute();
  if (rows.length === 0) return null;
  const held = rows.flatMap(({ role, to_on }) => (role !== null && isRole(role) && (to_on === null || to_on >= today) ? [role] : []));
  return [...new Set(held)];
}

/** Whether this child's record is still the one in use (not merged into another). */
export async function childIsHere(db: Db | Tx, childId: string): Promise<boolean> {
  const row = await db.selectFrom('children').select('id').where('id', '=', childId).where('merged_into', 'is', null).executeTakeFirst();
  return row !== undefined;
}

/** The account of a person, made when there is none yet. */
export async function accountOf(ctx: Context, kind: string, personId: string): Promise<string> {
  await ctx.db
    .insertInto('accounts')
    .values({ id: ctx.ids(), kind, person_id: personId })
    .onConflict((conflict) => conflict.columns(['kind', 'person_id']).doNothing())
    .execute();
  const row = await ctx.db
    .selectFrom('accounts').select('id').where('kind', '=', kind).where('person_id', '=', personId).executeTakeFirstOrThrow();
  return row.id;
}

/** What has run out, an hour or a day ago: challenges, used and unused links, devices, and limits long refilled. */
export async function clearExpired(ctx: Context): Promise<void> {
  const now = ctx.now.toISOString();
  const dayAgo = new Date(ctx.now.getTime() - 24 * 3600_000).toISOString();
  await ctx.db.deleteFrom('challenges').where('expires_at', '<=', now).execute();
  await ctx.db.deleteFrom('links').where('expires_at', '<=', dayAgo).execute();
  await ctx.db.deleteFrom('devices').where('ends_at', '<=', now).execute();
  await ctx.db.deleteFrom('limits').where('refilled_at', '<=', dayAgo).execute();
}
