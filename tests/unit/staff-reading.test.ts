import { describe, expect, it } from 'vitest';
import { wordsFor } from '#locales/words.ts';
import { readingOf } from '#tests/setup/reading.ts';

const terms = { review: 'review', reviews: 'reviews', aReview: 'a review', iroRole: 'reviewing officer', product: 'My Say' };
const filled = {
  name: 'Robin',
  person: 'Mum',
  people: 'Mum and Dee',
  who: 'Sam',
  cover: 'Amina',
  absent: 'Sam',
  child: 'Robin A.',
  iro: 'Sam',
  when: 'on Monday 8 June at 9:05 am',
  day: 'Monday 8 June',
  time: '9:05 am',
  came: 'came in today',
  count: 3,
  answered: 8,
  skipped: 2,
  language: 'Welsh',
  relation: 'dad',
  way: 'by letter, by post',
  asked: 4,
  sent: 2,
  unopened: 1,
  entry: 4711,
  days: 28,
  from: 'Monday 8 June',
  to: 'Monday 22 June'
};
const words = wordsFor({ language: 'en', values: { ...terms, ...filled } });
const leaves = (value: unknown): string[] => (typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(leaves));
const said = leaves(words.section('staff'));

describe('the words for staff', () => {
  it('can be read at a glance: grade 9, LIX 42, 25 words a sentence at most', () => {
    const { grade, lix, longest, sentence } = readingOf(said);
    expect(grade).toBeLessThanOrEqual(9);
    expect(lix).toBeLessThanOrEqual(42);
    expect([longest <= 25, sentence]).toEqual([true, sentence]);
  });

  it('have every gap filled, and shorten no verbs', () => {
    expect(said.filter((text) => /\{\{|\b(don't|can't|isn't|won't)\b|!/.test(text))).toEqual([]);
  });
});
