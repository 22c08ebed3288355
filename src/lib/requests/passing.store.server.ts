import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';

/* Who got what, and what comes of what. */

/** Whether this child asks any of these (`readers`) for this, and they still have to deal with it. */
export const isAskedFor = async (ctx: Context, childId: string, kind: string, readers: readonly string[]): Promise<boolean> =>
  (await ctx.db
    .selectFrom('items')
    .innerJoin('requests', 'requests.id', 'items.subject_id')
    .select('items.id')
    .where('items.child_id', '=', childId)
    .where('items.subject', '=', 'request')
    .where('items.done_at', 'is', null)
    .where('requests.kind', '=', kind)
    .where('requests.readers', 'in', [...readers])
    .where('requests.asker', '=', 'child')
    .executeTakeFirst()) !== undefined;

/** The ids of what was asked for about this child and went to any of these, every version. */
export async function idsBy(ctx: Context, childId: string, readers: readonly string[]): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('requests')
    .select('id')
    .where('child_id', '=', childId)
    .where('readers', 'in', [...readers])
    .execute();
  return rows.map(({ id }) => id);
}

/** Who got each of these when it was sent. */
export async function readersOfAll(ctx: Context, ids: readonly string[]): Promise<Map<string, string>> {
  const rows = await inSlices(ids, (slice) =>
    ctx.db.selectFrom('requests').select(['id', 'readers']).where('id', 'in', slice).execute()
  );
  return new Map(rows.map(({ id, readers }) => [id, readers]));
}

/** Whether another request comes of this one. */
export const isFollowed = async (ctx: Context, id: string): Promise<boolean> =>
  (await ctx.db.selectFrom('requests').select('id').where('follows', '=', id).executeTakeFirst()) !== undefined;
