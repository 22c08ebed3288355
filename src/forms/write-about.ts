import type { AdultForm, AdultPage } from '#lib/journeys/form.ts';

/** What an adult who was asked about a child writes to the child's IRO: words, and how they would like to hear. */
export const writeAbout: Omit<AdultForm, 'code' | 'pages'> & Readonly<{ code: 'write-about'; pages: readonly [AdultPage] }> = {
  code: 'write-about',
  version: 1,
  readers: 'adult',
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'write', topic: 'ask', questions: [
      { code: 'about-write', kind: 'text' },
      { code: 'about-write-back', kind: 'one', options: ['here', 'call'] }
    ] }
  ]
};
