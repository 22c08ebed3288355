import { dayOf } from '#lib/context.ts';
import { dayInWords, daysAgo, timeInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';

/** When something happened, as one says it: "today, 4:12 pm", "yesterday, 9:05 am", "on Monday 8 June". */
export function whenInWords(words: Words, at: string, now: Date): string {
  const ago = daysAgo(at, now);
  if (ago <= 0) return words.t('home:today', { time: timeInWords(words.language, at) });
  if (ago === 1) return words.t('home:yesterday', { time: timeInWords(words.language, at) });
  return words.t('home:onDay', { day: dayInWords(words.language, dayOf(new Date(at)), now) });
}
