import { terms } from '#locales/terms.ts';

/** What may stand between double braces in a council's own words: terms, names, and the number of Childline. */
const everywhere = ['iro', 'iroRole', 'iroRoles', 'review', 'reviews', 'aReview', 'familyTime', 'council', 'number'] as const;

/** The gaps of a language: a term has more forms in some. */
export const gapsIn = (language: string): readonly string[] => [
  ...new Set([...everywhere, ...Object.keys(terms[language] ?? {})])
];

const gap = /\{\{([^{}]*)\}\}/g;
const ways: readonly (string | undefined)[] = [undefined, 'begins', 'soft'];

/** Whether every gap of a text is one that is filled: `{{iro}}`, or `{{iro, begins}}` at the start of a sentence. */
export function gapsAreKnown(text: string, language: string): boolean {
  const known = gapsIn(language);
  const fits = [...text.matchAll(gap)].every(([, inner = '']) => {
    const [name = '', how, ...more] = inner.split(',').map((part) => part.trim());
    return known.includes(name) && ways.includes(how) && more.length === 0;
  });
  return fits && !/[{}]|\$t\(/.test(text.replaceAll(gap, ''));
}
