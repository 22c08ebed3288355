import { closeQuarter, type Group, type Waiting } from '#lib/ratings/grouping.ts';
import { quartersBefore, quartersFrom, type Quarter } from '#lib/ratings/quarter.ts';
import { itemsOf, type Audience } from '#lib/ratings/rating.ts';
import type { Band } from '#lib/journeys/form.ts';

/** The same numbers for the same seed, so that a trial can be made again. */
export type Pick = (below: number) => number;
export function picker(seed: number): Pick {
  let state = Math.imul(seed + 1, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What one made-up council knows: every rating there ever was, and the groups there are at the end of each quarter. */
export type Set = Readonly<{
  all: readonly Waiting[];
  reviewers: readonly string[];
  /** Group, and whose ratings are in it. */
  made: readonly Readonly<{ group: Group; ids: readonly string[] }>[];
  /** The threshold at the end of each quarter. */
  threshold: ReadonlyMap<Quarter, number>;
  quarters: readonly Quarter[];
}>;

const bands: readonly Band[] = ['4-7', '8-11', '12-17'];
const choices = ['always', 'mostly', 'sometimes', 'hardly', 'never'] as const;

/**
 * One to five reviewers over ten quarters, from nobody to eleven answers a quarter each; sometimes the council changes the threshold, sometimes the
 * job stands still for some quarters.
 */
export function makeSet(pick: Pick): Set {
  const quarters = quartersFrom('2024Q1', quartersBefore('2024Q1', -9));
  const reviewers = Array.from({ length: 1 + pick(5) }, (_, at) => `reviewer ${at}`);
  const all = quarters.flatMap((quarter) => reviewers.flatMap((about) => someRatings(pick, quarter, about)));
  const threshold = new Map<Quarter, number>();
  let least = 8;
  let waiting: readonly Waiting[] = all;
  const made: { group: Group; ids: readonly string[] }[] = [];
  for (const quarter of quarters) {
    if (pick(6) === 0) least = 5 + pick(8);
    threshold.set(quarter, least);
    // A job that stood still closes one quarter after the other when it runs again: by the setting of that day.
    const closed = closeQuarter(waiting, quarter, least);
    const gone = new Set(closed.flatMap(({ ids }) => ids));
    waiting = waiting.filter(({ id }) => !gone.has(id));
    made.push(...closed);
  }
  return { all, reviewers, made, threshold, quarters };
}

let number = 0;

function someRatings(pick: Pick, quarter: Quarter, about: string): Waiting[] {
  const mood = 1 + pick(5);
  return (['child', 'adult'] as const).flatMap((audience) =>
    Array.from({ length: pick(audience === 'child' ? 12 : 5) }, () => oneRating(pick, quarter, about, audience, mood))
  );
}

function oneRating(pick: Pick, quarter: Quarter, about: string, audience: Audience, mood: number): Waiting {
  const answers: Record<string, string> = {};
  for (const item of itemsOf(audience)) if (pick(7) > 0) answers[item] = choices[pick(mood)] ?? 'always';
  const band = audience === 'adult' ? null : (bands[pick(3)] ?? null);
  return { id: String((number += 1)), quarter, rating: { audience, about, band, answers } };
}
