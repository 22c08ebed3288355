import type { ProblemCode } from './problems.ts';

type Read = { day: string; ambiguous: boolean } | { problem: ProblemCode };

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const TIME = String.raw`(?:[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?: ?[AP]M)?Z?)?`;
const ISO = new RegExp(`^(\\d{4})[-/](\\d{1,2})[-/](\\d{1,2})${TIME}$`, 'i');
const PACKED = /^((?:19|20)\d{2})(\d{2})(\d{2})$/;
const SLASHED = new RegExp(`^(\\d{1,2})[/.-](\\d{1,2})[/.-](\\d{4})${TIME}$`, 'i');
const NAMED = /^(\d{1,2})[ -]([a-z]{3})[a-z]*[ -](\d{4})$/i;
const SHORT = /^\d{1,2}[/.-](\d{1,2}|[a-z]{3})[/.-]\d{2}(?: \d{1,2}:\d{2}.*)?$/i;
/** Excel's day numbers of 1954 to 2064. */
const SERIAL = /^[2-5]\d{4}(?:\.\d+)?$/;

/**
 * Reads a day as councils write it: `2026-11-16`, `2026-11-16 00:00:00`, `16/11/2026`, `16-Nov-2026`, `20261116`.
 * `ambiguous`: day and month could change places and still be a day. Never guesses: what is not certain has a problem.
 */
export function readDay(text: string): Read {
  const iso = ISO.exec(text) ?? PACKED.exec(text);
  if (iso) return existing(Number(iso[1]), Number(iso[2]), Number(iso[3]), false);
  const slashed = SLASHED.exec(text);
  if (slashed) return fromSlashes(Number(slashed[1]), Number(slashed[2]), Number(slashed[3]));
  const named = NAMED.exec(text);
  const month = MONTHS.indexOf((named?.[2] ?? '').toLowerCase()) + 1;
  if (named && month > 0) return existing(Number(named[3]), month, Number(named[1]), false);
  if (SHORT.test(text)) return { problem: 'two-digit-year' };
  return { problem: SERIAL.test(text) ? 'excel-date' : 'not-a-date' };
}

function fromSlashes(first: number, second: number, year: number): Read {
  if (second > 12 && second <= 31 && first >= 1 && first <= 12) return { problem: 'american-date' };
  return existing(year, second, first, first <= 12 && first !== second);
}

function existing(year: number, month: number, day: number, ambiguous: boolean): Read {
  const at = new Date(Date.UTC(year, month - 1, day));
  if (at.getUTCFullYear() !== year || at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day)
    return { problem: 'no-such-day' };
  return { day: at.toISOString().slice(0, 10), ambiguous };
}

/** The day `days` after (or, negative, before) this one. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** `Mon-Fri`, `Mon, Tue, Thu` or `1245`, as ISO weekday numbers in order; null when they cannot be read. */
export function weekdaysIn(text: string): string | null {
  if (/^[1-7]{1,7}$/.test(text)) return [...new Set(text)].sort().join('');
  const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const numberOf = (name: string) => names.indexOf(name.trim().slice(0, 3).toLowerCase()) + 1;
  const found = new Set<number>();
  for (const part of text.split(/[,;/ ]+(?![-–])/).filter(Boolean)) {
    const [from = 0, to = from] = part.split(/[-–]/).map(numberOf);
    if (from === 0 || to < from) return null;
    for (let number = from; number <= to; number += 1) found.add(number);
  }
  return found.size > 0 ? [...found].sort().join('') : null;
}
