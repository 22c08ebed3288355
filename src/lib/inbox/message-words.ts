import { linesOf } from '#lib/journeys/render.ts';
import { asksToBeRung, howCodes, type Said, type Soon, type StaffMessage } from '#lib/messages/message.ts';
import { quickReplies } from '#lib/messages/quick.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { MessageSheet } from './message-sheet.server.ts';
import { isLate, momentInWords } from './wording.ts';

/** What was said, the words first; how to tell them back stands apart, beside the answer. */
export function saidInParts(said: readonly Said[]) {
  const spoken = said
    .map(({ asked, answer }) => ({ code: asked.code, question: asked.question, lines: linesOf(asked, answer) }))
    .filter(({ lines, code }) => lines.length > 0 && code !== 'write-soon');
  return {
    blocks: spoken.filter(({ code }) => !howCodes.includes(code)),
    how: spoken.filter(({ code }) => howCodes.includes(code)),
    rings: asksToBeRung(said)
  };
}

/** Who wrote: the child, or the adult. */
export const writerIn = ({ thread, child }: MessageSheet): string => thread.by?.name ?? child.called;

/** A thread in words, the oldest first: each message with what its writer sees of it. */
export const threadInWords = (words: Words, sheet: MessageSheet, now: Date) =>
  sheet.thread.messages.map((one) => ({
    id: one.id,
    mine: one.staffId !== null,
    photo: photoOf(sheet, one),
    title: titleOf(words, sheet, one, now),
    soon: one.soon !== null && sheet.thread.by === null ? soonInWords(words, one.soon) : null,
    language: one.language,
    parts: one.said === null ? null : saidInParts(one.said),
    text: one.text,
    damaged: one.said === null && one.text === null,
    copied: one.copied,
    assurance: one.assurance,
    opened: one.opened && words.t('messages:openedBy', { name: one.opened.name, when: momentInWords(words, one.opened.at, now) })
  }));

function photoOf({ people }: MessageSheet, { staffId }: StaffMessage): string | null {
  const photoId = staffId === null ? null : (people.get(staffId)?.photoId ?? null);
  return photoId && `/photo/${photoId}`;
}

function titleOf(words: Words, sheet: MessageSheet, one: StaffMessage, now: Date): string {
  const when = momentInWords(words, one.at, now);
  return one.staffId === null
    ? words.t('messages:wrote', { name: writerIn(sheet), when })
    : words.t('messages:answered', { name: one.name, when });
}

/** How soon somebody who wrote wants to hear; null: they did not say, so nobody says it for them. */
export const soonInWords = (words: Words, soon: Soon): string | null =>
  soon === 'unsaid' ? null : words.t(`messages:soon.${soon}`);

/** The soonest day promised of what waits; null: everything is answered. */
export function promiseOf(words: Words, { thread }: MessageSheet, now: Date) {
  const waits = thread.waitsFrom;
  if (!waits) return null;
  return {
    day: waits.answerBy === null ? null : dayInWords(words.language, waits.answerBy, now),
    late: isLate(waits.answerBy, now)
  };
}

/** Short answers that can be put into the box. */
export const quickInWords = (words: Words) => quickReplies.map((code) => ({ code, text: words.t(`messages:quick.${code}`) }));
