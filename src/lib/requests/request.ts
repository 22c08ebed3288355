import type { ContactRelation } from '#lib/children/contact.ts';
import type { Answer, Asked } from '#lib/journeys/form.ts';
import type { RequestKind } from './kinds.ts';
import type { Outcome } from './outcome.ts';

/**
 * Who gets a request: whoever has the child; the advocates' desk alone; the team, to ring the advocacy service; the managers;
 * the complaints desk; the child's IRO, the duty desk and the managers; or (`past`) the last two without the IRO. The IRO
 * knows that the advocates were asked, unless it goes past them too (`advocates-past`).
 */
export type Readers = 'holder' | 'advocates' | 'advocates-past' | 'ringing' | 'managers' | 'complaints' | 'everybody' | 'past';

/** How long an answer may take: working days, months, or until a complaint about information is acknowledged by law. */
export type Within = Readonly<{ working: number }> | Readonly<{ months: number }> | 'acknowledged';

/** Who asks: the child, an adult who was asked about them, or a worker. */
export type Asker = 'child' | 'contributor' | 'staff';

/** An adult who asked, as staff know them; `relation` is what they are to the child, null for a worker. */
export type AskedBy = Readonly<{ asker: Exclude<Asker, 'child'>; id: string; name: string; relation: ContactRelation | null }>;

/** Where a request stands: read from what happened, never stored. */
export type Status = 'sent' | 'opened' | 'answered' | 'taken-back';

export const statusOf = (facts: { takenBackAt: string | null; openings: number; answers: number }): Status => {
  if (facts.takenBackAt !== null) return 'taken-back';
  if (facts.answers > 0) return 'answered';
  return facts.openings > 0 ? 'opened' : 'sent';
};

/** One question as it was asked, and what was said to it. */
export type SaidTo = Readonly<{ asked: Asked; answer: Answer }>;

/** Somebody who opened it, as the child calls them. */
export type Opening = Readonly<{ name: string; at: string; standingIn: boolean }>;

/** Somebody who said "I have it" of what cannot wait. */
export type HadBy = Readonly<{ name: string; at: string }>;

/** Each of those who opened it once, by the first time: as its child, and whoever is told what its child sees, hear of them. */
export const eachOnce = (openings: readonly Opening[]): readonly Opening[] =>
  openings.filter(({ name }, at) => openings.findIndex((one) => one.name === name) === at);

/** Proof of sending: the same words sent again give the same one. */
export type RequestReceipt = Readonly<{ requestId: string; version: number; sentAt: string }>;

/** When it was last answered, by whom, and whether that was seen; `outcome` and `byOn` are null with what it was. */
export type Answered = Readonly<{ name: string; at: string; unseen: boolean; outcome: Outcome | null; byOn: string | null }>;

/** What the child may always know of what they asked: that it was heard, never what it was. */
export type RequestState = Readonly<{
  id: string;
  sentAt: string;
  status: Status;
  /** Everybody who opened it, each once, the first one first. */
  openings: readonly Opening[];
  /** Who has it, where that may be shown: only of what cannot wait, so it would say what this was. */
  had: HadBy | null;
  /** When it was last answered, by whom, and whether the child has seen that. */
  answered: Answered | null;
  /** Null: what it was is hidden on this device now. */
  kind: RequestKind | null;
  /** Who got it; null with what it was. */
  readers: Readers | null;
  /** Past which IRO of the day it went, as children call them; null: past nobody, or it is hidden with what it was. */
  passed: string | null;
  /** Null: no day was promised, or it is hidden with what it was. */
  answerBy: string | null;
  takenBackAt: string | null;
  mayTakeBack: boolean;
}>;

/** An answer, as it was given. */
export type GivenAnswer = Readonly<{
  id: string;
  outcome: Outcome;
  /** "Not yet": by when. A day. */
  byOn: string | null;
  /** Null: it cannot be opened with the keys at hand. */
  text: string | null;
  name: string;
  staffId: string;
  at: string;
}>;

/**
 * A request for the child themself. `shown`: `open` with everything in it; `hidden` on this device now; `kept` for good from
 * whoever chose this secret, because it was sent before. `said` is null when taken back or damaged, too.
 */
export type OwnRequest = RequestState &
  Readonly<{ shown: 'open' | 'hidden' | 'kept'; said: readonly SaidTo[] | null; answers: readonly GivenAnswer[] }>;

/** What an adult who asked may know of it: what became of it, the answers, and for a while their own words. */
export type AskedForChild = Readonly<{
  id: string;
  kind: RequestKind;
  readers: Readers;
  sentAt: string;
  status: Status;
  openings: readonly Opening[];
  answered: RequestState['answered'];
  /** The day by which an answer is promised, as far as this adult may know it. */
  answerBy: string | null;
}>;

export type OwnAsked = AskedForChild &
  Readonly<{
    /** Null: not shown any more, or it cannot be opened. */
    said: readonly SaidTo[] | null;
    answers: readonly GivenAnswer[];
  }>;

/** One line for those who may know that there is a request: not a word of what was said. */
export type RequestLine = Readonly<{
  id: string;
  childId: string;
  /** The adult who asked; null: the child did. */
  by: AskedBy | null;
  kind: RequestKind;
  readers: Readers;
  sentAt: string;
  status: Status;
  answerBy: string | null;
  openedAt: string | null;
  answeredAt: string | null;
  /** The newest answer, where more is still to come; null: none, or it was the last word. */
  interim: Outcome | null;
  assurance: string;
  language: string;
  /** How often everybody it is for was really told again that nobody opened it. */
  reminders: number;
}>;

/** A request as whoever may read it meets it. */
export type RequestForStaff = RequestLine &
  Readonly<{
    version: number;
    takenBackAt: string | null;
    said: readonly SaidTo[] | null;
    openings: readonly Opening[];
    had: HadBy | null;
    answers: readonly GivenAnswer[];
    outcomes: readonly Outcome[];
    /** Still to be dealt with by somebody. */
    waiting: boolean;
    /** What it comes of; null: it was asked for by itself. */
    follows: 'handed-back' | 'complaint' | null;
    /** Both days of a complaint's clock; null: it has none. */
    complaint: Readonly<{ answerBy: string; latestBy: string }> | null;
    mayFinish: boolean;
    /** Opened by break-glass: to be read, not answered. */
    readOnly: boolean;
  }>;
