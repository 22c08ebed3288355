import { describe, expect, it } from 'vitest';
import { adultForm, adultForms, forms } from '#forms/forms.ts';
import { topics } from '#forms/topics.ts';
import { askedOf, topicName } from '#lib/journeys/asked.ts';
import { pagesFor } from '#lib/journeys/adult.ts';
import { professionalRoles, type AdultForm, type Asked, type Question } from '#lib/journeys/form.ts';
import { validAdultForm } from '#lib/journeys/valid-adult.ts';
import { english } from '#locales/english.ts';
import { wordsFor } from '#locales/words.ts';

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
const allOf = (form: AdultForm): Asked[] =>
  form.pages.flatMap((page) => page.questions.map((question) => askedOf(words, form, page, question, 'adult')));
const saidBy = ({ question, hint, options, rows = {} }: Asked) => [
  question,
  ...(hint ? [hint] : []),
  ...Object.values(options),
  ...Object.values(rows)
];

describe.each(adultForms.map((form) => [form.code, form] as const))('the form %s', (code, form) => {
  it('is sound: a topic has one page, every question and choice has its words', () => {
    expect(validAdultForm(form, words.has)).toEqual([]);
  });

  it('leaves no value unsaid in any sentence', () => {
    for (const text of allOf(form).flatMap(saidBy))
      expect(text).not.toMatch(/\{\{|\}\}|undefined|parent:|carer:|professional:|answers:|^$/);
  });

  it('has no words for questions, rows or choices nobody is asked', () => {
    const asked = form.pages.flatMap((page) => page.questions.map((question) => [question.code, question] as const));
    const known = new Map(asked);
    for (const [name, said] of Object.entries(english[code].questions)) {
      const options = 'options' in said ? said.options : {};
      const rows = 'rows' in said ? said.rows : {};
      expect([name, known.has(name)]).toEqual([name, true]);
      expect([name, Object.keys(options)]).toEqual([name, Object.keys(options).length > 0 ? known.get(name)?.options : []]);
      expect([name, Object.keys(rows)]).toEqual([name, known.get(name)?.rows ?? []]);
    }
    expect(Object.keys(english[code].topics).sort()).toEqual([...new Set(form.pages.map(({ topic }) => topic))].sort());
  });

  it('has page codes that say nothing', () => {
    for (const page of form.pages) expect(page.code).toMatch(/^[pkh]\d\d$/);
  });

  it('keeps its questions with what they were asked with, and nothing more', () => {
    for (const asked of allOf(form)) {
      expect([asked.band, asked.formVersion]).toEqual(['adult', 1]);
      expect(JSON.parse(JSON.stringify(asked))).toEqual(asked);
    }
  });

  it('asks what should be decided last', () => {
    expect(form.pages.at(-1)?.topic).toBe('change');
  });
});

it('is found by its code, and by the version a draft was begun with', () => {
  for (const form of adultForms) expect([adultForm(form.code), adultForm(form.code, form.version)]).toEqual([form, form]);
  expect([adultForm('carer', 99), adultForm('views-8-11', 1), adultForm('', 1)]).toEqual([undefined, undefined, undefined]);
});

it('asks a professional four to six pages, whatever the role', () => {
  const pages = professionalRoles.map((role) => [role, pagesFor(adultForm('professional'), role).length]);
  expect(Object.fromEntries(pages)).toEqual({
    school: 6,
    health: 5,
    'social-worker': 6,
    advocate: 4,
    police: 4,
    other: 4
  });
});

it.each(['parent', 'carer'] as const)('asks no more than ten boxes of text of a %s', (code) => {
  const questions = adultForm(code).pages.flatMap((page): readonly Question[] => page.questions);
  expect(questions.filter(({ kind }) => kind === 'text').length).toBeLessThanOrEqual(10);
});

describe('a parent', () => {
  const said = allOf(adultForm('parent')).flatMap(saidBy);
  const topicsSaid = Object.keys(english.parent.topics).map((topic) => topicName(words, { code: 'parent' }, topic));

  it('is never asked, and never told, where the child lives or with whom', () => {
    expect(said.length).toBeGreaterThan(80);
    const telling = /\b(lives?|living|address|where robin|foster|carers?|placement|household|stays? with|moved?)\b/i;
    expect([...said, ...topicsSaid].filter((text) => telling.test(text))).toEqual([]);
  });

  it('is never told that somebody else was asked: neither by name nor by who they are', () => {
    expect([...said, ...topicsSaid].filter((text) => /\b(other parent|mother|father|mum|dad|partner|ex)\b/i.test(text))).toEqual(
      []
    );
  });
});

describe('the topics staff read by', () => {
  it('are every topic of every form, and none besides', () => {
    const asked = [...forms, ...adultForms]
      .flatMap((form) => form.pages.map(({ topic }) => topic))
      .filter((topic) => topic !== 'topics');
    expect([...new Set(asked)].sort()).toEqual([...topics].sort());
  });

  it('have a word each', () => {
    expect(Object.keys(english.staff.topics)).toEqual([...topics]);
  });
});
