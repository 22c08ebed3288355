import * as v from 'valibot';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';

/** One choice of the question's options. Posted as `code`. */
export const one: Kind<string> = {
  code: 'one',
  schema: (question) => v.picklist(question.options ?? []),
  read(question, posted) {
    const given = posted.one(question.code);
    if (given === NOT_SURE) return { value: null, unsure: true };
    return given !== null && question.options?.includes(given) ? { value: given, unsure: false } : null;
  },
  lines(asked, answer) {
    const code = typeof answer.value === 'string' ? answer.value : answer.unsure ? NOT_SURE : null;
    const word = code === null ? undefined : asked.options[code];
    return word === undefined ? [] : [word];
  }
};
