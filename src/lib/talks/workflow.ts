import type { Status } from './talk.ts';

export type Who = 'child' | 'iro';
/** `seen`: whoever has the child knows that they do not want to talk now. What came of it is said from its day on. */
export type Action = 'ask' | 'not-now' | 'take' | 'cancel' | 'set' | 'offer' | 'moved' | 'missed' | 'talked' | 'seen';

type Row = Readonly<{ from: Status | 'new'; who: Who; action: Action; to: Status; fromItsDay?: true }>;

/** What may be done with a talk, by whom, and where it stands then: a page, a verb and a test read the same row. */
export const workflow: readonly Row[] = [
  { from: 'new', who: 'child', action: 'ask', to: 'asked' },
  { from: 'new', who: 'child', action: 'not-now', to: 'not-now' },

  { from: 'asked', who: 'child', action: 'ask', to: 'asked' },
  { from: 'asked', who: 'child', action: 'not-now', to: 'not-now' },
  { from: 'asked', who: 'child', action: 'cancel', to: 'off' },
  { from: 'asked', who: 'iro', action: 'set', to: 'set' },
  { from: 'asked', who: 'iro', action: 'offer', to: 'offered' },

  { from: 'offered', who: 'child', action: 'take', to: 'set' },
  { from: 'offered', who: 'child', action: 'ask', to: 'asked' },
  { from: 'offered', who: 'child', action: 'not-now', to: 'not-now' },
  { from: 'offered', who: 'child', action: 'cancel', to: 'off' },
  { from: 'offered', who: 'iro', action: 'set', to: 'set' },
  { from: 'offered', who: 'iro', action: 'offer', to: 'offered' },

  { from: 'set', who: 'child', action: 'ask', to: 'asked' },
  { from: 'set', who: 'child', action: 'not-now', to: 'not-now' },
  { from: 'set', who: 'child', action: 'cancel', to: 'off' },
  { from: 'set', who: 'iro', action: 'set', to: 'set' },
  { from: 'set', who: 'iro', action: 'offer', to: 'offered' },
  { from: 'set', who: 'iro', action: 'moved', to: 'moved' },
  { from: 'set', who: 'iro', action: 'talked', to: 'talked', fromItsDay: true },
  { from: 'set', who: 'iro', action: 'missed', to: 'missed', fromItsDay: true },

  // Moved, or they were not there: it is to be set again, by either.
  { from: 'moved', who: 'child', action: 'ask', to: 'asked' },
  { from: 'moved', who: 'child', action: 'not-now', to: 'not-now' },
  { from: 'moved', who: 'child', action: 'cancel', to: 'off' },
  { from: 'moved', who: 'iro', action: 'set', to: 'set' },
  { from: 'moved', who: 'iro', action: 'offer', to: 'offered' },
  { from: 'missed', who: 'child', action: 'ask', to: 'asked' },
  { from: 'missed', who: 'child', action: 'not-now', to: 'not-now' },
  { from: 'missed', who: 'child', action: 'cancel', to: 'off' },
  { from: 'missed', who: 'iro', action: 'set', to: 'set' },
  { from: 'missed', who: 'iro', action: 'offer', to: 'offered' },

  { from: 'not-now', who: 'child', action: 'ask', to: 'asked' },
  { from: 'not-now', who: 'child', action: 'not-now', to: 'not-now' },
  { from: 'not-now', who: 'iro', action: 'seen', to: 'not-now' },
  { from: 'off', who: 'iro', action: 'seen', to: 'off' }
];

/** Where it stands after one more thing happened; what is no action (that somebody opened it) changes nothing. */
export const after = (from: Status | 'new', action: string): Status | 'new' =>
  workflow.find((row) => row.from === from && row.action === action)?.to ?? from;

/** Whether this may be done now. `on`: the day it is set for, `today`: both `YYYY-MM-DD`. */
export const mayNow = (from: Status, who: Who, action: Action, days: Readonly<{ on: string | null; today: string }>): boolean =>
  workflow.some(
    (row) =>
      row.from === from &&
      row.who === who &&
      row.action === action &&
      (!row.fromItsDay || (days.on !== null && days.on <= days.today))
  );

/** It is over, and another one begins anew. */
export const isOver = (status: Status): boolean => status === 'talked' || status === 'off';

/** Somebody in the team has to do something next, on this day: otherwise it waits for the child, or for its day. */
export const needsStaff = (status: Status, on: string | null, today: string): boolean =>
  status === 'set' ? on !== null && on <= today : status !== 'offered' && status !== 'talked';
