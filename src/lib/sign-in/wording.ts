import type { Refusal } from '#lib/errors.ts';
import type { Words } from '#locales/words.ts';

const known = ['council-refused', 'council-one-factor', 'council-away'] as const;

/** What to say about how coming back from the council's own sign-in ended, when an address names it; null for anything else. */
export function endedInWords(words: Words, council: string, named: string | null): string | null {
  const problem = known.find((one) => one === named);
  return problem ? words.t(`ways:problems.${problem}`, { council }) : null;
}

/** What to say about what a verb refused a worker: how long to wait, or what was wrong. */
export function refusalInWords(words: Words, council: string, { problem, retryAfter, fields }: Refusal): string {
  const wait = fields.turn === undefined ? 'wait' : 'turn';
  if (problem === 'slow-down') return words.t(`ways:problems.${wait}`, { count: retryAfter ?? 1 });
  const [key] = Object.values(fields);
  return words.t(`ways:problems.${key ?? 'council-refused'}`, { council });
}

const dayAndTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', dateStyle: 'medium', timeStyle: 'short' });

/** A moment as workers read it, e.g. "7 Dec 2026, 09:00". */
export const momentInWords = (iso: string): string => dayAndTime.format(new Date(iso));
