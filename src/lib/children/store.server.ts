import type { Insertable, Updateable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export const oneChild = (ctx: Context, id: string) =>
  ctx.db.selectFrom('children').selectAll().where('id', '=', id).executeTakeFirst();

/** How the child wants their pages, without the rest of the record. */
export const lookRow = (ctx: Context, id: string) =>
  ctx.db.selectFrom('children').select(['look', 'avatar', 'comfort', 'privacy']).where('id', '=', id).executeTakeFirst();

export const manyChildren = (ctx: Context, ids: readonly string[]) =>
  ctx.db
    .selectFrom('children')
    .selectAll()
    .where('id', 'in', [...ids])
    .execute();

export async function insertChild(ctx: Context, row: Insertable<Tables['children']>): Promise<void> {
  await ctx.db.insertInto('children').values(row).execute();
}

export async function updateChild(ctx: Context, id: string, set: Updateable<Tables['children']>): Promise<void> {
  await ctx.db.updateTable('children').set(set).where('id', '=', id).execute();
}

export const oneContact = (ctx: Context, id: string) =>
  ctx.db.selectFrom('contacts').selectAll().where('id', '=', id).executeTakeFirst();

export const contactsBy = (ctx: Context, ids: readonly string[]) =>
  inSlices(ids, (slice) => ctx.db.selectFrom('contacts').selectAll().where('id', 'in', slice).execute());

export const everyContact = (ctx: Context, childId: string) =>
  ctx.db.selectFrom('contacts').selectAll().where('child_id', '=', childId).orderBy('id').execute();

export async function insertContact(ctx: Context, row: Insertable<Tables['contacts']>): Promise<void> {
  await ctx.db.insertInto('contacts').values(row).execute();
}

export async function updateContact(ctx: Context, id: string, set: Updateable<Tables['contacts']>): Promise<void> {
  await ctx.db.updateTable('contacts').set(set).where('id', '=', id).execute();
}

export const circle = (ctx: Context, childId: string, today: string) =>
  ctx.db
    .selectFrom('contacts')
    .select(['id', 'name_sealed', 'relation', 'rev'])
    .where('child_id', '=', childId)
    .where('in_circle', '=', 1)
    .where((is) => is.or([is('ended_on', 'is', null), is('ended_on', '>', today)]))
    .orderBy('id')
    .execute();

export const contactsOf = (ctx: Context, childId: string, ids: readonly string[]) =>
  ctx.db
    .selectFrom('contacts')
    .select(['id', 'name_sealed', 'rev'])
    .where('child_id', '=', childId)
    .where('id', 'in', [...ids])
    .execute();
