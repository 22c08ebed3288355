import type { Actor } from '#lib/context.ts';

/** Whose device a child signs in on. `shared`: other people use it too. */
export type Device = 'own' | 'shared';

/** How long a visit lasts, in minutes: without anything happening, and at most. */
export type Limits = Readonly<{ idle: number; absolute: number }>;

/**
 * security.md 2.7, with two changes: it says 5 idle minutes on a shared device and 10 on one of the child's own. A draft
 * is never lost, but a child who thinks for a while, or writes slowly without scripts, must not be thrown out of a
 * question: 20, and 30 where nobody else picks the phone up and the secret alone brings them back.
 */
const limits = {
  shared: { idle: 20, absolute: 60 },
  own: { idle: 30, absolute: 12 * 60 },
  // Security.md 2.7 gives professionals 8 hours; one form is done in less, and a draft is never lost.
  contributor: { idle: 20, absolute: 120 },
  staff: { idle: 30, absolute: 12 * 60 }
} as const satisfies Record<Device | 'contributor' | 'staff', Limits>;

/** The limits of one session: `device` matters for children only. */
export function limitsOf(kind: string, device: string): Limits {
  if (kind === 'staff' || kind === 'contributor') return limits[kind];
  return device === 'own' ? limits.own : limits.shared;
}

/** How long after the PIN or the pictures a shared phone may show the child's own words, in minutes. */
export const freshMinutes = 20;

/** A later time, `minutes` on, as ISO text. */
export const minutesOn = (from: Date, minutes: number) => new Date(from.getTime() + minutes * 60_000).toISOString();

/**
 * May this visit show the child's own words and what was answered, now? Needs the PIN or pictures, and on a phone that
 * others use also that they were given a short while ago (decision 10: hide what I said, never that I was heard).
 */
export function mayShowOwnWords(actor: Actor, now: Date): boolean {
  if (actor.kind !== 'child' || actor.assurance !== 'secret') return false;
  return actor.device === 'own' || (actor.freshUntil !== null && actor.freshUntil > now.toISOString());
}
