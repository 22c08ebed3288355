import { daleChall } from 'dale-chall';
import { english } from '#locales/english.ts';
import type { Caps } from './caps.ts';
import plain from './plain-words.json' with { type: 'json' };
import { readingOf } from './reading.ts';

/** Every sentence of some words, without the parts whose name is in `not`. */
export function leaves(value: unknown, not: RegExp | null = null, key = ''): string[] {
  if (not?.test(key)) return [];
  return typeof value === 'string' ? [value] : Object.entries(Object(value)).flatMap(([name, inner]) => leaves(inner, not, name));
}

/** What a drawing stands beside says itself. */
const drawn = [english['sign-in'].pictures, english.look.avatar]
  .flatMap((part) => leaves(part))
  .flatMap((text) => text.split(' '));
const easy = new Set([...daleChall, ...plain.words, ...plain.glossed, ...drawn].map((word) => word.toLowerCase()));
/** Who stands in the sample sentences; a big letter at the start of a sentence says nothing. */
const names = new Set(['sam', 'robin', 'amina', 'mum', 'dee', 'childline']);
const endings = /(?:ies|es|s|ed|d|ing|er|r|est|st|ly|y|’s|'s)$/;

/** Easy: on the list, or a word of the list with an ending, a doubled letter or a dropped e. Names and numbers are easy. */
function isHard(word: string): boolean {
  const low = word.toLowerCase().replaceAll('’', "'");
  if (/\d/.test(low) || /^\p{Lu}/u.test(word) || easy.has(low) || names.has(low)) return false;
  const root = low.replace(endings, '');
  const roots = [root, `${root}e`, `${root}y`, root.replace(/i$/, 'y'), root.replace(/(.)\1$/, '$1')];
  return root === low || !roots.some((one) => easy.has(one));
}

/** Sentences of texts read one after another. A line of a list is one. */
export const sentencesIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(/(?<=[.?!:])\s+|\n/)).filter((text) => /\p{L}/u.test(text));
const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];

/** The hard words of a text, in order. The first word of a sentence has a big letter and is no name. */
export const hardIn = (text: string): string[] =>
  sentencesIn([text]).flatMap((one) =>
    wordsIn(one).flatMap((word, at) => (isHard(at === 0 ? word.toLowerCase() : word) ? [word] : []))
  );

/** What the four gates found, in English: grade, LIX, words of the longest sentence, per cent of hard words. */
export type Measure = Readonly<{ grade: number; lix: number; longest: number; hard: number; sentence: string }>;

/** Measures texts read one after another. */
export function measured(texts: readonly string[]): Measure {
  const { grade, lix, longest, sentence } = readingOf(texts);
  const hard = (100 * texts.flatMap(hardIn).length) / texts.flatMap(wordsIn).length;
  return { grade, lix, longest, hard, sentence };
}

export const gates = ['grade', 'lix', 'longest', 'hard'] as const;
export type Gate = (typeof gates)[number];

/** The gates that a text does not pass; empty is good. */
export const over = (found: Measure, cap: Caps): Gate[] =>
  gates.filter((name) => {
    const most = cap[name];
    return most !== null && found[name] > most;
  });
