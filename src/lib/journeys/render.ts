import type { Answer, Asked } from './form.ts';
import { feelingOf } from './questions/faces/kind.ts';
import { kinds } from './questions/kinds.ts';

/** An answer in plain words, one line an item, with the words it was asked with. Empty when nothing readable is in it. */
export const linesOf = (asked: Asked, answer: Answer): string[] => kinds[asked.kind].lines(asked, answer);

/** The face to draw beside a faces answer (`not-sure` included); null for every other kind. */
export const faceOf = (asked: Asked, answer: Answer) => (asked.kind === 'faces' ? feelingOf(answer) : null);
