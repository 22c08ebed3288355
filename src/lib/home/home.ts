import type { HeardState } from '#lib/consultations/contribution.ts';
import type { Look } from '#lib/children/look.ts';
import type { Band } from '#lib/journeys/form.ts';

/** A person a child can reach, as a child's page shows them. */
export type Face = Readonly<{
  id: string;
  name: string;
  /** What the child calls them. */
  called: string;
  phone: string | null;
  photo: string | null;
  /** Promised answer, in working days. */
  replyDays: number;
  /** ISO weekday numbers, e.g. `12345`. */
  workingDays: string;
}>;

/** Who is reading this page, for words, sizes and direction. Visitors and workers have no child in it. */
export type Reader = Readonly<{
  band: Band | 'adult' | 'staff' | null;
  language: string;
  /** What the child wants to be called. */
  called: string | null;
  /** The first name of the child a contributor writes about; null for everybody else. */
  child: string | null;
  /** The child's own IRO, even while away; null when none is allocated. */
  iro: Face | null;
  /** Who reads what the child sends, now: the IRO or whoever stands in; null: the team's desk. */
  readsNow: Face | null;
  /** How the child wants their pages; the usual look for everybody else. */
  look: Look;
  /** The cards of a first visit are behind them. */
  welcomed: boolean;
  /** The device may keep the help page for when there is no signal. */
  keeps: boolean;
  /** Somebody may look over this child's shoulder: nothing is shown back, and one entry stands in the browser's history. */
  watched: boolean;
}>;

export type Home = Readonly<{
  reviewId: string | null;
  /** The day of the next review (`YYYY-MM-DD`) and whether it is the meeting's day or the day it is due by. */
  review: { on: string; certain: boolean } | null;
  /** A draft this visit may go on with. */
  draft: { id: string; answered: number; /** Something in it was not sent yet. */ unsent: boolean } | null;
  heard: HeardState | null;
  /**
   * The last day (`YYYY-MM-DD`) on which the child's own IRO is away while somebody else reads, and whether that one reads all
   * the time until then.
   */
  away: { untilOn: string; sameReader: boolean } | null;
}>;
