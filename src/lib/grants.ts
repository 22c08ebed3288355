import type { Actor, StaffRole } from '#lib/context.ts';

/** A fact about the actor and the child concerned, read from the database in the verb's own transaction (relations.server.ts). */
export type Relation =
  /** The child themself. */
  | 'self'
  /** Their IRO by an allocation that holds today. */
  | 'allocated'
  /** Standing in for their IRO, by a cover that holds now. */
  | 'covering'
  /** A member of a team desk that the child's work has fallen to, because no person holds it. */
  | 'desk'
  /** A member of the duty desk: there for every child. */
  | 'duty'
  /** A member of the IRO team's desk: for what is about no child we know, and for ringing the advocacy service for any. */
  | 'team'
  /** A member of the advocates' desk: there for every child. */
  | 'advocates'
  /** A member of the complaints desk: there for every child. */
  | 'complaints'
  /** Somebody around the child (a contact) who is asked for their views, by an invitation that holds now. */
  | 'invited'
  /** Their social worker by an allocation that holds today. */
  | 'social_worker'
  /** Let in by two people, for an hour at most (break-glass), and not over. */
  | 'emergency';

export type Grant =
  | { who: 'visitor' | 'command' | 'job' }
  /** `assurance: secret` means the card alone is not enough. */
  | { who: 'child'; relation?: 'self'; assurance?: 'secret' }
  | { who: 'contributor'; relation?: 'invited' }
  /**
   * `stepUp`: only for five minutes after they showed again who they are. `setUp`: also (`only`: only) in a visit that came by
   * a link and may do nothing but set up ways to sign in.
   */
  | { who: 'staff'; role?: StaffRole; relation?: Relation; stepUp?: true; setUp?: 'too' | 'only' };

export const self: Grant = { who: 'child', relation: 'self' };
export const selfBySecret: Grant = { who: 'child', relation: 'self', assurance: 'secret' };
export const invited: Grant = { who: 'contributor', relation: 'invited' };
export const contributor: Grant = { who: 'contributor' };
export const iro: Grant = { who: 'staff', relation: 'allocated' };
export const cover: Grant = { who: 'staff', relation: 'covering' };
export const command: Grant = { who: 'command' };
export const anyStaff: Grant = { who: 'staff' };
export const whoeverWorks: Grant = { who: 'staff', setUp: 'too' };
export const settingUp: Grant = { who: 'staff', setUp: 'only' };
export const confirmed: Grant = { who: 'staff', stepUp: true };
export const manager: Grant = { who: 'staff', role: 'manager' };
export const duty: Grant = { who: 'staff', relation: 'duty' };
export const team: Grant = { who: 'staff', relation: 'team' };
export const socialWorker: Grant = { who: 'staff', relation: 'social_worker' };
export const admin: Grant = { who: 'staff', role: 'admin' };
export const adminConfirmed: Grant = { who: 'staff', role: 'admin', stepUp: true };
export const emergency: Grant = { who: 'staff', relation: 'emergency' };
export const advocates: Grant = { who: 'staff', relation: 'advocates' };
export const complaints: Grant = { who: 'staff', relation: 'complaints' };

/** Whether this grant fits this actor with these relations. */
export function fits(grant: Grant, actor: Actor, relations: ReadonlySet<Relation>): boolean {
  if (grant.who !== actor.kind) return false;
  if ('relation' in grant && grant.relation && !relations.has(grant.relation)) return false;
  if (grant.who === 'child' && actor.kind === 'child' && grant.assurance === 'secret') return actor.assurance === 'secret';
  if (grant.who === 'staff' && actor.kind === 'staff') {
    if (actor.assurance === 'link' ? !grant.setUp : grant.setUp === 'only') return false;
    if (grant.stepUp && actor.stepUpUntil === null) return false;
    return !grant.role || actor.roles.includes(grant.role);
  }
  return true;
}
