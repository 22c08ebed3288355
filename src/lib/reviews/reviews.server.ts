import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { england } from './nations.ts';
import { nextOf, type NextReview } from './review.ts';
import * as store from './store.server.ts';

export type ReviewToSave = Readonly<{
  id?: string | undefined;
  childId: string;
  /** Days as `YYYY-MM-DD`; null where the case system does not say. */
  dueOn: string | null;
  plannedOn: string | null;
  heldOn: string | null;
  cancelled: boolean;
  /** How the child took part, PN0 to PN7, once held. */
  participation: string | null;
}>;

/** Puts down a review as the case system gives it. Saving the same again changes nothing. Returns its id. */
export async function saveReview(ctx: Context, given: ReviewToSave): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'review.save', given.childId);
    const before = given.id ? await store.findReview(ctx, given.id) : undefined;
    const row = {
      id: given.id ?? ctx.ids(),
      child_id: given.childId,
      due_on: given.dueOn,
      planned_on: given.plannedOn,
      held_on: given.heldOn,
      cancelled: given.cancelled ? (1 as const) : (0 as const),
      participation: given.participation,
      rev: (before?.rev ?? 0) + 1,
      changed_at: ctx.now.toISOString()
    };
    if (before && store.sameReview(before, row)) return before.id;
    await (before ? store.changeReview(ctx, row) : store.insertReview(ctx, row));
    await record(ctx, { verb: 'review.save', subject: 'review', subjectId: row.id, childId: row.child_id });
    return row.id;
  });
}

/** The child's next review, as of today. No permission of its own: its callers are verbs, which have theirs. */
export async function nextReview(ctx: Context, childId: string): Promise<NextReview> {
  return (await nextReviews(ctx, [childId])).get(childId) ?? unknown;
}

/** The next review of each of these children; every id given has an entry. */
export async function nextReviews(ctx: Context, childIds: readonly string[]): Promise<Map<string, NextReview>> {
  const known = await store.reviewsOf(ctx, childIds);
  const today = dayOf(ctx.now);
  return new Map(
    childIds.map((id) => {
      const child = known.get(id);
      return [id, child ? nextOf(england, { ...child, today }) : unknown];
    })
  );
}

const unknown: NextReview = { reviewId: null, on: null, latestLawful: null, late: false, overdue: false, heldLast: null };
