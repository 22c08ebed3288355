import type { Answer, Asked, Audience } from '#lib/journeys/form.ts';
import type { DraftAnswer, DraftBody } from './contribution.ts';

/** What one page of the form brings: answers (null takes one back), who may hear them, skipped, or "more about this". */
export type PageChange = Readonly<{
  page: string;
  answers?: Readonly<Record<string, { answer: Answer; asked: Asked } | null>>;
  audiences?: Readonly<Record<string, Audience>>;
  skipped?: boolean;
  open?: string;
}>;

export const empty: DraftBody = { answers: {}, skipped: [], opened: [] };

/** The draft after what one page brought: an answer given keeps who may hear it until that is chosen anew. */
export function changed(body: DraftBody, change: PageChange): DraftBody {
  const answers: Record<string, DraftAnswer> = { ...body.answers };
  for (const [code, given] of Object.entries(change.answers ?? {})) {
    if (given === null) delete answers[code];
    else answers[code] = { ...given, audience: answers[code]?.audience ?? { kind: 'only_iro' } };
  }
  return {
    answers: withAudiences(answers, change.audiences ?? {}),
    skipped: skippedAfter(body.skipped, change),
    opened: change.open && !body.opened.includes(change.open) ? [...body.opened, change.open] : body.opened
  };
}

/** A page is skipped, or not any more, only when the change says so. */
function skippedAfter(skipped: readonly string[], change: PageChange): readonly string[] {
  if (change.skipped === undefined) return skipped;
  const others = skipped.filter((page) => page !== change.page);
  return change.skipped ? [...others, change.page] : others;
}

/** Who may hear each answer, chosen anew; answers nobody gave have no audience. */
export function withAudiences(
  answers: DraftBody['answers'],
  audiences: Readonly<Record<string, Audience>>
): DraftBody['answers'] {
  return Object.fromEntries(
    Object.entries(answers).map(([code, given]) => [code, { ...given, audience: audiences[code] ?? given.audience }])
  );
}
