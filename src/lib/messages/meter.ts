/** Words a sentence may have until it is long for a reader of about ten (ux.md 1.6). */
export const LONGEST_SENTENCE = 15;
/** Letters from which a word is long. */
export const LONG_WORD = 10;
/** How many words of a text may be long: of a hundred. */
const LONG_WORDS_IN_HUNDRED = 8;

export type Metered = Readonly<{
  /** Nothing to read yet. */
  empty: boolean;
  /** A ten-year-old can read this. */
  easy: boolean;
  /** Sentences that are too long, as they stand. */
  long: readonly string[];
  /** Words that are long, each once, as they stand, when there are too many of them. */
  hard: readonly string[];
}>;

/**
 * How hard a text is to read, by the two things that can be mended at once: sentences of more than fifteen words, and more
 * long words than eight in a hundred (or two, in a short text). It counts; it does not understand. The same on the server
 * and in the browser.
 */
export function metered(text: string): Metered {
  const sentences = sentencesIn(text);
  const words = sentences.flatMap(wordsIn);
  const longWords = sentences.flatMap(longIn);
  const hard = longWords.filter((word, at) => at === longWords.findIndex((one) => one.toLowerCase() === word.toLowerCase()));
  const tooMany = hard.length > Math.max(1, Math.floor((words.length * LONG_WORDS_IN_HUNDRED) / 100));
  const long = sentences.filter((sentence) => wordsIn(sentence).length > LONGEST_SENTENCE);
  return { empty: words.length === 0, easy: words.length > 0 && long.length === 0 && !tooMany, long, hard: tooMany ? hard : [] };
}

/** A line is a sentence too: a list needs no stops. */
const sentencesIn = (text: string): string[] =>
  text
    .split(/(?<=[.!?…؟])\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => wordsIn(sentence).length > 0);

const wordsIn = (sentence: string): string[] => sentence.match(/\p{L}[\p{L}\p{M}'’-]*|\d[\d.,:/]*/gu) ?? [];

/** A name is no harder for being long: a word with a capital counts only where its sentence begins. */
const longIn = (sentence: string): string[] =>
  wordsIn(sentence).filter((word, at) => [...word].length >= LONG_WORD && (at === 0 || !/^\p{Lu}/u.test(word)));
