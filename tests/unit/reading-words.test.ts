import { describe, expect, it } from 'vitest';
import { mayStandOn } from '#lib/inbox/side-by-side.ts';
import type { AnswerForIro } from '#lib/consultations/contribution.ts';
import { wordsFor } from '#locales/words.ts';
import { readingOf } from '#tests/setup/reading.ts';

const terms = { review: 'review', reviews: 'reviews', aReview: 'a review', iroRole: 'reviewing officer', council: 'the council' };
const filled = {
  ...{ name: 'Dawn', child: 'Robin', iro: 'Sam', who: 'Sam', relation: 'mum', language: 'Welsh', address: 'say.example' },
  ...{ day: 'Monday 8 June', time: '9:05 am', when: 'on Monday 8 June', phone: '01632 960101', hours: 'nine to five' },
  ...{ venue: 'the library', count: 3, answered: 8 }
};
const words = wordsFor({ language: 'en', values: { ...terms, ...filled } });
const leaves = (value: unknown): string[] => (typeof value === 'string' ? [value] : Object.values(Object(value)).flatMap(leaves));

describe.each([
  ['what staff read of adults', 'reading', 9],
  ['a letter to a parent', 'letter', 8]
] as const)('the words of %s', (_, section, cap) => {
  const said = leaves(words.section(section));

  it(`are plain: grade ${cap}, 25 words a sentence at most`, () => {
    const { grade, longest, sentence } = readingOf(said);
    expect(grade).toBeLessThanOrEqual(cap);
    expect([longest <= 25, sentence]).toEqual([true, sentence]);
  });

  it('have every gap filled, shorten no verbs and shout at nobody', () => {
    expect(said.filter((text) => /\{\{|\b(don't|can't|isn't|won't)\b|!/.test(text))).toEqual([]);
  });
});

describe('a copy for the meeting', () => {
  const asked: AnswerForIro['asked'] = {
    ...{ code: 'x', kind: 'text', topic: 'home', question: '?', hint: null, options: {}, language: 'en', band: 'adult' },
    formVersion: 1
  };
  const answer = (audience: AnswerForIro['audience'], restricted: AnswerForIro['restricted'] = []) => ({
    asked,
    audience,
    restricted
  });

  it.each([
    ['the child said only to the IRO', answer('only_iro'), false],
    ['the child asked the IRO to tell somebody', answer('tell'), false],
    ['the child wants said there', answer('at_my_review'), true],
    ['an adult said and did not mark', answer('iro'), true],
    ['is not to be read out', answer('restricted', ['not-read-out']), false],
    ['is not for parents', answer('restricted', ['not-to-parents']), false],
    ['is not for the child', answer('restricted', ['not-to-child']), false],
    ['is marked, whatever its audience says', answer('iro', ['not-to-child']), false],
    ['was asked for the IRO alone', { ...answer('iro'), asked: { ...asked, teamOnly: true as const } }, false],
    ['cannot be opened', { ...answer('iro'), asked: null }, false]
  ])('what %s', (_, given, stands) => {
    expect([mayStandOn('everything', given), mayStandOn('meeting', given)]).toEqual([true, stands]);
  });
});
