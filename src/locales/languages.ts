/** The languages Heard speaks. `draft`: no person who speaks it has checked it yet, and the pages say so. */
export type Language = Readonly<{ code: string; name: string; direction: 'ltr' | 'rtl'; draft: boolean; offered: boolean }>;

/** `qps` is a pseudo-language (longer words, right to left): it shows what a layout does before a translator does. */
export const languages = [
  { code: 'en', name: 'English', direction: 'ltr', draft: false, offered: true },
  { code: 'qps', name: 'Pseudo', direction: 'rtl', draft: true, offered: false }
] as const satisfies readonly Language[];

export type LanguageCode = (typeof languages)[number]['code'];

export const languageOf = (code: string): Language => languages.find((language) => language.code === code) ?? languages[0];

/** What a language is called in the reader's own, also one that Heard does not speak: `ti` is "Tigrinya". */
export const languageInWords = (reader: string, code: string): string =>
  new Intl.DisplayNames([reader === 'qps' ? 'en' : reader], { type: 'language' }).of(code) ?? code;
