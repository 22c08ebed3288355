import { createInstance } from 'i18next';
import { english, type English, type SectionName } from './english.ts';
import { begun, isolated, softened } from './grammar.ts';
import { counting, known, plans, sayable, type Plan } from './keys.ts';
import { languageOf, languages, type LanguageCode } from './languages.ts';
import { pseudoSection } from './pseudo.ts';
import { translations } from './translations.ts';

/**
 * Band to i18next context: `title` is everyone's, `title_teen` the wording for 12 to 17. `title_adult` is for whoever gives
 * their views about a child: Welsh says "chi" to them where a child is "ti".
 */
const contexts = { '4-7': 'young', '8-11': 'mid', '12-17': 'teen', adult: 'adult' } as const;

type Variant = 'young' | 'mid' | 'teen' | 'adult' | 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
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
  /** A sentence as its file has it, its gaps open: `{{iro}} reads it.` */
  template(key: string): string;
  /** A sentence that stands in no file (a council's own), with the same values in it: `{{iro}}`. */
  own(text: string, values?: Values): string;
  /** The same for one in English, where `words` are another language's. */
  ownInEnglish(text: string, values?: Values): string;
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
instance.services.formatter?.add('begins', begun);

function resourcesOf(code: LanguageCode): Record<string, object> {
  if (code === 'en') return english;
  const translated = translations[code];
  if (translated) return { ...translated };
  return Object.fromEntries(Object.entries(english).map(([name, section]) => [name, Object(pseudoSection(section))]));
}

/**
 * The words for a reader. `values` are there in every sentence: the IRO's name, the council's terms
 * (`review`, `reviews`, `aReview`…), the product's name. `english`: those that an English sentence wants instead.
 */
export function wordsFor(reader: { language: string; band?: string | null; values: Values; english?: Values }): Words {
  const { code, direction, draft } = languageOf(reader.language);
  const context = reader.band && reader.band in contexts ? contexts[reader.band as keyof typeof contexts] : '';
  const say = voiceOf(code, context);
  const always = isolated(reader.values, direction);
  return {
    language: code,
    direction,
    draft,
    t: (key, values = {}) => say(key, { ...always, ...isolated(values, direction) }),
    inEnglish: (key, values = {}) =>
      voiceOf('en', context)(key, isolated({ ...reader.values, ...reader.english, ...values }, 'ltr')),
    has: (key) => known.has(key),
    template: (key) => instance.getFixedT(code)(key, { context, skipInterpolation: true }),
    own: (text, values = {}) => filled(text, code, { ...always, ...isolated(values, direction) }),
    ownInEnglish: (text, values = {}) => filled(text, 'en', isolated({ ...reader.values, ...reader.english, ...values }, 'ltr')),
    section: (name, values = {}) => {
      const all = { ...always, ...isolated(values, direction) };
      // The same keys with the same kinds of value: only the variants are chosen and the sentences finished.
      return finish(plans[name] ?? [], (key) => say(key, all)) as Finished<English[typeof name]>;
    }
  };
}

/** What one band is told in one language: a sentence by its key, with these values in it. */
type Voice = (key: string, values: Values) => string;
const voices = new Map<string, Voice>();

function voiceOf(code: LanguageCode, context: string): Voice {
  const name = `${code} ${context}`;
  const voice = voices.get(name) ?? newVoice(code, context);
  voices.set(name, voice);
  return voice;
}

/**
 * A page says hundreds of sentences, and finding one takes i18next far longer than putting values into it: so each is
 * found once, and what counts once for each form of a number. English has a say there too: it stands in for what only
 * workers read.
 */
function newVoice(code: LanguageCode, context: string): Voice {
  const find = instance.getFixedT(code);
  const how = context === '' ? {} : { context };
  const rules = ['en', code].map((language) => new Intl.PluralRules(language));
  const formOf = (count: number) => (count === 0 ? 'none' : rules.map((rule) => rule.select(count)).join(' '));
  const found = new Map<string, string>();
  return (key, values) => {
    if (!sayable.has(key)) return find(key, { ...values, ...how });
    const { count } = values;
    const counts = typeof count === 'number' && counting.has(key);
    const name = counts ? `${key} ${formOf(count)}` : key;
    const text = found.get(name) ?? find(key, { ...how, ...(counts && { count }), skipInterpolation: true });
    found.set(name, text);
    return filled(text, code, values);
  };
}

const filled = (text: string, code: string, values: Values): string =>
  text.includes('{{') ? instance.services.interpolator.interpolate(text, values, code, {}) : text;

/** Puts each finished sentence in its place. */
const finish = (plan: Plan, say: (key: string) => string): unknown =>
  Object.fromEntries(plan.map(({ name, key, parts }) => [name, parts ? finish(parts, say) : say(key)]));
