import type { Group, Part, Tally } from './grouping.ts';
import { WINDOW } from './grouping.ts';
import { quartersBefore, type Quarter } from './quarter.ts';
import { itemsOf, type Audience, type Half } from './rating.ts';

/** What somebody wants to see: whose, by whom, of which time, and of which half of the children. */
export type Asked = Readonly<{
  /** A reviewer, or everybody together. */
  about: string | 'team';
  audience: Audience;
  /** The last quarter of it: one that is over. */
  ending: Quarter;
  /** How many quarters: a year, or half of one. */
  quarters: 4 | 2;
  half: Half | 'all';
}>;

/** Said in wide bands and never as a number. */
export type Said = 'most' | 'half' | 'few';

export type Line = Readonly<{ item: string; /** Null: too few answered it, or all said the same. */ said: Said | null }>;

/** What may be shown; null: too few in all. */
export type Release = readonly Line[] | null;

/** Below this nothing is ever shown, whatever a council sets. */
export const FLOOR = 5;
/** Free text reaches a reviewer only where so many answered. */
export const FLOOR_OF_WORDS = 10;

/** The groups that lie wholly in the time asked about. What was grouped later than its end is not in it. */
export const groupsIn = (groups: readonly Group[], { about, audience, ending, quarters }: Omit<Asked, 'half'>): Group[] => {
  const first = quartersBefore(ending, Math.min(quarters, WINDOW) - 1);
  return groups.filter(
    (group) =>
      group.audience === audience && (about === 'team' || group.about === about) && group.closed <= ending && group.from >= first
  );
};

/** Whole parts only: of one half, when every group is told apart, and otherwise nothing. */
export function partsOf(groups: readonly Group[], half: Half | 'all'): readonly Part[] {
  if (half === 'all') return groups.flatMap(({ parts }) => parts);
  const all = groups.map(({ parts }) => parts.find((part) => part.half === half));
  return all.every((part) => part !== undefined) ? all.filter((part) => part !== undefined) : [];
}

/** How many people stand behind what may be shown. For deciding, never for showing. */
export const peopleIn = (parts: readonly Part[]): number => parts.reduce((sum, { people }) => sum + people, 0);

/**
 * What may be shown of these groups: nothing below `atLeast` (never under `FLOOR`), each item in one of three bands, nothing
 * of an item that fewer answered or where all said the same. Pure, and the same for everybody: IRO and manager, any filter.
 */
export function release(groups: readonly Group[], asked: Asked, atLeast: number): Release {
  const least = Math.max(FLOOR, atLeast);
  const parts = partsOf(groupsIn(groups, asked), asked.half);
  if (peopleIn(parts) < least) return null;
  return itemsOf(asked.audience).map((item) => {
    const tallies = parts.flatMap(({ tallies: all }) => all[item] ?? []);
    const sum = tallies.reduce<Tally>((one, other) => ({ good: one.good + other.good, of: one.of + other.of }), {
      good: 0,
      of: 0
    });
    return { item, said: sum.of < least ? null : inBand(sum) };
  });
}

/** Which third they are in; null where all say the same, because then everybody who answered would be known. */
export function inBand({ good, of }: Tally): Said | null {
  if (good === 0 || good === of) return null;
  const share = good / of;
  if (share >= 2 / 3) return 'most';
  return share <= 1 / 3 ? 'few' : 'half';
}
