import { isWeekend, plusDays, type Calendar } from './bank-holidays.ts';

/** Days are `YYYY-MM-DD` text throughout: a day is not an instant and has no time zone. */

/** T4: not a Saturday, a Sunday or a bank holiday. */
export const isWorkingDay = (calendar: Calendar, day: string): boolean =>
  !isWeekend(day) && !calendar.holidays(Number(day.slice(0, 4))).includes(day);

/**
 * The day `count` working days after `day`; `day` itself is not counted, whatever it is. `count` is at least 1:
 * so the answer is always a working day.
 */
export function addWorkingDays(calendar: Calendar, day: string, count: number): string {
  let at = day;
  for (let left = count; left > 0;) {
    at = plusDays(at, 1);
    if (isWorkingDay(calendar, at)) left -= 1;
  }
  return at;
}
