import { quartersBefore, quartersFrom, type Quarter } from '#lib/ratings/quarter.ts';
import { halfOf } from '#lib/ratings/rating.ts';
import type { Set as MadeUp } from './sets.ts';

/** The usual way: filter the ratings, and hide what is below eight. Who is in each view that is shown. */
export function naiveViews({ all, reviewers, quarters }: MadeUp): string[][] {
  const found = new Map<string, string[]>();
  for (const ending of quarters)
    for (const about of ['team', ...reviewers])
      for (const audience of ['child', 'adult'] as const)
        for (const length of [4, 2] as const)
          for (const half of ['all', 'younger', 'older'] as const) {
            const window = new Set<Quarter>(quartersFrom(quartersBefore(ending, length - 1), ending));
            const ids = all
              .filter(({ quarter, rating }) => window.has(quarter) && rating.audience === audience)
              .filter(
                ({ rating }) => (about === 'team' || rating.about === about) && (half === 'all' || halfOf(rating.band) === half)
              )
              .map(({ id }) => id);
            if (ids.length >= 8) found.set(ids.join(' '), ids);
          }
  return [...found.values()];
}
