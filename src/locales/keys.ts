import { english } from './english.ts';
import { translations } from './translations.ts';

const variant = /_(young|mid|teen|adult|zero|one|two|few|many|other)$/;
const number = /_(zero|one|two|few|many|other)$/;

/** The key without its variants of band and number: what code asks for. */
const baseOf = (key: string): string => (variant.test(key) ? baseOf(key.replace(variant, '')) : key);

/** A section's sentences in order, each once whatever variants it has, and what stands under it. */
export type Plan = readonly Readonly<{ name: string; key: string; parts: Plan | null }>[];

function planOf(section: object, prefix: string): Plan {
  const byName = new Map(Object.entries(section).map(([key, value]) => [baseOf(key), value]));
  return [...byName].map(([name, value]) => {
    const key = prefix + name;
    return { name, key, parts: typeof value === 'string' ? null : planOf(Object(value), `${key}.`) };
  });
}

/** Section to plan. English has every sentence there is. */
export const plans: Readonly<Record<string, Plan>> = Object.fromEntries(
  Object.entries(english).map(([name, section]) => [name, planOf(section, `${name}:`)])
);

const keysIn = (section: unknown, prefix: string): string[] =>
  Object.entries(Object(section)).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysIn(value, `${prefix}${key}.`)
  );

const keysOf = (sections: object): string[] => Object.entries(sections).flatMap(([name, section]) => keysIn(section, `${name}:`));

const everyKey = [english, ...Object.values(translations)].flatMap(keysOf);

/** Every English sentence, by its key as it stands in its file. */
export const known: ReadonlySet<string> = new Set(keysOf(english));

/** Every key a sentence may be asked for by, in any language. */
export const sayable: ReadonlySet<string> = new Set(everyKey.map(baseOf));

/** Those that have a wording for each form of a number. */
export const counting: ReadonlySet<string> = new Set(everyKey.filter((key) => number.test(key)).map(baseOf));
