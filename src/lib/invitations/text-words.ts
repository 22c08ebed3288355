import { ordinary } from './place-kinds.ts';
import type { At } from './watched-words.ts';

/** One word of a text, with what stands between it and the word before. */
export type Word = Readonly<{ text: string; low: string; gap: string; at: At }>;

/** Words that stand between spaces, as a list one can ask. */
export const listOf = (words: string, between = ' '): ReadonlySet<string> => new Set(words.split(between));

const ordinaryWords = listOf(ordinary);
const titles = listOf('mr mrs miss ms mx dr prof sir dame');
const little = listOf('y yr of and the pen');

/** The words of a text in order. A number is a word; an apostrophe is part of its word. */
export function wordsOf(text: string): Word[] {
  let last = 0;
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu)].map((found) => {
    const end = found.index + found[0].length;
    const gap = text.slice(last, found.index);
    last = end;
    return { text: found[0], low: found[0].toLowerCase().replaceAll('’', "'"), gap, at: [found.index, end] };
  });
}

export const isCapital = (word: Word | undefined): boolean => word !== undefined && /^\p{Lu}/u.test(word.text);
export const isNumber = (word: Word | undefined): boolean => word !== undefined && /^\d{1,4}[a-z]?$/i.test(word.text);
export const isOrdinary = (word: Word | undefined): boolean => word === undefined || ordinaryWords.has(word.low);
export const isTitle = (word: Word | undefined): boolean => word !== undefined && titles.has(word.low);
/** Whether one of these could be somebody's or something's name: it has a capital and is no ordinary word. */
export const holdsName = (words: readonly Word[]): boolean => words.some((word) => isCapital(word) && !isOrdinary(word));

/** Nothing but a space, a hyphen, or the full stop of "St." before it. */
export const joined = (word: Word | undefined): boolean => word !== undefined && /^(?:\.? |-| ?& ?)$/.test(word.gap);

/** The place of the first word of the name that ends before `at`: up to five with capitals, and little ones inside it. */
export function nameFrom(words: readonly Word[], at: number): number {
  let from = at;
  for (let back = at - 1; back >= 0 && at - back <= 5; back -= 1) {
    const inside = little.has(words[back]?.low ?? '') && isCapital(words[back - 1]);
    if (!joined(words[back + 1]) || !(isCapital(words[back]) || inside)) break;
    from = back;
  }
  return from;
}

/** The place of the last word of the name that starts after `at` (`y Felin`, `Dewi Sant`); `at` itself without one. */
export function nameTo(words: readonly Word[], at: number): number {
  let to = at;
  for (let next = at + 1; next < words.length && next - at <= 4; next += 1) {
    const inside = /^(?:y|yr|pen|de)$/.test(words[next]?.low ?? '') && isCapital(words[next + 1]);
    if (!joined(words[next]) || !(isCapital(words[next]) || inside)) break;
    to = next;
  }
  return to;
}

/** Whether one of these words leads to the word at `from`, a "the" between or not: "on Elm Grove", "at the Willows". */
export function leadsTo(words: readonly Word[], from: number, which: ReadonlySet<string>): boolean {
  const before = words[from - 1];
  if (!before || words[from]?.gap !== ' ') return false;
  return which.has(before.low) || (before.low === 'the' && which.has(words[from - 2]?.low ?? ''));
}

/** From the start of one word to the end of another. */
export const span = (words: readonly Word[], from: number, to: number): At => [words[from]?.at[0] ?? 0, words[to]?.at[1] ?? 0];

/** Some words, in small letters, one space between. */
export const written = (words: readonly Word[], from: number, to: number): string =>
  words
    .slice(from, to + 1)
    .map(({ low }) => low)
    .join(' ');
