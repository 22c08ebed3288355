/**
 * Who gets what: one line for each kind of item. Nothing is ever without a reader.
 */
export type DeskCode = (typeof deskCodes)[number];
export const deskCodes = ['iro-team', 'duty', 'advocates'] as const;
export type ItemKind =
  | 'views'
  | 'adult-views'
  | 'request'
  | 'advocate'
  | 'unsafe'
  | 'unsafe-duty'
  | 'unsafe-manager'
  | 'call-back'
  | 'message'
  | 'message-copy'
  | 'message-late'
  | 'message-late-advocate';

export type Rule = Readonly<{
  /**
   * Who has it first. `holder`: the child's IRO, or the person who stands in. `desk`: everybody at that desk, whoever has
   * the child. `managers`: every manager.
   */
  first: 'holder' | 'desk' | 'managers';
  /** The desk that has it first, or to which it falls when nobody has the child. */
  desk: DeskCode;
  /** The nudge that goes out when it comes in: `urgent` says that it cannot wait. */
  nudge: 'something-new' | 'urgent';
  /** To the managers when nobody sits at the desk that has it first. */
  elseManagers?: true;
}>;

export const rules: Readonly<Record<ItemKind, Rule>> = {
  views: { first: 'holder', desk: 'iro-team', nudge: 'something-new' },
  'adult-views': { first: 'holder', desk: 'iro-team', nudge: 'something-new' },
  request: { first: 'holder', desk: 'iro-team', nudge: 'something-new' },
  advocate: { first: 'desk', desk: 'advocates', nudge: 'something-new' },
  // "I am not safe" goes to all three in one step (decision 27).
  unsafe: { first: 'holder', desk: 'iro-team', nudge: 'urgent' },
  'unsafe-duty': { first: 'desk', desk: 'duty', nudge: 'urgent' },
  'unsafe-manager': { first: 'managers', desk: 'duty', nudge: 'urgent' },
  message: { first: 'holder', desk: 'iro-team', nudge: 'something-new' },
  // What a child sends a copy of is for the advocates; "my IRO has not answered" goes where the child says.
  'message-copy': { first: 'desk', desk: 'advocates', nudge: 'something-new' },
  'message-late': { first: 'managers', desk: 'duty', nudge: 'something-new' },
  'message-late-advocate': { first: 'desk', desk: 'advocates', nudge: 'something-new' },
  // Somebody who says they are family: about no child we know.
  'call-back': { first: 'desk', desk: 'iro-team', nudge: 'something-new', elseManagers: true }
};

/** How long one person may stand in before somebody has to decide again, in days. Absences read from a file have their own dates. */
export const LONGEST_COVER_DAYS = 28;

/** How long somebody who took over a worry has the child, at most, in hours: time to act, until whoever should have them does. */
export const LONGEST_WORRY_HOURS = 24;
