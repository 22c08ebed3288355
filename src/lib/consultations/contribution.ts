import type { Answer, Asked, Audience, Band } from '#lib/journeys/form.ts';
import type { Restriction } from './contributor-draft.ts';
import type { Giver } from './giver.ts';

/** One answer while it is being written: as given, as asked, and who may come to know it. */
export type DraftAnswer = Readonly<{ answer: Answer; asked: Asked; audience: Audience }>;

/** What a draft holds; all of it sealed as one field. `skipped` are page codes, `opened` are topics. */
export type DraftBody = Readonly<{
  answers: Readonly<Record<string, DraftAnswer>>;
  skipped: readonly string[];
  opened: readonly string[];
}>;

export type Draft = Readonly<{
  /** Also the submission's id (decision 13). */
  id: string;
  childId: string;
  form: string;
  formVersion: number;
  band: Band;
  language: string;
  rev: number;
  savedAt: string;
  /** When it was last sent; it can be added to until the review. */
  sentAt: string | null;
  body: DraftBody;
}>;

/** Proof of sending: the same words sent again give the same one. */
export type Receipt = Readonly<{ contributionId: string; submissionId: string; version: number; sentAt: string }>;

/** What the child may always know about what they sent, on any phone: that it was heard, never what it said. */
export type HeardState = Readonly<{
  submissionId: string;
  contributionId: string;
  version: number;
  sentAt: string;
  /** Who opened it, as the child calls them, and when; null: nobody has opened this yet. */
  opened: { name: string; at: string; standingIn: boolean } | null;
  /** The people the child asked the IRO to tell, and when each was told. */
  tellings: readonly { name: string; toldAt: string | null }[];
}>;

export type AnswerState = 'answered' | 'not-sure' | 'skipped';

/** Somebody the child may ask their IRO to tell. */
export type CirclePerson = Readonly<{ kind: 'contact' | 'staff'; id: string; name: string; relation: string }>;

/** One answer as the IRO (or whoever stands in) reads it. */
export type AnswerForIro = Readonly<{
  id: string;
  position: number;
  state: AnswerState;
  /** Null when the field cannot be opened with the keys at hand: said on the page, and nothing else breaks. */
  asked: Asked | null;
  answer: Answer | null;
  /** The child's choice, or what an adult's marks make it. */
  audience: Audience['kind'] | 'iro' | 'restricted';
  /** What a professional marked at it; a child's own answers have their audience instead. */
  restricted: readonly Restriction[];
  tellings: readonly { id: string; name: string; toldAt: string | null }[];
  /** Not in the version before this one, or different there. */
  changed: boolean;
}>;

export type ContributionForIro = Readonly<{
  id: string;
  childId: string;
  /** The adult who gave it; null: the child's own words. */
  giver: Giver | null;
  version: number;
  versions: readonly { id: string; version: number; sentAt: string }[];
  sentAt: string;
  /** `card`: sent with the card alone, without PIN or pictures. */
  assurance: string;
  language: string;
  band: Band | 'adult';
  answers: readonly AnswerForIro[];
  notes: readonly { id: string; text: string | null; by: string; at: string; mine: boolean }[];
  openings: readonly { name: string; at: string; standingIn: boolean }[];
}>;

/** One line in a list of what was sent: no words of the child. */
export type ContributionLine = Readonly<{
  id: string;
  childId: string;
  version: number;
  /** Whether a later version has taken its place. */
  superseded: boolean;
  sentAt: string;
  assurance: string;
  language: string;
  answered: number;
  asked: number;
  firstOpenedAt: string | null;
}>;

/** An answer whose audience is `at_my_review` is kept with the shared key, any other with the private one. */
export const purposeOf = (audience: AnswerForIro['audience']): 'private' | 'shared' =>
  audience === 'at_my_review' ? 'shared' : 'private';
