import type { ItemKind } from './rules.ts';

/** Something somebody has to look at next, about one child. */
export type Item = Readonly<{
  id: string;
  kind: ItemKind;
  /** What it is about, and its id. */
  subject: string;
  subjectId: string;
  childId: string;
  deskCode: string;
  createdAt: string;
  /** The day it is needed by (the review's, or that of a promised answer), when there is one. */
  neededBy: string | null;
  firstOpenedAt: string | null;
  firstOpenedBy: string | null;
}>;

export type NewItem = Readonly<{
  kind: ItemKind;
  subject: 'contribution' | 'request';
  subjectId: string;
  childId: string;
  neededBy: string | null;
}>;
