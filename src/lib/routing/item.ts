import type { ItemKind } from './rules.ts';

/** Something somebody has to look at next, about no child we know. */
export type LooseItem = Readonly<{
  id: string;
  kind: ItemKind;
  /** What it is about, and its id. */
  subject: string;
  subjectId: string;
  deskCode: string;
  createdAt: string;
  /** The day it is needed by (the review's, or that of a promised answer), when there is one. */
  neededBy: string | null;
  firstOpenedAt: string | null;
  firstOpenedBy: string | null;
}>;

/** Something somebody has to look at next, about one child. */
export type Item = LooseItem & Readonly<{ childId: string }>;

export type NewItem = Readonly<{
  kind: ItemKind;
  subject: 'contribution' | 'request' | 'call-back' | 'message' | 'message-copy' | 'message-late';
  subjectId: string;
  /** Null: about no child we know. */
  childId: string | null;
  neededBy: string | null;
}>;
