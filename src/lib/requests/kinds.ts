import type { KindRule } from './kind.ts';
import type { Outcome } from './outcome.ts';
import { readers } from './readers.ts';
import type { Asker, Readers } from './request.ts';

const decided = ['yes', 'partly', 'not-yet', 'no'] as const satisfies readonly Outcome[];
const settled = ['yes', 'partly', 'no'] as const satisfies readonly Outcome[];
const lookedInto = ['upheld', 'partly-upheld', 'not-upheld'] as const satisfies readonly Outcome[];
const byAdvocate = ['accepted', 'not-yet', 'handed-back'] as const satisfies readonly Outcome[];
const everybodyAsks = ['child', 'contributor', 'staff'] as const satisfies readonly Asker[];

/** What is so of most: a child asks whoever has them, asking is enough, and it is decided with a reason. */
const usual = {
  askers: ['child'],
  readers: 'holder',
  needsWords: false,
  inView: false,
  urgent: false,
  beforeReview: false,
  outcomes: decided,
  settledBy: settled,
  staysWhenTakenBack: false
} as const satisfies Partial<KindRule>;

/** What is only words, and is answered in words. */
const words = { needsWords: true, inView: true, outcomes: ['reply'], settledBy: ['reply'] } as const satisfies Partial<KindRule>;

const table = {
  'tell-now': {
    ...usual,
    ...words,
    page: 'tell',
    way: { picture: 'speech', icon: 'send', shelf: 'short', by: '/me/write' },
    answerIn: { working: 3 }
  },
  talk: {
    ...usual,
    page: 'talk',
    way: { picture: 'phone', icon: 'speech', shelf: 'short', by: '/me/meet/talk' },
    answerIn: { working: 2 }
  },
  'early-review': {
    ...usual,
    page: 'sooner',
    askers: everybodyAsks,
    way: { picture: 'calendar', icon: 'calendar', shelf: 'short' },
    answerIn: { working: 5 },
    beforeReview: true
  },
  advocate: {
    ...usual,
    page: 'beside',
    askers: everybodyAsks,
    readers: 'advocates',
    // A child's IRO is told that an advocate is wanted, never why.
    otherwise: 'holder',
    way: { picture: 'friends', icon: 'people', shelf: 'short' },
    answerIn: { working: 2 },
    outcomesBy: { advocates: byAdvocate, 'advocates-past': byAdvocate, ringing: ['rang', 'not-yet'] },
    settledBy: [...settled, 'accepted', 'handed-back', 'rang']
  },
  'care-plan': {
    ...usual,
    page: 'plan',
    way: { picture: 'plan', icon: 'note', shelf: 'plans' },
    answerIn: { working: 5 }
  },
  explain: {
    ...usual,
    ...words,
    page: 'explain',
    way: { picture: 'help', icon: 'help', shelf: 'plans' },
    answerIn: { working: 5 }
  },
  challenge: {
    ...usual,
    needsWords: true,
    inView: true,
    page: 'again',
    way: { picture: 'rules', icon: 'undo', shelf: 'plans' },
    answerIn: { working: 10 }
  },
  visitor: { ...usual, page: 'visits', way: { picture: 'outside', icon: 'people', shelf: 'plans' }, answerIn: { working: 10 } },
  'no-answer': {
    ...usual,
    page: 'waiting',
    // It is about whoever has the child: never to them.
    readers: 'managers',
    chosen: { question: 'waiting-who', to: { advocate: 'advocates-past', boss: 'managers' } },
    inView: true,
    way: { picture: 'letter', icon: 'clock', shelf: 'wrong' },
    answerIn: { working: 2 },
    outcomes: ['reply'],
    settledBy: ['reply']
  },
  'different-iro': {
    ...usual,
    page: 'change',
    readers: 'managers',
    way: { picture: 'worker', icon: 'cover', shelf: 'wrong' },
    answerIn: { working: 5 }
  },
  complaint: {
    ...usual,
    needsWords: true,
    inView: true,
    page: 'put-right',
    readers: 'complaints',
    way: { picture: 'hand', icon: 'flag', shelf: 'wrong' },
    // complaint-clock.ts: with a reason told to the child it may be twice as long.
    answerIn: { working: 10 },
    outcomes: [...lookedInto, 'more-time'],
    settledBy: lookedInto,
    besides: 'put-right-beside'
  },
  'data-complaint': {
    ...usual,
    needsWords: true,
    inView: true,
    page: 'told-about',
    readers: 'complaints',
    way: { picture: 'privacy', icon: 'eye-off', shelf: 'wrong' },
    answerIn: 'acknowledged',
    outcomes: ['acknowledged', ...lookedInto],
    settledBy: lookedInto
  },
  thanks: {
    ...usual,
    ...words,
    page: 'thanks',
    way: { picture: 'celebrate', icon: 'star', shelf: 'mine' },
    answerIn: null
  },
  file: {
    ...usual,
    page: 'about-me',
    readers: 'complaints',
    way: { picture: 'reading', icon: 'list', shelf: 'mine' },
    answerIn: { months: 1 }
  },
  'not-safe': {
    ...usual,
    page: 'now',
    readers: 'everybody',
    chosen: { question: 'now-about', to: { reader: 'past' } },
    inView: true,
    urgent: true,
    way: null,
    answerIn: null,
    outcomes: ['reply'],
    // Never closed by itself: somebody says what was done, and then that it is done (domain.md 7.4).
    settledBy: [],
    staysWhenTakenBack: true
  }
} satisfies Readonly<Record<string, KindRule>>;

export type RequestKind = keyof typeof table;

/** In the order in which a child meets them. */
export const kinds: Readonly<Record<RequestKind, KindRule>> = table;

/** What this kind can be answered with by those who got it. */
export const outcomesOf = (kind: RequestKind, by: Readers): readonly Outcome[] =>
  kinds[kind].outcomesBy?.[by] ?? kinds[kind].outcomes;

/** Everybody who may get this kind, by what is chosen and who is there. */
export const mayReach = (kind: RequestKind): readonly Readers[] => {
  const { readers: first, chosen, otherwise, outcomesBy } = kinds[kind];
  const others = [...Object.values(chosen?.to ?? {}), ...(otherwise ? [otherwise] : []), ...Object.keys(outcomesBy ?? {})];
  return [...new Set([first, ...others.filter(isReaders)])];
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
