import { childCards } from '#lib/children/children.server.ts';
import { dayOf, type Context } from '#lib/context.ts';
import { englandAndWales } from '#lib/council/bank-holidays.ts';
import { addWorkingDays } from '#lib/council/working-days.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { holdersOf } from '#lib/routing/routing.server.ts';
import type { Morning } from './morning.ts';
import { namesOf } from './rows.server.ts';
import { whenOf } from './rows-as.server.ts';
import * as store from './store.server.ts';

/** How far ahead a manager looks for children who were not asked, in working days (the time a consultation takes). */
const AHEAD = 20;
/** How many names one list shows. */
const LONGEST_LIST = 100;

type Reviews = ReadonlyMap<string, NextReview>;

/**
 * Those of these children whose review is near, whom nobody asked for their views since the last one, and who never used a
 * card: the soonest first. No permission of its own: its callers are verbs of managers.
 */
export async function childrenNotAsked(ctx: Context, ids: readonly string[], reviews: Reviews): Promise<string[]> {
  const today = dayOf(ctx.now);
  const until = addWorkingDays(englandAndWales, today, AHEAD);
  const [invited, used] = [await store.lastInvited(ctx, ids), await store.withCardUsed(ctx, ids)];
  return ids
    .map((id) => ({ id, review: reviews.get(id), on: whenOf(reviews.get(id)).reviewOn ?? '' }))
    .filter(({ id, review, on }) => {
      const asked = (invited.get(id) ?? '') > (review?.heldLast ?? '');
      return on >= today && on <= until && !asked && !used.has(id);
    })
    .sort((one, other) => one.on.localeCompare(other.on))
    .map(({ id }) => id);
}

/** The first of them by name, with their day and who has them. */
export async function notAskedRows(ctx: Context, ids: readonly string[], reviews: Reviews): Promise<Morning['notAsked']> {
  const shown = ids.slice(0, LONGEST_LIST);
  const [children, holders] = [await childCards(ctx, shown), await holdersOf(ctx, shown)];
  const names = await namesOf(
    ctx,
    [...holders.values()].map(({ personId }) => personId)
  );
  return shown.flatMap((id) => {
    const [child, person] = [children.get(id), holders.get(id)?.personId ?? null];
    const holder = person === null ? null : (names.get(person) ?? null);
    return child ? [{ ...child, childId: id, ...whenOf(reviews.get(id)), holder }] : [];
  });
}
