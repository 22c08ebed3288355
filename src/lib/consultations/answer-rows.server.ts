import type { Insertable } from 'kysely';
import { assuranceSent, type Context } from '#lib/context.ts';
import type { Asked, Page, Question } from '#lib/journeys/form.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import { purposeOf, type AnswerState, type Draft, type DraftAnswer, type Receipt } from './contribution.ts';

/** One question on the way the child went, and what was said to it; `draft` null: nothing. */
export type Told = Readonly<{ question: Question; page: Page; state: AnswerState; draft: DraftAnswer | null }>;

type Rows = { answers: Insertable<Tables['answers']>[]; tellings: Insertable<Tables['tellings']>[] };

/**
 * What is told as rows: each answer sealed with the key of those who may know it, beside the question as it was asked, and
 * one row for each person who is to be told of it.
 */
export async function answerRows(
  ctx: Context,
  childId: string,
  contributionId: string,
  told: readonly Told[],
  asked: (page: Page, question: Question) => Asked
): Promise<Rows> {
  const subject = { kind: 'child', id: childId } as const;
  const safes = {
    private: await ctx.vault.safe(ctx.db, subject, 'private'),
    shared: await ctx.vault.safe(ctx.db, subject, 'shared')
  };
  const tellings: Rows['tellings'] = [];
  const answers = told.map(({ question, page, state, draft: given }, position) => {
    const id = ctx.ids();
    const audience = given?.audience ?? { kind: 'only_iro' as const };
    if (audience.kind === 'tell')
      for (const person of audience.people)
        tellings.push({
          id: ctx.ids(),
          answer_id: id,
          contact: person.kind,
          contact_id: person.id,
          told_at: null,
          told_by: null
        });
    const body = JSON.stringify({ asked: given?.asked ?? asked(page, question), answer: given?.answer ?? null });
    const sealed = safes[purposeOf(audience.kind)].seal('answers', 'body_sealed', id, 1, body);
    const about = { contribution_id: contributionId, child_id: childId, position };
    return { id, ...about, audience: audience.kind, state, body_sealed: sealed, rev: 1 };
  });
  return { answers, tellings };
}

/** The contribution's own row: by and about the child, as it is today. */
export function contributionRow(
  ctx: Context,
  draft: Draft,
  receipt: Receipt,
  how: { digest: string; reviewId: string | null }
): Insertable<Tables['contributions']> {
  return {
    id: receipt.contributionId,
    submission_id: draft.id,
    version: receipt.version,
    digest: how.digest,
    review_id: how.reviewId,
    about_child_id: draft.childId,
    author: 'child',
    author_id: draft.childId,
    entered_by: null,
    helper_sealed: null,
    assurance: assuranceSent(ctx.actor),
    language: draft.language,
    band: draft.band,
    form: draft.form,
    form_version: draft.formVersion,
    sent_at: receipt.sentAt
  };
}
