import type { At } from './watched-words.ts';

/** Everybody's numbers: a parent may read them anywhere. */
const everybodys = ['08001111', '116123', '116000', '08088005000', '08082000247', '08000868'];

const dates = /(?<!\d)(?:\d{1,2}([/.-])\d{1,2}\1(?:19|20)\d\d|\d{1,2}\/\d{1,2}\/\d\d|(?:19|20)\d\d-\d\d-\d\d)(?!\d)/g;
const between = '[\\s().\\u2013/-]{0,3}';
const digits = new RegExp(`\\+?\\(?[0-9O](?:${between}[0-9OIl])*`, 'g');
const shortAfter =
  /\b(?:landline|phone|telephone|tel|mobile|number|ring|rings|call|text|dial|ffoniwch|ffôn|rhif)\b(?:\W+\p{L}+){0,3}?\W*$/iu;
const notPhones = /\b(?:case|reference|ref|order|account|achos|cyfeirnod)\W+(?:\p{L}+\W+){0,3}$/iu;

/** Characters, with every gap. */
const LONGEST = 48;
const abroad = /^\+\d(?:\D{0,3}\d){7,13}$/;

/** As it is dialled at home: 0…, whichever way it was written. Null when it is no number of this country. */
function dialled(run: string): string | null {
  const all = run.replace(/\(0\)/, '').replaceAll(/[Oo]/g, '0').replaceAll(/[Il]/g, '1').replaceAll(/[^\d]/g, '');
  const home = all.replace(/^(?:0044|44)0?(?=[1-9]\d{8,9}$)/, '0');
  if (/^0(?:[1235789]\d{9})$/.test(home)) return home;
  // A few old ones have one digit less; a row of pairs is none of them.
  return /^0(?:1\d{8}|[58]00\d{6})$/.test(home) && /^\D*\d{4}/.test(run) ? home : null;
}

/** Phone numbers: many spacings, +44, brackets, O for nought, in words; not those that `allowed` names. */
export function phonesIn(text: string, allowed: readonly string[] = []): At[] {
  const known = [...everybodys, ...allowed.map((number) => dialled(number) ?? number.replaceAll(/\D/g, ''))];
  const rest = known.reduce(without, text.replace(dates, masked));
  const found: At[] = [];
  for (const run of rest.matchAll(digits)) {
    const parts = numbersIn(run[0], run.index);
    found.push(...parts);
    const short = isShort(run[0].replaceAll(/\D/g, ''), rest.slice(Math.max(0, run.index - 80), run.index));
    if (parts.length === 0 && short) found.push([run.index, run.index + run[0].trimEnd().length]);
  }
  return [...found, ...spokenIn(rest, known)];
}

const masked = (found: string): string => '|'.repeat(found.length);

/** The text with this number covered, whichever way it is written. */
function without(text: string, number: string): string {
  if (number === '') return text;
  const [first = '', ...others] = number;
  const abroad = first === '0' ? `(?:\\+|00)?44${between}(?:\\(0\\))?${between}|` : '';
  return text.replace(new RegExp(`(?<!\\d)(?:${abroad}${first}${between})${others.join(between)}(?!\\d)`, 'g'), masked);
}

/** Six or seven digits after "ring", "landline" and the like: a number without its town. */
const isShort = (bare: string, before: string): boolean =>
  /^[1-9]\d{5,6}$/.test(bare) && shortAfter.test(before) && !notPhones.test(before);

/** The numbers in one run of digits: two may stand side by side, and a stray digit before. */
function numbersIn(run: string, from: number): At[] {
  const starts = [...run.matchAll(/(?<![\dOIl])(?:\+\(?|\(\+?)?[\dO]/g)].map((start) => start.index);
  const ends = [...run.matchAll(/[\dOIl](?![\dOIl])/g)].map((end) => end.index + 1);
  const found: At[] = [];
  let after = 0;
  for (const start of starts) {
    if (start < after || !/^[+(]*[0O4]|^\+/.test(run.slice(start, start + 3))) continue;
    const near = ends.filter((one) => one > start && one <= start + LONGEST);
    const end =
      near.find((one) => dialled(run.slice(start, one)) !== null) ?? near.findLast((one) => abroad.test(run.slice(start, one)));
    if (end === undefined) continue;
    found.push([from + start, from + end]);
    after = end;
  }
  return found;
}

const said: Readonly<Record<string, string>> = {
  ...{ oh: '0', o: '0', zero: '0', nought: '0', one: '1', two: '2', three: '3', four: '4', five: '5', six: '6', seven: '7' },
  ...{ eight: '8', nine: '9', dim: '0', un: '1', dau: '2', tri: '3', pedwar: '4', pump: '5', chwech: '6', saith: '7', wyth: '8' },
  naw: '9'
};
const times: Readonly<Record<string, number>> = { double: 2, triple: 3, treble: 3, dwbl: 2 };
const oneSaid = `(?:${[...Object.keys(said), ...Object.keys(times)].join('|')}|\\d+)`;
const inWords = new RegExp(`(?<![\\p{L}\\p{N}])${oneSaid}(?:[\\s,.-]+${oneSaid}){4,}(?![\\p{L}\\p{N}])`, 'giu');

/** "oh seven seven double oh …". */
function spokenIn(text: string, known: readonly string[]): At[] {
  return [...text.matchAll(inWords)]
    .filter(([run]) => /\p{L}/u.test(run))
    .filter(([run]) => {
      const home = dialled(digitsOf(run));
      return home !== null && !known.includes(home);
    })
    .map((run): At => [run.index, run.index + run[0].length]);
}

/** "double two, six" as 226. */
function digitsOf(spoken: string): string {
  let number = '';
  let again = 1;
  for (const word of spoken.toLowerCase().split(/[\s,.-]+/)) {
    const often = times[word];
    if (often === undefined) number += (said[word] ?? word).repeat(again);
    again = often ?? 1;
  }
  return number;
}
