import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/** The card with this selector, if it has not ended and its child is here. */
export const cardBySelector = (ctx: Context, selector: string) =>
  ctx.db
    .selectFrom('cards')
    .innerJoin('children', 'children.id', 'cards.child_id')
    .select(['cards.id', 'cards.child_id', 'cards.verifier', 'cards.quick', 'cards.first_used_at'])
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

/** The card that this worker made of this very code, whatever became of it. */
export const cardMade = (ctx: Context, of: Readonly<{ childId: string; by: string; selector_index: string; quick: string }>) =>
  ctx.db
    .selectFrom('cards')
    .select(['id', 'first_used_at', 'ended_at'])
    .where('selector_index', '=', of.selector_index)
    .where('quick', '=', of.quick)
    .where('child_id', '=', of.childId)
    .where('made_by', '=', of.by)
    .executeTakeFirst();

/** Ends every card of a child (but one), and every remembered device. Returns how many cards ended. */
export async function endCards(ctx: Context, childId: string, except: string | null): Promise<number> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('cards')
    .set({ ended_at: ctx.now.toISOString() })
    .where('child_id', '=', childId)
    .where('id', '!=', except ?? '')
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  await forgetDevices(ctx, childId);
  return Number(numUpdatedRows);
}

/** No phone or computer is known as this child's any more. */
export const forgetDevices = (ctx: Context, childId: string) =>
  ctx.db.deleteFrom('devices').where('child_id', '=', childId).execute();

/** On what (`phone`, `computer`) a card was opened first, and when: the first stays. */
export async function noteFirstUse(ctx: Context, cardId: string, kind: string | null): Promise<void> {
  await ctx.db
    .updateTable('cards')
    .set({ first_used_at: ctx.now.toISOString(), first_used_by: kind })
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

/** The card of a child that works, or the one that ended last. */
export const newestCard = (ctx: Context, childId: string) =>
  ctx.db
    .selectFrom('cards')
    .selectAll()
    .where('child_id', '=', childId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();

/** How many cards a child has had. */
export async function countCards(ctx: Context, childId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('cards')
    .select((select) => select.fn.countAll().as('many'))
    .where('child_id', '=', childId)
    .executeTakeFirstOrThrow();
  return Number(row.many);
}

/** A new card in the place of another, of which its child has not been told yet: when it was made. */
export async function untoldSince(ctx: Context, childId: string): Promise<string | null> {
  const row = await ctx.db
    .selectFrom('cards')
    .select('made_at')
    .where('child_id', '=', childId)
    .where('ended_at', 'is', null)
    .where('told_at', 'is', null)
    .where('child_id', 'in', replacedOf(ctx, childId))
    .executeTakeFirst();
  return row?.made_at ?? null;
}

const replacedOf = (ctx: Context, childId: string) =>
  ctx.db.selectFrom('cards').select('child_id').where('child_id', '=', childId).where('ended_at', 'is not', null);

/** The child gave their secret, and was told on the way. */
export const noteTold = (ctx: Context, childId: string) =>
  ctx.db
    .updateTable('cards')
    .set({ told_at: ctx.now.toISOString() })
    .where('child_id', '=', childId)
    .where('ended_at', 'is', null)
    .where('told_at', 'is', null)
    .execute();

/** Somebody asked the child in person who opened it first. False when it was asked already, or nobody opened it. */
export async function noteChecked(ctx: Context, cardId: string, staffId: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('cards')
    .set({ checked_at: ctx.now.toISOString(), checked_by: staffId })
    .where('id', '=', cardId)
    .where('first_used_at', 'is not', null)
    .where('checked_at', 'is', null)
    .executeTakeFirst();
  return Number(numUpdatedRows) > 0;
}
