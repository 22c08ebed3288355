import * as v from 'valibot';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';

/** Five feelings, each with its word, always in this order; "I am not sure" comes after them. */
export const feelings = ['really-good', 'good', 'ok', 'not-great', 'really-bad'] as const;
export type Feeling = (typeof feelings)[number];

const schema = v.picklist(feelings);

/** How somebody feels about something: one of five, told by a face and a word. Posted as `code`. */
export const faces: Kind<Feeling> = {
  code: 'faces',
  schema: () => schema,
  read(question, posted) {
    const given = posted.one(question.code);
    if (given === NOT_SURE) return { value: null, unsure: true };
    return v.is(schema, given) ? { value: given, unsure: false } : null;
  },
  lines(asked, answer) {
    const code = v.is(schema, answer.value) ? answer.value : answer.unsure ? NOT_SURE : null;
    return code === null ? [] : [asked.options[code] ?? code];
  }
};

/** The face to draw beside the word: of a faces answer, else null. */
export function feelingOf(answer: { value: unknown; unsure: boolean }): Feeling | typeof NOT_SURE | null {
  if (v.is(schema, answer.value)) return answer.value;
  return answer.unsure ? NOT_SURE : null;
}
