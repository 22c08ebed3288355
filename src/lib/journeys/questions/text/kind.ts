import * as v from 'valibot';
import { NOT_SURE, type Kind } from '#lib/journeys/kind.ts';

/** Characters (UTF-16): about two pages. The box takes more, so that nothing is cut in silence, and says by how much it is over. */
export const LONGEST_TEXT = 4000;

/** Whatever somebody wants to say, kept as written. Posted as `code`, with `code.unsure` for "I am not sure". */
export const text: Kind<string> = {
  code: 'text',
  schema: () => v.pipe(v.string(), v.minLength(1), v.maxLength(LONGEST_TEXT)),
  read(question, posted) {
    const given = (posted.one(question.code) ?? '').trim();
    const unsure = posted.one(`${question.code}.unsure`) === NOT_SURE;
    if (given === '') return unsure ? { value: null, unsure } : null;
    return { value: given, unsure };
  },
  lines(asked, answer) {
    const lines = typeof answer.value === 'string' && answer.value !== '' ? [answer.value] : [];
    return answer.unsure ? [...lines, asked.options[NOT_SURE] ?? NOT_SURE] : lines;
  }
};
