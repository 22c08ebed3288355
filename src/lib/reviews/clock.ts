import { addWorkingDays } from '#lib/council/working-days.ts';
import type { Nation } from './nations.ts';

/** The same day of the month `months` later; the month's last day where it has no such day (31 August + 6 is 28 February). */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** T1: the latest day for the first review of a child who became looked after on `enteredCareOn`. */
export const firstReviewBy = (nation: Nation, enteredCareOn: string): string =>
  addWorkingDays(nation, enteredCareOn, nation.firstWithinWorkingDays);

/** T2: the latest day for the second review; `heldOn` is when the first was really held (T5). */
export const secondReviewBy = (nation: Nation, heldOn: string): string => addMonths(heldOn, nation.secondWithinMonths);

/** T3: the latest day for any later review; `heldOn` is when the last was really held (T5). */
export const laterReviewBy = (nation: Nation, heldOn: string): string => addMonths(heldOn, nation.laterWithinMonths);

/**
 * T1 to T5: the latest lawful day of the next review, or null when nothing is known to count from.
 * `heldOn` are the days on which reviews were really held, in any order; those before this time in care do not count.
 * A file may lack the early reviews. A single held review counts as the first only when it was held while the first or
 * second was due; otherwise the longest lawful interval is used, because nothing shorter can be shown to bind.
 */
export function latestLawful(nation: Nation, facts: { enteredCareOn: string | null; heldOn: readonly string[] }): string | null {
  const { enteredCareOn } = facts;
  const held = facts.heldOn.filter((day) => enteredCareOn === null || day >= enteredCareOn).sort();
  const last = held.at(-1);
  if (last === undefined) return enteredCareOn === null ? null : firstReviewBy(nation, enteredCareOn);
  const isFirst =
    held.length === 1 && enteredCareOn !== null && last <= secondReviewBy(nation, firstReviewBy(nation, enteredCareOn));
  return isFirst ? secondReviewBy(nation, last) : laterReviewBy(nation, last);
}
