import type { Relation, Verb } from '#lib/permissions.ts';
import type { DeskCode, ItemKind } from '#lib/routing/rules.ts';
import type { IconName } from '#ui/icons.ts';
import type { PictureName } from '#ui/pictures/all.ts';
import type { Asker, Outcome, Readers } from './request.ts';

/** One thing a child may ask for: everything that is particular to it. */
export type KindRule = Readonly<{
  /** Its part of a child's address, and its page of the form `ask`: says nothing to whoever looks over a shoulder. */
  page: string;
  /** Who may ask for it. An adult's page of the same name is in the form `ask-about`. */
  askers: readonly Asker[];
  /** Who gets it, and who reads what was said. */
  readers: Readers;
  /** Whether something has to be said; otherwise asking is enough. */
  needsWords: boolean;
  /** Whether what is asked first stands in view from the start, or is folded away because asking is enough. */
  inView: boolean;
  /** Cannot wait: it stands first and loud in every list, and its child is told to call, not to wait. */
  urgent: boolean;
  /** How it looks among the short ways to ask; null: it has a page of its own, where help comes first. */
  way: Readonly<{ picture: PictureName; icon: IconName }> | null;
  /** Working days until an answer is promised; null: no day is promised, somebody opens it as soon as they can. */
  answerDays: number | null;
  /** An answer after the next review would come too late: it is promised by the day before, if that is sooner. */
  beforeReview: boolean;
  /** What it can be answered with. */
  outcomes: readonly Outcome[];
  /** Answers after which nobody has to look at it again. */
  settledBy: readonly Outcome[];
  /** Taken back, it stays with whoever has it, as a mark without content: they call the child (decision 27). */
  staysWhenTakenBack: boolean;
}>;

const decided = ['yes', 'partly', 'not-yet', 'no'] as const satisfies readonly Outcome[];
const settled = ['yes', 'partly', 'no'] as const satisfies readonly Outcome[];

const everybodyAsks = ['child', 'contributor', 'staff'] as const satisfies readonly Asker[];

const table = {
  'tell-now': {
    page: 'tell',
    askers: ['child'],
    readers: 'holder',
    needsWords: true,
    inView: true,
    urgent: false,
    way: { picture: 'speech', icon: 'send' },
    answerDays: 3,
    beforeReview: false,
    outcomes: ['reply'],
    settledBy: ['reply'],
    staysWhenTakenBack: false
  },
  talk: {
    page: 'talk',
    askers: ['child'],
    readers: 'holder',
    needsWords: false,
    inView: false,
    urgent: false,
    way: { picture: 'phone', icon: 'speech' },
    answerDays: 2,
    beforeReview: false,
    outcomes: decided,
    settledBy: settled,
    staysWhenTakenBack: false
  },
  'early-review': {
    page: 'sooner',
    askers: everybodyAsks,
    readers: 'holder',
    needsWords: false,
    inView: false,
    urgent: false,
    way: { picture: 'calendar', icon: 'calendar' },
    answerDays: 5,
    beforeReview: true,
    outcomes: decided,
    settledBy: settled,
    staysWhenTakenBack: false
  },
  advocate: {
    page: 'beside',
    askers: everybodyAsks,
    readers: 'advocates',
    needsWords: false,
    inView: false,
    urgent: false,
    way: { picture: 'friends', icon: 'people' },
    answerDays: 2,
    beforeReview: false,
    outcomes: decided,
    settledBy: settled,
    staysWhenTakenBack: false
  },
  'not-safe': {
    page: 'now',
    askers: ['child'],
    readers: 'everybody',
    needsWords: false,
    inView: true,
    urgent: true,
    way: null,
    answerDays: null,
    beforeReview: false,
    outcomes: ['reply'],
    // Never closed by itself: somebody says what was done, and then that it is done (domain.md 7.4).
    settledBy: [],
    staysWhenTakenBack: true
  }
} satisfies Readonly<Record<string, KindRule>>;

export type RequestKind = keyof typeof table;

/** In the order in which a child meets them. */
export const kinds: Readonly<Record<RequestKind, KindRule>> = table;

export type ReadersRule = Readonly<{
  /** The items that bring it to people, all in one step. */
  items: readonly ItemKind[];
  /** Who may open and answer it. */
  read: Verb;
  /** Who never may, whatever else they are. */
  never: readonly Relation[];
  /** The desk without which it cannot be delivered so, and who gets it then. */
  needs?: Readonly<{ desk: DeskCode; otherwise: Readers }>;
}>;

export const readers: Readonly<Record<Readers, ReadersRule>> = {
  holder: { items: ['request'], read: 'request.read', never: ['social_worker'] },
  // What a child says to an advocate is for the advocate alone (decision 30).
  advocates: {
    items: ['advocate'],
    read: 'request.read-advocate',
    never: ['allocated', 'covering', 'social_worker'],
    needs: { desk: 'advocates', otherwise: 'holder' }
  },
  everybody: { items: ['unsafe', 'unsafe-duty', 'unsafe-manager'], read: 'request.read-unsafe', never: ['social_worker'] }
};

/** The kind at this part of an address; null when there is none. */
export const kindAt = (page: string): RequestKind | null => everyKind.find((kind) => kinds[kind].page === page) ?? null;

/** What this sort of person may ask for, at this part of an address; null when there is no such thing. */
export const kindFor = (asker: Asker, page: string): RequestKind | null =>
  everyKind.find((kind) => kinds[kind].page === page && kinds[kind].askers.includes(asker)) ?? null;

/** Everything this sort of person may ask for. */
export const kindsFor = (asker: Asker): readonly RequestKind[] => everyKind.filter((kind) => kinds[kind].askers.includes(asker));

export const isKind = (kind: string): kind is RequestKind => Object.hasOwn(kinds, kind);

export const everyKind: readonly RequestKind[] = Object.keys(kinds).filter(isKind);

/** Whether this is a kind of request that cannot wait; whatever else falls to somebody can. */
export const isUrgent = (kind: string): boolean => isKind(kind) && kinds[kind].urgent;

export const isReaders = (by: string): by is Readers => Object.hasOwn(readers, by);
