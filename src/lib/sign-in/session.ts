import type { Actor, StaffRole } from '#lib/context.ts';

/** Whose device a child signs in on. `shared`: other people use it too; `handed`: a worker's, for one form. */
export type Device = 'own' | 'shared' | 'handed';

/** How long a visit lasts, in minutes: without anything happening, and at most; and how many one person may have at once. */
export type Limits = Readonly<{ idle: number; absolute: number; parallel: number }>;

/**
 * security.md 2.7, with changes. It says 5 idle minutes on a shared device and 10 on one of the child's own. A draft
 * is never lost, but a child who thinks for a while, or writes slowly without scripts, must not be thrown out of a
 * question: 20, and 30 where nobody else picks the phone up and the secret alone brings them back. For the same reason
 * they, and whoever was asked for their views, may be in at three places: it says one or two.
 */
const limits = {
  shared: { idle: 20, absolute: 60, parallel: 3 },
  own: { idle: 30, absolute: 12 * 60, parallel: 3 },
  // A worker's own device, handed over for one form: it ends by itself, and a child who is still writing is not thrown out.
  handed: { idle: 15, absolute: 60, parallel: 3 },
  // Security.md 2.7 gives professionals 8 hours; one form is done in less, and a draft is never lost.
  contributor: { idle: 20, absolute: 120, parallel: 3 }
} as const satisfies Record<string, Limits>;

/** Of a worker, by role. Whoever may do more is let in for less long. */
const ofRole: Readonly<Record<StaffRole, Limits>> = {
  iro: { idle: 30, absolute: 12 * 60, parallel: 3 },
  social_worker: { idle: 30, absolute: 12 * 60, parallel: 3 },
  advocate: { idle: 30, absolute: 12 * 60, parallel: 3 },
  manager: { idle: 15, absolute: 8 * 60, parallel: 2 },
  admin: { idle: 10, absolute: 4 * 60, parallel: 1 }
};

/** The limits of one visit. `device` matters for children only, `roles` for workers: the strictest of theirs. */
export function limitsOf(kind: string, device: string, roles: readonly StaffRole[]): Limits {
  if (kind === 'contributor') return limits.contributor;
  if (kind !== 'staff') return device === 'own' || device === 'handed' ? limits[device] : limits.shared;
  const held = roles.length === 0 ? [ofRole.iro] : roles.map((role) => ofRole[role]);
  const least = (of: (one: Limits) => number) => Math.min(...held.map(of));
  return {
    idle: least(({ idle }) => idle),
    absolute: least(({ absolute }) => absolute),
    parallel: least(({ parallel }) => parallel)
  };
}

/** How long a browser keeps the cookie of a child's visit, in seconds; null: until it is closed. */
export const cookieSeconds = (device: string): number | null => (device === 'own' ? limits.own.absolute * 60 : null);

/** How long after the PIN or the pictures a shared phone may show the child's own words, in minutes. */
export const freshMinutes = 20;

/** How long a worker counts as having just shown again who they are, in minutes (security.md S-20). */
export const stepUpMinutes = 5;

/** A later time, `minutes` on, as ISO text. */
export const minutesOn = (from: Date, minutes: number) => new Date(from.getTime() + minutes * 60_000).toISOString();

/**
 * May this visit show the child's own words and what was answered, now? Needs the PIN or pictures, and on a phone that
 * others use also that they were given a short while ago (decision 10: hide what I said, never that I was heard). Never where
 * somebody looks, nor on a worker's device.
 */
export function mayShowOwnWords(actor: Actor, now: Date): boolean {
  return mayShowThatHeard(actor) && gaveSecretJustNow(actor, now);
}

/** Whether the PIN or pictures were given a short while ago; on a phone of one's own, at all in this visit. */
export function gaveSecretJustNow(actor: Actor, now: Date): boolean {
  if (actor.kind !== 'child' || actor.assurance !== 'secret') return false;
  return actor.device === 'own' || (actor.freshUntil !== null && actor.freshUntil > now.toISOString());
}

/** May this visit show that something was sent, when, and what became of it? Not where nothing at all is shown back. */
export const mayShowThatHeard = (actor: Actor): boolean =>
  actor.kind !== 'child' || (actor.device !== 'watched' && actor.device !== 'handed');
