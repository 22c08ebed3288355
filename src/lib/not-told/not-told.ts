/** By what somebody would have been told. */
export type ToldBy = (typeof tellingWays)[number];
export const tellingWays = ['email', 'text', 'letter'] as const;
export const isToldBy = (text: string): text is ToldBy => tellingWays.some((way) => way === text);

/**
 * Why somebody could not be told. `bounced`: nobody is at that address or number; `came-back`: it was taken, and came to nothing
 * later; `given-up`: nobody took it for three days; `no-way`: there is nothing to tell them by.
 */
export type NotToldReason = (typeof notToldReasons)[number];
export const notToldReasons = ['bounced', 'came-back', 'given-up', 'no-way'] as const;
export const isNotToldReason = (text: string): text is NotToldReason => notToldReasons.some((reason) => reason === text);

/** How it ended. `reached`: by itself, because something sent later was taken. */
export type NotToldOutcome = 'rang' | 'put-right' | 'reached';
/** What somebody may say they did about it. */
export const didAboutIt = ['rang', 'put-right'] as const;
export const isDone = (text: string): text is (typeof didAboutIt)[number] => didAboutIt.some((outcome) => outcome === text);

/** Whether something that is taken later shows that they are reached: not where what was taken had come to nothing. */
export const endsByItself = (reason: NotToldReason): boolean => reason !== 'came-back';

/** Whom it is about: a worker, or somebody around a child. */
export type Untold =
  Readonly<{ person: 'staff'; personId: string }> | Readonly<{ person: 'contact'; personId: string; childId: string }>;

/** One person who could not be told, for whoever tells them another way. */
export type NotToldLine = Readonly<{
  id: string;
  person: Untold['person'];
  personId: string;
  /** Of somebody around a child. */
  child: Readonly<{ id: string; called: string; lastInitial: string }> | null;
  name: string;
  /** What they can be rung at; null: nobody knows. */
  phone: string | null;
  way: ToldBy;
  reason: NotToldReason;
  /** How many things did not reach them, and since when (ISO time). */
  times: number;
  firstAt: string;
}>;

/** Why a page of this person says that post does not reach them. */
export type NotToldSince = Readonly<Pick<NotToldLine, 'way' | 'reason' | 'firstAt'>>;
