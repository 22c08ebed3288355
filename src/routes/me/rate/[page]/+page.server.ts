import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { unsentWords } from '#lib/home/asking.ts';
import { blanks } from '#lib/home/blanks.ts';
import { carriedOn, rateAddress, rateAsked, rateWay, type RateWay } from '#lib/home/rating.server.ts';
import { readingAs } from '#lib/home/way.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { pack } from '#lib/ratings/carry.server.ts';
import { sendRating } from '#lib/ratings/sending.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { BOX } from '#forms/rate.ts';
import type { PageServerLoad } from './$types';

/** One thing about the reviewer, or the one open box at the end. What was chosen before travels in the address, sealed. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words, reader, council } = locals;
  const { band } = readingAs(reader);
  const way = await rateWay(ctx, band, params.page, url.searchParams.get('a'));
  if (!way) redirect(303, '/me/rate');
  const { at, of, before, next, carry, name } = way;
  const values = { ...blanks, name, number: council.childline };
  const { page, wrong } = words.section('rate', values);
  return {
    carry: await pack(ctx, carry),
    back: before ? await rateAddress(ctx, before, carry) : '/me/rate',
    questions: rateAsked(words, way, band).map((one) => ({ ...one, answer: carry.answers[one.question.code] ?? null })),
    last: next === null,
    step: { at, of, label: words.t('say:step', { at, of }) },
    say: { page, wrong, sending: words.t('ask:sending') },
    ways: besideEach(words, 'rate:wrong', ['text', 'nobody'], values),
    field: fieldWords(words),
    unsent: unsentWords(words, council)
  };
};

/** Where the post belongs: in what it carries, or (of a visit that closed meanwhile) from the beginning. */
async function wayHere(event: RequestEvent, data: FormData): Promise<RateWay> {
  const { ctx, reader } = event.locals;
  const way = await rateWay(ctx, readingAs(reader).band, event.params.page ?? '', String(data.get('carry')));
  return way ?? redirect(303, '/me/rate');
}

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
      const { sent, worry } = await sendRating(ctx, { ...given, worry: data.has('wrong') });
      // Where somebody looks, nothing is shown back; whoever may need help is led to where it is.
      if (!mayShowThatHeard(ctx.actor)) redirect(303, worry ? '/me/now' : '/me/sent');
      redirect(303, `/me/rate?${sent ? 'sent' : 'over'}${worry ? '&wrong' : ''}`);
    } catch (error) {
      return notSent(event, error, text);
    }
  }
};

/** No room, too busy or too long: the same page again, with everything typed and the words that say so. */
function notSent({ locals: { words } }: RequestEvent, error: unknown, text: string) {
  if (!(error instanceof Refusal) || !['full', 'busy', 'invalid'].includes(error.problem)) throw error;
  const key = error.fields[BOX] === 'long' ? 'long' : 'notSent';
  return fail(error.status, { text, problem: beside(words, `rate:page.${key}`) });
}
