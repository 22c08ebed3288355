import type { Values, Words } from './words.ts';

/** A sentence, and the English one where nobody has checked the translation yet. */
export type Beside = Readonly<{ text: string; english: string | null }>;

/**
 * A sentence about safety or secrecy: while its language is a draft, the English stands beside it (a wrong word there
 * could hurt a child). `english` is null when the reader reads English, or once the language is checked. `inEnglish`: values
 * that are said another way there, such as a day.
 */
export const beside = (words: Words, key: string, values: Values = {}, inEnglish: Values = values): Beside => ({
  text: words.t(key, values),
  english: words.draft ? words.inEnglish(key, inEnglish) : null
});

/** Several sentences of one part of a section, each with its English where that is due: `besideEach(words, 'say:start', ['safe'])`. */
export const besideEach = <Name extends string>(
  words: Words,
  part: string,
  names: readonly Name[],
  values: Values = {}
): Readonly<Record<Name, Beside>> =>
  // Every name is there, because the entries are made from the names.
  Object.fromEntries(
    names.map((name) => [name, beside(words, `${part}${part.endsWith(':') ? '' : '.'}${name}`, values)])
  ) as Record<Name, Beside>;
