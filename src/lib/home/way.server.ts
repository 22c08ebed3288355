import { openDraft, seeDraft, seeDraftOf } from '#lib/consultations/drafts.server.ts';
import type { Draft } from '#lib/consultations/contribution.ts';
import type { Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { Band, Form } from '#lib/journeys/form.ts';
import type { Progress } from '#lib/journeys/walk.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { mayShowOwnWords } from '#lib/sign-in/session.ts';
import type { Reader } from './home.ts';
import { formFor, formOf } from '#forms/forms.ts';

/** Where a child is on the way through their form. */
export type Way = Readonly<{ draft: Draft; form: Form; progress: Progress; reviewId: string | null; reviewOn: string | null }>;

/** The child this request is of; `not-found` for anybody else (the door has already sent them away). */
export function childHere(ctx: Context): string {
  if (ctx.actor.kind !== 'child') throw notFound();
  return ctx.actor.id;
}

/** The way this visit may go on with, or that of the draft a form names; null when there is no such draft it may see. */
export async function wayOf(ctx: Context, draftId: string | null = null): Promise<Way | null> {
  const childId = childHere(ctx);
  const review = await nextReview(ctx, childId);
  const draft = draftId === null ? await seeDraft(ctx, childId, review.reviewId) : await seeDraftOf(ctx, childId, draftId);
  return draft ? asWay(draft, review) : null;
}

/**
 * The way as a page shows it. What was sent is the child's own words: on a shared phone it is shown only just after PIN
 * or pictures (decision 10), and `secret-needed` otherwise. Saving never asks this: a stale visit may always write.
 */
export async function wayToShow(ctx: Context): Promise<Way | null> {
  const way = await wayOf(ctx);
  if (way && way.draft.sentAt !== null && !mayShowOwnWords(ctx.actor, ctx.now)) throw new Refusal('secret-needed');
  return way;
}

/** Starts a way, or goes on with the one in progress. A pinned draft keeps its own form and version. */
export async function beginWay(ctx: Context, reader: { band: Band; language: string }): Promise<Way> {
  const childId = childHere(ctx);
  const review = await nextReview(ctx, childId);
  const draft = await openDraft(ctx, { childId, reviewId: review.reviewId, form: formFor(reader.band), ...reader });
  return asWay(draft, review);
}

/** In which band and language a form is begun for this reader. */
export const readingAs = ({ band, language }: Reader): { band: Band; language: string } => ({
  band: band === null || band === 'adult' || band === 'staff' ? '8-11' : band,
  language
});

function asWay(draft: Draft, review: { reviewId: string | null; on: string | null }): Way {
  const form = formOf(draft.form, draft.formVersion);
  if (!form) throw notFound();
  return { draft, form, progress: progressOf(draft), reviewId: review.reviewId, reviewOn: review.on };
}

export function progressOf(draft: Draft): Progress {
  const answers = Object.fromEntries(Object.entries(draft.body.answers).map(([code, { answer }]) => [code, answer]));
  return { answers, skipped: draft.body.skipped, opened: draft.body.opened };
}
