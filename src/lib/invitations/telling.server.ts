import type { Context } from '#lib/context.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { isFor, venueOf } from '#lib/reviews/reviews.server.ts';
import type { InvitationRow } from './store.server.ts';

/**
 * The day and the place of the next review, as far as whoever has this invitation may know them: each by the IRO's tick, and
 * a tick is for the review it was made for. Whoever is still shown the one before learns nothing of the next.
 */
export async function toldOf(
  ctx: Context,
  row: InvitationRow,
  review: NextReview
): Promise<Readonly<{ day: string | null; venue: string | null }>> {
  const { reviewId, on, overdue } = review;
  if (!isFor(review, row.review_id, row.made_at)) return { day: null, venue: null };
  return {
    // A day that has passed without a meeting is no promise.
    day: row.tells_day === 1 && !overdue ? on : null,
    venue: row.tells_venue === 1 && reviewId !== null ? await venueOf(ctx, reviewId) : null
  };
}
