import type { Band, Page } from '#lib/journeys/form.ts';

/**
 * How a reviewer is rated, in each band's way, and by a parent or carer. One item a page for children, all on one page for adults; the
 * last page is the one open box. Items keep their code in every band (src/lib/ratings/items.ts).
 */
export const rateForm = { code: 'rate', version: 1 } as const;

/** The one open box: what to keep doing, or do differently. */
export const BOX = 'box';

const often = ['always', 'mostly', 'sometimes', 'hardly', 'never'] as const;
const faces = (page: string, code: string): Page => ({ code: page, topic: 'rate', questions: [{ code, kind: 'faces' }] });
const worded = (page: string, code: string): Page => ({
  code: page,
  topic: 'rate',
  questions: [{ code, kind: 'one', options: often }]
});
const box: Page = { code: 'r90', topic: 'rate', questions: [{ code: BOX, kind: 'text' }] };

// A question is a line.
// prettier-ignore
const pages: Readonly<Record<Band | 'adult', readonly Page[]>> = {
  '4-7': [
    faces('r03', 'listened'),
    faces('r04', 'explained')
  ],
  '8-11': [
    faces('r01', 'known'),
    faces('r03', 'listened'),
    faces('r04', 'explained'),
    faces('r06', 'my-say'),
    faces('r09', 'did'),
    faces('r10', 'decisions'),
    faces('r11', 'would-tell'),
    box
  ],
  '12-17': [
    worded('r01', 'known'),
    worded('r02', 'alone'),
    worded('r03', 'listened'),
    worded('r04', 'explained'),
    worded('r05', 'asked'),
    worded('r06', 'my-say'),
    worded('r07', 'advocate'),
    worded('r08', 'challenged'),
    worded('r09', 'did'),
    worded('r10', 'decisions'),
    worded('r11', 'would-tell'),
    box
  ],
  adult: [
    worded('r21', 'informed'),
    worded('r22', 'fair'),
    worded('r23', 'prepared'),
    worded('r24', 'considered'),
    box
  ]
};

/** The pages of a band, or of an adult. */
export const rateFormFor = (who: Band | 'adult'): readonly Page[] => pages[who];
