import type { ContactRelation } from '#lib/children/contact.ts';
import type { Answer, Asked } from '#lib/journeys/form.ts';
import { chosenOf } from '#lib/journeys/questions/many/kind.ts';

/** Between a child and their IRO, or between one person around the child and the IRO: two threads that never meet. */
export type ThreadKind = 'child' | 'adult';

/** How soon whoever writes wants to hear, as it can be chosen. */
export const soonToChoose = ['today', 'week', 'review'] as const;
/** `unsaid`: they did not say, or were not sure, or were not asked. Nothing says that they want it by then. */
export const everySoon = [...soonToChoose, 'unsaid'] as const;
export type Soon = (typeof everySoon)[number];
export const isSoon = (text: unknown): text is Soon => everySoon.some((soon) => soon === text);

/** One question as it was asked, and what was said to it. */
export type Said = Readonly<{ asked: Asked; answer: Answer }>;

/** Proof of sending: the same words sent again give the same one. */
export type MessageReceipt = Readonly<{ messageId: string; version: number; sentAt: string }>;

/** Somebody who opened something, as the child calls them. */
export type OpenedBy = Readonly<{ name: string; at: string; standingIn: boolean }>;

/** To whom a child may say that nobody has answered. */
export type LateTo = (typeof everyLateTo)[number];
export const everyLateTo = ['advocates', 'manager'] as const;
export const isLateTo = (text: unknown): text is LateTo => everyLateTo.some((to) => to === text);

/** That it was said, to whom, when, and who opened that. */
export type ToldLate = Readonly<{ to: LateTo; at: string; opened: Omit<OpenedBy, 'standingIn'> | null }>;

/** `open` with its words; `hidden` on this device now; `kept` for good from whoever chose this secret, sent before it. */
export type Shown = 'open' | 'hidden' | 'kept';

/** Something the writer wrote, as they see it again: that it was heard always, what it was where that may be shown. */
export type OwnWritten = Readonly<{
  by: 'me';
  id: string;
  at: string;
  shown: Shown;
  /** Null: hidden, or it cannot be opened. */
  said: readonly Said[] | null;
  opened: OpenedBy | null;
  /** When it was answered, and by whom. */
  answered: Readonly<{ name: string; at: string }> | null;
  /** The day by which an answer is promised; null also where the words are hidden: it says how soon it was wanted. */
  answerBy: string | null;
  /** Nobody has answered, and that day has passed. */
  late: boolean;
  /** Somebody was told that nobody has answered, and whom is hidden here. */
  toldUnseen: boolean;
  /** Empty also where the words are hidden: it says whom a child turned to. */
  told: readonly ToldLate[];
  /** A copy went to the advocates; who opened it first. Null also where the words are hidden. */
  copy: Readonly<{ opened: Omit<OpenedBy, 'standingIn'> | null }> | null;
}>;

/** An answer, as whoever wrote sees it. */
export type OwnAnswer = Readonly<{
  by: 'staff';
  id: string;
  at: string;
  shown: Shown;
  staffId: string;
  name: string;
  /** Null: hidden, or it cannot be opened. */
  text: string | null;
  /** Not seen before this visit to the page; never of what is kept for good. */
  unseen: boolean;
}>;

/** What was written and answered, the newest first. */
export type OwnLine = OwnWritten | OwnAnswer;

/** An adult who writes, as staff know them. */
export type WrittenBy = Readonly<{ id: string; name: string; relation: ContactRelation }>;

/** One message to the IRO for those who may know that it is there: not a word of it. */
export type MessageLine = Readonly<{
  id: string;
  threadId: string;
  childId: string;
  /** The adult who wrote; null: the child did. */
  by: WrittenBy | null;
  soon: Soon;
  sentAt: string;
  openedBy: string | null;
  answerBy: string | null;
  answered: boolean;
  assurance: string;
  language: string;
}>;

/** One message of a thread as whoever has the child reads it. */
export type StaffMessage = Readonly<{
  id: string;
  at: string;
  /** Null: it is an answer. */
  soon: Soon | null;
  /** Of an answer: who gave it. */
  staffId: string | null;
  name: string;
  /** What the writer said, or null with `text`; both null: it cannot be opened. */
  said: readonly Said[] | null;
  text: string | null;
  opened: OpenedBy | null;
  answerBy: string | null;
  answered: boolean;
  assurance: string;
  language: string;
  copied: boolean;
}>;

/** A thread, the oldest first. */
export type ThreadForStaff = Readonly<{
  id: string;
  childId: string;
  by: WrittenBy | null;
  messages: readonly StaffMessage[];
  /** The newest message of the writer that has been opened and waits for an answer; null: nothing waits. */
  waitsFrom: Readonly<{ soon: Soon; answerBy: string | null }> | null;
  /** A word in what waits may mean that it cannot. */
  attention: boolean;
  /** An answer goes to family of the child, and is looked at twice. */
  toFamily: boolean;
  /** Opened by break-glass: to be read, not answered. */
  readOnly: boolean;
}>;

/** Codes of what asks how to be answered, in the forms `write` and `write-about`: they stand apart from what is said. */
export const howCodes: readonly string[] = ['write-back', 'write-when', 'about-write-back'];

/** Whether whoever wrote asks to be rung. */
export const asksToBeRung = (said: readonly Said[] | null): boolean =>
  (said ?? []).some(({ asked, answer }) => howCodes.includes(asked.code) && waysIn(answer).includes('call'));

const waysIn = (answer: Answer): readonly unknown[] => [answer.value, ...chosenOf(answer).chosen];
