import type { Voice } from '#lib/consultations/comparing.server.ts';
import type { AnswerForIro } from '#lib/consultations/contribution.ts';
import { statementOf, type Block } from './statement.ts';

/** What a copy holds: everything that was opened, or what may be read out and handed round at the meeting. */
export const copies = ['everything', 'meeting'] as const;
export type Copy = (typeof copies)[number];

export const isCopy = (text: string | null): text is Copy => copies.some((copy) => copy === text);

/**
 * Whether an answer may stand on a copy. At the meeting: of the child's only what the child wants said there; of an adult's
 * nothing that has a mark, and nothing that was asked for the IRO alone. What cannot be opened has marks nobody can read.
 */
export const mayStandOn = (copy: Copy, answer: Pick<AnswerForIro, 'asked' | 'audience' | 'restricted'>): boolean =>
  copy === 'everything' ||
  (answer.asked !== null &&
    !answer.asked.teamOnly &&
    ['at_my_review', 'iro'].includes(answer.audience) &&
    answer.restricted.length === 0);

/** One person's words about one thing. */
export type Said = Readonly<{ voiceId: string; language: string; blocks: readonly Block[] }>;

/** One thing that was asked about, with everybody who said something to it, in the order of the voices. */
export type Row = Readonly<{ topic: string; said: readonly Said[] }>;

/** What was opened, by topic in the order given, and the topics that were asked about without an answer. */
export function sideBySide(
  voices: readonly Voice[],
  order: readonly string[],
  copy: Copy
): { rows: Row[]; unanswered: string[] } {
  const parts = voices.flatMap(({ id, parts }) => parts.flatMap(({ views }) => (views ? [{ voiceId: id, views }] : [])));
  const statements = parts.map(({ voiceId, views }) => ({
    ...{ voiceId, language: views.language },
    ...statementOf(views.answers.filter((answer) => mayStandOn(copy, answer)))
  }));
  const place = (topic: string) => (order.includes(topic) ? order.indexOf(topic) : order.length);
  const sorted = (topics: readonly string[]) => [...new Set(topics)].sort((one, other) => place(one) - place(other));
  const answered = sorted(statements.flatMap(({ blocks }) => blocks.map(({ topic }) => topic)));
  const asked = sorted(parts.flatMap(({ views }) => views.answers.flatMap((answer) => answer.asked?.topic ?? [])));
  return {
    rows: answered.map((topic) => ({
      topic,
      said: statements
        .map(({ voiceId, language, blocks }) => ({ voiceId, language, blocks: blocks.filter((block) => block.topic === topic) }))
        .filter(({ blocks }) => blocks.length > 0)
    })),
    unanswered: asked.filter((topic) => !answered.includes(topic))
  };
}
