import type { Context } from '#lib/context.ts';

/** How often a child's secret was tried wrongly since `since` (ISO time). */
export async function triesSince(ctx: Context, childId: string, since: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('secret_tries')
    .select((select) => select.fn.countAll().as('many'))
    .where('child_id', '=', childId)
    .where('tried_at', '>', since)
    .executeTakeFirstOrThrow();
  return Number(row.many);
}

/** When it was tried wrongly, the oldest first. */
export async function tryTimes(ctx: Context, childId: string, since: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('secret_tries')
    .select('tried_at')
    .where('child_id', '=', childId)
    .where('tried_at', '>', since)
    .orderBy('tried_at')
    .execute();
  return rows.map(({ tried_at }) => tried_at);
}

/** Counts a try as wrong before it is looked at. Returns its id. */
export async function addTry(ctx: Context, childId: string): Promise<string> {
  const id = ctx.ids();
  await ctx.db.insertInto('secret_tries').values({ id, child_id: childId, tried_at: ctx.now.toISOString() }).execute();
  return id;
}

/** It was right after all. */
export const removeTry = (ctx: Context, id: string) => ctx.db.deleteFrom('secret_tries').where('id', '=', id).execute();

type Count = Readonly<{ wrong: number; wait_until: string | null; card_visit?: string | null }>;

export const setCount = (ctx: Context, childId: string, count: Count) =>
  ctx.db.updateTable('secrets').set(count).where('child_id', '=', childId).execute();

/** The card itself opened this visit: after many wrong tries, it is the one that may try. */
export const setCardVisit = (ctx: Context, childId: string, sessionId: string) =>
  ctx.db.updateTable('secrets').set({ card_visit: sessionId }).where('child_id', '=', childId).execute();

/** Whether there was a secret to take away. */
export async function removeSecret(ctx: Context, childId: string): Promise<boolean> {
  const { numDeletedRows } = await ctx.db.deleteFrom('secrets').where('child_id', '=', childId).executeTakeFirst();
  return Number(numDeletedRows) > 0;
}
