import type { Band } from '#lib/journeys/form.ts';

export type Privacy = 'own' | 'shared' | 'watched';
export type ChildStatus = 'in-care' | 'ended' | 'merged';

/**
 * What a caller gives to save one child. On a record that exists already, what is left out stays as it is and null
 * empties it. Days are `YYYY-MM-DD`.
 */
export type ChildGiven = Readonly<{
  id?: string;
  firstName: string;
  lastName: string;
  /** What the child wants to be called. */
  knownAs?: string | null;
  bornOn?: string | null;
  /** Left out for a new child: by age. */
  band?: Band;
  language?: string;
  interpreter?: boolean;
  privacy?: Privacy;
  status?: ChildStatus;
  enteredCareOn?: string | null;
  endedOn?: string | null;
  siblingGroup?: string | null;
  /** The child's record that this one became part of, in the case system. */
  mergedInto?: string | null;
}>;

/** A child as lists show them. */
export type ChildCard = Readonly<{
  id: string;
  called: string;
  lastInitial: string;
  age: number | null;
  band: Band;
  language: string;
  interpreter: boolean;
  status: ChildStatus;
}>;

/** A child as their own pages and their IRO see them. */
export type ChildFull = Omit<ChildCard, 'lastInitial'> &
  Readonly<{
    firstName: string;
    lastName: string;
    bornOn: string | null;
    privacy: Privacy;
    enteredCareOn: string | null;
    endedOn: string | null;
  }>;

/** Whole years lived on `day`; null when the day of birth is not known. Someone born on 29 February is older on 1 March. */
export function ageOn(bornOn: string | null, day: string): number | null {
  if (bornOn === null) return null;
  const years = Number(day.slice(0, 4)) - Number(bornOn.slice(0, 4));
  return day.slice(5) < bornOn.slice(5) ? years - 1 : years;
}

/** The band a child of this age starts with; the middle one when the age is not known. */
export function bandFor(age: number | null): Band {
  if (age === null) return '8-11';
  if (age < 8) return '4-7';
  return age < 12 ? '8-11' : '12-17';
}

const BANDS: readonly Band[] = ['4-7', '8-11', '12-17'];
export const isBand = (text: string): text is Band => BANDS.some((band) => band === text);

export const isPrivacy = (text: string): text is Privacy => ['own', 'shared', 'watched'].includes(text);
export const isChildStatus = (text: string): text is ChildStatus => ['in-care', 'ended', 'merged'].includes(text);
