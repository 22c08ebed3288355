import { firstNameOf } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import type { Letter } from '#lib/invitations/letter.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';

/** A letter with the first name of the child it is about: it stands inside, never where the window of an envelope is. */
export type LetterSheet = Readonly<{ letter: Letter; child: string }>;

/** A letter to print, for the child's IRO or cover; it is written down that they saw its code. */
export const letterSheet = (ctx: Context, letterId: string, origin: string): Promise<LetterSheet> =>
  within(ctx, async (ctx) => {
    const letter = await letterFor(ctx, letterId, origin);
    return { letter, child: await firstNameOf(ctx, letter.childId) };
  });
