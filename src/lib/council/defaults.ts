import type { CouncilKey } from './council.ts';

/** What holds until a council sets its own. An empty string means "not set". */
export const defaults: Readonly<Record<CouncilKey, string>> = {
  name: 'the council',
  product: 'My Say',
  'terms.review': 'review',
  'terms.reviews': 'reviews',
  'terms.aReview': 'a review',
  'terms.iro': 'reviewing officer',
  'terms.iros': 'reviewing officers',
  'terms.familyTime': 'family time',
  childline: '0800 1111',
  officePhone: '',
  officeHours: '',
  outOfHoursPhone: '',
  advocatePhone: '',
  advocateMail: '',
  advocacySignsIn: 'yes',
  leaveTo: '/blank',
  staffPassphrase: 'off',
  ratingsFrom: '8',
  ratingsWordsFrom: '10',
  ratingsMonth: '10'
};
