/** By what way somebody said hello to a child. */
export const helloWays = ['visit', 'phone', 'video', 'letter', 'message'] as const;
export type HelloWay = (typeof helloWays)[number];
export const isHelloWay = (text: unknown): text is HelloWay => helloWays.some((way) => way === text);

/** Working days after which a new IRO is late to say hello. */
export const HELLO_DAYS = 5;
/** Who became a child's IRO longer ago than this, in days, before anybody knew of it here is asked for no hello. */
export const NEW_DAYS = 28;
/** How long somebody who leaves, or their manager, writes to the child may be. */
export const LONGEST_HAND_OVER = 1000;
/** In how many visits a child is told that there is somebody new, at least. */
export const TOLD_VISITS = 2;

/** That somebody said hello, as the child calls them, on a day. */
export type Hello = Readonly<{ name: string; way: HelloWay; on: string }>;

/** Who it was before, and until which day. Names only. */
export type Before = Readonly<{ name: string; until: string }>;

/** That the child's IRO is another one than before. */
export type Change = Readonly<{
  now: string;
  before: string;
  /** What was written about it, and by whom; null: nothing, or it is hidden on this device now (`hidden`). */
  message: Readonly<{ text: string; name: string }> | null;
  hidden: boolean;
  /** To be told: it was not seen in enough visits yet. */
  isNews: boolean;
}>;

/** What a child is told of their IRO beside how to reach them. */
export type IroStory = Readonly<{ hello: Hello | null; before: readonly Before[]; change: Change | null }>;
