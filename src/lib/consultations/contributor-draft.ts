import type { Answer, Asked } from '#lib/journeys/form.ts';

/**
 * What a professional may say of one answer: it is for the IRO, who must know it, and not for everybody. It stays with the
 * answer, sealed, and stands beside it in every view and print.
 */
export const restrictions = ['not-read-out', 'not-to-parents', 'not-to-child'] as const;
export type Restriction = (typeof restrictions)[number];

export const isRestriction = (text: string): text is Restriction => restrictions.some((mark) => mark === text);

/** The audience of an adult's answer, as its marks make it. */
export const audienceOf = (marks: readonly Restriction[]): 'iro' | 'restricted' => (marks.length > 0 ? 'restricted' : 'iro');

/** An answer as a contributor gives it: the question as it was asked, and what they said of who may not hear it. */
export type GivenView = Readonly<{ answer: Answer; asked: Asked; restricted: readonly Restriction[] }>;

/** The same in a draft, with the time (ISO) of its last change: what came after sending is not lost with what was sent. */
export type DraftView = GivenView & Readonly<{ at: string }>;

/** `done`: codes of pages that were left with "save and go on" and something said. */
export type ViewsBody = Readonly<{ answers: Readonly<Record<string, DraftView>>; done: readonly string[] }>;

/** What a contributor is writing. Its id is also the submission's (decision 13). */
export type ViewsDraft = Readonly<{
  id: string;
  childId: string;
  contactId: string;
  form: string;
  formVersion: number;
  language: string;
  rev: number;
  savedAt: string;
  /** When it was last sent; it can be changed for a while after. */
  sentAt: string | null;
  body: ViewsBody;
}>;

/** What one page brings: answers (null takes one back). A question that is not in it stays as it is. */
export type ViewsChange = Readonly<{
  page: string;
  answers: Readonly<Record<string, GivenView | null>>;
  /** They are done with this page for now; left out: it stays as it is. */
  done?: boolean;
}>;

export const noViews: ViewsBody = { answers: {}, done: [] };

/** The draft after what one page brought, at `now` (ISO). */
export function withPage(body: ViewsBody, change: ViewsChange, now: string): ViewsBody {
  const answers: Record<string, DraftView> = { ...body.answers };
  for (const [code, given] of Object.entries(change.answers)) {
    if (given === null) delete answers[code];
    else answers[code] = { ...given, at: sameView(answers[code], given) ? (answers[code]?.at ?? now) : now };
  }
  const others = body.done.filter((page) => page !== change.page);
  return { answers, done: change.done === undefined ? body.done : change.done ? [...others, change.page] : others };
}

/** What was said after `sentAt` (ISO): all that is left of a draft once what was sent is not shown any more. */
export const saidSince = (body: ViewsBody, sentAt: string): ViewsBody => ({
  answers: Object.fromEntries(Object.entries(body.answers).filter(([, { at }]) => at > sentAt)),
  done: []
});

const sameView = (one: GivenView | undefined, other: GivenView): boolean =>
  one !== undefined &&
  JSON.stringify([one.answer, [...one.restricted].sort()]) === JSON.stringify([other.answer, [...other.restricted].sort()]);

/** A body as it is stored beside an answer: an adult's has its marks, a child's has none. */
export type StoredView = Readonly<{ asked: Asked; answer: Answer; restricted: readonly Restriction[] }>;
