import * as v from 'valibot';
import { numberInWords, percentInWords } from '#locales/numbers.ts';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';
import type { Question } from '#lib/journeys/form.ts';

/** More numbers than this on one screen is a wall. */
export const MOST_COUNTS = 6;
export const HIGHEST = 999;

/** How many of one thing there were. 0 says there were none; a row left empty is not there at all. */
export type Count = Readonly<{ what: string; count: number }>;

const shape = v.array(v.strictObject({ what: v.string(), count: v.number() }));
/** As it was typed, when one is no number: shown again with what is wrong, never kept as an answer. */
const typed = v.array(v.strictObject({ what: v.string(), count: v.union([v.number(), v.string()]) }));

const whole = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(HIGHEST));
/** Attendance is told to a tenth: 94.3 %. */
const percent = v.pipe(
  v.number(),
  v.minValue(0),
  v.maxValue(100),
  v.check((share) => Number(share.toFixed(1)) === share)
);

/**
 * Numbers with a name each; what is not known stays empty, or all of it is "I am not sure". Posted as `code.<row>`, and
 * `code` for "I am not sure".
 */
export const counts: Kind<readonly Count[]> = {
  code: 'counts',
  schema(question) {
    const entry = v.strictObject({ what: v.picklist(question.rows ?? []), count: v.number() });
    return v.pipe(
      v.array(entry),
      v.minLength(1),
      v.check((given) => new Set(given.map(({ what }) => what)).size === given.length),
      v.check((given) => given.every(({ what, count }) => v.is(rulesOf(question, what), count)))
    );
  },
  read(question, posted) {
    const value = (question.rows ?? []).flatMap((what) => {
      const text = (posted.one(`${question.code}.${what}`) ?? '').trim().slice(0, 20).toWellFormed();
      return text === '' ? [] : [{ what, count: numberIn(text, question.percent?.includes(what) ?? false) ?? text }];
    });
    const unsure = posted.all(question.code).includes(NOT_SURE);
    if (value.length === 0) return unsure ? { value: null, unsure } : null;
    return { value, unsure };
  },
  lines(asked, answer) {
    const given = v.is(shape, answer.value) ? answer.value : [];
    const lines = given.map(({ what, count }) => {
      const say = asked.percent?.includes(what) ? percentInWords : numberInWords;
      return `${asked.rows?.[what] ?? what}: ${say(asked.language, count)}`;
    });
    return answer.unsure ? [...lines, asked.options[NOT_SURE] ?? NOT_SURE] : lines;
  }
};

const rulesOf = (question: Question, what: string) => (question.percent?.includes(what) ? percent : whole);

/** What stands in each box, kept or as it was typed. */
export const countsIn = (answer: { value: unknown } | null): ReadonlyMap<string, string> =>
  new Map(answer && v.is(typed, answer.value) ? answer.value.map(({ what, count }) => [what, String(count)]) : []);

/** The number a box names for this row, or null when it is none that the row can have. */
export function countOf(question: Question, what: string, text: string): number | null {
  const number = numberIn(text, question.percent?.includes(what) ?? false);
  return v.is(rulesOf(question, what), number) ? number : null;
}

/** "12", and for a share also "94.3", "94,3" and "94 %". Null: no number. */
function numberIn(text: string, share: boolean): number | null {
  const plain = share ? text.replace(/\s*%$/, '').replace(',', '.') : text;
  return /^\d{1,4}(\.\d{1,4})?$/.test(plain) ? Number(plain) : null;
}
