/** By which way a child would talk. "Not now" is an answer too, and wants no reason. */
export const ways = ['phone', 'video', 'in-person', 'walk'] as const;
export type Way = (typeof ways)[number];
export const isWay = (text: unknown): text is Way => ways.some((way) => way === text);

/** When in a day a child can: hours in which it begins and ends, UK time. */
export const parts = {
  morning: { from: 8, to: 12 },
  afternoon: { from: 12, to: 15 },
  'after-school': { from: 15, to: 18 },
  evening: { from: 18, to: 20 }
} as const satisfies Readonly<Record<string, Readonly<{ from: number; to: number }>>>;
export type Part = keyof typeof parts;
export const everyPart: readonly Part[] = ['morning', 'afternoon', 'after-school', 'evening'];
export const isPart = (text: unknown): text is Part => everyPart.some((part) => part === text);

/** A day (`YYYY-MM-DD`) on which a child can, and when in it; null: at any time of it. */
export type Time = Readonly<{ on: string; part: Part | null }>;
/** How many a child may pick, and how many the IRO may offer. */
export const MOST_TIMES = 3;

/** A day and an hour (`HH:MM`, UK time) that the IRO offers. */
export type Offered = Readonly<{ on: string; at: string }>;

/** How long what a child or the IRO writes beside it may be. */
export const LONGEST_WHERE = 500;
export const LONGEST_WORD = 300;

/** What a child picked. */
export type Picked = Readonly<{ way: Way; times: readonly Time[]; where: string | null }>;
/** What the IRO offers in its place. */
export type OfferMade = Readonly<{ times: readonly Offered[]; word: string | null }>;
/** What is set: when on its day, by which way, and the IRO's word. */
export type SetAs = Readonly<{ at: string; way: Way; word: string | null }>;

/** Where a talk stands: read from what happened, never stored. */
export type Status = 'asked' | 'offered' | 'set' | 'moved' | 'missed' | 'talked' | 'off' | 'not-now';

/** Somebody who opened it, as the child calls them. */
export type Opened = Readonly<{ name: string; at: string; standingIn: boolean }>;

/** Facts of a talk that any phone may show (decision 10): that there is one, and its day; never how or where. */
export type TalkFacts = Readonly<{
  id: string;
  status: Status;
  /** When it last came to where it stands. */
  at: string;
  opened: Opened | null;
  /** Who set, offered or moved it, as the child calls them; '' where nobody did. */
  by: string;
  /** Their id; null where nobody did. */
  byId: string | null;
  /** The day it is set for. */
  on: string | null;
}>;

/** A talk for its child. `kept`: sent before this secret was chosen, so what was picked stays hidden. */
export type OwnTalk = TalkFacts &
  Readonly<{
    shown: 'open' | 'hidden' | 'kept';
    picked: Picked | null;
    set: SetAs | null;
    offer: OfferMade | null;
    mayCancel: boolean;
    /** Whether this visit may say "not now": it gives up what is going on. */
    mayDecline: boolean;
    /** Whoever set or offered it is not there for this child any more: it is to be said anew by who is. */
    stale: boolean;
  }>;

/** A talk for whoever has the child. */
export type TalkForStaff = TalkFacts &
  Readonly<{
    childId: string;
    /** Null: it cannot be opened with the keys at hand, or there was nothing to pick. */
    picked: Picked | null;
    set: SetAs | null;
    offer: OfferMade | null;
    /** By what the child came in who did the last of it. */
    assurance: string;
    /** What the child did last came after somebody had answered. */
    again: boolean;
    /** How often it changed: what is done with it says with how many moves its page was shown. */
    moves: number;
  }>;

/** One line of a talk, for a list: not a word of it. */
export type TalkLine = TalkFacts & Readonly<{ childId: string }>;
