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
  /** How far up its line it was told (src/lib/routing/climbing.ts). */
  climbedTo: string | null;
  /** Who has it, or who had it when it climbed past them; null: nobody. */
  climbedPast: string | null;
  /** Who said "I have it". */
  hadBy: string | null;
}>;

/** Something somebody has to look at next, about one child. */
export type Item = LooseItem & Readonly<{ childId: string }>;

export type NewItem = Readonly<{
  kind: ItemKind;
  subject:
    'contribution' | 'request' | 'call-back' | 'not-told' | 'talk' | 'allocation' | 'message' | 'message-copy' | 'message-late';
  subjectId: string;
  /** Null: about no child we know. */
  childId: string | null;
  neededBy: string | null;
  /** Who never gets it, whatever else they are: whom it goes past. */
  keptFrom?: readonly string[];
}>;
