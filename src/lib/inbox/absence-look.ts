import type { ChildCard } from '#lib/children/child.ts';
import type { Away } from '#lib/routing/away.ts';

/** A review in the days of an absence; `certain`: the day is the meeting's own, and not only the one it is due by. */
export type ReviewThen = Readonly<{ childId: string; child: ChildCard; on: string; certain: boolean }>;

/** What may be right and may be wrong with an absence. */
export type BeforeAbsence = Readonly<{
  /** When whoever would stand in is away themself. */
  standInAway: readonly Away[];
  /** For whom, and when, the one who would be away stands in. */
  standsInFor: readonly (Away & Readonly<{ staffId: string }>)[];
  /** The reviews of their children in these days, the soonest first. */
  reviews: readonly ReviewThen[];
}>;

/**
 * What somebody has seen when they save an absence all the same: it goes with the form, so that they are asked again once they
 * choose somebody else or other days, or something else has come up. Empty: there is nothing to look at.
 */
export function agreementOf(
  absence: Readonly<Record<string, string>>,
  { standInAway, standsInFor, reviews }: BeforeAbsence
): string {
  const seen = [
    ...standInAway.map(({ fromAt, toAt }) => `${fromAt} ${toAt}`),
    ...standsInFor.map(({ staffId }) => staffId),
    ...reviews.map(({ childId, on }) => `${childId} ${on}`)
  ];
  return seen.length === 0 ? '' : [absence.staffId, absence.coverId, absence.fromOn, absence.toOn, ...seen].join(' ');
}
