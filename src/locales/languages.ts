type Shape = Omit<Language, 'code'> & Readonly<{ code: string }>;

/** The languages Heard speaks. `draft`: no person who speaks it has checked it yet, and the pages say so. */
export type Language = Readonly<{ code: LanguageCode; name: string; direction: 'ltr' | 'rtl'; draft: boolean; offered: boolean }>;

/**
 * In the order they are offered: Welsh stands beside English without being asked for. Their words are in
 * `translations.ts`. `qps` is a pseudo-language (longer words, right to left): it shows what a layout does before a
 * translator does.
 */
export const languages = [
  { code: 'en', name: 'English', direction: 'ltr', draft: false, offered: true },
  { code: 'cy', name: 'Cymraeg', direction: 'ltr', draft: true, offered: true },
  { code: 'ar', name: 'العربية', direction: 'rtl', draft: true, offered: true },
  { code: 'qps', name: 'Pseudo', direction: 'rtl', draft: true, offered: false }
] as const satisfies readonly Shape[];

export type LanguageCode = (typeof languages)[number]['code'];

export const languageOf = (code: string): Language => languages.find((language) => language.code === code) ?? languages[0];

/** What anybody may choose, in the order shown. */
export const offeredLanguages: readonly Language[] = languages.filter(({ offered }) => offered);

/** A language somebody asked for, if it is one that is offered. */
export const offeredLanguage = (code: string | null): Language | null =>
  offeredLanguages.find((language) => language.code === code) ?? null;

/** What a language is called in the reader's own, also one that Heard does not speak: `ti` is "Tigrinya". */
export const languageInWords = (reader: string, code: string): string =>
  new Intl.DisplayNames([reader === 'qps' ? 'en' : reader], { type: 'language' }).of(code) ?? code;
