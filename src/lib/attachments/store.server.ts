import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export async function insert(ctx: Context, row: Insertable<Tables['attachments']>): Promise<void> {
  await ctx.db.insertInto('attachments').values(row).execute();
}

export const one = (ctx: Context, id: string) =>
  ctx.db.selectFrom('attachments').selectAll().where('id', '=', id).executeTakeFirst();

export const digestOf = (ctx: Context, id: string) =>
  ctx.db.selectFrom('attachments').select('digest').where('id', '=', id).executeTakeFirst();

export async function remove(ctx: Context, id: string): Promise<void> {
  await ctx.db.deleteFrom('attachments').where('id', '=', id).execute();
}
