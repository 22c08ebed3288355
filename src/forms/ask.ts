import type { Form } from '#lib/journeys/form.ts';

/**
 * What a child may ask for at any time: one page each, nothing on it that has to be answered but what they want to tell.
 * Which page belongs to which kind of request is in src/lib/requests/kinds.ts.
 */
export const ask: Form = {
  code: 'ask',
  version: 1,
  bands: ['4-7', '8-11', '12-17'],
  topicsPage: '',
  always: [],
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'tell', topic: 'ask', questions: [
      { code: 'tell', kind: 'text' },
      { code: 'reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'sooner', topic: 'ask', questions: [
      { code: 'sooner-why', kind: 'text' },
      { code: 'reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'beside', topic: 'ask', questions: [
      { code: 'beside-why', kind: 'text' },
      { code: 'beside-reply', kind: 'one', options: ['call', 'text', 'meet'] }
    ] },
    { code: 'talk', topic: 'ask', questions: [
      { code: 'talk-how', kind: 'one', options: ['call', 'walk', 'home', 'elsewhere'] },
      { code: 'talk-what', kind: 'text' }
    ] },
    { code: 'now', topic: 'ask', questions: [{ code: 'now', kind: 'text' }] }
  ]
};
