import { createInstance } from 'i18next';
import { expect, it } from 'vitest';
import { viewsMid } from '#forms/views-8-11.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { readAnswer } from '#lib/journeys/fits.ts';
import type { Form } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { linesOf } from '#lib/journeys/render.ts';
import { validForm } from '#lib/journeys/valid.ts';
import { answered, path, type Progress } from '#lib/journeys/walk.ts';
import { english } from '#locales/english.ts';
import { wordsFor, type Words } from '#locales/words.ts';

/** The one line in the form … */
const line: Form['pages'][number] = {
  code: 'b32',
  topic: 'home',
  more: true,
  questions: [{ code: 'garden', kind: 'one', options: ['yes', 'no', 'balcony'] }]
};
const form: Form = {
  ...viewsMid,
  pages: [...viewsMid.pages.slice(0, -1), line, ...viewsMid.pages.slice(-1)]
};

/** … and its words. */
const garden = {
  question: 'Is there somewhere to be outside?',
  hint: 'Like a garden.',
  options: { balcony: 'A balcony' }
};

const words = await wordsWith({ ...english['views-8-11'].questions, garden });

it('needs one line in a form and its words, and no more', () => {
  expect(validForm(form, words.has)).toEqual([]);
  expect(validForm(form, (key) => !key.includes('garden') && words.has(key))).toContain(
    'views-8-11:questions.garden.question has no words'
  );
});

it('is then asked', () => {
  const opened: Progress = { answers: {}, skipped: [], opened: ['home'] };
  expect(path(form, opened).map(({ code }) => code)).toContain('b32');
  expect(askedOf(words, form, line, line.questions[0], '8-11')).toMatchObject({
    code: 'garden',
    topic: 'home',
    question: garden.question,
    hint: garden.hint,
    formVersion: 1,
    options: { yes: 'Yes', no: 'No', balcony: 'A balcony', 'not-sure': 'I am not sure' }
  });
});

it('is stored as it was asked, and read in the words it was asked with', () => {
  const data = new FormData();
  data.set('garden', 'balcony');
  const { answer, problem } = readAnswer(line.questions[0], postedFrom(data), {});
  expect(problem).toBeNull();
  const asked = askedOf(words, form, line, line.questions[0], '8-11');
  const kept: { asked: typeof asked; answer: typeof answer } = JSON.parse(JSON.stringify({ asked, answer }));
  expect(kept.answer && linesOf(kept.asked, kept.answer)).toEqual(['A balcony']);
  const progress: Progress = { answers: answer ? { garden: answer } : {}, skipped: [], opened: ['home'] };
  expect(answered(form, progress).map(({ question }) => question.code)).toEqual(['garden']);
});

/** The words of the project with another set of questions in one form: as editing its words file would. */
async function wordsWith(questions: object): Promise<Words> {
  const instance = createInstance();
  const changed = { ...english, 'views-8-11': { ...english['views-8-11'], questions } };
  await instance.init({
    lng: 'en',
    ns: Object.keys(changed),
    resources: { en: changed },
    interpolation: { escapeValue: false }
  });
  return {
    ...wordsFor({ language: 'en', values: {} }),
    t: (key, values = {}) => instance.t(key, { review: 'review', iro: 'Sam', ...values }),
    has: (key) => instance.exists(key)
  };
}
