import { isPart, isWay, MOST_TIMES, type Offered, type Time, type Way } from '#lib/talks/talk.ts';

/** What a child picked on the page of a talk, as it was posted: shown again when something is missing. */
export type PostedTalk = Readonly<{
  id: string;
  way: Way | 'not-now' | null;
  /** Each of the times as typed: `''` where nothing was picked. */
  rows: readonly Readonly<{ on: string; part: string }>[];
  where: string;
}>;

export const emptyTalk = (id: string): PostedTalk => ({
  id,
  way: null,
  rows: Array.from({ length: MOST_TIMES }, () => ({ on: '', part: '' })),
  where: ''
});

/** Reads what the page posted. Never throws on odd input. */
export function readTalkPost(data: FormData): PostedTalk {
  const text = (name: string) => String(data.get(name) ?? '');
  const way = text('way');
  return {
    id: text('id'),
    way: way === 'not-now' || isWay(way) ? way : null,
    rows: Array.from({ length: MOST_TIMES }, (_, at) => ({ on: text(`on-${at + 1}`), part: text(`part-${at + 1}`) })),
    where: text('where')
  };
}

/** One of the times that were offered, as its button posts it; what is no such time was never offered. */
export function readTime(data: FormData): Offered {
  const [on = '', at = ''] = String(data.get('time') ?? '').split(' ');
  return { on, at };
}

/** The times that were picked, each once; null: a part of a day without its day. */
export function timesIn({ rows }: PostedTalk): readonly Time[] | null {
  if (rows.some(({ on, part }) => on === '' && part !== '')) return null;
  const times = rows.filter(({ on }) => on !== '').map(({ on, part }): Time => ({ on, part: isPart(part) ? part : null }));
  return [...new Map(times.map((time) => [`${time.on} ${time.part}`, time])).values()];
}
