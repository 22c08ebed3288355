import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { unsentWords } from '#lib/home/asking.ts';
import { blanks } from '#lib/home/blanks.ts';
import { carriedOn, mayGoOn, notKeptInWords, rateAddress, rateAsked, rateWay, type RateWay } from '#lib/home/rating.server.ts';
import { readingAs } from '#lib/home/way.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { pack } from '#lib/ratings/carry.server.ts';
import { sendRating } from '#lib/ratings/sending.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { BOX } from '#forms/rate.ts';
import type { PageServerLoad } from './$types';

/** One thing about the reviewer, or the one open box at the end. What was chosen before travels in the address, sealed. */
export const load: PageServerLoad = async ({ locals, params, url, request }) => {
  const { ctx, words, reader, council } = locals;
  const { band } = readingAs(reader);
  const way = await rateWay(ctx, band, params.page, url.searchParams.get('a'));
  // What was posted all the same is answered on the page itself, with the words still there.
  if (!mayGoOn(way) && request.method !== 'POST') redirect(303, '/me/rate');
  const { at, of, before, next, carry, name } = way;
  const values = { ...blanks, name, number: council.childline };
  const { page, wrong, done } = words.section('rate', values);
  return {
    carry: await pack(ctx, carry),
    back: before ? await rateAddress(ctx, before, carry) : '/me/rate',
    questions: rateAsked(words, way, band).map((one) => ({ ...one, answer: carry.answers[one.question.code] ?? null })),
    last: next === null,
    step: { at, of, label: words.t('say:step', { at, of }) },
    say: { page, wrong, home: done.home, sending: words.t('ask:sending') },
    ways: besideEach(words, 'rate:wrong', ['text', 'nobody'], values),
    field: fieldWords(words),
    unsent: unsentWords(words, council)
  };
};

/** Where the post belongs: in what it carries, or (of a visit that closed meanwhile) from the beginning. */
const wayHere = ({ locals: { ctx, reader }, params }: RequestEvent, data: FormData): Promise<RateWay> =>
  rateWay(ctx, readingAs(reader).band, params.page ?? '', String(data.get('carry')));

async function onward(event: RequestEvent, skip: boolean): Promise<never> {
  const data = await event.request.formData();
  const way = await wayHere(event, data);
  redirect(303, await rateAddress(event.locals.ctx, way.next ?? way.page, carriedOn(way, data, skip)));
}

export const actions: Actions = {
  next: (event) => onward(event, false),
  skip: (event) => onward(event, true),
  send: async (event) => {
    const { ctx, reader } = event.locals;
    const data = await event.request.formData();
    const way = await wayHere(event, data);
    const { [BOX]: box, ...answers } = carriedOn(way, data, false).answers;
    const text = typeof box?.value === 'string' ? box.value : '';
    try {
      const given = { period: way.carry.period, band: readingAs(reader).band, answers, box: text };
      const { became, worry } = await sendRating(ctx, { ...given, worry: data.has('wrong') });
      // Where somebody looks, nothing is shown back; whoever may need help, or to say it again, is led to where it is.
      const lost = became === 'over' && text.trim() !== '';
      if (!mayShowThatHeard(ctx.actor) && !event.locals.late) redirect(303, worry || lost ? '/me/now' : '/me/sent');
      if (became === 'sent') redirect(303, `/me/rate?sent${worry ? '&wrong' : ''}`);
      return fail(409, notKeptInWords(event.locals.words, became, text.trim()));
    } catch (error) {
      return notSent(event, error, { text, carry: await pack(ctx, way.carry) });
    }
  }
};

/** No room, too busy or too long: the same page again, with everything chosen and typed and the words that say so. */
function notSent({ locals: { words } }: RequestEvent, error: unknown, typed: { text: string; carry: string }) {
  if (!(error instanceof Refusal) || !['full', 'busy', 'invalid'].includes(error.problem)) throw error;
  const key = error.fields[BOX] === 'long' ? 'long' : 'notSent';
  return fail(error.status, { ...typed, problem: beside(words, `rate:page.${key}`) });
}
