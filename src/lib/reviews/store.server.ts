import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { Review } from './review.ts';

const AT_ONCE = 400;

export const findReview = (ctx: Context, id: string) =>
  ctx.db.selectFrom('reviews').selectAll().where('id', '=', id).executeTakeFirst();

export const insertReview = (ctx: Context, row: Insertable<Tables['reviews']>) =>
  ctx.db.insertInto('reviews').values(row).execute();

export const changeReview = (ctx: Context, { id, ...row }: Insertable<Tables['reviews']>) =>
  ctx.db.updateTable('reviews').set(row).where('id', '=', id).execute();

export const writeVenue = (ctx: Context, id: string, venue: { venue_sealed: Uint8Array | null; venue_rev: number }) =>
  ctx.db.updateTable('reviews').set(venue).where('id', '=', id).execute();

const facts = ['child_id', 'due_on', 'planned_on', 'held_on', 'cancelled', 'participation'] as const;

/** Whether two rows say the same about a review. */
export const sameReview = (
  one: Pick<Tables['reviews'], (typeof facts)[number]>,
  other: Pick<Tables['reviews'], (typeof facts)[number]>
): boolean => facts.every((column) => one[column] === other[column]);

/** When each child came into care, and all their reviews. The day in care is the children's room's column, read here as a date only. */
export async function reviewsOf(ctx: Context, childIds: readonly string[]) {
  const found = new Map<string, { enteredCareOn: string | null; reviews: Review[] }>();
  for (let start = 0; start < childIds.length; start += AT_ONCE) {
    const slice = childIds.slice(start, start + AT_ONCE);
    const children = await ctx.db.selectFrom('children').select(['id', 'entered_care_on']).where('id', 'in', slice).execute();
    for (const child of children) found.set(child.id, { enteredCareOn: child.entered_care_on, reviews: [] });
    const rows = await ctx.db.selectFrom('reviews').selectAll().where('child_id', 'in', slice).orderBy('id').execute();
    for (const row of rows)
      found.get(row.child_id)?.reviews.push({
        id: row.id,
        dueOn: row.due_on,
        plannedOn: row.planned_on,
        heldOn: row.held_on,
        cancelled: row.cancelled === 1
      });
  }
  return found;
}
