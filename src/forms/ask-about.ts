import type { AdultForm } from '#lib/journeys/form.ts';

/**
 * What an adult may ask for about a child: a parent, carer or professional who was asked for their views, or a worker. One
 * page each. Which page belongs to which kind of request is in src/lib/requests/kinds.ts.
 */
export const askAbout: Omit<AdultForm, 'code'> & Readonly<{ code: 'ask-about' }> = {
  code: 'ask-about',
  version: 1,
  readers: 'adult',
  // A question is a line.
  // prettier-ignore
  pages: [
    { code: 'sooner', topic: 'ask', questions: [
      { code: 'about-sooner-why', kind: 'text' },
      { code: 'about-reply', kind: 'one', options: ['here', 'call'] }
    ] },
    { code: 'beside', topic: 'ask', questions: [
      { code: 'about-beside-why', kind: 'text' },
      { code: 'about-beside-knows', kind: 'one', options: ['yes', 'no'] }
    ] }
  ]
};
