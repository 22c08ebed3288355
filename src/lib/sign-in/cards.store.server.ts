import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/** The card with this selector, if it has not ended and its child is here. */
export const cardBySelector = (ctx: Context, selector: string) =>
  ctx.db
    .selectFrom('cards')
    .innerJoin('children', 'children.id', 'cards.child_id')
    .select(['cards.id', 'cards.child_id', 'cards.verifier', 'cards.first_used_at'])
    .where('cards.selector_index', '=', selector)
    .where('cards.ended_at', 'is', null)
    .where('children.merged_into', 'is', null)
    .executeTakeFirst();

/** Puts a card in, unless its selector is taken: then false, and another code is tried. */
export async function addCard(ctx: Context, card: Insertable<Tables['cards']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('cards')
    .values(card)
    .onConflict((on) => on.column('selector_index').doNothing())
    .executeTakeFirst();
  return Number(numInsertedOrUpdatedRows ?? 0) === 1;
}

/** Ends every card of a child but one, and every remembered device. Returns how many cards ended. */
export async function endCards(ctx: Context, childId: string, except: string): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('cards')
    .set({ ended_at: ctx.now.toISOString() })
    .where('child_id', '=', childId)
    .where('id', '!=', except)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  await ctx.db.deleteFrom('devices').where('child_id', '=', childId).execute();
  return Number(numUpdatedRows);
}

export async function noteFirstUse(ctx: Context, cardId: string): Promise<void> {
  await ctx.db
    .updateTable('cards')
    .set({ first_used_at: ctx.now.toISOString() })
    .where('id', '=', cardId)
    .where('first_used_at', 'is', null)
    .execute();
}

/** Which of these children have a card that works. */
export async function withCard(ctx: Context, childIds: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  for (let from = 0; from < childIds.length; from += 500) {
    const rows = await ctx.db
      .selectFrom('cards')
      .select('child_id')
      .where('child_id', 'in', childIds.slice(from, from + 500))
      .where('ended_at', 'is', null)
      .execute();
    for (const row of rows) found.add(row.child_id);
  }
  return found;
}
