import { childFor } from '#lib/children/children.server.ts';
import type { ChildFull } from '#lib/children/child.ts';
import { voicesFor, type Voice } from '#lib/consultations/comparing.server.ts';
import type { Reading } from '#lib/consultations/reading.server.ts';
import { within, type Context } from '#lib/context.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';

export type ComparingSheet = Readonly<{ child: ChildFull; review: NextReview; voices: readonly Voice[] }>;

/**
 * What everybody sent for a child's next review, with what belongs beside it. What the reader has not opened is a line
 * without words. `without`: ids of voices whose words are not read. `not-found` for anybody but the IRO or cover.
 */
export async function comparingSheet(
  ctx: Context,
  childId: string,
  how: Reading = 'views.compare',
  without: readonly string[] = []
): Promise<ComparingSheet> {
  return within(ctx, async (ctx) => ({
    voices: await voicesFor(ctx, childId, how, without),
    child: await childFor(ctx, childId),
    review: await nextReview(ctx, childId)
  }));
}
