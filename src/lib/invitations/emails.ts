import type { At } from './watched-words.ts';

/** Also with spaces or words where the signs are: what keeps a machine from seeing it keeps no parent from reading it. */
const address =
  /(?<![\p{L}\p{N}._%+-])[\p{L}\p{N}._%+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\p{L}\p{N}-]{1,63}(?:\s?(?:\.|\(dot\)|\[dot\])\s?[\p{L}\p{N}-]{1,63}){1,8}/giu;

const plain = (written: string): string =>
  written
    .toLowerCase()
    .replaceAll(/\s/g, '')
    .replaceAll(/\(at\)|\[at\]/g, '@')
    .replaceAll(/\(dot\)|\[dot\]/g, '.');

/** E-mail addresses, but not those that `allowed` names: a carer's holds their name, a school's where it is. */
export function emailsIn(text: string, allowed: readonly string[] = []): At[] {
  const known = new Set(allowed.map(plain));
  return [...text.matchAll(address)]
    .filter(([found]) => !known.has(plain(found)))
    .map(({ 0: found, index }) => [index, index + found.length] as const);
}
