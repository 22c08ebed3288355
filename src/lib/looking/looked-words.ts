import type { Words } from '#locales/words.ts';
import type { Looked } from './looked.ts';

/** One look as a sentence: who, what, when. `when` comes in words already. */
export function lookedInWords(words: Words, { what, name, as }: Omit<Looked, 'photo'>, when: string): string {
  const who = name ?? words.t(`looked:as.${as}`);
  return words.t(`looked:what.${what}`, { who, when });
}
