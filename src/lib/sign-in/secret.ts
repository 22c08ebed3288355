/** What only the child knows, beside the card: six numbers, or four pictures in order. */
export type SecretKind = 'pin' | 'pictures';

/** The sixteen pictures, in the order in which they always lie on the grid. Names of `ui/Picture.svelte`. */
export const pictureNames = [
  'apple',
  'ball',
  'bike',
  'boat',
  'book',
  'bus',
  'cup',
  'dog',
  'drum',
  'fish',
  'key',
  'kite',
  'lamp',
  'leaf',
  'shoe',
  'umbrella'
] as const;
export type PictureName = (typeof pictureNames)[number];

export const isPicture = (name: string): name is PictureName => pictureNames.some((known) => known === name);
export const picturesNeeded = 4;

/** Why a secret cannot be used, as the key of the words that say so; null when it is fine. */
export type WeakSecret = 'pin-length' | 'pin-same' | 'pin-run' | 'pin-date' | 'pictures-four' | 'pictures-same';

/** Six numbers that somebody who knows the child a little, or tries the usual ones first, would not guess. */
export function weaknessOfPin(pin: string): WeakSecret | null {
  if (!/^\d{6}$/.test(pin)) return 'pin-length';
  if (new Set(pin).size < 3 || /^(\d\d)\1\1$|^(\d\d\d)\2$/.test(pin)) return 'pin-same';
  const steps = [...pin].slice(1).map((digit, at) => Number(digit) - Number(pin[at]));
  if (steps.every((step) => step === 1) || steps.every((step) => step === -1)) return 'pin-run';
  return looksLikeDate(pin) ? 'pin-date' : null;
}

/** Day month year, month day year, or year month day. */
function looksLikeDate(pin: string): boolean {
  const [first = 0, second = 0, third = 0] = [0, 2, 4].map((from) => Number(pin.slice(from, from + 2)));
  return isDay(first, second) || isDay(second, first) || isDay(third, second);
}

const isDay = (day: number, month: number) => month >= 1 && month <= 12 && day >= 1 && day <= 31;

export function weaknessOfPictures(names: readonly string[]): WeakSecret | null {
  if (names.length !== picturesNeeded || !names.every(isPicture)) return 'pictures-four';
  return new Set(names).size === 1 ? 'pictures-same' : null;
}

/** A typed PIN without the spaces and dashes that people put in. */
export const plainPin = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '');

/** Seconds to wait after the `wrong`th wrong try in a row: 1, 2, 4 … 60. A delay, never a lock. */
export const waitAfter = (wrong: number): number => Math.min(60, 2 ** Math.min(Math.max(wrong, 1) - 1, 6));
