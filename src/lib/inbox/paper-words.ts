import { dayInWords, timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { Block } from './statement.ts';

/** Paper outlives the day: no "today" on it. `day` is the calendar day of the moment. */
export const onPaper = (words: Words, at: string, day: string, now: Date): string =>
  words.t('staff:when.onDay', { day: dayInWords(words.language, day, now), time: timeInWords(words.language, at) });

/** A name on a paper that can be left lying about. */
export const initial = (name: string): string => {
  const [first] = [...name];
  return first === undefined ? '' : `${first}.`;
};

/** What the child wished for an answer, as paper says it. */
export function wishOnPaper(words: Words, block: Pick<Block, 'audience' | 'tellings'>): string {
  if (block.audience === 'at_my_review') return words.t('staff:print.atReview');
  const people = new Intl.ListFormat('en-GB').format(block.tellings.map(({ name }) => name));
  return people === '' ? words.t('staff:print.onlyIro') : words.t('staff:print.tell', { people });
}
