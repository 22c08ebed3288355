import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import type { Asked, Form, Page, Question } from '#lib/journeys/form.ts';
import { answerNow, path } from '#lib/journeys/walk.ts';
import { allow } from '#lib/relations.server.ts';
import { addItem, finishItemOf } from '#lib/routing/items.server.ts';
import { answerRows, contributionRow, type Told } from './answer-rows.server.ts';
import type { AnswerState, Draft, DraftAnswer, Receipt } from './contribution.ts';
import { ownDraft } from './drafts.server.ts';
import * as store from './store.server.ts';

/**
 * Sends a draft: answers, audience, inbox item, audit and nudge in one transaction, acknowledged only after it.
 * The same words again give the same receipt; other words become a visible second version (decision 13).
 * `asked` words a question nobody answered, so that the IRO sees it was skipped. `invalid` when nothing was said.
 */
export async function send(
  ctx: Context,
  submission: {
    draftId: string;
    form: Form;
    reviewId: string | null;
    reviewOn: string | null;
    asked: (page: Page, question: Question) => Asked;
  }
): Promise<Receipt> {
  return within(ctx, async (ctx) => {
    const draft = await ownDraft(ctx, submission.draftId);
    await allow(ctx, 'contribution.send', draft.childId);
    const told = whatIsTold(submission.form, draft);
    if (!told.some(({ state }) => state !== 'skipped')) throw new Refusal('invalid', { fields: { send: 'nothing-said' } });
    const digest = digestOf(ctx, draft, told);
    const [last] = await store.versionsOf(ctx, draft.childId, draft.id);
    if (last?.digest === digest) {
      await store.markSent(ctx, draft.id, submission.reviewId);
      return { contributionId: last.id, submissionId: draft.id, version: last.version, sentAt: last.sent_at };
    }
    if (last) await finishItemOf(ctx, 'contribution', last.id);
    const receipt = {
      contributionId: ctx.ids(),
      submissionId: draft.id,
      version: (last?.version ?? 0) + 1,
      sentAt: ctx.now.toISOString()
    };
    await keep(ctx, draft, receipt, told, { digest, reviewId: submission.reviewId, asked: submission.asked });
    await addItem(ctx, {
      kind: 'views',
      subject: 'contribution',
      subjectId: receipt.contributionId,
      childId: draft.childId,
      neededBy: submission.reviewOn
    });
    await record(ctx, {
      verb: 'contribution.send',
      subject: 'contribution',
      subjectId: receipt.contributionId,
      childId: draft.childId
    });
    return receipt;
  });
}

/** Every question on the way the child went, in order. What the way no longer reaches is set aside, not sent. */
function whatIsTold(form: Form, draft: Draft): Told[] {
  const answers = Object.fromEntries(Object.entries(draft.body.answers).map(([code, { answer }]) => [code, answer]));
  return path(form, { answers, skipped: draft.body.skipped, opened: draft.body.opened })
    .filter((page) => page.code !== form.topicsPage)
    .flatMap((page) =>
      page.questions.flatMap((question, index): Told[] => {
        const kept = draft.body.answers[question.code];
        const answer = draft.body.skipped.includes(page.code) ? null : answerNow(question, answers);
        const given = kept && answer ? { ...kept, answer } : null;
        // A follow-up ("say more") left empty was not skipped: it was only offered.
        if (!given && index > 0) return [];
        return [{ question, page, state: stateOf(given), draft: given }];
      })
    );
}

/** Words given beside "I am not sure" are an answer like any other. */
function stateOf(given: DraftAnswer | null): AnswerState {
  if (!given) return 'skipped';
  return given.answer.unsure && given.answer.value === null ? 'not-sure' : 'answered';
}

/** Keyed, because a short answer's plain digest could be guessed. */
function digestOf(ctx: Context, draft: Draft, told: readonly Told[]): string {
  const said = told.map(({ question, state, draft: given }) => [
    question.code,
    state,
    given?.answer.value ?? null,
    given?.answer.unsure ?? false,
    given?.audience ?? null
  ]);
  return ctx.vault.mac('digest', draft.id, draft.form, String(draft.formVersion), JSON.stringify(said)).toString('hex');
}

async function keep(
  ctx: Context,
  draft: Draft,
  receipt: Receipt,
  told: readonly Told[],
  how: { digest: string; reviewId: string | null; asked: (page: Page, question: Question) => Asked }
): Promise<void> {
  const { answers, tellings } = await answerRows(ctx, draft.childId, receipt.contributionId, told, how.asked);
  await store.insertContribution(ctx, contributionRow(ctx, draft, receipt, how), answers, tellings);
  await store.markSent(ctx, draft.id, how.reviewId);
}
