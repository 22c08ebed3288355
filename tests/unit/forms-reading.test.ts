import { describe, expect, it } from 'vitest';
import { formFor } from '#forms/forms.ts';
import { askedOf, fieldWords } from '#lib/journeys/asked.ts';
import type { Band } from '#lib/journeys/form.ts';
import { wordsFor } from '#locales/words.ts';
import { readingOf, syllablesIn } from '#tests/setup/reading.ts';

const values = {
  product: 'My Say',
  review: 'review',
  reviews: 'reviews',
  aReview: 'a review',
  iro: 'Sam',
  iroRole: 'reviewing officer',
  council: 'Northmere'
};

/** Every sentence a form shows, as it is shown; `sentences` leaves out the choices, which are no sentences. */
function shown(band: Band) {
  const words = wordsFor({ language: 'en', band, values });
  const form = formFor(band);
  const asked = form.pages.flatMap((page) => page.questions.map((question) => askedOf(words, form, page, question, band)));
  const sentences = [
    ...asked.flatMap(({ question, hint }) => (hint ? [question, hint] : [question])),
    ...Object.values(words.section('answers').problems)
  ];
  const labels = [
    ...asked.flatMap(({ options }) => Object.values(options)),
    ...Object.values(fieldWords(words)),
    ...Object.values(words.section(band === '12-17' ? 'views-12-17' : 'views-8-11').topics)
  ];
  return { sentences, labels };
}

describe.each([
  ['8-11', { grade: 3, lix: 20, longest: 14 }],
  ['12-17', { grade: 5, lix: 28, longest: 18 }]
] as const)('the words for %s', (band, limit) => {
  const { sentences, labels } = shown(band);

  it('read easily as a whole', () => {
    const { grade, lix, longest, sentence } = readingOf(sentences);
    expect(grade).toBeLessThanOrEqual(limit.grade);
    expect(lix).toBeLessThanOrEqual(limit.lix);
    expect([longest <= limit.longest, sentence]).toEqual([true, sentence]);
  });

  it('have no hard sentence among the easy ones', () => {
    expect(sentences.filter((text) => readingOf([text]).grade > limit.grade + 3)).toEqual([]);
  });

  it('name every choice shortly', () => {
    expect(labels.filter((text) => readingOf([text]).longest > 9)).toEqual([]);
  });

  it('speak plainly: no praise, no jargon, no shouting, no shortened verbs', () => {
    const text = [...sentences, ...labels].join('\n');
    expect(text).not.toMatch(/!|\b(great choice|well done|good job|amazing|awesome|oops)\b/i);
    expect(text).not.toMatch(
      /\b(placement|contact|LAC|looked after child|IRO|participat\w*|respite|wishes and feelings|statutory)\b/
    );
    expect(text).not.toMatch(/\b(don't|can't|won't|isn't|you're|it's|what's|who's|doesn't|didn't)\b/i);
    expect(text).not.toMatch(/\p{Extended_Pictographic}/u);
  });

  it('ask without leading: nothing is called good before it was asked, and good and bad stand side by side', () => {
    const stems = sentences.filter((text) => text.endsWith('?'));
    expect(
      stems.filter((text) => /\b(good things|like best|best thing|enjoy|happy|love|favourite|lucky|proud)\b/i.test(text))
    ).toEqual([]);
    expect(stems.filter((text) => /^(don't|isn't|aren't) /i.test(text))).toEqual([]);
  });
});

it('counts syllables well enough to sound an alarm', () => {
  const counts = {
    like: 1,
    picked: 1,
    places: 2,
    little: 2,
    decided: 3,
    social: 2,
    worker: 2,
    school: 1,
    family: 3,
    people: 2,
    agreed: 2,
    review: 2,
    officer: 3,
    table: 2,
    changes: 2,
    the: 1,
    being: 1
  };
  for (const [word, count] of Object.entries(counts))
    expect([word, Math.abs(syllablesIn(word) - count) <= 1]).toEqual([word, true]);
});
