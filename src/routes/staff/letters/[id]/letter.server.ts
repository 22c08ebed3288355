import { councilSettings } from '#lib/council/council.server.ts';
import { dayOf, type Context } from '#lib/context.ts';
import type { Reader } from '#lib/home/home.ts';
import { wordsOf } from '#lib/home/reader-words.ts';
import { letterSheet, type LetterSheet } from '#lib/inbox/letter-sheet.server.ts';
import { letterInWords, type SpokenLetter } from '#lib/inbox/letter-words.ts';
import { asHeading } from '#lib/inbox/wording.ts';
import { serving } from '#lib/server/serving.ts';
import type { Words } from '#locales/words.ts';

export type Written = LetterSheet & Readonly<{ words: Words; spoken: SpokenLetter }>;

/** A letter in the language of whom it is for. */
export async function writtenLetter(ctx: Context, id: string, reader: Reader): Promise<Written> {
  const sheet = await letterSheet(ctx, id, serving().settings.origin);
  const { letter, child } = sheet;
  const council = await councilSettings(ctx);
  const words = wordsOf({ ...reader, band: 'adult', language: letter.language, child }, council);
  const madeOn = dayOf(new Date(letter.madeAt));
  const spoken = letterInWords({ words, letter, child, role: asHeading(words.t('letter:role')), madeOn, now: ctx.now });
  return { ...sheet, words, spoken };
}
