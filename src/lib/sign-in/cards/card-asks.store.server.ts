import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type AskRow = Tables['card_asks'];

export const addAsk = (ctx: Context, row: Insertable<AskRow>) => ctx.db.insertInto('card_asks').values(row).execute();

export const askById = (ctx: Context, id: string): Promise<AskRow | undefined> =>
  ctx.db.selectFrom('card_asks').selectAll().where('id', '=', id).executeTakeFirst();

/** What was asked for since `since` and did not become a card yet, the newest first. */
export const openAsks = (ctx: Context, childIds: readonly string[], since: string): Promise<AskRow[]> =>
  ctx.db
    .selectFrom('card_asks')
    .selectAll()
    .where('child_id', 'in', [...childIds])
    .where('asked_at', '>', since)
    .where('card_id', 'is', null)
    .where((is) => is.or([is('outcome', 'is', null), is('outcome', '=', 'approved')]))
    .orderBy('asked_at', 'desc')
    .execute();

/** What this worker asked for and was said yes to, the newest first: a card by now, or not yet. */
export const approvedAsk = (
  ctx: Context,
  of: Readonly<{ childId: string; staffId: string; since: string }>
): Promise<AskRow | undefined> =>
  ctx.db
    .selectFrom('card_asks')
    .selectAll()
    .where('child_id', '=', of.childId)
    .where('staff_id', '=', of.staffId)
    .where('asked_at', '>', of.since)
    .where('outcome', '=', 'approved')
    .orderBy('asked_at', 'desc')
    .executeTakeFirst();

/** Everything waiting for a yes or no, whosever child it is. */
export const waitingAsks = (ctx: Context, since: string): Promise<AskRow[]> =>
  ctx.db
    .selectFrom('card_asks')
    .selectAll()
    .where('asked_at', '>', since)
    .where('outcome', 'is', null)
    .orderBy('asked_at')
    .execute();

/** False when it was decided already. */
export async function decideAsk(ctx: Context, id: string, outcome: 'approved' | 'refused', staffId: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('card_asks')
    .set({ outcome, decided_at: ctx.now.toISOString(), decided_by: staffId })
    .where('id', '=', id)
    .where('outcome', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows) > 0;
}

/** It became this card. False when it had become one before. */
export async function spendAsk(ctx: Context, id: string, cardId: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('card_asks')
    .set({ card_id: cardId })
    .where('id', '=', id)
    .where('outcome', '=', 'approved')
    .where('card_id', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows) > 0;
}
