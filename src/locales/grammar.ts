import type { Values } from './words.ts';

type Direction = 'ltr' | 'rtl';

const fromTheRight = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;
const fromTheLeft = /\p{Script=Latin}/u;

/** Whether nothing in it reads the way its sentence does. What is mixed (a list of names) follows the sentence. */
const isForeign = (text: string, direction: Direction): boolean =>
  direction === 'rtl' ? !fromTheRight.test(text) : fromTheRight.test(text) && !fromTheLeft.test(text);

/** Which way a text reads that somebody typed: as its first letter does. */
export const directionOf = (text: string): Direction => {
  const [first = ''] = /\p{L}/u.exec(text) ?? [];
  return fromTheRight.test(first) ? 'rtl' : 'ltr';
};

/** A number to call stays on one line: broken in two it is hard to read, and in Arabic its halves change places. */
const unbroken = (value: string | number): string | number =>
  typeof value === 'string' && /^\+?\d[\d ]{4,}$/.test(value) ? value.replaceAll(' ', '\u00a0') : value;

/**
 * Values for a sentence of this direction: what reads the other way keeps its own order, and what stands beside it keeps
 * its place. Otherwise "0800 1111" is shown as "1111 0800" in Arabic, and in English "To be told by سام: ماما" says that
 * it is the mother who tells. U+2068 and U+2069 isolate it, as `<bdi>` would.
 */
export function isolated(given: Values, direction: Direction): Values {
  const values = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, unbroken(value)]));
  const foreign = Object.entries(values).filter(
    ([, value]) => typeof value === 'string' && value !== '' && isForeign(value, direction)
  );
  return { ...values, ...Object.fromEntries(foreign.map(([name, value]) => [name, `\u2068${value}\u2069`])) };
}

/** `{{iro, begins}}`: "the team" is "The team" where a sentence begins with it. */
export const begun = (text: string): string => text.replace(/\p{L}/u, (letter) => letter.toLocaleUpperCase('en-GB'));

/** Welsh after "ar", "tan", "i" and others: the first letter of the next word softens. */
const soft: Readonly<Record<string, string>> = { ll: 'l', rh: 'r', p: 'b', t: 'd', c: 'g', b: 'f', d: 'dd', m: 'f', g: '' };

/** `{{day, soft}}`: "dydd Iau" becomes "ddydd Iau", as in "ar ddydd Iau". */
export function softened(text: string): string {
  const first = ['ch', 'dd', 'ff', 'ng', 'ph', 'th', 'll', 'rh'].find((letter) => text.startsWith(letter)) ?? text.slice(0, 1);
  const changed = soft[first];
  return changed === undefined ? text : changed + text.slice(first.length);
}
