import { expect, it } from 'vitest';
import type { Form, Page } from '#lib/journeys/form.ts';
import { validForm } from '#lib/journeys/valid.ts';

const everyWord = () => true;
const menu: Page = {
  code: 'p1',
  topic: 'menu',
  questions: [{ code: 'menu', kind: 'many', options: ['home', 'me'] }]
};
const home: Page = {
  code: 'p2',
  topic: 'home',
  core: true,
  questions: [{ code: 'home', kind: 'one', options: ['yes', 'no'] }]
};
const me: Page = {
  code: 'p3',
  topic: 'me',
  core: true,
  onlyIfChosen: true,
  questions: [{ code: 'me', kind: 'text' }]
};
const end: Page = { code: 'p9', topic: 'end', core: true, questions: [{ code: 'change', kind: 'text' }] };
const formOf = (...between: Page[]): Form => ({
  code: 'f',
  version: 1,
  bands: ['8-11'],
  topicsPage: 'p1',
  always: ['end'],
  pages: [menu, home, me, ...between, end]
});
const more = (page: Partial<Page>): Page => ({
  code: 'p4',
  topic: 'home',
  more: true,
  questions: [{ code: 'extra', kind: 'text' }],
  ...page
});

it('finds nothing wrong with a sound form', () => {
  expect(validForm(formOf(more({})), everyWord)).toEqual([]);
  expect(validForm(formOf(more({ when: { code: 'home', holds: ['no', 'not-sure'] } })), everyWord)).toEqual([]);
});

it.each([
  ['a page code twice', formOf(more({ code: 'p2' })), 'page p2 is there twice'],
  ['a question code twice', formOf(more({ questions: [{ code: 'home', kind: 'text' }] })), 'question home is there twice'],
  ['neither core nor more', formOf(more({ more: false })), 'page p4 must be either core or more'],
  ['a topic nobody can pick', formOf(more({ topic: 'moon' })), 'page p4 is of topic moon, which nobody can pick'],
  [
    'a condition that looks ahead',
    formOf(more({ when: { code: 'change', holds: ['x'] } })),
    'page p4 depends on change, which is not asked before it'
  ],
  [
    'a condition no answer can meet',
    formOf(more({ when: { code: 'home', holds: ['perhaps'] } })),
    'page p4 waits for an answer home cannot give'
  ],
  [
    'amounts of nobody',
    formOf(more({ questions: [{ code: 'extra', kind: 'amounts' }] })),
    'question extra must say of whom, and only amounts may'
  ],
  [
    'amounts of people not named before',
    formOf(more({ questions: [{ code: 'extra', kind: 'amounts', of: 'home' }] })),
    'question extra asks about people nobody named before'
  ],
  [
    'a single choice',
    formOf(more({ questions: [{ code: 'extra', kind: 'one', options: ['yes'] }] })),
    'question extra needs two choices or more'
  ],
  [
    'a wall of choices',
    formOf(more({ questions: [{ code: 'extra', kind: 'many', options: [...'abcdefghi'] }] })),
    'question extra has more than 8 choices'
  ],
  [
    'choices for a text',
    formOf(more({ questions: [{ code: 'extra', kind: 'text', options: ['a', 'b'] }] })),
    'question extra cannot have choices of its own'
  ],
  [
    'its own "not sure"',
    formOf(more({ questions: [{ code: 'extra', kind: 'one', options: ['yes', 'not-sure'] }] })),
    'question extra has a choice every kind brings by itself'
  ],
  [
    'a picture of nothing',
    formOf(more({ questions: [{ code: 'extra', kind: 'one', options: ['a', 'b'], pictures: { c: 'dog' } }] })),
    'question extra has a picture of no choice'
  ],
  [
    'a matrix of two choices',
    formOf(more({ questions: [{ code: 'extra', kind: 'matrix', rows: ['a', 'b'], options: ['yes', 'no'] }] })),
    'question extra needs three choices or more'
  ],
  [
    'a matrix of one thing',
    formOf(more({ questions: [{ code: 'extra', kind: 'matrix', rows: ['a'], options: ['yes', 'partly', 'no'] }] })),
    'question extra has too few rows'
  ],
  ['numbers of nothing', formOf(more({ questions: [{ code: 'extra', kind: 'counts' }] })), 'question extra has too few rows'],
  [
    'a wall of numbers',
    formOf(more({ questions: [{ code: 'extra', kind: 'counts', rows: [...'abcdefg'] }] })),
    'question extra has more than 6 rows'
  ],
  [
    'the same number twice',
    formOf(more({ questions: [{ code: 'extra', kind: 'counts', rows: ['a', 'a'] }] })),
    'question extra has a row twice'
  ],
  [
    'a share of what is not counted',
    formOf(more({ questions: [{ code: 'extra', kind: 'counts', rows: ['a'], percent: ['b'] }] })),
    'question extra has a share that is none of its numbers'
  ],
  [
    'rows of a text',
    formOf(more({ questions: [{ code: 'extra', kind: 'text', rows: ['a', 'b'] }] })),
    'question extra cannot have rows'
  ],
  [
    'a list of no days',
    formOf(more({ questions: [{ code: 'extra', kind: 'dates', most: 0 }] })),
    'question extra cannot say how many there may be'
  ],
  ['a dead end', { ...formOf(), pages: [menu, home, me] }, 'the last page is not asked of everybody'],
  ['topics in the wrong place', { ...formOf(), pages: [home, menu, me, end] }, 'the topics page does not come first'],
  ['a topic without a core', { ...formOf(), pages: [menu, home, end] }, 'topic me has no core page'],
  [
    'a page nobody meets',
    formOf(
      more({ when: { code: 'home', holds: ['no'] }, questions: [{ code: 'who', kind: 'people' }] }),
      more({
        code: 'p5',
        when: { code: 'home', holds: ['yes'] },
        questions: [{ code: 'much', kind: 'amounts', of: 'who' }]
      })
    ),
    'page p5 is met by nobody'
  ]
])('names %s', (_, form, fault) => {
  expect(validForm(form, everyWord)).toContain(fault);
});

it('names every sentence that is missing', () => {
  const faults = validForm(formOf(more({})), (key) => !key.includes('extra') && !key.endsWith('.no') && key !== 'f:topics.me');
  expect(faults).toEqual([
    'f:questions.home.options.no has no words',
    'f:topics.me has no words',
    'f:questions.extra.question has no words'
  ]);
});

it('names every row that has no words', () => {
  const page = more({ questions: [{ code: 'extra', kind: 'counts', rows: ['visits', 'alone'] }] });
  expect(validForm(formOf(page), (key) => !key.endsWith('.alone'))).toEqual(['f:questions.extra.rows.alone has no words']);
});
