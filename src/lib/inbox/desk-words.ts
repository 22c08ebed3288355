import { isUrgent } from '#lib/requests/kinds.ts';
import type { Words } from '#locales/words.ts';
import { whatInWords } from './inbox-words.ts';
import type { DeskRow } from './row.ts';
import { tagsOf } from './tags.ts';
import { agoInWords, asHeading, cameInWords, dueInWords, isLate, reviewInWords, shortName } from './wording.ts';

/** What fell to a desk, in words: for whom, how urgent, what kind of thing, why nobody has it. Never what it says. */
export const deskInWords = (words: Words, rows: readonly DeskRow[], now: Date) =>
  rows.map((row) => ({
    id: row.itemId,
    name: shortName(row),
    line: lineInWords(words, row, now),
    why: whyInWords(words, row),
    due: asHeading(dueAtDesk(words, row, now)),
    urgent: isUrgent(row.kind),
    tags: tagsOf(words, {
      late: isViews(row) && row.late,
      notSafe: isUrgent(row.kind) && (row.takenBack ? 'call' : 'now'),
      lateAnswer: isLate(row.answerBy, now)
    })
  }));

function whyInWords(words: Words, { iro, heldBy }: DeskRow): string {
  if (heldBy !== null) return words.t('staff:desk.climbed', { name: heldBy });
  return iro === null ? words.t('staff:desk.noIro') : words.t('staff:desk.away', { name: iro });
}

const isViews = ({ kind }: DeskRow): boolean => kind === 'views' || kind === 'adult-views';

function lineInWords(words: Words, { kind, cameAt, takenBack }: DeskRow, now: Date): string {
  if (kind === 'views') return words.t('staff:desk.line', { came: cameInWords(words, cameAt, now) });
  if (kind === 'adult-views') return words.t('staff:desk.lineAdult', { came: cameInWords(words, cameAt, now) });
  if (kind === 'not-told') return words.t('not-told:desk', { came: cameInWords(words, cameAt, now) });
  if (kind === 'talk-times') return words.t('talk-desk:inbox.desk');
  if (kind === 'introduce') return words.t('talk-desk:inbox.deskHello');
  if (kind === 'message') return words.t('messages:deskLine', { came: cameInWords(words, cameAt, now) });
  // Who asked is for whoever takes it.
  return whatInWords(words, { kind, status: takenBack ? 'taken-back' : 'sent', by: null });
}

function dueAtDesk(words: Words, row: DeskRow, now: Date): string {
  if (isUrgent(row.kind)) return agoInWords(words, row.cameAt, now);
  return row.answerBy === null ? reviewInWords(words, row, now) : dueInWords(words, row.answerBy, now);
}
