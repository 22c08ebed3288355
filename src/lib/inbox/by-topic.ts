import type { Words } from '#locales/words.ts';

/** What was said about one thing. */
export type TopicGroup<Said> = Readonly<{ topic: string; title: string; blocks: readonly Said[] }>;

/** Blocks by what they are about, in the order staff read topics; what no list knows comes last. */
export function byTopic<Said extends Readonly<{ topic: string }>>(
  words: Words,
  order: readonly string[],
  blocks: readonly Said[]
): TopicGroup<Said>[] {
  const there = [...new Set(blocks.map(({ topic }) => topic))];
  const place = (topic: string) => (order.includes(topic) ? order.indexOf(topic) : order.length);
  return there
    .sort((one, other) => place(one) - place(other))
    .map((topic) => ({ topic, title: topicInWords(words, topic), blocks: blocks.filter((block) => block.topic === topic) }));
}

/** The staff's word for a topic. One that is asked about no longer, or cannot be opened, is "something else". */
export const topicInWords = (words: Words, topic: string): string =>
  words.has(`staff:topics.${topic}`) ? words.t(`staff:topics.${topic}`) : words.t('reading:otherTopic');
