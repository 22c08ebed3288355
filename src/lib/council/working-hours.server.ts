import { dayOf } from '#lib/context.ts';
import { englandAndWales } from './bank-holidays.ts';
import { isWorkingDay } from './working-days.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** When people are at their desks, UK time: from this hour up to that one. */
const OPENS = 9;
const CLOSES = 17;
/** No wait is longer than this, whatever the calendar says, in days. */
const LONGEST_DAYS = 60;

/** How long something may wait, in minutes: of whoever has it, of the office, or by the clock; whichever is over first. */
export type Wait = Readonly<{
  /** Of working time on the days the person works themself. */
  own?: number;
  /** Of working time of the office. */
  office?: number;
  /** By day and by night. */
  clock?: number;
}>;

type Hour = Readonly<{ open: boolean; weekday: string }>;

/** The office's hours, each looked up once: many things may wait, for long, and share the same hours. */
export function officeHours(): (at: number) => Hour {
  const known = new Map<number, Hour>();
  return (at) => {
    const start = hourOf(at);
    const hour = known.get(start) ?? { open: isWorkingTime(new Date(start)), weekday: weekdayOf(new Date(start)) };
    known.set(start, hour);
    return hour;
  };
}

/**
 * When a wait that began at `from` is over. Times are milliseconds since 1970; `days` are the ISO weekdays on which the
 * person works (`12345`). Hour by hour: the office opens and closes on the hour, in the United Kingdom and by UTC.
 */
export function waitOver(from: number, wait: Wait, hours: (at: number) => Hour, days = '12345'): number {
  const last = from + Math.min(wait.clock ?? Infinity, LONGEST_DAYS * 24 * 60) * MINUTE;
  let own = (wait.own ?? Infinity) * MINUTE;
  let office = (wait.office ?? Infinity) * MINUTE;
  for (let at = from; at < last; at = hourOf(at) + HOUR) {
    const { open, weekday } = hours(at);
    if (!open) continue;
    const here = Math.min(hourOf(at) + HOUR, last) - at;
    const left = Math.min(office, days.includes(weekday) ? own : Infinity);
    if (here >= left) return at + left;
    office -= here;
    if (days.includes(weekday)) own -= here;
  }
  return last;
}

const hourOf = (at: number): number => at - (at % HOUR);

/** Whether the office is open: not at night, at a weekend or on a bank holiday. UK time. */
export function isWorkingTime(at: Date): boolean {
  const hour = Number(hourInLondon.format(at));
  return hour >= OPENS && hour < CLOSES && isWorkingDay(englandAndWales, dayOf(at));
}

/** The ISO weekday (1 is Monday) of an instant, UK time. */
const weekdayOf = (at: Date): string => String(new Date(dayOf(at)).getUTCDay() || 7);

const hourInLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
