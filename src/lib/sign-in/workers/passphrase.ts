import { easyPieces } from './passphrase-words.ts';

/** What may be wrong with a passphrase: the key of the words that say so. */
export type WeakPassphrase = 'passphrase-short' | 'passphrase-long' | 'passphrase-same' | 'passphrase-easy';

/** Characters: NIST 800-63B-4 asks 15 of a password that stands alone; and what has to stay, once what is easy is taken out. */
const shortest = 15;
const longest = 200;
const ownPart = 6;

/** As it is checked and kept: how a letter was put together makes no difference, everything else does. */
export const plainPassphrase = (typed: string): string => typed.normalize('NFKC').trim();

/**
 * Why a passphrase is too easy to guess; null when it is not. No rule on kinds of characters: length, and not made of what
 * everybody tries, of the same few signs, or of `own` words (the person's name and address, the council's).
 */
export function weaknessOfPassphrase(typed: string, own: readonly string[]): WeakPassphrase | null {
  const plain = plainPassphrase(typed);
  if ([...plain].length < shortest) return 'passphrase-short';
  if (plain.length > longest) return 'passphrase-long';
  const letters = [...plain.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')].join('');
  if (new Set(letters).size < ownPart) return 'passphrase-same';
  const pieces = [...own.flatMap(wordsOf), ...easyPieces].sort((one, other) => other.length - one.length);
  const left = withoutRuns(pieces.reduce((rest, piece) => rest.replaceAll(piece, ' '), letters)).replaceAll(' ', '');
  return new Set(left).size < ownPart ? 'passphrase-easy' : null;
}

const wordsOf = (text: string): string[] =>
  text
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);

/** Without figures and letters that follow one another, up or down, or are the same again: 123456, aaaa. */
function withoutRuns(text: string): string {
  const kept: string[] = [];
  for (const sign of text) {
    const step = (sign.codePointAt(0) ?? 0) - (kept.at(-1)?.codePointAt(0) ?? 0);
    if (Math.abs(step) <= 1) kept.splice(-1, 1, sign);
    else kept.push(sign);
  }
  return kept.join('');
}
