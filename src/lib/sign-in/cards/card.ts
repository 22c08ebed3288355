import { randomBelow, type Random } from '#lib/server/ids.ts';
import { cardWords } from './words-1024.ts';

/**
 * A card's code: 10 symbols of 32, so 50 bits (security.md S-01). Never kept: the database holds a keyed hash of the
 * first four and a slow verifier of the whole. The letters I, L, O and U are not used, so whatever looks like one of
 * them can be read as what it stands for.
 */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const lookAlikes: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', U: 'V' };
const length = 10;

export const newCode = (random: Random): string => symbols(random, length);

/** So many of the symbols, each as likely as every other. */
export const symbols = (random: Random, many: number): string =>
  Array.from({ length: many }, () => alphabet.charAt(randomBelow(random, alphabet.length))).join('');

/** A code of the same kind worked out from bytes nobody can guess (a keyed hash): a symbol from five bits of each. */
export const codeFrom = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, length), (byte) => alphabet.charAt(byte % alphabet.length)).join('');

/** Why a new card is made by a worker. */
export const cardReasons = ['lost', 'taken', 'worn', 'moved'] as const;
export type CardReason = (typeof cardReasons)[number];
export const isCardReason = (text: string | null): text is CardReason => cardReasons.some((reason) => reason === text);

/** What a card is opened with, as far as anybody has to know to ask the child whether it was them. */
export type DeviceKind = 'phone' | 'computer';
/** By what a browser says of itself; nothing else of that is kept. */
export const deviceKindOf = (userAgent: string | null): DeviceKind =>
  /Mobi|Android|iPhone|iPad|Tablet/.test(userAgent ?? '') ? 'phone' : 'computer';

/** What finds the card; the rest proves it. */
export const selectorOf = (code: string): string => code.slice(0, 4);

/** As it is printed: `7KQ4M X2R9H`. */
export const showCode = (code: string): string => `${code.slice(0, 5)} ${code.slice(5)}`;

/** The same code as five words, to be said or typed. */
export const codeAsWords = (code: string): string[] =>
  Array.from({ length: length / 2 }, (_, at) => {
    const number = alphabet.indexOf(code.charAt(2 * at)) * 32 + alphabet.indexOf(code.charAt(2 * at + 1));
    return cardWords[number] ?? '';
  });

/**
 * Reads what somebody typed, scanned or pasted: symbols or five words, in any case, with spaces, dashes or nothing
 * between them, with look-alikes and one slip a word forgiven. Null when it cannot be a card's code.
 */
export function readCode(typed: string): string | null {
  if (typed.length > 300) return null;
  const plain = typed.normalize('NFKC').slice(typed.lastIndexOf('#') + 1);
  return readSymbols(plain, length) ?? wordsIn(plain);
}

/** Exactly so many symbols in any case, with anything between them, look-alikes forgiven; null when it is something else. */
export function readSymbols(plain: string, many: number): string | null {
  const typed = plain
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  if (typed.length !== many) return null;
  const code = [...typed].map((symbol) => lookAlikes[symbol] ?? symbol).join('');
  return [...code].every((symbol) => alphabet.includes(symbol)) ? code : null;
}

function wordsIn(plain: string): string | null {
  const words = plain.toLowerCase().match(/[a-z]+/g) ?? [];
  if (words.length !== length / 2) return null;
  const numbers = words.map(numberOf);
  if (numbers.includes(-1)) return null;
  return numbers.map((number) => alphabet.charAt(number >> 5) + alphabet.charAt(number & 31)).join('');
}

const places = new Map(cardWords.map((word, at) => [word, at]));

/** The word's number; a word that is one slip away from exactly one of ours is taken for it. -1 when unknown. */
function numberOf(word: string): number {
  const place = places.get(word);
  if (place !== undefined) return place;
  const near = cardWords.filter((known) => oneSlipApart(known, word));
  return near.length === 1 && near[0] !== undefined ? (places.get(near[0]) ?? -1) : -1;
}

/** One letter too many, too few, wrong, or two neighbours swapped. */
function oneSlipApart(known: string, typed: string): boolean {
  if (Math.abs(known.length - typed.length) > 1) return false;
  let same = 0;
  while (same < known.length && known[same] === typed[same]) same += 1;
  const tail = (of: string, from: number) => of.slice(from);
  if (known.length > typed.length) return tail(known, same + 1) === tail(typed, same);
  if (known.length < typed.length) return tail(known, same) === tail(typed, same + 1);
  if (tail(known, same + 1) === tail(typed, same + 1)) return true;
  const swapped = known[same] === typed[same + 1] && known[same + 1] === typed[same];
  return swapped && tail(known, same + 2) === tail(typed, same + 2);
}
