import type { IconName } from '#ui/icons.ts';
import type { PictureName } from '#ui/pictures/all.ts';
import type { Outcome } from './outcome.ts';
import type { Asker, Readers, Within } from './request.ts';

/** One thing a child may ask for: everything that is particular to it. */
export type KindRule = Readonly<{
  /** Its part of a child's address, and its page of the form `ask`: says nothing to whoever looks over a shoulder. */
  page: string;
  /** Who may ask for it. An adult's page of the same name is in the form `ask-about`. */
  askers: readonly Asker[];
  /** Who gets it, and who reads what was said (readers.ts). */
  readers: Readers;
  /** A question of its page whose answer says who gets it instead. What is not answered changes nothing. */
  chosen?: Readonly<{ question: string; to: Readonly<Record<string, Readers>> }>;
  /** Who gets it when nobody is there who could: without a word of what was said, because it was meant for somebody else. */
  otherwise?: Readers;
  /** Whether something has to be said; otherwise asking is enough. */
  needsWords: boolean;
  /** Whether what is asked first stands in view from the start, or is folded away because asking is enough. */
  inView: boolean;
  /** Cannot wait: it stands first and loud in every list, and its child is told to call, not to wait. */
  urgent: boolean;
  /**
   * How it looks among the ways to ask, and on which shelf: the short ways stand first, the others are folded away behind
   * them; null: it has a page of its own, where help comes first. `by`: a page of the child's that does the same and more, so
   * that one way stands for both; its own page is still there.
   */
  way: Readonly<{ picture: PictureName; icon: IconName; shelf: Shelf; by?: string }> | null;
  /** Until when an answer is promised; null: no day is promised, somebody opens it as soon as they can. */
  answerIn: Within | null;
  /** An answer after the next review would come too late: it is promised by the day before, if that is sooner. */
  beforeReview: boolean;
  /** What it can be answered with. */
  outcomes: readonly Outcome[];
  /** What some who get it answer with instead. */
  outcomesBy?: Readonly<Partial<Record<Readers, readonly Outcome[]>>>;
  /** Answers after which nobody has to look at it again. */
  settledBy: readonly Outcome[];
  /** A question of its page: whoever says yes to it asks for an advocate in the same moment. */
  besides?: string;
  /** Taken back, it stays with whoever has it, as a mark without content: they call the child (decision 27). */
  staysWhenTakenBack: boolean;
}>;

/** Where a way to ask stands: among the short ones, or with its like behind "more". */
export const shelves = ['short', 'plans', 'wrong', 'mine'] as const;
export type Shelf = (typeof shelves)[number];
