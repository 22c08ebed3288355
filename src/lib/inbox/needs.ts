import * as v from 'valibot';

const named = { called: v.string(), lastInitial: v.string() };

/** One "I am not safe" that is not dealt with, without a word of it. */
export const worry = v.object({
  ...named,
  requestId: v.string(),
  sentAt: v.string(),
  takenBack: v.boolean(),
  opened: v.boolean(),
  /** Who said "I have it". */
  had: v.nullable(v.string()),
  /** Who has the child; null: nobody has, or it goes past them. */
  holder: v.nullable(v.string()),
  /** It is about whoever has the child, and goes past them. */
  past: v.boolean(),
  /** How often everybody it is for was really told again while nobody opened it. */
  reminders: v.number(),
  /** The manager reading may open it. */
  mayOpen: v.boolean()
});
export type Worry = v.InferOutput<typeof worry>;

/** What one person has that nobody has opened: how much, and since when (ISO time). */
export const unopenedWith = v.object({ staffId: v.string(), name: v.string(), count: v.number(), oldestAt: v.string() });

/**
 * All that needs a person now, for the manager reading: the one list that the morning and the team's day both show, and
 * whose length both say. Names, days and figures; no content.
 */
export const needs = v.object({
  /** Each "I am not safe" that nobody has: those nobody opened first, then the oldest. */
  worries: v.array(worry),
  /** How much waits that nobody could open now. */
  withoutReader: v.number(),
  /** Desks at which nobody sits. */
  emptyDesks: v.array(v.string()),
  /** Family to ring back: how many wait, how many longer than was promised, and which is first. */
  calls: v.object({ count: v.number(), late: v.number(), firstId: v.nullable(v.string()) }),
  /** What lies on the team desk, and since when the oldest of it does; null: nothing does. */
  desk: v.nullable(v.object({ count: v.number(), oldestAt: v.string() })),
  /** Who has something that nobody has opened for days. */
  unopened: v.array(unopenedWith),
  /** Answers later than was promised. */
  answersLate: v.number(),
  /** Children whose review is near and whom nobody has asked. */
  notAsked: v.number(),
  /** Children whose review's day is later than the law allows, or has passed. */
  reviewsLate: v.number()
});
export type Needs = v.InferOutput<typeof needs>;
