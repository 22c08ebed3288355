import { englandAndWales, plusDays } from '#lib/council/bank-holidays.ts';
import { addWorkingDays } from '#lib/council/working-days.ts';
import { acknowledgeBy, monthsOn } from './complaint-clock.ts';
import { kinds, type RequestKind } from './kinds.ts';
import type { Within } from './request.ts';

/**
 * The day by which an answer is promised to what is asked for `today`; null: no day is promised. What only helps before the
 * child's next review (`reviewOn`) is answered by the day before it, or today, whichever is later. A review whose day is
 * not known (null) or has passed sets no bound. Days are `YYYY-MM-DD`.
 */
export function promisedBy(kind: RequestKind, today: string, reviewOn: string | null): string | null {
  const { answerIn, beforeReview } = kinds[kind];
  if (answerIn === null) return null;
  const usual = dayWithin(answerIn, today);
  if (!beforeReview || reviewOn === null || reviewOn < today) return usual;
  const latest = later(plusDays(reviewOn, -1), today);
  return usual < latest ? usual : latest;
}

/** The last day of so long from `today`. */
export function dayWithin(within: Within, today: string): string {
  if (within === 'acknowledged') return acknowledgeBy(today);
  return 'months' in within ? monthsOn(today, within.months) : addWorkingDays(englandAndWales, today, within.working);
}

const later = (one: string, other: string): string => (one > other ? one : other);
