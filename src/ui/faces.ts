/** The five worded feelings, and the way to say none of them. */
export type Mood = 'really-good' | 'good' | 'ok' | 'not-great' | 'really-bad' | 'not-sure';

/** In the order they are always asked. */
export const moods: readonly Mood[] = ['really-good', 'good', 'ok', 'not-great', 'really-bad', 'not-sure'];

/** The mouth of each, on a 48 grid; of "not sure", the question mark. */
export const faces: Record<Mood, string> = {
  'really-good': 'M13 27h22c0 6-4.5 10-11 10s-11-4-11-10z',
  good: 'M15.5 29c4.5 5.5 12.5 5.5 17 0',
  ok: 'M16 31.5h16',
  'not-great': 'M17 33.5c4-3.6 10-3.6 14 0',
  'really-bad': 'M15 35.5c3-8.5 15-8.5 18 0',
  'not-sure': 'M18.5 19.5a5.6 5.6 0 1 1 8.3 4.8c-1.9 1.1-2.8 2.3-2.8 4.4M24 34.6v.1'
};
