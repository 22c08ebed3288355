import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { adultAnswered } from '#lib/journeys/adult.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { addItem } from '#lib/routing/items.server.ts';
import { allow } from '#lib/relations.server.ts';
import { sentByAdult, take } from '#lib/sign-in/limits.server.ts';
import type { Receipt } from './contribution.ts';
import { formOf, ownDraft } from './contributor-drafts.server.ts';
import { keepSubmission } from './contributor-rows.server.ts';
import * as store from './store.server.ts';

/**
 * Sends what a contributor wrote: answers, marks, the item of whoever has the child, audit and nudge in one transaction,
 * acknowledged only after it. The same words again give the same receipt; other words become a visible second version
 * (decision 13). `slow-down` after twenty in an hour: the draft stays, and nothing is sent. `invalid` (`send`: `nothing-said`) when nothing was; `not-found` for anybody else's draft.
 */
export async function sendViews(ctx: Context, draftId: string): Promise<Receipt> {
  return within(ctx, async (ctx) => {
    const invitation = await ownInvitation(ctx);
    await allow(ctx, 'views.send', invitation.childId);
    const draft = await ownDraft(ctx, invitation, draftId);
    if (!draft) throw notFound();
    const form = formOf(invitation);
    const { answers } = draft.body;
    const given = Object.fromEntries(Object.entries(answers).map(([code, { answer }]) => [code, answer]));
    const views = adultAnswered(form, invitation.role, given).flatMap(({ question, answer }) => {
      const kept = answers[question.code];
      return kept ? [{ ...kept, answer }] : [];
    });
    if (views.length === 0) throw new Refusal('invalid', { fields: { send: 'nothing-said' } });
    const { childId, contactId } = invitation;
    const { again, ...receipt } = await keepSubmission(ctx, {
      ...{ id: draft.id, childId, contactId, form, language: draft.language, views },
      ...{ channel: 'online', givenOn: null, enteredBy: null }
    });
    await store.markSent(ctx, draft.id, invitation.reviewId);
    if (again) return receipt;
    const wait = await take(ctx, sentByAdult(contactId));
    if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
    await announce(ctx, childId, receipt.contributionId);
    const act = { verb: 'views.send', subject: 'contribution', subjectId: receipt.contributionId, childId };
    await record(ctx, act);
    return receipt;
  });
}

/** Whoever has the child finds it in their inbox, by the day of the review. In the transaction of what was sent. */
export async function announce(ctx: Context, childId: string, contributionId: string): Promise<void> {
  const { on } = await nextReview(ctx, childId);
  await addItem(ctx, { kind: 'adult-views', subject: 'contribution', subjectId: contributionId, childId, neededBy: on });
}
