import { describe, expect, it } from 'vitest';
import { adultForm } from '#forms/forms.ts';
import { askedOf, fieldWords, topicName } from '#lib/journeys/asked.ts';
import type { AdultFormCode } from '#lib/journeys/form.ts';
import { wordsFor } from '#locales/words.ts';
import { readingOf } from '#tests/setup/reading.ts';

const values = {
  product: 'My Say',
  review: 'review',
  reviews: 'reviews',
  aReview: 'a review',
  familyTime: 'family time',
  iro: 'Sam',
  iroRole: 'reviewing officer',
  council: 'Northmere',
  child: 'Robin'
};
const words = wordsFor({ language: 'en', values });

/** Every sentence a form shows, as it is shown, and apart from them the choices and names, which are no sentences. */
function shown(code: AdultFormCode) {
  const form = adultForm(code);
  const asked = form.pages.flatMap((page) => page.questions.map((question) => askedOf(words, form, page, question, 'adult')));
  const { days, number, long } = words.section('answers').problems;
  return {
    sentences: [...asked.flatMap(({ question, hint }) => (hint ? [question, hint] : [question])), days, number, long],
    labels: [
      ...asked.flatMap(({ options, rows = {} }) => [...Object.values(options), ...Object.values(rows)]),
      ...Object.values(fieldWords(words)),
      ...form.pages.map(({ topic }) => topicName(words, form, topic))
    ]
  };
}

describe.each([
  ['parent', { grade: 3, lix: 20, longest: 15, each: 8 }],
  ['carer', { grade: 3, lix: 22, longest: 18, each: 8 }],
  ['professional', { grade: 9, lix: 42, longest: 20, each: 14 }]
] as const)('the words for a %s', (code, limit) => {
  const { sentences, labels } = shown(code);

  it('read easily as a whole', () => {
    const { grade, lix, longest, sentence } = readingOf(sentences);
    expect(grade).toBeLessThanOrEqual(limit.grade);
    expect(lix).toBeLessThanOrEqual(limit.lix);
    expect([longest <= limit.longest, sentence]).toEqual([true, sentence]);
  });

  it('have no hard sentence among the easy ones', () => {
    expect(sentences.filter((text) => readingOf([text]).grade > limit.each)).toEqual([]);
  });

  it('name every choice shortly', () => {
    expect(labels.filter((text) => readingOf([text]).longest > 9)).toEqual([]);
  });

  it('ask without leading, and good and bad alike', () => {
    const stems = sentences.filter((text) => text.endsWith('?'));
    expect(stems.filter((text) => /\b(best thing|happy|love|lucky|proud|great|wonderful)\b/i.test(text))).toEqual([]);
    expect(stems.filter((text) => /^(don’t|isn’t|aren’t|don't|isn't|aren't) /i.test(text))).toEqual([]);
    // Whoever is asked what goes well is asked what does not.
    const both = [/\bwell\b|\bgood\b/i, /\bhard\b|\bworr|\bconcern|\bbad\b/i];
    for (const side of both) expect([code, sentences.some((text) => side.test(text))]).toEqual([code, true]);
  });

  it('are said calmly and in full', () => {
    const text = [...sentences, ...labels].join('\n');
    expect(text).not.toMatch(/!|\p{Extended_Pictographic}/u);
    expect(text).not.toMatch(/\b(do|ca|wo|is|are|does|did)n['’]t\b|\b(you|they|we)['’]re\b|\bit['’]s\b/i);
    expect(text).not.toMatch(/\b(LAC|looked after child(ren)?|IRO|wishes and feelings)\b/i);
  });
});

it('use no word of the work with parents and carers where a plain one will do', () => {
  const text = (['parent', 'carer'] as const).flatMap((code) => Object.values(shown(code)).flat()).join('\n');
  expect(text).not.toMatch(
    /\b(placement|contact|respite|statutory|participat\w*|delegated|immunisations?|attainment|transition)\b/i
  );
});
