import * as v from 'valibot';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';

/** More rows than this on one screen is a wall. */
export const MOST_ROWS = 8;
/** Fewer choices are a yes or no; more cannot be told apart at a glance. */
export const CHOICES = { fewest: 3, most: 5 } as const;

/** One row and what was picked for it: a choice of the question, or "I am not sure". */
export type Placed = Readonly<{ row: string; choice: string }>;

const shape = v.array(v.strictObject({ row: v.string(), choice: v.string() }));

/** The same worded choices for several things, one by one; a row may stay empty. Posted as `code.<row>`. */
export const matrix: Kind<readonly Placed[]> = {
  code: 'matrix',
  schema(question) {
    const entry = v.strictObject({
      row: v.picklist(question.rows ?? []),
      choice: v.picklist([...(question.options ?? []), NOT_SURE])
    });
    return v.pipe(
      v.array(entry),
      v.minLength(1),
      v.check((given) => new Set(given.map(({ row }) => row)).size === given.length)
    );
  },
  read(question, posted) {
    const choices = [...(question.options ?? []), NOT_SURE];
    const value = (question.rows ?? []).flatMap((row) => {
      const choice = posted.one(`${question.code}.${row}`);
      return choice !== null && choices.includes(choice) ? [{ row, choice }] : [];
    });
    if (value.length === 0) return null;
    return { value, unsure: value.every(({ choice }) => choice === NOT_SURE) };
  },
  lines(asked, answer) {
    return placedIn(answer).map(({ row, choice }) => `${asked.rows?.[row] ?? row}: ${asked.options[choice] ?? choice}`);
  }
};

/** The rows of a matrix answer; none when it is not one. */
export const placedIn = (answer: { value: unknown }): readonly Placed[] => (v.is(shape, answer.value) ? answer.value : []);
