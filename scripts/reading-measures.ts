/** What the reading gates measure of a text, and how they tell it. */
import { daleChall } from 'dale-chall';
import { english } from '#locales/english.ts';
import { readingOf } from '#tests/setup/reading.ts';
import plain from './plain-words.json' with { type: 'json' };

export type Caps = Readonly<{ grade: number; lix: number; longest: number; /** Per cent. */ hard: number }>;

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

const sentencesIn = (texts: readonly string[]): string[] =>
  texts.flatMap((text) => text.split(/(?<=[.?!:])\s+|\n/)).filter((text) => /\p{L}/u.test(text));
const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}'’-]+/gu) ?? [];

/** The first word of a sentence has a big letter and is no name. */
const hardIn = (text: string): string[] =>
  sentencesIn([text]).flatMap((one) =>
    wordsIn(one).flatMap((word, at) => (isHard(at === 0 ? word.toLowerCase() : word) ? [word] : []))
  );

function measured(texts: readonly string[]) {
  const { grade, lix, longest } = readingOf(texts);
  const hard = (100 * texts.flatMap(hardIn).length) / texts.flatMap(wordsIn).length;
  return { grade, lix, longest, hard };
}

type Measure = ReturnType<typeof measured>;
const over = (found: Measure, cap: Caps): string[] =>
  (['grade', 'lix', 'longest', 'hard'] as const).filter((name) => found[name] > cap[name]);
const row = (name: string, { grade, lix, longest, hard }: Measure, note: string): string =>
  [
    name.padEnd(14),
    grade.toFixed(1).padStart(6),
    lix.toFixed(1).padStart(6),
    String(longest).padStart(8),
    `${hard.toFixed(1)} %`.padStart(8),
    note
  ]
    .join(' ')
    .trimEnd();

/** The ten sentences a reader trips over first. */
function worst(texts: readonly string[]): string[] {
  const one = (text: string) => ({ text, ...measured([text]) });
  return [...new Set(sentencesIn(texts))]
    .map(one)
    .sort((a, b) => b.grade - a.grade)
    .slice(0, 10)
    .map(
      ({ text, grade, longest }) =>
        `      ${grade.toFixed(1).padStart(5)}  ${String(longest).padStart(2)} words  ${text}${hardIn(text).length > 0 ? `  [${hardIn(text).join(', ')}]` : ''}`
    );
}

function details(texts: readonly string[]): string {
  const hard = [...new Set(texts.flatMap(hardIn))];
  return [...(hard.length > 0 ? [`      hard words: ${hard.join(', ')}`] : []), ...worst(texts), ''].join('\n');
}

const heading = `${''.padEnd(14)}  grade    LIX  longest     hard`;

/** Prints the figures of one kind of reader, screen by screen; gives how many are over their caps. */
export function told(title: string, cap: Caps, screens: ReadonlyMap<string, readonly string[]>): number {
  process.stdout.write(
    `\n${title}. Caps: grade ${cap.grade}, LIX ${cap.lix}, longest sentence ${cap.longest} words, hard words ${cap.hard} %\n${heading}\n`
  );
  let faults = 0;
  for (const [name, texts] of [['all together', [...screens.values()].flat()] as const, ...screens]) {
    const found = measured(texts);
    const beyond = over(found, cap);
    faults += beyond.length;
    process.stdout.write(
      `${row(name, found, beyond.length > 0 ? `over: ${beyond.join(', ')}` : '')}\n${name === 'all together' ? '' : details(texts)}`
    );
  }
  return faults;
}
