import type { Relation } from '#lib/grants.ts';

/**
 * Who gets what: one line for each kind of item. Nothing is ever without a reader.
 */
export type DeskCode = (typeof deskCodes)[number];
export const deskCodes = ['iro-team', 'duty', 'advocates', 'complaints'] as const;
export type ItemKind =
  | 'views'
  | 'adult-views'
  | 'request'
  | 'advocate'
  | 'unsafe'
  | 'unsafe-duty'
  | 'unsafe-manager'
  | 'call-back'
  | 'advocate-by-phone'
  | 'managers'
  | 'complaint'
  | 'not-told'
  | 'not-told-worker'
  | 'talk-times'
  | 'introduce'
  | 'message'
  | 'message-copy'
  | 'message-late'
  | 'message-late-advocate';

export type Rule = Readonly<{
  /**
   * Who has it first. `holder`: the child's IRO, or the person who stands in. `desk`: everybody at that desk, whoever has
   * the child. `managers`: every manager. `admins`: every administrator.
   */
  first: 'holder' | 'desk' | 'managers' | 'admins';
  /** The desk that has it first, or to which it falls when nobody has the child. */
  desk: DeskCode;
  /** The nudge that goes out when it comes in: `urgent` says that it cannot wait. */
  nudge: 'something-new' | 'urgent';
  /** To the managers when nobody sits at the desk who is not away, or there is no administrator. */
  elseManagers?: true;
  /** Nobody wrote it: something to do, and never "not opened yet". */
  task?: true;
  /** Who never opens it while they are that to the child, whatever else they are. */
  never?: readonly Relation[];
}>;

/** What is said to the IRO is not said to the social worker. */
const notTheirs = ['social_worker'] as const satisfies readonly Relation[];
/** An advocate is for the child alone: whoever has the child is none (decision 30). */
const notClose = ['allocated', 'covering', 'social_worker'] as const satisfies readonly Relation[];

export const rules: Readonly<Record<ItemKind, Rule>> = {
  views: { first: 'holder', desk: 'iro-team', nudge: 'something-new', elseManagers: true },
  'adult-views': { first: 'holder', desk: 'iro-team', nudge: 'something-new', elseManagers: true },
  request: { first: 'holder', desk: 'iro-team', nudge: 'something-new', elseManagers: true, never: notTheirs },
  advocate: { first: 'desk', desk: 'advocates', nudge: 'something-new', never: notClose },
  // The advocacy service does not sign in: somebody of the team rings it.
  'advocate-by-phone': { first: 'desk', desk: 'iro-team', nudge: 'something-new', elseManagers: true, never: notTheirs },
  // What goes past whoever has the child, and whoever stands in (decision 30): those of the day it came, from whom it is kept.
  managers: { first: 'managers', desk: 'complaints', nudge: 'something-new', never: notTheirs },
  complaint: { first: 'desk', desk: 'complaints', nudge: 'something-new', elseManagers: true, never: notTheirs },
  // "I am not safe" goes to all three in one step (decision 27).
  unsafe: { first: 'holder', desk: 'iro-team', nudge: 'urgent', elseManagers: true, never: notTheirs },
  'unsafe-duty': { first: 'desk', desk: 'duty', nudge: 'urgent', never: notTheirs },
  'unsafe-manager': { first: 'managers', desk: 'duty', nudge: 'urgent', never: notTheirs },
  message: { first: 'holder', desk: 'iro-team', nudge: 'something-new', elseManagers: true, never: notTheirs },
  // What a child sends a copy of is for the advocates; "my IRO has not answered" goes where the child says.
  'message-copy': { first: 'desk', desk: 'advocates', nudge: 'something-new', never: notClose },
  'message-late': { first: 'managers', desk: 'duty', nudge: 'something-new', never: notTheirs },
  'message-late-advocate': { first: 'desk', desk: 'advocates', nudge: 'something-new', never: notClose },
  // Somebody who says they are family: about no child we know.
  'call-back': { first: 'desk', desk: 'iro-team', nudge: 'something-new', elseManagers: true },
  // Somebody around a child, or a worker, whom post does not reach.
  'not-told': { first: 'holder', desk: 'iro-team', nudge: 'something-new', elseManagers: true },
  'not-told-worker': { first: 'admins', desk: 'iro-team', nudge: 'something-new', elseManagers: true },
  // A child says when they can talk before their review.
  'talk-times': { first: 'holder', desk: 'iro-team', nudge: 'something-new', elseManagers: true },
  // A child has a new IRO, who has not said hello yet.
  introduce: { first: 'holder', desk: 'iro-team', nudge: 'something-new', elseManagers: true, task: true }
};

/** How several of these are told of at once: as what cannot wait, if one of them cannot. */
export const nudgeOf = (kinds: readonly ItemKind[]): Rule['nudge'] =>
  kinds.some((kind) => rules[kind].nudge === 'urgent') ? 'urgent' : 'something-new';

/** Desks that may be empty for good: what is theirs is the managers' then. */
export const mayBeEmpty: readonly DeskCode[] = ['complaints'];

/** How long one person may stand in before somebody has to decide again, in days. Absences read from a file have their own dates. */
export const LONGEST_COVER_DAYS = 28;

/** How many days ahead it is said that somebody is away soon, before children are given to them. */
export const SOON_AWAY_DAYS = 14;

/** How long somebody has a child of whom something lay unopened for so long that the desk took it, in days. */
export const LONGEST_CLIMBED_DAYS = 3;

/** How long somebody who took over a worry has the child, at most, in hours: time to act, until whoever should have them does. */
export const LONGEST_WORRY_HOURS = 24;
