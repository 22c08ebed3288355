import type { ChildGiven } from '#lib/children/child.ts';
import type { ContactGiven } from '#lib/children/contact.ts';
import type { StaffRole } from '#lib/context.ts';
import type { StaffGiven } from '#lib/people/staff.ts';
import type { DeskCode } from '#lib/routing/rules.ts';

/**
 * What rows become, whichever files they came from: one record of a case system, with the keys of the records it
 * names. Fields that the files do not have are left out, and stay as they are. Applied in this order.
 */
export const entities = ['staff', 'child', 'contact', 'allocation', 'cover', 'absence', 'review'] as const;
export type Entity = (typeof entities)[number];

export type Fields = {
  staff: Omit<StaffGiven, 'id' | 'photoId' | 'roles'> & { roles?: readonly StaffRole[]; desks?: readonly DeskCode[] };
  child: Omit<ChildGiven, 'id' | 'mergedInto'>;
  contact: Omit<ContactGiven, 'id' | 'childId'>;
  allocation: { role: 'iro' | 'social_worker'; fromOn: string; toOn?: string | null };
  /** Somebody stands in for the IRO of one child; both days count. */
  cover: { fromOn: string; toOn: string };
  /** A worker is away; both days count. */
  absence: { fromOn: string; toOn: string };
  review: {
    dueOn?: string | null;
    plannedOn?: string | null;
    heldOn?: string | null;
    cancelled?: boolean;
    participation?: string | null;
  };
};

/** The keys, in the case system, of what a record names. */
export type References = { child?: string; staff?: string; coveredBy?: string; mergedInto?: string };

export type Found<E extends Entity = Entity> = {
  [Each in E]: {
    entity: Each;
    key: string;
    file: string;
    line: number;
    fields: Fields[Each];
    refs: References;
    /** Taken only if we know it (or the child it is about) already: a person who is not in care. */
    ifKnown: boolean;
  };
}[E];

/** A row whose key could be read and which has a problem: it keeps its place, so that what depends on it is named. */
export type Refused = { entity: Entity; key: string; file: string; line: number; refused: true };

export type Outcome = 'staged' | 'new' | 'changed' | 'unchanged' | 'problem' | 'repeated' | 'not-taken';
