import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/* Links */

export async function addLink(ctx: Context, row: Insertable<Tables['links']>): Promise<void> {
  await ctx.db.insertInto('links').values(row).execute();
}

/** Uses a link up: the worker it is for, or null when it is unknown, used or too old. Two at once: one gets it. */
export async function spendLink(ctx: Context, tokenHash: string) {
  const now = ctx.now.toISOString();
  const row = await ctx.db
    .updateTable('links')
    .set({ used_at: now })
    .where('token_hash', '=', tokenHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .returning(['id', 'staff_id', 'made_by', 'shown'])
    .executeTakeFirst();
  return row ?? null;
}

/** Whether this link is neither used nor too old. */
export async function goodLink(ctx: Context, id: string): Promise<boolean> {
  const row = await ctx.db
    .selectFrom('links')
    .select('id')
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now.toISOString())
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes away the links that nobody used: one worker's, or everybody's. */
export async function removeUnusedLinks(ctx: Context, staffId: string | null): Promise<void> {
  const unused = ctx.db.deleteFrom('links').where('used_at', 'is', null);
  await (staffId === null ? unused : unused.where('staff_id', '=', staffId)).execute();
}

/** A link by its secret part, good or not. */
export const linkBy = (ctx: Context, tokenHash: string) =>
  ctx.db.selectFrom('links').select('id').where('token_hash', '=', tokenHash).executeTakeFirst();

/* Passkeys */

export const passkeysOf = (ctx: Context, staffId: string) =>
  ctx.db.selectFrom('passkeys').selectAll().where('staff_id', '=', staffId).orderBy('made_at').execute();

export const passkeyByCredential = (ctx: Context, credentialId: string) =>
  ctx.db.selectFrom('passkeys').selectAll().where('credential_id', '=', credentialId).executeTakeFirst();

export async function addPasskey(ctx: Context, row: Insertable<Tables['passkeys']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('passkeys')
    .values(row)
    .onConflict((on) => on.column('credential_id').doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}

export async function notePasskeyUse(ctx: Context, id: string, counter: number): Promise<void> {
  await ctx.db.updateTable('passkeys').set({ counter, last_used_at: ctx.now.toISOString() }).where('id', '=', id).execute();
}

/** True when it was this worker's and is gone. */
export async function removePasskey(ctx: Context, staffId: string, id: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db
    .deleteFrom('passkeys')
    .where('id', '=', id)
    .where('staff_id', '=', staffId)
    .executeTakeFirst();
  return Number(numDeletedRows) === 1;
}

/** Which ways to sign in somebody has. */
export type WaysOf = Readonly<{ passkeys: number; council: boolean; passphrase: boolean }>;

/** The ways of everybody who has any, by their id. */
export async function waysOfEach(ctx: Context): Promise<Map<string, WaysOf>> {
  const keys = await ctx.db.selectFrom('passkeys').select('staff_id').execute();
  const joined = new Set((await ctx.db.selectFrom('identities').select('staff_id').execute()).map(({ staff_id }) => staff_id));
  const spoken = new Set((await ctx.db.selectFrom('passphrases').select('staff_id').execute()).map(({ staff_id }) => staff_id));
  const all = new Set([...keys.map(({ staff_id }) => staff_id), ...joined, ...spoken]);
  return new Map(
    [...all].map((id) => [
      id,
      { passkeys: keys.filter(({ staff_id }) => staff_id === id).length, council: joined.has(id), passphrase: spoken.has(id) }
    ])
  );
}

/* The first administrator */

/** Whether anybody works here, or ever did. */
export async function anybodyWorks(ctx: Context): Promise<boolean> {
  return (await ctx.db.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined;
}

export const firstLink = (ctx: Context) =>
  ctx.db
    .selectFrom('first_links')
    .select('id')
    .where('used_at', 'is', null)
    .where('expires_at', '>', ctx.now.toISOString())
    .orderBy('made_at', 'desc')
    .executeTakeFirst();

export async function addFirstLink(ctx: Context, row: Insertable<Tables['first_links']>): Promise<void> {
  await ctx.db.insertInto('first_links').values(row).execute();
}

/** Uses it up; false when it is used or too old. Two at once: one gets it. */
export async function spendFirstLink(ctx: Context, id: string): Promise<boolean> {
  const now = ctx.now.toISOString();
  const { numUpdatedRows } = await ctx.db
    .updateTable('first_links')
    .set({ used_at: now })
    .where('id', '=', id)
    .where('used_at', 'is', null)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  return Number(numUpdatedRows) === 1;
}
