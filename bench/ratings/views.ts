import type { Part } from '#lib/ratings/grouping.ts';
import { quartersBefore, type Quarter } from '#lib/ratings/quarter.ts';
import { halfOf, wentWell, type Half } from '#lib/ratings/rating.ts';
import { groupsIn, partsOf, release, type Asked } from '#lib/ratings/release.ts';
import type { Set as MadeUp } from './sets.ts';

/**
 * What an attacker is given of one view: more than any page shows. `of` everybody whose rating is in it, as they can know it (who is in which
 * quarter, about whom, how old), and of an item who answered it. A page says one of three words of them.
 */
export type View = Readonly<{
  name: string;
  people: readonly string[];
  items: ReadonlyMap<string, readonly string[]>;
  least: number;
}>;

/** Every view at every date: of each reviewer and of all, each audience, half, length, and each end that is offered. */
export function viewsOf(set: MadeUp): View[] {
  const found = new Map<string, View>();
  for (const today of set.quarters)
    for (const asked of everyFilter(set, today)) {
      const view = viewOf(set, asked, today);
      if (view) found.set([...view.people].sort().join(' '), merged(found.get([...view.people].sort().join(' ')), view));
    }
  return [...found.values()];
}

/** The same people under two filters are one view, with what either shows of them. */
const merged = (one: View | undefined, other: View): View =>
  one ? { ...one, items: new Map([...one.items, ...other.items]), least: Math.min(one.least, other.least) } : other;

function everyFilter(set: MadeUp, today: Quarter): Asked[] {
  const halves: readonly (Half | 'all')[] = ['all', 'younger', 'older'];
  return ['team', ...set.reviewers].flatMap((about) =>
    (['child', 'adult'] as const).flatMap((audience) =>
      [0, 1, 2, 3].flatMap((back) =>
        ([4, 2] as const).flatMap((quarters) =>
          halves.map((half) => ({ about, audience, ending: quartersBefore(today, back), quarters, half }))
        )
      )
    )
  );
}

function viewOf(set: MadeUp, asked: Asked, today: Quarter): View | null {
  // What there is on that day: groups that are made by then.
  const here = set.made.filter(({ group }) => group.closed <= today);
  const groups = here.map(({ group }) => group);
  const least = set.threshold.get(today) ?? 8;
  const lines = release(groups, asked, least);
  if (!lines) return null;
  const chosen = groupsIn(groups, asked);
  const parts = new Set<Part>(partsOf(chosen, asked.half));
  const ratings = here.flatMap(({ group, ids }) =>
    group.parts.flatMap((part) => (parts.has(part) ? ids.map((id) => ({ id, part })) : []))
  );
  const byId = new Map(set.all.map((one) => [one.id, one.rating]));
  const inPart = ({ id, part }: { id: string; part: Part }) =>
    part.half === null || halfOf(byId.get(id)?.band ?? null) === part.half;
  const real = ratings.filter(inPart);
  const items = lines
    .filter(({ said }) => said !== null)
    .map(({ item }): [string, string[]] => [
      item,
      real
        .filter(({ id, part }) => part.tallies[item] && wentWell(byId.get(id)?.answers[item] ?? '') !== null)
        .map(({ id }) => id)
    ]);
  const name = `${asked.about} ${asked.audience} ${asked.half} ${asked.quarters} to ${asked.ending}, seen ${today}`;
  return { name, people: real.map(({ id }) => id), items: new Map(items), least };
}
