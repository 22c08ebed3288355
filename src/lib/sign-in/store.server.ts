import type { Insertable } from 'kysely';
import type { Context, StaffRole } from '#lib/context.ts';
import { isPostgres } from '#lib/server/database/dialects/locks.ts';
import type { Db, Tx } from '#lib/server/database/open.ts';
import type { Tables } from '#lib/server/database/tables.ts';

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
  const held = rows.flatMap(({ role, to_on }) =>
    role !== null && isRole(role) && (to_on === null || to_on >= today) ? [role] : []
  );
  return [...new Set(held)];
}

/** Whether this child's record is still the one in use (not merged into another). */
export async function childIsHere(db: Db | Tx, childId: string): Promise<boolean> {
  const row = await db
    .selectFrom('children')
    .select('id')
    .where('id', '=', childId)
    .where('merged_into', 'is', null)
    .executeTakeFirst();
  return row !== undefined;
}

/** How much a phone of this child may show (decision 10); null when their record is not, or no longer, the one in use. */
export async function privacyOf(db: Db | Tx, childId: string): Promise<string | null> {
  const row = await db
    .selectFrom('children')
    .select('privacy')
    .where('id', '=', childId)
    .where('merged_into', 'is', null)
    .executeTakeFirst();
  return row?.privacy ?? null;
}

/** Whether nothing may be shown back to this child on any phone, because somebody looks (decision 10). */
export const isWatched = async (ctx: Context, childId: string): Promise<boolean> =>
  (await privacyOf(ctx.db, childId)) === 'watched';

/** The account of a person, made when there is none yet. */
export async function accountOf(ctx: Context, kind: string, personId: string): Promise<string> {
  await ctx.db
    .insertInto('accounts')
    .values({ id: ctx.ids(), kind, person_id: personId })
    .onConflict((conflict) => conflict.columns(['kind', 'person_id']).doNothing())
    .execute();
  const row = await ctx.db
    .selectFrom('accounts')
    .select('id')
    .where('kind', '=', kind)
    .where('person_id', '=', personId)
    .executeTakeFirstOrThrow();
  return row.id;
}

/** Writes down that this was used. False when it was before; of two at once, one gets it. */
export async function useOnce(ctx: Context, id: string, expiresAt: string): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('used_once')
    .values({ id, expires_at: expiresAt })
    .onConflict((on) => on.column('id').doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}

/** What has run out, an hour or a day ago: what was used once, used and unused links, devices, and limits long refilled. */
export async function clearExpired(ctx: Context): Promise<void> {
  const now = ctx.now.toISOString();
  const dayAgo = new Date(ctx.now.getTime() - 24 * 3600_000).toISOString();
  await ctx.db.deleteFrom('used_once').where('expires_at', '<=', now).execute();
  await ctx.db.deleteFrom('links').where('expires_at', '<=', dayAgo).execute();
  await ctx.db.deleteFrom('devices').where('ends_at', '<=', now).execute();
  // The slowest is full again after 28 days (`cardBears`); one that goes before that would be full at once.
  const monthAgo = new Date(ctx.now.getTime() - 30 * 24 * 3600_000).toISOString();
  await ctx.db.deleteFrom('limits').where('refilled_at', '<=', monthAgo).execute();
  const monthsAgo = new Date(ctx.now.getTime() - 90 * 24 * 3600_000).toISOString();
  await ctx.db.deleteFrom('secret_tries').where('tried_at', '<=', monthsAgo).execute();
}

/* Secrets */

/** Held until the transaction ends, so that two tries at once are two tries. */
export async function secretOf(ctx: Context, childId: string) {
  const query = ctx.db.selectFrom('secrets').selectAll().where('child_id', '=', childId);
  // Where nothing is kept (`within`) PostgreSQL locks no row either.
  const locks = ctx.db.isTransaction && isPostgres(ctx.db) && ctx.looking?.kept !== false;
  return (locks ? query.forUpdate() : query).executeTakeFirst();
}

/** False when this child has a secret already. */
export async function addSecret(ctx: Context, row: Insertable<Tables['secrets']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('secrets')
    .values(row)
    .onConflict((on) => on.column('child_id').doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}

/* Devices */

export async function addDevice(ctx: Context, row: Insertable<Tables['devices']>): Promise<void> {
  await ctx.db.insertInto('devices').values(row).execute();
}

/** The device of this cookie, while it lasts. */
export const deviceBy = (ctx: Context, tokenHash: string) =>
  ctx.db
    .selectFrom('devices')
    .innerJoin('children', 'children.id', 'devices.child_id')
    .select(['devices.id', 'devices.child_id'])
    .where('token_hash', '=', tokenHash)
    .where('ends_at', '>', ctx.now.toISOString())
    .where('children.merged_into', 'is', null)
    .executeTakeFirst();

export async function removeDevice(ctx: Context, id: string): Promise<void> {
  await ctx.db.deleteFrom('devices').where('id', '=', id).execute();
}
