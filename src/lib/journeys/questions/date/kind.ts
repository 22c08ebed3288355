import * as v from 'valibot';
import { dayInWords } from '#locales/dates.ts';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';

/** The code of "you choose". */
export const YOU_CHOOSE = 'you-choose';

/** A day as it was typed, when it is no real day: shown again with what is wrong, never kept as an answer. */
export type Typed = Readonly<{ day: string; month: string; year: string }>;

/** A day of the calendar, `YYYY-MM-DD`. */
export const realDay = v.pipe(v.string(), v.isoDate(), v.check(isRealDay));
const schema = v.union([v.literal(YOU_CHOOSE), realDay]);
/** A day is said with its year: it is read long after it was written. */
const always = new Date(0);
export const typedDay = v.strictObject({ day: v.string(), month: v.string(), year: v.string() });

/** A day (`YYYY-MM-DD`) or "you choose". Posted as `code.day`, `code.month`, `code.year`, and `code` for the two ways out. */
export const date: Kind<string> = {
  code: 'date',
  schema: () => schema,
  read(question, posted) {
    const ways = new Set(posted.all(question.code));
    const unsure = ways.has(NOT_SURE);
    if (ways.has(YOU_CHOOSE)) return { value: YOU_CHOOSE, unsure };
    const part = (name: string) => (posted.one(`${question.code}.${name}`) ?? '').trim().slice(0, 20);
    const given = { day: part('day'), month: part('month'), year: part('year') };
    if (given.day === '' && given.month === '' && given.year === '') return unsure ? { value: null, unsure } : null;
    return { value: isoOf(given) ?? given, unsure };
  },
  lines(asked, answer) {
    const { value, unsure } = answer;
    const lines: string[] = [];
    if (value === YOU_CHOOSE) lines.push(asked.options[value] ?? value);
    else if (v.is(realDay, value)) lines.push(dayInWords(asked.language, value, always));
    return unsure ? [...lines, asked.options[NOT_SURE] ?? NOT_SURE] : lines;
  }
};

/** The three boxes of an answer: of a kept day, or as they were typed. */
export function partsOf(value: unknown): Typed {
  if (v.is(typedDay, value)) return value;
  if (!v.is(realDay, value)) return { day: '', month: '', year: '' };
  const [year = '', month = '', date = ''] = value.split('-');
  return { day: String(Number(date)), month: String(Number(month)), year };
}

/** The twelve months' names, in the reader's language. */
export function monthsIn(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(new Date(Date.UTC(2024, month, 1))));
}

/** The day that three boxes name, or null when there is no such day. A year of two figures is of this century. */
export function isoOf({ day, month, year }: Typed): string | null {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^(\d{2}|\d{4})$/.test(year)) return null;
  const iso = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  return isRealDay(iso) ? iso : null;
}

function isRealDay(iso: string): boolean {
  const at = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(iso);
}
