import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { finishItemOf } from '#lib/routing/items.server.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { AnswerState, Receipt } from './contribution.ts';
import { audienceOf, type GivenView, type StoredView } from './contributor-draft.ts';
import type { Channel } from './giver.ts';
import * as store from './store.server.ts';

/** What one adult says of one child, ready to be kept: from their own pages, or written down by a worker. */
export type Submission = Readonly<{
  /** With the author, unique: the same words sent twice are one submission (decision 13). */
  id: string;
  childId: string;
  contactId: string;
  form: Readonly<{ code: string; version: number }>;
  language: string;
  /** In the order asked. */
  views: readonly GivenView[];
  channel: Channel;
  /** The day it was given, when not online. */
  givenOn: string | null;
  enteredBy: string | null;
}>;

/**
 * Keeps a submission, in the transaction of the verb that may. The same words again give the same receipt, `again`; other
 * words become a visible second version, and nobody has to look at the one before any more.
 */
export async function keepSubmission(ctx: Context, given: Submission): Promise<Receipt & Readonly<{ again: boolean }>> {
  const digest = digestOf(ctx, given);
  const [last] = await store.versionsOf(ctx, given.contactId, given.id);
  if (last?.digest === digest)
    return { contributionId: last.id, submissionId: given.id, version: last.version, sentAt: last.sent_at, again: true };
  if (last) await finishItemOf(ctx, 'contribution', last.id);
  const receipt = {
    contributionId: ctx.ids(),
    submissionId: given.id,
    version: (last?.version ?? 0) + 1,
    sentAt: ctx.now.toISOString()
  };
  const { reviewId } = await nextReview(ctx, given.childId);
  const row = rowOf(ctx, given, { ...receipt, digest, reviewId });
  await store.insertContribution(ctx, row, await viewRows(ctx, given, receipt.contributionId), []);
  return { ...receipt, again: false };
}

const rowOf = (
  ctx: Context,
  given: Submission,
  kept: Receipt & { digest: string; reviewId: string | null }
): Insertable<Tables['contributions']> => ({
  id: kept.contributionId,
  submission_id: given.id,
  version: kept.version,
  digest: kept.digest,
  review_id: kept.reviewId,
  about_child_id: given.childId,
  author: 'contributor',
  author_id: given.contactId,
  entered_by: given.enteredBy,
  helper_sealed: null,
  channel: given.channel,
  given_on: given.givenOn,
  assurance: ctx.actor.assurance,
  language: given.language,
  band: 'adult',
  form: given.form.code,
  form_version: given.form.version,
  sent_at: kept.sentAt
});

/** Each answer sealed with the child's own key, beside the question as it was asked and the marks of who may not hear it. */
async function viewRows(ctx: Context, given: Submission, contributionId: string): Promise<Insertable<Tables['answers']>[]> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: given.childId }, 'private');
  return given.views.map((view, position) => {
    const id = ctx.ids();
    const body: StoredView = { asked: view.asked, answer: view.answer, restricted: view.restricted };
    const sealed = safe.seal('answers', 'body_sealed', id, 1, JSON.stringify(body));
    const about = { contribution_id: contributionId, child_id: given.childId, position };
    return { id, ...about, audience: audienceOf(view.restricted), state: stateOf(view), body_sealed: sealed, rev: 1 };
  });
}

const stateOf = ({ answer }: GivenView): AnswerState => (answer.unsure && answer.value === null ? 'not-sure' : 'answered');

/** Keyed, because a short answer's plain digest could be guessed. */
function digestOf(ctx: Context, { id, form, views }: Submission): string {
  const said = views.map(({ asked, answer, restricted }) => [asked.code, answer.value, answer.unsure, [...restricted].sort()]);
  return ctx.vault.mac('digest', id, form.code, String(form.version), JSON.stringify(said)).toString('hex');
}
