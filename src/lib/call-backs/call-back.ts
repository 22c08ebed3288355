/** What somebody types who says they are family. All of it is only what they say: nothing is looked up. */
export type CallBackGiven = Readonly<Record<CallBackField, string>>;
export type CallBackField = keyof typeof longest;

/** The most characters of each. */
export const longest = { name: 100, related: 100, child: 100, phone: 40, when: 300, about: 1000 } as const;
export const callBackFields = ['name', 'related', 'child', 'phone', 'when', 'about'] as const satisfies CallBackField[];

/** How many working days they wait at most. */
export const RING_WITHIN_DAYS = 2;

/** What is wrong with a field; the words for it are in `family:problems`. */
export type CallBackFault = 'missing' | 'too-long' | 'not-a-number';

/** Without a name, a number and a child's name nobody can ring; the rest can be asked then. Empty: nothing is wrong. */
export function faultsOfCallBack(given: CallBackGiven): Partial<Record<CallBackField, CallBackFault>> {
  const faults: Partial<Record<CallBackField, CallBackFault>> = {};
  for (const field of ['name', 'child', 'phone'] as const) if (given[field] === '') faults[field] = 'missing';
  if (given.phone !== '' && given.phone.replaceAll(/\D/g, '').length < 6) faults.phone = 'not-a-number';
  for (const field of callBackFields) if (given[field].length > longest[field]) faults[field] = 'too-long';
  return faults;
}

/** What came of ringing them. */
export const outcomes = ['spoke', 'passed-on', 'no-answer', 'cannot'] as const;
export type CallBackOutcome = (typeof outcomes)[number];
export const isOutcome = (text: string | null): text is CallBackOutcome => outcomes.some((one) => one === text);

/** Whether nobody has to ring them any more. */
export const isOver = (outcome: CallBackOutcome): boolean => outcome !== 'no-answer';

/** One time somebody rang, or tried to. `note`: null when it cannot be opened. */
export type CallBackTry = Readonly<{ id: string; outcome: CallBackOutcome; note: string | null; by: string; at: string }>;

/** A call-back in a list. `name` null: it cannot be opened. */
export type CallBackLine = Readonly<{
  id: string;
  name: string | null;
  sentAt: string;
  ringBy: string;
  /** Nobody has opened it. */
  unread: boolean;
  /** Who opened it first, when it was not the reader. */
  openedBy: string | null;
  tries: number;
  language: string;
}>;

/** A call-back for whoever rings. `said` null: it cannot be opened. */
export type CallBackSheet = Readonly<{
  id: string;
  said: CallBackGiven | null;
  sentAt: string;
  ringBy: string;
  language: string;
  /** Who opened it first, when it was not the reader. */
  opened: Readonly<{ by: string; at: string }> | null;
  tries: readonly CallBackTry[];
  done: Readonly<{ by: string; at: string }> | null;
}>;
