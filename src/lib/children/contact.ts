/**
 * Who may stand around a child. A code in the file and the table; the words for it are in the words files.
 * `other` is anybody the list has no word for.
 */
export const relations = [
  'mother',
  'father',
  'parent',
  'carer',
  'grandparent',
  'sibling',
  'relative',
  'friend',
  'teacher',
  'social_worker',
  'personal_adviser',
  'youth_worker',
  'health',
  'advocate',
  'guardian',
  'other'
] as const;

/** Whose postal address may be held (decision 7): anybody else's could say where the child lives. */
export const mayHavePostal = (relation: ContactRelation): boolean => ['mother', 'father', 'parent'].includes(relation);

export type ContactRelation = (typeof relations)[number];

/** What a caller gives to save one contact. On a record that exists already, what is left out stays and null empties it. */
export type ContactGiven = Readonly<{
  id?: string;
  childId: string;
  relation: ContactRelation;
  name: string;
  email?: string | null;
  phone?: string | null;
  /** A parent's own address, for letters: the one address we hold (decision 7). */
  postal?: string | null;
  /** May be invited to give views. */
  mayInvite?: boolean;
  /** The child may choose that this person is told. */
  inCircle?: boolean;
  endedOn?: string | null;
}>;

/** One person around a child with how they can be reached: for staff only. */
export type ContactFull = Readonly<{
  id: string;
  childId: string;
  name: string;
  relation: ContactRelation;
  email: string | null;
  phone: string | null;
  postal: string | null;
  /** Something held of them does not open: it is shown as empty, and the page says that it is not. */
  damaged: boolean;
  mayInvite: boolean;
  /** Around the child no longer, as of today. */
  ended: boolean;
}>;

/** One person a child may choose to have told. */
export type CircleMember = Readonly<{ id: string; name: string; relation: ContactRelation }>;

export const isRelation = (text: string): text is ContactRelation => relations.some((relation) => relation === text);
