import type { Words } from '#locales/words.ts';
import type { DeskRow } from './row.ts';
import { tagsOf } from './tags.ts';
import { asHeading, cameInWords, reviewInWords, shortName } from './wording.ts';

/** What fell to a desk, in words: for whom, how urgent, why nobody has it. Never what it says. */
export const deskInWords = (words: Words, rows: readonly DeskRow[], now: Date) =>
  rows.map((row) => ({
    id: row.itemId,
    name: shortName(row),
    line: words.t('staff:desk.line', { came: cameInWords(words, row.cameAt, now) }),
    why: row.iro === null ? words.t('staff:desk.noIro') : words.t('staff:desk.away', { name: row.iro }),
    due: asHeading(reviewInWords(words, row, now)),
    tags: tagsOf(words, { late: row.late })
  }));
