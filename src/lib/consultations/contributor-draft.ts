import type { InvitationForm } from '#lib/invitations/invitation.ts';
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

export type ViewsBody = Readonly<{ answers: Readonly<Record<string, DraftView>> }>;

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
export type ViewsChange = Readonly<{ page: string; answers: Readonly<Record<string, GivenView | null>> }>;

export const noViews: ViewsBody = { answers: {} };

/** The draft after what one page brought, at `now` (ISO). */
export function withPage(body: ViewsBody, change: ViewsChange, now: string): ViewsBody {
  const answers: Record<string, DraftView> = { ...body.answers };
  for (const [code, given] of Object.entries(change.answers)) {
    if (given === null) delete answers[code];
    else answers[code] = { ...given, at: sameView(answers[code], given) ? (answers[code]?.at ?? now) : now };
  }
  return { answers };
}

/** What was said after `sentAt` (ISO): all that is left of a draft once what was sent is not shown any more. */
export const saidSince = (body: ViewsBody, sentAt: string): ViewsBody => ({
  answers: Object.fromEntries(Object.entries(body.answers).filter(([, { at }]) => at > sentAt))
});

const sameView = (one: GivenView | undefined, other: GivenView): boolean =>
  one !== undefined &&
  JSON.stringify([one.answer, [...one.restricted].sort()]) === JSON.stringify([other.answer, [...other.restricted].sort()]);

/**
 * How long after sending somebody sees their own words again, and can change them, in hours (security.md 6.2): what is
 * written at home lies in a mailbox that others may come by.
 */
const shownHours: Readonly<Record<InvitationForm, number>> = { parent: 24, carer: 24, professional: 30 * 24 };

/** Whether what was sent at `sentAt` (ISO) is still shown to its author. */
export const isShown = (form: InvitationForm, sentAt: string, now: Date): boolean =>
  now.getTime() - Date.parse(sentAt) < shownHours[form] * 3600_000;

/** A body as it is stored beside an answer: an adult's has its marks, a child's has none. */
export type StoredView = Readonly<{ asked: Asked; answer: Answer; restricted: readonly Restriction[] }>;
