import { englandAndWales, plusDays } from '#lib/council/bank-holidays.ts';
import { addWorkingDays, isWorkingDay } from '#lib/council/working-days.ts';
import type { Soon } from './message.ts';

/** Working days in which somebody answers who says nothing else of themself, and a desk. */
export const USUAL_REPLY_DAYS = 3;

/**
 * Working days in which each is answered at the latest. `today`: the same day, while the office is open that day. `reply`: in
 * which whoever reads it says they answer.
 */
const answerDays: Readonly<Record<Soon, number | 'today' | 'reply'>> = { today: 'today', week: 3, review: 5, unsaid: 'reply' };

/** The moment of writing, in the United Kingdom: the day (`YYYY-MM-DD`), and whether the office has already closed on it. */
export type Moment = Readonly<{ day: string; closed: boolean }>;

/**
 * The day by which an answer is promised. "Today" at night, at a weekend or on a bank holiday is the next working day: nobody
 * is promised who is not there. "Before my next meeting" is answered by the day before it (`reviewOn`, a day, or null where
 * none is to come), or in five working days, whichever is sooner; never on a day that has gone. Nothing is promised for later
 * than within the working days (`replyDays`) in which whoever reads it says they answer: a page that says both says one thing.
 */
export function promisedBy(soon: Soon, { day, closed }: Moment, reviewOn: string | null, replyDays: number): string {
  const days = answerDays[soon];
  if (days === 'today') return isWorkingDay(englandAndWales, day) && !closed ? day : addWorkingDays(englandAndWales, day, 1);
  const usual = addWorkingDays(englandAndWales, day, days === 'reply' ? replyDays : Math.min(days, replyDays));
  if (soon !== 'review' || reviewOn === null || reviewOn < day) return usual;
  const before = plusDays(reviewOn, -1);
  const latest = before > day ? before : day;
  return usual < latest ? usual : latest;
}

/** Whether the promised day (null: none was) has passed on `today`. */
export const isPast = (answerBy: string | null, today: string): boolean => answerBy !== null && answerBy < today;
