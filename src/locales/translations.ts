import { arabic } from './arabic.ts';
import type { SectionName } from './english.ts';
import type { LanguageCode } from './languages.ts';
import { welsh } from './welsh.ts';

/** Sections that only workers read: they stay English. Everything else is, or will be, in every language (tests/unit/locales.test.ts). */
export const forWorkers: readonly SectionName[] = ['demo', 'mail', 'reading', 'staff'];

/**
 * Sections whose translations are still to be written, in every language at once: until then they are read in English.
 * Take a section out of this list with its translation, and the tests hold it to every sentence.
 */
export const toTranslate: readonly SectionName[] = ['entry', 'post', 'parent', 'carer', 'professional', 'letter', 'views', 'ask-about'];

/** The words of each language but English, section by section: a new language is one line here and one in languages.ts. */
export const translations: Readonly<Partial<Record<LanguageCode, Readonly<Record<string, object>>>>> = {
  cy: welsh,
  ar: arabic
};
