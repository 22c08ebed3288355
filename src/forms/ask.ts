import type { Form } from '#lib/journeys/form.ts';

/**
 * What a child may ask for at any time: one page each, nothing on it that has to be answered but what they want to tell.
 * Which page belongs to which kind of request is in src/lib/requests/kinds.ts.
 */
export const ask: Form = {
  code: 'ask',
  version: 2,
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
    { code: 'plan', topic: 'ask', questions: [
      { code: 'plan-what', kind: 'text' },
      { code: 'plan-how', kind: 'one', options: ['copy', 'read', 'change'] }
    ] },
    { code: 'explain', topic: 'ask', questions: [
      { code: 'explain', kind: 'text' },
      { code: 'reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'again', topic: 'ask', questions: [
      { code: 'again', kind: 'text' },
      { code: 'again-want', kind: 'text' },
      { code: 'reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'visits', topic: 'ask', questions: [
      { code: 'visits-what', kind: 'text' },
      { code: 'reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'waiting', topic: 'ask', questions: [
      { code: 'waiting-who', kind: 'one', options: ['boss', 'advocate'] },
      { code: 'waiting-what', kind: 'text' }
    ] },
    { code: 'change', topic: 'ask', questions: [
      { code: 'change-why', kind: 'text' },
      { code: 'change-reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'put-right', topic: 'ask', questions: [
      { code: 'put-right', kind: 'text' },
      { code: 'put-right-beside', kind: 'one', options: ['yes', 'no'] },
      { code: 'put-right-want', kind: 'text' },
      { code: 'put-right-reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'told-about', topic: 'ask', questions: [
      { code: 'told-about', kind: 'text' },
      { code: 'told-about-reply', kind: 'one', options: ['here', 'call', 'meet'] }
    ] },
    { code: 'thanks', topic: 'ask', questions: [{ code: 'thanks', kind: 'text' }] },
    { code: 'about-me', topic: 'ask', questions: [
      { code: 'about-me-what', kind: 'text' },
      { code: 'about-me-how', kind: 'one', options: ['beside', 'copy'] }
    ] },
    { code: 'now', topic: 'ask', questions: [
      { code: 'now', kind: 'text' },
      { code: 'now-about', kind: 'many', options: ['reader'] }
    ] }
  ]
};
