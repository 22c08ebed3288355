import { describe, expect, it } from 'vitest';
import { adultAnswered, answeredOn, pageAfter, pageBefore, pageFor, pagesFor } from '#lib/journeys/adult.ts';
import type { AdultForm, AdultPage, Answer } from '#lib/journeys/form.ts';
import { validAdultForm } from '#lib/journeys/valid-adult.ts';

const everyWord = () => true;
const saying = (value: unknown): Answer => ({ value, unsure: false });
const codes = (pages: readonly AdultPage[]) => pages.map(({ code }) => code);

const all: AdultPage = { code: 'h1', topic: 'professional', questions: [{ code: 'agency', kind: 'text' }] };
const school: AdultPage = {
  code: 'h2',
  topic: 'school',
  roles: ['school'],
  questions: [
    { code: 'pep', kind: 'dates', most: 1 },
    { code: 'pep-more', kind: 'text' }
  ]
};
const health: AdultPage = { code: 'h3', topic: 'health', roles: ['health'], questions: [{ code: 'checks', kind: 'text' }] };
const end: AdultPage = { code: 'h9', topic: 'change', questions: [{ code: 'decide', kind: 'text' }] };
const formOf = (...pages: AdultPage[]): AdultForm => ({ code: 'carer', version: 1, readers: 'adult', pages });
const form = formOf(all, school, health, end);

describe('the pages of an adult’s form', () => {
  it('are those for all, and those of the role', () => {
    expect(codes(pagesFor(form, 'school'))).toEqual(['h1', 'h2', 'h9']);
    expect(codes(pagesFor(form, 'advocate'))).toEqual(['h1', 'h9']);
    expect(codes(pagesFor(form, null))).toEqual(['h1', 'h9']);
  });

  it('follow each other as this person meets them', () => {
    expect(pageAfter(form, 'health', 'h1')?.code).toBe('h3');
    expect(pageBefore(form, 'health', 'h9')?.code).toBe('h3');
    expect(pageBefore(form, 'health', 'h1')).toBeNull();
    expect(pageAfter(form, 'health', 'h9')).toBeNull();
  });

  it('of another role are nobody else’s', () => {
    expect(pageFor(form, 'school', 'h2')).toBe(school);
    expect(pageFor(form, 'health', 'h2')).toBeUndefined();
    for (const beside of [pageAfter, pageBefore]) expect(beside(form, 'health', 'h2')).toBeNull();
  });

  it('say how much of each is answered', () => {
    expect(answeredOn(school, {})).toEqual({ answered: 0, of: 2 });
    expect(answeredOn(school, { 'pep-more': saying('It was good'), agency: saying('x') })).toEqual({ answered: 1, of: 2 });
  });

  it('give what is sent: in the order asked, and never what stands on a page of another role', () => {
    const answers = { decide: saying('Stay'), checks: saying('Fine'), agency: saying('The clinic') };
    const told = (role: 'health' | 'school') => adultAnswered(form, role, answers).map(({ question }) => question.code);
    expect(told('health')).toEqual(['agency', 'checks', 'decide']);
    expect(told('school')).toEqual(['agency', 'decide']);
  });
});

describe('checking an adult’s form', () => {
  it('finds nothing wrong with a sound one', () => {
    expect(validAdultForm(form, everyWord)).toEqual([]);
    expect(validAdultForm(formOf(all, end), everyWord)).toEqual([]);
  });

  const text = (code: string) => ({ code, kind: 'text' }) as const;
  it.each([
    ['a page code twice', formOf(all, { ...school, code: 'h1' }, end), 'page h1 is there twice'],
    ['a question code twice', formOf(all, { ...school, questions: [text('agency')] }, end), 'question agency is there twice'],
    [
      'a wall of questions',
      formOf({ ...all, questions: [text('a'), text('b'), text('c'), text('d'), text('e'), text('f'), text('g')] }, end),
      'page h1 has more than 6 questions'
    ],
    ['a page for nobody', formOf(all, { ...school, roles: [] }, end), 'page h2 must say each of its roles once'],
    [
      'one topic on two pages',
      formOf(all, school, { ...health, topic: 'school', roles: ['school'] }, end),
      'school meets topic school twice'
    ],
    [
      'one topic on two pages for all',
      formOf(all, { ...end, topic: 'professional' }),
      'everybody meets topic professional twice'
    ],
    ['an end that some never reach', formOf(all, end, school), 'the last page is not asked of everybody'],
    ['no pages at all', formOf(), 'the last page is not asked of everybody'],
    [
      'an alert',
      formOf({ ...all, questions: [{ code: 'safe', kind: 'one', options: ['yes', 'no'], alert: ['no'] }] }, end),
      'question safe has an alert, which only a child’s may'
    ],
    [
      'a question that is wrong in itself',
      formOf({ ...all, questions: [{ code: 'much', kind: 'amounts', of: 'who' }] }, end),
      'question much asks about people nobody named before'
    ]
  ])('names %s', (_, faulty, fault) => {
    expect(validAdultForm(faulty, everyWord)).toContain(fault);
  });

  it('names every sentence that is missing', () => {
    expect(validAdultForm(form, (key) => !/decide|topics\.health|dates/.test(key))).toEqual([
      'carer:topics.health has no words',
      'carer:questions.decide.question has no words'
    ]);
  });
});
