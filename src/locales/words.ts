import { createInstance, type TFunction } from 'i18next';
import { english, type English, type SectionName } from './english.ts';
import { isolated, softened } from './grammar.ts';
import { languageOf, languages, type LanguageCode } from './languages.ts';
import { pseudoSection } from './pseudo.ts';
import { translations } from './translations.ts';

/** Band to i18next context: `title` is everyone's, `title_teen` the wording for 12 to 17. */
const contexts = { '4-7': 'young', '8-11': 'mid', '12-17': 'teen' } as const;

type Variant = 'young' | 'mid' | 'teen' | 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
type Base<Key> = Key extends `${infer Start}_${Variant}` ? Base<Start> : Key;
/** A section as a page gets it: one finished sentence for each key, whatever variants of it there are. */
export type Finished<Section> = Section extends string ? string : { [Key in keyof Section as Base<Key>]: Finished<Section[Key]> };

export type Values = Readonly<Record<string, string | number>>;

/** The words of one reader: their language, their band, their council's (and their own) terms. */
export type Words = Readonly<{
  language: string;
  direction: 'ltr' | 'rtl';
  draft: boolean;
  /** One sentence by its key, e.g. `errors:not-found.title`. */
  t(key: string, values?: Values): string;
  /** The same sentence in English, in the council's own English terms. */
  inEnglish(key: string, values?: Values): string;
  has(key: string): boolean;
  /** A whole section (or the part of it under `path`) as finished strings, ready to hand to a page. */
  section<Name extends SectionName>(name: Name, values?: Values): Finished<English[Name]>;
}>;

const instance = createInstance();
await instance.init({
  lng: 'en',
  fallbackLng: 'en',
  ns: Object.keys(english),
  defaultNS: 'common',
  resources: Object.fromEntries(languages.map(({ code }) => [code, resourcesOf(code)])),
  // Svelte escapes what it prints; escaping twice would show &amp; to children.
  interpolation: { escapeValue: false },
  returnNull: false
});
instance.services.formatter?.add('soft', softened);

function resourcesOf(code: LanguageCode): Record<string, object> {
  if (code === 'en') return english;
  const translated = translations[code];
  if (translated) return translated;
  return Object.fromEntries(Object.entries(english).map(([name, section]) => [name, Object(pseudoSection(section))]));
}

/**
 * The words for a reader. `values` are there in every sentence: the IRO's name, the council's terms
 * (`review`, `reviews`, `aReview`…), the product's name. `english`: those that an English sentence wants instead.
 */
export function wordsFor(reader: { language: string; band?: string | null; values: Values; english?: Values }): Words {
  const { code, direction, draft } = languageOf(reader.language);
  const fixed: TFunction = instance.getFixedT(code);
  const source: TFunction = instance.getFixedT('en');
  const context = reader.band && reader.band in contexts ? contexts[reader.band as keyof typeof contexts] : undefined;
  const how = { ...(context && { context }) };
  const shown = (values: Values) => (direction === 'rtl' ? isolated(values) : values);
  const t = (key: string, values: Values = {}) => fixed(key, { ...shown({ ...reader.values, ...values }), ...how });
  return {
    language: code,
    direction,
    draft,
    t,
    inEnglish: (key, values = {}) => source(key, { ...reader.values, ...reader.english, ...values, ...how }),
    has: (key) => instance.exists(key, { lng: 'en' }),
    section: (name, values = {}) => finish(english[name], `${name}:`, (key) => t(key, values))
  };
}

const variant = /_(young|mid|teen|zero|one|two|few|many|other)$/;
const baseOf = (key: string): string => (variant.test(key) ? baseOf(key.replace(variant, '')) : key);

/** Walks a section's keys and puts each finished sentence in its place. */
function finish<Section>(section: Section, prefix: string, say: (key: string) => string): Finished<Section> {
  const entries = Object.entries(Object(section)).map(([key, value]) => [
    baseOf(key),
    typeof value === 'string' ? say(prefix + baseOf(key)) : finish(value, `${prefix}${key}.`, say)
  ]);
  // The same keys with the same kinds of value: only the variants are chosen and the sentences finished.
  return Object.fromEntries(entries) as Finished<Section>;
}
