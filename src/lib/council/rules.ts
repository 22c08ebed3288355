import * as v from 'valibot';
import { termNamed } from '#locales/terms.ts';
import type { CouncilKey } from './council.ts';

const words = v.pipe(v.string(), v.trim(), v.minLength(1, 'must not be empty'), v.maxLength(60, 'must be 60 characters at most'));
const longer = v.pipe(v.string(), v.trim(), v.maxLength(200, 'must be 200 characters at most'));
const phone = v.pipe(v.string(), v.trim(), v.regex(/^\+?[0-9][0-9 ]{2,18}$/, 'must be a telephone number'));
const maybePhone = v.union([v.literal(''), phone], 'must be a telephone number, or empty');
const maybeMail = v.union(
  [v.literal(''), v.pipe(v.string(), v.trim(), v.email(), v.maxLength(200))],
  'must be an e-mail address, or empty'
);
const place = v.union(
  [v.literal('/blank'), v.pipe(v.string(), v.regex(/^https:\/\//), v.url())],
  'must be /blank or an address that begins with https://'
);

const whole = (least: number, most: number) => {
  const why = `must be a whole number from ${least} to ${most}`;
  return v.pipe(
    v.string(),
    v.regex(/^[1-9][0-9]*$/, why),
    v.check((text) => Number(text) >= least && Number(text) <= most, why)
  );
};

/** What each setting must look like; the message is for the person at the command line. */
export const rules: Readonly<Record<CouncilKey, v.GenericSchema<string, string>>> = {
  name: words,
  product: words,
  'terms.review': words,
  'terms.reviews': words,
  'terms.aReview': words,
  'terms.iro': words,
  'terms.iros': words,
  'terms.familyTime': words,
  childline: phone,
  officePhone: maybePhone,
  officeHours: longer,
  outOfHoursPhone: maybePhone,
  advocatePhone: maybePhone,
  advocateMail: maybeMail,
  advocacySignsIn: v.picklist(['yes', 'no'], 'must be yes or no'),
  leaveTo: place,
  staffPassphrase: v.picklist(['on', 'off'], 'must be on or off'),
  ratingsFrom: whole(5, 50),
  ratingsWordsFrom: whole(10, 100),
  ratingsMonth: whole(1, 12)
};

/** What a setting must look like; null for a name nobody knows. A term in another language is `terms.cy.yourReview`. */
export const ruleOf = (key: string): v.GenericSchema<string, string> | null =>
  isCouncilKey(key) ? rules[key] : termNamed(key) ? words : null;

const isCouncilKey = (key: string): key is CouncilKey => Object.hasOwn(rules, key);
