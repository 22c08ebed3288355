import type { Values } from './words.ts';

const right = /\p{Script=Arabic}|\p{Script=Hebrew}/u;

/**
 * Values for a sentence that reads from the right: a name or a number written from the left keeps its own order
 * (otherwise "0800 1111" is shown as "1111 0800"). U+2068 and U+2069 isolate it, as `<bdi>` would.
 */
export const isolated = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' && value !== '' && !right.test(value) ? `\u2068${value}\u2069` : value
    ])
  );

/** Welsh after "ar", "tan", "i" and others: the first letter of the next word softens. */
const soft: Readonly<Record<string, string>> = { ll: 'l', rh: 'r', p: 'b', t: 'd', c: 'g', b: 'f', d: 'dd', m: 'f', g: '' };

/** `{{day, soft}}`: "dydd Iau" becomes "ddydd Iau", as in "ar ddydd Iau". */
export function softened(text: string): string {
  const first = ['ch', 'dd', 'ff', 'ng', 'ph', 'th', 'll', 'rh'].find((letter) => text.startsWith(letter)) ?? text.slice(0, 1);
  const changed = soft[first];
  return changed === undefined ? text : changed + text.slice(first.length);
}
