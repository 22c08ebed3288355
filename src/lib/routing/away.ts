import { englandAndWales, plusDays } from '#lib/council/bank-holidays.ts';
import { addWorkingDays, isWorkingDay } from '#lib/council/working-days.ts';
import { dayOf } from '#lib/context.ts';
import { startOfDay } from './cover.ts';
import { daysOf } from './rota.ts';

/** A time in which somebody is away (ISO times): from the first on, and no longer at the second. */
export type Away = Readonly<{ fromAt: string; toAt: string }>;

/** The first day away. */
export const firstDayOf = (fromAt: string): string => dayOf(new Date(fromAt));

/** The last day away: the end of an absence is the first moment of the day after. Whoever is told "until" is told this day. */
export const lastDayOf = (toAt: string): string => dayOf(new Date(Date.parse(toAt) - 1));

/**
 * When somebody who is away at `at` is back (ISO time): the end of the last of the times that follow on each other, without a
 * working day between. Null: they are not away then.
 */
export function endOfAway(at: string, times: readonly Away[]): string | null {
  let end: string | null = null;
  for (const { fromAt, toAt } of inOrder(times)) {
    if (end === null ? fromAt <= at && toAt > at : fromAt <= firstWorkingMoment(end) && toAt > end) end = toAt;
  }
  return end;
}

/** When work begins again for somebody who is back at this time. */
const firstWorkingMoment = (end: string): string => startOfDay(addWorkingDays(englandAndWales, lastDayOf(end), 1));

/** What is left of these times: one that was cancelled before it began has no length. */
const inOrder = (times: readonly Away[]): Away[] =>
  times.filter(({ fromAt, toAt }) => toAt > fromAt).sort((one, other) => one.fromAt.localeCompare(other.fromAt));

/** The next time away that has begun by `by` (ISO time), with all that follow on it; null: there is none. Both after `now`. */
export function awayBy(now: string, by: string, times: readonly Away[]): Away | null {
  const next = inOrder(times).find(({ fromAt, toAt }) => toAt > now && fromAt <= by);
  const toAt = next && endOfAway(next.fromAt, times);
  return next && toAt ? { fromAt: next.fromAt, toAt } : null;
}

/** Of these days (both included), whether somebody is away on none, on some, or on every one on which people work. */
export function howAway(fromOn: string, toOn: string, times: readonly Away[]): 'here' | 'part' | 'all' {
  const days = daysOf(fromOn, toOn);
  const working = days.filter((day) => isWorkingDay(englandAndWales, day));
  const isAway = (day: string) =>
    inOrder(times).some(({ fromAt, toAt }) => fromAt < startOfDay(plusDays(day, 1)) && toAt > startOfDay(day));
  if ((working.length > 0 ? working : days).every(isAway)) return 'all';
  return days.some(isAway) ? 'part' : 'here';
}
