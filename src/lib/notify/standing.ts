/** What waits to be sent, in figures: nothing says of whom. */
export type OutboxState = Readonly<{
  /** Since when the oldest thing should have gone (ISO time); null: nothing waits that should have. */
  oldestDue: string | null;
  waiting: number;
  /** Given up after three days, and nobody has dealt with it. */
  dead: number;
}>;

/** How long something may wait that should have gone, before it is said (security.md R-12), in minutes. */
export const LATE_AFTER_MINUTES = 15;

/** Since when (ISO time) post stands still: longer than it may; null: it does not. */
export const standsStillSince = ({ oldestDue }: OutboxState, now: Date): string | null =>
  oldestDue !== null && now.getTime() - Date.parse(oldestDue) >= LATE_AFTER_MINUTES * 60_000 ? oldestDue : null;

/** Whether somebody must look: post stands still, or something was given up. Mail cannot say that mail is broken. */
export const isAlarm = (state: OutboxState, now: Date): boolean => standsStillSince(state, now) !== null || state.dead > 0;
