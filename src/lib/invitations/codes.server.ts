import type { Context } from '#lib/context.ts';
import { codeFrom } from '#lib/sign-in/cards/card.ts';
import { digitsFrom } from './entry-code.ts';

/* Codes are worked out from the ids of what they open, with a key of their own, and kept nowhere. */

/** The eight digits of an entry code. */
export const codeOf = (ctx: Context, entryCodeId: string): string =>
  digitsFrom((round) => ctx.vault.mac('code', 'entry-code', entryCodeId, String(round)));

/** The ten symbols of a letter. */
export const codeOfLetter = (ctx: Context, letterId: string): string => codeFrom(ctx.vault.mac('code', 'letter', letterId));
