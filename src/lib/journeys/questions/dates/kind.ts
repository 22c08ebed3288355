import * as v from 'valibot';
import { dayInWords } from '#locales/dates.ts';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';
import type { Question } from '#lib/journeys/form.ts';
import { isoOf, partsOf, realDay, typedDay, type Typed } from '#lib/journeys/questions/date/kind.ts';

export const MOST_DAYS = 8;
/** Characters (UTF-16) of what is noted beside one day. */
export const LONGEST_NOTE = 200;

/** A day (`YYYY-MM-DD`) and what is noted beside it. A note alone has the day ``: "some time in June" is worth having. */
export type DayNoted = Readonly<{ day: string; note: string }>;

const kept = v.pipe(
  v.strictObject({ day: v.union([v.literal(''), realDay]), note: v.pipe(v.string(), v.maxLength(LONGEST_NOTE)) }),
  v.check(({ day, note }) => day !== '' || note !== '')
);
const shape = v.array(kept);
/** As it was typed, when one is no day: shown again with what is wrong, never kept as an answer. */
const typed = v.array(v.strictObject({ day: v.union([v.string(), typedDay]), note: v.string() }));
/** A day is said with its year: it is read long after it was written. */
const always = new Date(0);

/** How many days this question has room for. */
export const roomIn = (question: Question): number => Math.min(question.most ?? MOST_DAYS, MOST_DAYS);

/**
 * A short list of days, each with a note if one likes. Posted as `code.0.day`, `code.0.month`, `code.0.year` and
 * `code.0.note`, the next as `code.1…`, and `code` for "I am not sure".
 */
export const dates: Kind<readonly DayNoted[]> = {
  code: 'dates',
  schema: (question) => v.pipe(shape, v.minLength(1), v.maxLength(roomIn(question))),
  read(question, posted) {
    const value: { day: string | Typed; note: string }[] = [];
    for (let place = 0; place < roomIn(question); place += 1) {
      const part = (name: string) => (posted.one(`${question.code}.${place}.${name}`) ?? '').trim();
      const boxes = { day: box(part('day')), month: box(part('month')), year: box(part('year')) };
      const note = part('note');
      const day = isNoDay(boxes) ? boxes : (isoOf(boxes) ?? '');
      if (day !== '' || note !== '') value.push({ day, note });
    }
    const unsure = posted.all(question.code).includes(NOT_SURE);
    if (value.length === 0) return unsure ? { value: null, unsure } : null;
    return { value, unsure };
  },
  lines(asked, answer) {
    const given = v.is(shape, answer.value) ? answer.value : [];
    const lines = given.map(({ day, note }) =>
      [day && dayInWords(asked.language, day, always), note].filter((part) => part !== '').join(': ')
    );
    return answer.unsure ? [...lines, asked.options[NOT_SURE] ?? NOT_SURE] : lines;
  }
};

/** The boxes of every day that was given, of a kept answer or as they were typed. */
export const daysIn = (answer: { value: unknown } | null): readonly (Typed & { note: string })[] =>
  answer && v.is(typed, answer.value) ? answer.value.map(({ day, note }) => ({ ...partsOf(day), note })) : [];

/** Which part of an answer that does not fit is wrong: a day that is none, or too long a note. */
export const wrongIn = (answer: { value: unknown }): 'days' | 'long' =>
  v.is(typed, answer.value) && answer.value.every(({ day }) => typeof day === 'string') ? 'long' : 'days';

/** Whether something was typed that names no day. */
export const isNoDay = ({ day, month, year }: Typed): boolean =>
  (day !== '' || month !== '' || year !== '') && isoOf({ day, month, year }) === null;

const box = (text: string): string => text.slice(0, 20).toWellFormed();
