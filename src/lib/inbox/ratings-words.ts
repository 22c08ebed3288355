import type { Context } from '#lib/context.ts';
import { asQuarter, endOf, startOf, type Quarter } from '#lib/ratings/quarter.ts';
import type { Asked, Line } from '#lib/ratings/release.ts';
import type { Words } from '#locales/words.ts';

/** What somebody picked in the filters; whatever is odd is the usual. `last`: the newest quarter that is over. */
export function askedIn(params: URLSearchParams, last: Quarter): Asked {
  const [by, half] = [params.get('by'), params.get('half')];
  return {
    about: params.get('about') || 'team',
    audience: by === 'adult' ? 'adult' : 'child',
    ending: asQuarter(params.get('to')) ?? last,
    quarters: params.get('over') === '2' ? 2 : 4,
    half: by !== 'adult' && (half === 'younger' || half === 'older') ? half : 'all'
  };
}

/** A quarter in words: October to December 2026. */
export function quarterInWords(words: Words, quarter: Quarter): string {
  const month = (day: string, how: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...how }).format(new Date(`${day}T12:00:00Z`));
  return words.t('ratings:quarter', {
    from: month(startOf(quarter), { month: 'long' }),
    to: month(endOf(quarter), { month: 'long', year: 'numeric' })
  });
}

/** Each item with what may be said of it. */
export const linesInWords = (words: Words, lines: readonly Line[]) =>
  lines.map(({ item, said }) => ({
    item,
    title: words.t(`ratings:items.${item}`),
    said,
    words: words.t(`ratings:said.${said ?? 'hidden'}`)
  }));

/** The filters as a page offers them, with what is picked. */
export const filtersInWords = (words: Words, asked: Asked, endings: readonly Quarter[]) => ({
  to: endings.map((quarter) => ({ value: quarter, label: quarterInWords(words, quarter), picked: quarter === asked.ending })),
  over: (['4', '2'] as const).map((value) => ({
    value,
    label: words.t(`ratings:filters.over${value}`),
    picked: Number(value) === asked.quarters
  })),
  by: (['child', 'adult'] as const).map((value) => ({
    value,
    label: words.t(`ratings:filters.${value}`),
    picked: value === asked.audience
  })),
  half: (['all', 'younger', 'older'] as const).map((value) => ({
    value,
    label: words.t(`ratings:filters.${value}`),
    picked: value === asked.half
  }))
});

/** Whether this worker manages, and whether they are a reviewer. */
export const rolesHere = ({ actor }: Context) => ({
  manages: actor.kind === 'staff' && actor.roles.includes('manager'),
  reviews: actor.kind === 'staff' && actor.roles.includes('iro')
});
