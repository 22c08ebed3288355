import { arabic } from './arabic.ts';
import type { SectionName } from './english.ts';
import type { LanguageCode } from './languages.ts';
import { welsh } from './welsh.ts';

/** Sections that only workers read: they stay English. Everything else is, or will be, in every language (tests/unit/locales.test.ts). */
export const forWorkers: readonly SectionName[] = [
  'break-glass',
  'card-desk',
  'cover',
  'demo',
  'guide-desk',
  'mail',
  'ratings',
  'morning',
  'needs',
  'not-told',
  'messages',
  'reading',
  'ring-back',
  'staff',
  'talk-desk',
  'ways'
];

/**
 * Sections that a language may still lack: there they are read in English. One that it has is held to every sentence by the
 * tests. Take a section out of this list with the last of its translations.
 */
export const toTranslate: readonly SectionName[] = [];

/** The words of each language but English, section by section: a new language is one line here and one in languages.ts. */
export const translations: Readonly<Partial<Record<LanguageCode, Readonly<Record<string, object>>>>> = {
  cy: welsh,
  ar: arabic
};
