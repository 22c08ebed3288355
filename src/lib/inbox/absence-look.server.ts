import { childCards } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import { comingOn } from '#lib/reviews/review.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import { lookAtAbsence, type NewAbsence } from '#lib/routing/absences.server.ts';
import type { BeforeAbsence, ReviewThen } from './absence-look.ts';

/**
 * What somebody should look at before an absence is saved: whoever stands in is away themself for a part of it, whom the one
 * who would be away stands in for, and the next review of each of their children, where it is in these days. Who may, and what
 * it throws: as `enterAbsence`.
 */
export async function beforeAbsence(ctx: Context, given: NewAbsence): Promise<BeforeAbsence> {
  return within(ctx, async (ctx) => {
    const { childIds, standInAway, standsInFor } = await lookAtAbsence(ctx, given);
    const then = [...(await nextReviews(ctx, childIds))].flatMap(([childId, review]) => {
      const on = comingOn(review);
      return on !== null && on >= given.fromOn && on <= given.toOn ? [{ childId, on, certain: review.on !== null }] : [];
    });
    const cards = await childCards(
      ctx,
      then.map(({ childId }) => childId)
    );
    const reviews = then.flatMap((one): ReviewThen[] => {
      const child = cards.get(one.childId);
      return child ? [{ ...one, child }] : [];
    });
    return { standInAway, standsInFor, reviews: reviews.toSorted((one, other) => one.on.localeCompare(other.on)) };
  });
}
