import type { Insertable, Updateable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type CallBackRow = Tables['call_backs'];

export const sentWith = (ctx: Context, submissionId: string, digest: string) =>
  ctx.db
    .selectFrom('call_backs')
    .selectAll()
    .where('submission_id', '=', submissionId)
    .where('digest', '=', digest)
    .executeTakeFirst();

export async function insertCallBack(ctx: Context, row: Insertable<Tables['call_backs']>): Promise<void> {
  await ctx.db.insertInto('call_backs').values(row).execute();
}

export async function changeCallBack(ctx: Context, id: string, set: Updateable<Tables['call_backs']>): Promise<void> {
  await ctx.db.updateTable('call_backs').set(set).where('id', '=', id).execute();
}

export const oneCallBack = (ctx: Context, id: string) =>
  ctx.db.selectFrom('call_backs').selectAll().where('id', '=', id).executeTakeFirst();

/** Holds a row until the transaction ends, in both engines: two who note something come one after the other. */
export const holdCallBack = (ctx: Context, id: string) =>
  ctx.db
    .updateTable('call_backs')
    .set((is) => ({ rev: is.ref('rev') }))
    .where('id', '=', id)
    .execute();

export const callBacks = (ctx: Context, ids: readonly string[]): Promise<CallBackRow[]> =>
  inSlices(ids, (slice) => ctx.db.selectFrom('call_backs').selectAll().where('id', 'in', slice).execute());

export async function insertTry(ctx: Context, row: Insertable<Tables['call_back_tries']>): Promise<void> {
  await ctx.db.insertInto('call_back_tries').values(row).execute();
}

/** Every time somebody rang about these, the first first. */
export const triesOf = (ctx: Context, ids: readonly string[]) =>
  inSlices(ids, (slice) =>
    ctx.db.selectFrom('call_back_tries').selectAll().where('call_back_id', 'in', slice).orderBy('made_at').orderBy('id').execute()
  );
