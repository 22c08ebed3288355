import type { StaffRole } from '#lib/context.ts';

/** One role of one person, for a time. `toOn` is the last day it holds, or null while nobody has ended it. */
export type RoleHeld = Readonly<{ role: StaffRole; fromOn: string; toOn: string | null }>;

/**
 * What a caller gives to save one member of staff. On a record that exists already, what is left out stays as it is
 * and null empties it.
 */
export type StaffGiven = Readonly<{
  id?: string;
  name: string;
  /** How children call them, e.g. "Sam". */
  called?: string | null;
  email?: string | null;
  phone?: string | null;
  roles?: readonly RoleHeld[];
  team?: string | null;
  /** ISO weekday numbers in order, e.g. `12345` for Monday to Friday. */
  workingDays?: string;
  /** Promised reply, in working days. */
  replyDays?: number;
  active?: boolean;
  /** Agreed to be shown to anybody, signed in or not, with name and photo. Nobody is, unless they did. */
  shownOpenly?: boolean;
  photoId?: string | null;
}>;

/** What stands for a name that does not open. */
export const UNREADABLE = '…';

/** What others may see of a member of staff. */
export type StaffCard = Readonly<{
  id: string;
  name: string;
  called: string;
  phone: string | null;
  email: string | null;
  photoId: string | null;
  workingDays: string;
  replyDays: number;
  active: boolean;
}>;

/** What anybody at all may see of somebody who agreed to it: no more than they chose (page.ts). No address of their own. */
export type ShownPerson = Readonly<Pick<StaffCard, 'name' | 'called' | 'photoId'>> &
  Readonly<{
    /** ISO weekday numbers on which they can talk, and the hours (`HH:MM`). */
    workingDays: string | null;
    hours: Readonly<{ from: string; to: string }> | null;
    phone: string | null;
    hello: string | null;
  }>;

/** The first and the last day of three or more in a row (`12345` gives 1 and 5); null when there is a gap, or fewer. */
export function rowOfDays(workingDays: string): Readonly<{ from: string; to: string }> | null {
  const [from, to] = [workingDays.at(0), workingDays.at(-1)];
  if (from === undefined || to === undefined || workingDays.length < 3) return null;
  return Number(to) - Number(from) === workingDays.length - 1 ? { from, to } : null;
}
