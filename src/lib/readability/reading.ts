/** How hard a text is to read: a smoke alarm, no promise that a child of some age can read it. */
export type Reading = Readonly<{
  /** Flesch-Kincaid grade of all of it together. */
  grade: number;
  /** LIX: words a sentence, and the share (%) of words of more than six letters. */
  lix: number;
  /** Words of the longest sentence, and that sentence. */
  longest: number;
  sentence: string;
}>;

/** Measures texts read one after another; each begins a new sentence. */
export function readingOf(texts: readonly string[]): Reading {
  const sentences = texts.flatMap((text) => text.split(/(?<=[.?!:])\s+|\n/)).filter((text) => wordsIn(text).length > 0);
  const words = sentences.flatMap(wordsIn);
  const syllables = words.reduce((sum, word) => sum + syllablesIn(word), 0);
  const long = words.filter((word) => word.length > 6).length;
  const perSentence = words.length / sentences.length;
  const longest = sentences.reduce((a, b) => (wordsIn(b).length > wordsIn(a).length ? b : a), '');
  return {
    grade: 0.39 * perSentence + 11.8 * (syllables / words.length) - 15.59,
    lix: perSentence + (100 * long) / words.length,
    longest: wordsIn(longest).length,
    sentence: longest
  };
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];

/** English syllables by their vowel groups: silent endings taken away, as in "like", "picked", "places". */
export function syllablesIn(word: string): number {
  const plain = word.toLowerCase().replaceAll(/[^a-z]/g, '');
  if (plain.length <= 3) return 1;
  const sounded = plain.replace(/(?:[^laeiouy]es|[^td]ed|[^laeiouy]e)$/, (end) =>
    /(?:[sxz]|ch|sh|[cg])es$/.test(plain) ? end : (end[0] ?? '')
  );
  return Math.max(1, (sounded.replace(/^y/, '').match(/[aeiouy]+/g) ?? []).length);
}
