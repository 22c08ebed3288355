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

/** How many wrong tries within 24 hours make every further one slow, and how many in all switch the secret off. */
export const slowAfter = 10;
const offAfter = 50;
const slowSeconds = 15 * 60;

/**
 * How a secret may be tried after so many wrong tries: `slow`, a quarter of an hour apart and each with the card opened
 * again; `off`, not until it was begun anew in person. None of them touches what the card alone may do (decision 10).
 */
export type Pace = 'usual' | 'slow' | 'off';

/** `wrong`: since the last right try. `wrongToday`: within 24 hours, also before it. */
export function paceAfter(wrong: number, wrongToday: number): Pace {
  if (wrong >= offAfter) return 'off';
  return Math.min(wrong, wrongToday) >= slowAfter ? 'slow' : 'usual';
}

/** Seconds to wait after the `wrong`th wrong try in a row: 1, 2, 4 … 60, and a quarter of an hour when it is slow. */
export const waitAfter = (wrong: number, pace: Pace = 'usual'): number =>
  pace === 'usual' ? Math.min(60, 2 ** Math.min(Math.max(wrong, 1) - 1, 6)) : slowSeconds;

/** Parts of a day, by the hour (UK) at which each begins. */
const parts = [
  [0, 'night'],
  [6, 'morning'],
  [12, 'afternoon'],
  [17, 'evening'],
  [22, 'night']
] as const;
export type PartOfDay = (typeof parts)[number][1];

/** Many wrong tries in one part of a day, for the quiet note to whoever has the child (security.md S-05). */
export type Burst = Readonly<{ day: string; part: PartOfDay; tries: number }>;
const burstFrom = 5;

/** The bursts among these times (ISO), the newest first. A try at two in the morning is of that day's night. */
export function burstsIn(times: readonly string[]): Burst[] {
  const found = new Map<string, Burst>();
  for (const time of times) {
    const { day, hour } = inUk(new Date(time));
    const part = parts.findLast(([from]) => from <= hour)?.[1] ?? 'night';
    const name = `${day} ${part}`;
    found.set(name, { day, part, tries: (found.get(name)?.tries ?? 0) + 1 });
  }
  return [...found.values()].filter(({ tries }) => tries >= burstFrom).reverse();
}

function inUk(at: Date): { day: string; hour: number } {
  const [day = '', hour = '0'] = ukTime.format(at).split(', ');
  return { day, hour: Number.parseInt(hour, 10) };
}

const ukTime = new Intl.DateTimeFormat('en-CA', {
  ...({
    timeZone: 'Europe/London',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23'
  } as const)
});
