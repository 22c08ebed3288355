import { describe, expect, it } from 'vitest';
import { adultForms, formFor, formOf, forms } from '#forms/forms.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import type { Form, KindCode, Question } from '#lib/journeys/form.ts';
import { validForm, wayTo } from '#lib/journeys/valid.ts';
import { path, type Progress } from '#lib/journeys/walk.ts';
import { wordsFor } from '#locales/words.ts';
import { pictures } from '#ui/pictures/all.ts';

const values = {
  product: 'My Say',
  review: 'review',
  reviews: 'reviews',
  aReview: 'a review',
  iro: 'Sam',
  iroRole: 'reviewing officer',
  council: 'Northmere'
};
const words = wordsFor({ language: 'en', band: '8-11', values });
const nobody: Progress = { answers: {}, skipped: [], opened: [] };
const picking = (...chosen: string[]): Progress => ({
  ...nobody,
  answers: { topics: { value: { chosen, other: '' }, unsure: false } }
});
const coreOf = (form: Form, progress: Progress) => path(form, progress).filter(({ code }) => code !== form.topicsPage);

describe.each(forms.map((form) => [form.code, form] as const))('the form %s', (_, form) => {
  it('is sound: every page met by somebody, every way with an end, every choice with words', () => {
    expect(validForm(form, words.has)).toEqual([]);
  });

  it('begins with the topics and ends with the one thing to change', () => {
    for (const progress of [nobody, picking('home'), picking('me', 'plan')]) {
      const way = path(form, progress);
      expect(way[0]?.code).toBe(form.topicsPage);
      expect(way.at(-1)?.questions[0].code).toBe('change');
    }
  });

  it('has a "say more" only as text, in second place', () => {
    for (const { questions } of form.pages) {
      expect(questions.length).toBeLessThanOrEqual(2);
      if (questions[1]) expect(questions[1].kind).toBe('text');
    }
  });

  it('has drawn every picture it names', () => {
    const named = form.pages.flatMap(({ questions }) => questions.flatMap((question) => Object.values(question.pictures ?? {})));
    expect(named.filter((name) => !(name in pictures))).toEqual([]);
  });

  it('leaves no value unsaid in any sentence', () => {
    for (const page of form.pages)
      for (const question of page.questions) {
        const asked = askedOf(words, form, page, question, '8-11');
        for (const text of [asked.question, asked.hint ?? 'x', ...Object.values(asked.options)]) {
          expect(text).not.toMatch(/\{\{|\}\}|undefined|views-|answers:|^$/);
        }
      }
  });

  it('never asks private matters of somebody who did not pick them', () => {
    const topics = form.pages.map(({ topic }) => topic);
    const opened = { ...nobody, opened: topics };
    expect(path(form, opened).filter((page) => page.onlyIfChosen)).toEqual([]);
    for (const page of form.pages.filter((page) => page.onlyIfChosen)) expect(path(form, wayTo(form, page))).toContain(page);
  });
});

it('asks 10 questions of a child of 8 to 11 and 11 of 12 to 17 when nothing is picked, and one more about the people they name', () => {
  const named = { ...nobody, answers: { 'family-who': { value: ['Mum'], unsure: false } } };
  expect(coreOf(formFor('8-11'), nobody)).toHaveLength(10);
  expect(coreOf(formFor('8-11'), named)).toHaveLength(11);
  expect(coreOf(formFor('12-17'), nobody)).toHaveLength(11);
  expect(coreOf(formFor('12-17'), named)).toHaveLength(12);
});

it('has a form for every band, and finds the one a draft was begun with', () => {
  expect(formFor('4-7').code).toBe('views-8-11');
  expect(formFor('8-11').code).toBe('views-8-11');
  expect(formFor('12-17').code).toBe('views-12-17');
  expect(formOf('views-8-11', 1)).toBe(formFor('8-11'));
  expect(formOf('views-8-11', 99)).toBeUndefined();
});

it('means one kind of question by one code, whatever the form', () => {
  const kinds = new Map<string, KindCode>();
  for (const form of [...forms, ...adultForms])
    for (const { code, kind } of form.pages.flatMap(({ questions }): readonly Question[] => questions)) {
      expect([code, kinds.get(code) ?? kind]).toEqual([code, kind]);
      kinds.set(code, kind);
    }
});

it('has no words for questions nobody asks', () => {
  for (const form of forms) {
    const asked = new Set(form.pages.flatMap(({ questions }) => questions.map(({ code }) => code)));
    const section = words.section(form.code === 'views-8-11' ? 'views-8-11' : 'views-12-17');
    expect(Object.keys(section.questions).filter((code) => !asked.has(code))).toEqual([]);
  }
});
