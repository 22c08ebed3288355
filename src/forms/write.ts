import type { Form, Page } from '#lib/journeys/form.ts';

/**
 * What a child writes to their IRO between reviews (domain.md 2.11): one page, of which only the words have to be there. How
 * soon, and how it is safe to be told back, stand beside them.
 */
export const write: Form & Readonly<{ pages: readonly [Page] }> = {
  code: 'write',
  version: 1,
  bands: ['4-7', '8-11', '12-17'],
  topicsPage: '',
  always: [],
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'write', topic: 'ask', questions: [
      { code: 'write-words', kind: 'text' },
      { code: 'write-soon', kind: 'one', options: ['today', 'week', 'review'] },
      { code: 'write-about', kind: 'many', options: ['home', 'family', 'school', 'friends', 'meeting', 'feelings', 'else'],
        pictures: { home: 'house', family: 'family', school: 'school', friends: 'friends', meeting: 'meeting', feelings: 'feelings', else: 'speech' } },
      { code: 'write-back', kind: 'many', options: ['here', 'call', 'school', 'not-carer'] },
      { code: 'write-when', kind: 'text' }
    ] }
  ]
};
