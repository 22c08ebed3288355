/** A stretch of text: where it starts and where it ends. */
export type At = readonly [start: number, end: number];

/** The most words a watched name may have: a street, a farm shop, a double surname with its first names. */
export const LONGEST_WATCHED = 4;

/** Letters that do not come apart into a plain one and a mark. */
const plain: Readonly<Record<string, string>> = { ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', ß: 'ss', æ: 'ae', œ: 'oe', ı: 'i' };

const wordsOf = /[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*['’]?/gu;
/** Three letters or more, each alone: a name spelled out. */
const spelled = /(?<![\p{L}\p{N}])[\p{L}\p{N}](?:[ .·*_-]{1,2}[\p{L}\p{N}](?![\p{L}\p{N}])){2,}/gu;

type Word = Readonly<{ text: string; at: At }>;

/** The words of a text in order; letters spelled out one by one count as the word they make. */
function words(text: string): Word[] {
  const together = [...text.matchAll(spelled)].map((found) => ({
    text: found[0].replace(/[^\p{L}\p{N}]/gu, ''),
    at: [found.index, found.index + found[0].length] as const
  }));
  const apart = [...text.matchAll(wordsOf)]
    .map((found) => ({ text: found[0], at: [found.index, found.index + found[0].length] as const }))
    .filter(({ at: [start] }) => !together.some(({ at: [from, to] }) => start >= from && start < to));
  return [...together, ...apart].sort((one, other) => one.at[0] - other.at[0]);
}

/** `O’Rourke's` as `orourke`: no case, no accents, no marks, nobody's. */
const bare = (word: string): string =>
  word
    .replace(/['’]s?$/iu, '')
    .toLowerCase()
    .replace(/[łøđðþßæœı]/gu, (letter) => plain[letter] ?? letter)
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '');

/** One and many are one: kept and looked for without its last s. */
const single = (joined: string): string => (joined.length > 3 && /[^s]s$/u.test(joined) ? joined.slice(0, -1) : joined);

/**
 * How a watched name is kept and looked for: its words run together, without case, accents, marks, or the s of many or
 * of "belongs to". Null when it has no letters, or more than four words.
 */
export function watchedForm(name: string): { form: string; words: number } | null {
  const parts = words(name)
    .map(({ text }) => bare(text))
    .filter((part) => part !== '');
  if (parts.length === 0 || parts.length > LONGEST_WATCHED) return null;
  return { form: single(parts.join('')), words: parts.length };
}

/** Every stretch of one to four words that `watch` knows, in whichever way it was written; the longest at each place. */
export function watchedIn(text: string, watch: (form: string) => boolean): At[] {
  const all = words(text);
  const found: At[] = [];
  for (const [at, first] of all.entries()) {
    let joined = '';
    let hit: At | null = null;
    for (const word of all.slice(at, at + LONGEST_WATCHED)) {
      joined += bare(word.text);
      if (formsOf(joined).some(watch)) hit = [first.at[0], word.at[1]];
    }
    if (hit) found.push(hit);
  }
  return found;
}

/** A name as it stands and, for "the Joneses", without the whole ending. */
const formsOf = (joined: string): string[] =>
  joined === ''
    ? []
    : joined.length > 4 && joined.endsWith('es')
      ? [single(joined), single(joined.slice(0, -2))]
      : [single(joined)];
