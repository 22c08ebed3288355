import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { isPostgres } from '#lib/server/database/dialects/locks.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/* Recovery codes */

/** Those of this worker that are still good. */
export async function recoveryCodesLeft(ctx: Context, staffId: string): Promise<number> {
  const rows = await ctx.db
    .selectFrom('recovery_codes')
    .select('id')
    .where('staff_id', '=', staffId)
    .where('used_at', 'is', null)
    .execute();
  return rows.length;
}

export async function replaceRecoveryCodes(
  ctx: Context,
  staffId: string,
  rows: Insertable<Tables['recovery_codes']>[]
): Promise<void> {
  await ctx.db.deleteFrom('recovery_codes').where('staff_id', '=', staffId).execute();
  await ctx.db.insertInto('recovery_codes').values(rows).execute();
}

/** Uses a code up: whose it was, or null when it is unknown or used. Two at once: one gets it. */
export async function spendRecoveryCode(ctx: Context, codeIndex: string): Promise<{ id: string; staff_id: string } | null> {
  const row = await ctx.db
    .updateTable('recovery_codes')
    .set({ used_at: ctx.now.toISOString() })
    .where('code_index', '=', codeIndex)
    .where('used_at', 'is', null)
    .returning(['id', 'staff_id'])
    .executeTakeFirst();
  return row ?? null;
}

/* The council's own sign-in */

export const identityOf = (ctx: Context, staffId: string) =>
  ctx.db.selectFrom('identities').selectAll().where('staff_id', '=', staffId).executeTakeFirst();

export const identityBy = (ctx: Context, identityIndex: string) =>
  ctx.db.selectFrom('identities').selectAll().where('identity_index', '=', identityIndex).executeTakeFirst();

/** False when this identity, or this worker, is joined already. */
export async function addIdentity(ctx: Context, row: Insertable<Tables['identities']>): Promise<boolean> {
  const taken = await ctx.db
    .selectFrom('identities')
    .select('id')
    .where((is) => is.or([is('identity_index', '=', row.identity_index), is('staff_id', '=', row.staff_id)]))
    .executeTakeFirst();
  if (taken) return false;
  await ctx.db.insertInto('identities').values(row).execute();
  return true;
}

export async function noteIdentityUse(ctx: Context, id: string): Promise<void> {
  await ctx.db.updateTable('identities').set({ last_used_at: ctx.now.toISOString() }).where('id', '=', id).execute();
}

export async function removeIdentity(ctx: Context, staffId: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db.deleteFrom('identities').where('staff_id', '=', staffId).executeTakeFirst();
  return Number(numDeletedRows) > 0;
}

/* Passphrases */

export const passphraseOf = (ctx: Context, staffId: string) =>
  ctx.db.selectFrom('passphrases').selectAll().where('staff_id', '=', staffId).executeTakeFirst();

/** The worker with this address, who works here and has a passphrase; undefined also when several have the address. */
export async function passphraseBy(ctx: Context, emailIndex: string) {
  const rows = await ctx.db
    .selectFrom('passphrases')
    .innerJoin('staff', 'staff.id', 'passphrases.staff_id')
    .selectAll('passphrases')
    .where('staff.email_index', '=', emailIndex)
    .where('staff.active', '=', 1)
    .execute();
  return rows.length === 1 ? rows[0] : undefined;
}

export async function emailIndexOf(ctx: Context, staffId: string): Promise<string | null> {
  const row = await ctx.db.selectFrom('staff').select('email_index').where('id', '=', staffId).executeTakeFirst();
  return row?.email_index ?? null;
}

export async function putPassphrase(ctx: Context, row: Insertable<Tables['passphrases']>): Promise<void> {
  await ctx.db.deleteFrom('passphrases').where('staff_id', '=', row.staff_id).execute();
  await ctx.db.insertInto('passphrases').values(row).execute();
}

export async function removePassphrase(ctx: Context, staffId: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db.deleteFrom('passphrases').where('staff_id', '=', staffId).executeTakeFirst();
  return Number(numDeletedRows) > 0;
}

/** Takes the half minute of a one-time code: false when it, or a later one, was used before. */
export async function useStep(ctx: Context, staffId: string, step: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('passphrases')
    .set({ last_step: step })
    .where('staff_id', '=', staffId)
    .where('last_step', '<', step)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}

/** Held until the transaction ends, so that two tries at once are two tries. */
export async function triesOf(ctx: Context, place: string) {
  const query = ctx.db.selectFrom('passphrase_tries').selectAll().where('place', '=', place);
  return (isPostgres(ctx.db) ? query.forUpdate() : query).executeTakeFirst();
}

export async function putTries(ctx: Context, row: Insertable<Tables['passphrase_tries']>): Promise<void> {
  const { wrong, wait_until } = row;
  await ctx.db
    .insertInto('passphrase_tries')
    .values(row)
    .onConflict((on) => on.column('place').doUpdateSet({ wrong, wait_until }))
    .execute();
}

export async function forgetTries(ctx: Context, place: string): Promise<void> {
  await ctx.db.deleteFrom('passphrase_tries').where('place', '=', place).execute();
}

/** What nobody comes back for. */
export async function clearWays(ctx: Context): Promise<void> {
  const dayAgo = new Date(ctx.now.getTime() - 24 * 3600_000).toISOString();
  await ctx.db.deleteFrom('passphrase_tries').where('wait_until', '<=', dayAgo).execute();
}
