import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
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

/** Where a review is held, as its IRO wrote it; null: nobody wrote it. No permission of its own: its callers are verbs. */
export async function venueOf(ctx: Context, reviewId: string): Promise<string | null> {
  const row = await store.findReview(ctx, reviewId);
  if (!row?.venue_sealed) return null;
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'record');
  const text = safe.open('reviews', 'venue_sealed', row.id, row.venue_rev, row.venue_sealed);
  return text === DAMAGED ? null : text;
}

/** Writes down where a review is held; an empty text takes it away. `not-found` for anybody but the child's IRO or cover. */
export async function setVenue(ctx: Context, reviewId: string, venue: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const row = await store.findReview(ctx, reviewId);
    const { coverId } = await allow(ctx, 'venue.set', row?.child_id ?? null);
    if (!row) throw notFound();
    if (venue.length > LONGEST_VENUE) throw new Refusal('invalid', { fields: { venue: 'too-long' } });
    const rev = row.venue_rev + 1;
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'record');
    const sealed = venue === '' ? null : safe.seal('reviews', 'venue_sealed', row.id, rev, venue);
    await store.writeVenue(ctx, row.id, { venue_sealed: sealed, venue_rev: rev });
    await record(ctx, { verb: 'venue.set', subject: 'review', subjectId: row.id, childId: row.child_id, onBehalf: coverId });
  });
}

const LONGEST_VENUE = 200;

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

/**
 * Whether what names this review, or was made at this time (ISO), is for the next one: it names it, or came after the day
 * (UK) the last one was held.
 */
export const isFor = (review: NextReview, reviewId: string | null, at: string): boolean =>
  (reviewId !== null && reviewId === review.reviewId) || dayOf(new Date(at)) > (review.heldLast ?? '');

const unknown: NextReview = { reviewId: null, on: null, latestLawful: null, late: false, overdue: false, heldLast: null };
