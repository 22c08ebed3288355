import type { Voice } from '#lib/consultations/comparing.server.ts';
import type { Words } from '#locales/words.ts';
import { topicInWords } from './by-topic.ts';
import { marked, voiceInWords, type MarkedBlock } from './giver-words.ts';
import { wishOnPaper } from './paper-words.ts';
import type { Row, Said } from './side-by-side.ts';

type Reader = Readonly<{ words: Words; now: Date; called: string }>;

/** One person's words about one thing, ready to be drawn. `own`: they are the child's. */
export type SpokenSaid = Readonly<{
  key: string;
  who: string;
  own: boolean;
  language: string;
  blocks: readonly (MarkedBlock & Readonly<{ wish: string | null }>)[];
}>;

export type SpokenRow = Readonly<{ topic: string; title: string; said: readonly SpokenSaid[] }>;

/** Everything that was said, by topic, with whose it is. */
export const rowsInWords = (reader: Reader, rows: readonly Row[], voices: readonly Voice[], name = nameOf): SpokenRow[] =>
  rows.map(({ topic, said }) => ({
    topic,
    title: topicInWords(reader.words, topic),
    said: said.flatMap((one) => {
      const voice = voices.find(({ id }) => id === one.voiceId);
      return voice ? [saidInWords(reader, one, voice, name)] : [];
    })
  }));

const nameOf = (reader: Reader, voice: Voice): string => voiceInWords(reader, voice).who;

const saidInWords = (reader: Reader, { language, blocks }: Said, voice: Voice, name: typeof nameOf): SpokenSaid => ({
  key: blocks[0]?.id ?? voice.id,
  who: name(reader, voice),
  own: voice.giver === null,
  language,
  blocks: marked(reader.words, blocks).map((block) => ({
    ...block,
    wish: voice.giver === null ? wishOnPaper(reader.words, block) : null
  }))
});
