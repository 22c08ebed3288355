import { itemsOf, halfOf, wentWell, type Audience, type Half, type Rating } from './rating.ts';
import { quartersBefore, type Quarter } from './quarter.ts';

/**
 * How ratings become something that may be shown. Every rating goes into exactly one group, once and for ever, and a group
 * has at least as many ratings as the threshold. Whatever anybody is shown, on whatever day and by whatever filter, is made
 * of whole groups (or whole halves of one, each as large). So whatever is subtracted from whatever, what is left is made of
 * whole groups too: nobody can get below the threshold. The ratings themselves are deleted when their group is made.
 */
export type Waiting = Readonly<{ id: string; quarter: Quarter; rating: Rating }>;

/** How many answered this item, and how many of them said that it went well. */
export type Tally = Readonly<{ good: number; of: number }>;
export type Tallies = Readonly<Record<string, Tally>>;

/** A part of a group: who gave it, and what they said. `people` counts whoever answered anything. */
export type Part = Readonly<{ half: Half | null; people: number; tallies: Tallies }>;

export type Group = Readonly<{
  audience: Audience;
  /** The reviewer it is about; null: of several reviewers, none of whom had enough by themselves. */
  about: string | null;
  /** The earliest quarter in it, and the one at whose end it was made. */
  from: Quarter;
  closed: Quarter;
  /** One part; or two halves, when each alone reaches the threshold. */
  parts: readonly [Part, ...Part[]];
}>;

/** How far back a reviewer's own groups reach: a year. */
export const WINDOW = 4;

export type Closing = Readonly<{ group: Group; ids: readonly string[] }>;

/**
 * What the end of one quarter makes of what is waiting (ratings of later quarters are left alone): a group for each
 * reviewer who has `atLeast` from the last four quarters; of what is older than that, one group of all reviewers together, if it is of two or
 * more and reaches `atLeast`. Pure; whoever calls it deletes the ratings it names and keeps the groups.
 */
export function closeQuarter(waiting: readonly Waiting[], closed: Quarter, atLeast: number): Closing[] {
  const oldest = quartersBefore(closed, WINDOW - 1);
  const recent = waiting.filter(({ quarter }) => quarter <= closed && quarter >= oldest);
  const left = waiting.filter(({ quarter }) => quarter < oldest);
  const own = [...Map.groupBy(recent, ({ rating }) => `${rating.audience} ${rating.about}`).values()].flatMap((all) => {
    const [first] = all;
    return first && all.length >= atLeast ? [closing(all, first.rating.about, closed, atLeast)] : [];
  });
  const rest = [...Map.groupBy(left, ({ rating }) => rating.audience).values()].flatMap((all) => {
    const several = new Set(all.map(({ rating }) => rating.about)).size > 1;
    return several && all.length >= atLeast ? [closing(all, null, closed, atLeast)] : [];
  });
  return [...own, ...rest];
}

function closing(all: readonly Waiting[], about: string | null, closed: Quarter, atLeast: number): Closing {
  const ratings = all.map(({ rating }) => rating);
  const [first] = ratings;
  const audience = first?.audience ?? 'child';
  const from = all.map(({ quarter }) => quarter).reduce((one, other) => (one < other ? one : other), closed);
  const parts = about === null ? null : halves(ratings, atLeast);
  const group = {
    audience,
    about,
    // What is older than the window counts from the quarter in which it is first shown.
    from: about === null ? closed : from,
    closed,
    parts: parts ?? ([partOf(null, ratings, atLeast)] as const)
  };
  return { group, ids: all.map(({ id }) => id) };
}

/** Younger and older apart, if each reaches the threshold alone; else not at all: a half that is missing says nothing. */
function halves(ratings: readonly Rating[], atLeast: number): readonly [Part, Part] | null {
  const of = (half: Half) => ratings.filter(({ band }) => halfOf(band) === half);
  const [younger, older] = [of('younger'), of('older')];
  if (younger.length < atLeast || older.length < atLeast) return null;
  return [partOf('younger', younger, atLeast), partOf('older', older, atLeast)];
}

/** An item that fewer than `atLeast` answered is left out for good, or a later total would give it away. */
function partOf(half: Half | null, ratings: readonly Rating[], atLeast: number): Part {
  const audience = ratings[0]?.audience ?? 'child';
  const tallies = itemsOf(audience).flatMap((item): [string, Tally][] => {
    const said = ratings.flatMap(({ answers }) => {
      const well = wentWell(answers[item] ?? '');
      return well === null ? [] : [well];
    });
    return said.length < atLeast ? [] : [[item, { good: said.filter(Boolean).length, of: said.length }]];
  });
  return { half, people: ratings.length, tallies: Object.fromEntries(tallies) };
}
