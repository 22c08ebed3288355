import type { Words } from '#locales/words.ts';
import { momentInWords } from './wording.ts';

/** The newest answer there is, by whom and when (ISO time). */
type Answer = Readonly<{ id: string; name: string; mine: boolean; at: string }>;

/**
 * What is said to somebody whose answer was not sent because another came meanwhile; `id`: the newest answer this page shows,
 * which whoever sends from it has seen. `name`: who reads the answers.
 */
export function meanwhileInWords(words: Words, last: Answer | undefined, name: string, now: Date) {
  const when = last ? momentInWords(words, last.at, now) : '';
  return {
    id: last?.id ?? '',
    title: last?.mine
      ? words.t('staff:asked.meanwhile.titleMine', { when })
      : words.t('staff:asked.meanwhile.title', { who: last?.name ?? '', when }),
    text: words.t('staff:asked.meanwhile.text'),
    kept: words.t('staff:asked.meanwhile.kept', { name }),
    send: words.t('staff:asked.meanwhile.send')
  };
}
export type Meanwhile = ReturnType<typeof meanwhileInWords>;
