import { redirect } from '@sveltejs/kit';
import { adultWay } from '#lib/contributing/adult-way.server.ts';
import { sentInWords } from '#lib/contributing/sent-words.ts';
import { ownContributions } from '#lib/consultations/contributor-own.server.ts';
import { blanks } from '#lib/home/blanks.ts';
import { beside, type Beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** The receipt, and every later look at it. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader } = locals;
  const own = await ownContributions(ctx);
  if (own.length === 0) redirect(303, '/views');
  const { form, invitation } = await adultWay(ctx);
  const reading = { words, now: ctx.now, replyDays: reader.readsNow?.replyDays ?? null, day: invitation.day };
  return {
    say: words.section('views', blanks).sent,
    kept: beside(words, 'views:sent.kept'),
    justNow: url.searchParams.has('now'),
    sent: own.map((one) => {
      const shown = sentInWords(one, form, reading);
      return { ...shown, print: one.shownUntil && printOf(words, one.shownUntil, ctx.now) };
    })
  };
};

/** That their words are shown for a while only. */
function printOf(words: Words, until: string, now: Date): Beside {
  const values = (language: string) => ({ day: dayInWords(language, until, now) });
  return beside(words, 'views:sent.print', values(words.language), values('en'));
}
