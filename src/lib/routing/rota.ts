import { startOfDay } from './cover.ts';

/** Somebody on duty for a time. */
export type Shift = Readonly<{
  id: string;
  staffId: string;
  /** ISO times; it holds from the first and no longer at the second. */
  fromAt: string;
  toAt: string;
  /** 1 is asked first, then 2. */
  place: number;
  /** When it was put down as it stands (ISO time). */
  madeAt: string;
}>;

/** Where a shift stands at a moment (ISO time). */
export type Standing = 'over' | 'now' | 'to-come';

/** Whether a shift is over, holds now, or is to come. */
export function standingAt({ fromAt, toAt }: Pick<Shift, 'fromAt' | 'toAt'>, now: string): Standing {
  if (toAt <= now) return 'over';
  return fromAt <= now ? 'now' : 'to-come';
}

/** Several days of one person at once. Hours are `HH:MM`, UK time; an end that is not after the beginning is on the next day. */
export type NewShifts = Readonly<{
  staffId: string;
  fromOn: string;
  toOn: string;
  fromHour: string;
  toHour: string;
  place: number;
}>;

/** How many days can be put down at once. */
export const LONGEST_ROTA_DAYS = 28;

/** How many stand in line at one time. */
export const places = [1, 2, 3] as const;

const hour = /^([01]\d|2[0-3]):[0-5]\d$/;
const day = /^\d{4}-\d{2}-\d{2}$/;
const isDay = (text: string) => day.test(text) && !Number.isNaN(Date.parse(text));

/** What is wrong with these shifts, as field and reason, or null; `today` is a day. Who it is is asked by the verb. */
export function faultOfShifts(given: NewShifts, today: string): Record<string, string> | null {
  if (!isDay(given.fromOn)) return { fromOn: 'missing' };
  if (!isDay(given.toOn) || given.toOn < given.fromOn) return { toOn: 'order' };
  if (given.toOn < today) return { toOn: 'past' };
  if (daysBetween(given.fromOn, given.toOn) >= LONGEST_ROTA_DAYS) return { toOn: 'too-long' };
  if (!hour.test(given.fromHour)) return { fromHour: 'missing' };
  if (!hour.test(given.toHour)) return { toHour: 'missing' };
  return places.some((one) => one === given.place) ? null : { place: 'missing' };
}

const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

/** Every day from the first to the last, both included. */
export function daysOf(fromOn: string, toOn: string): string[] {
  const first = Date.parse(fromOn);
  return Array.from({ length: daysBetween(fromOn, toOn) + 1 }, (_, place) =>
    new Date(first + place * 86_400_000).toISOString().slice(0, 10)
  );
}

/** The instant of an hour of a day in the United Kingdom, as UTC ISO text. An hour that the clock leaves out is the one after it. */
export function instantOf(day: string, hour: string): string {
  const wanted = Date.parse(startOfDay(day)) + minutesOf(hour) * 60_000;
  // How far the clock has moved since midnight, which may have taken it into the day after.
  const off = ((minutesOf(hour) - minutesAt(wanted) + 1.5 * DAY) % DAY) - DAY / 2;
  const moved = wanted + off * 60_000;
  return new Date(minutesAt(moved) === minutesOf(hour) ? moved : wanted).toISOString();
}

/** A day, in minutes. */
const DAY = 24 * 60;

function minutesOf(hour: string): number {
  const [hours = 0, minutes = 0] = hour.split(':').map(Number);
  return hours * 60 + minutes;
}

const minutesAt = (instant: number): number => minutesOf(inLondon.format(instant));

const inLondon = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23'
});
