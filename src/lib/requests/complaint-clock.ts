import { englandAndWales, isWeekend, plusDays, type Calendar } from '#lib/council/bank-holidays.ts';
import { addWorkingDays, isWorkingDay } from '#lib/council/working-days.ts';

/* Days are `YYYY-MM-DD` in the United Kingdom. The day something is received is never counted. */

/** Working days until a representation is answered at stage 1, and at most, when more time is taken. */
const LOCAL_RESOLUTION_DAYS = 10;
const LONGEST_RESOLUTION_DAYS = 20;
/** Days of the calendar until a complaint about how somebody's information was used is acknowledged. */
const ACKNOWLEDGE_DAYS = 30;

/** `answerBy`: the answer is due; `latestBy`: the last day there can be when more time is taken, with a reason told to the child. */
export type ComplaintClock = Readonly<{ answerBy: string; latestBy: string }>;

/**
 * Stage 1 of a child's representation: ten working days from the day it is received, and ten more where it is not simple or
 * an advocate is wanted. A working day is no Saturday, Sunday, Christmas Day, Boxing Day, Good Friday or bank holiday: what
 * comes at a weekend is counted from its first working day.
 * Source: the Children Act 1989 Representations Procedure (England) Regulations 2006 (SI 2006/1738), regulations 2 and 14.
 */
export function complaintClock(receivedOn: string, calendar: Calendar = englandAndWales): ComplaintClock {
  return {
    answerBy: addWorkingDays(calendar, receivedOn, LOCAL_RESOLUTION_DAYS),
    latestBy: addWorkingDays(calendar, receivedOn, LONGEST_RESOLUTION_DAYS)
  };
}

/**
 * The last day on which a complaint about somebody's information is acknowledged: thirty days, counted from the day after it
 * was received whatever day that is; a last day at a weekend or on a bank holiday is the next working day.
 * Source: Data Protection Act 2018 s.164A, put in by the Data (Use and Access) Act 2025; how it is counted: guidance of the
 * Information Commissioner, February 2026.
 */
export function acknowledgeBy(receivedOn: string, calendar: Calendar = englandAndWales): string {
  let day = plusDays(receivedOn, ACKNOWLEDGE_DAYS);
  while (isWeekend(day) || !isWorkingDay(calendar, day)) day = plusDays(day, 1);
  return day;
}

/**
 * The same day of the month so many months on, or the last of that month when it is shorter: what is kept about somebody is
 * shown to them within one month (UK GDPR, article 12(3)).
 */
export function monthsOn(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0));
  const on = Math.min(date, last.getUTCDate());
  return new Date(Date.UTC(last.getUTCFullYear(), last.getUTCMonth(), on)).toISOString().slice(0, 10);
}
