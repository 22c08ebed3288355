import * as v from 'valibot';
import { NOT_SURE, OTHER, type Kind } from '#lib/journeys/kind.ts';

/** More than this on one screen is a wall. */
export const MOST_OPTIONS = 8;
/** Characters (UTF-16) of "something else". */
export const LONGEST_OTHER = 500;

/** `other` is what somebody wrote beside "something else"; `` when nothing. */
export type Chosen = Readonly<{ chosen: readonly string[]; other: string }>;

const shape = v.strictObject({ chosen: v.array(v.string()), other: v.string() });

/** As many of the options as fit, and something else in words. Posted as `code` (once a tick) and `code.other`. */
export const many: Kind<Chosen> = {
  code: 'many',
  schema(question) {
    const allowed = [...(question.options ?? []), ...(question.other ? [OTHER] : [])];
    return v.strictObject({
      chosen: v.pipe(
        v.array(v.picklist(allowed)),
        v.check((codes) => new Set(codes).size === codes.length)
      ),
      other: v.pipe(v.string(), v.maxLength(question.other ? LONGEST_OTHER : 0))
    });
  },
  read(question, posted) {
    const ticked = new Set(posted.all(question.code));
    const other = question.other ? (posted.one(`${question.code}.other`) ?? '').trim() : '';
    const chosen = (question.options ?? []).filter((code) => ticked.has(code));
    // Whoever writes something else has ticked it, whether or not they pressed the box.
    if (question.other && (ticked.has(OTHER) || other !== '')) chosen.push(OTHER);
    const unsure = ticked.has(NOT_SURE);
    if (chosen.length === 0) return unsure ? { value: null, unsure } : null;
    return { value: { chosen, other }, unsure };
  },
  lines(asked, answer) {
    const lines: string[] = [];
    if (v.is(shape, answer.value)) {
      const { chosen, other } = answer.value;
      lines.push(...chosen.filter((code) => code !== OTHER || other === '').map((code) => asked.options[code] ?? code));
      if (other !== '') lines.push(`${asked.options[OTHER] ?? OTHER}: ${other}`);
    }
    return answer.unsure ? [...lines, asked.options[NOT_SURE] ?? NOT_SURE] : lines;
  }
};

/** What was chosen, of any answer; nothing of one that is none of ours. */
export const chosenOf = (answer: { value: unknown } | null): Chosen =>
  answer && v.is(shape, answer.value) ? answer.value : { chosen: [], other: '' };
