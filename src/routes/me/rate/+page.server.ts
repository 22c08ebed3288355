import { redirect, type Actions } from '@sveltejs/kit';
import { blanks } from '#lib/home/blanks.ts';
import { changesInWords } from '#lib/home/rating.server.ts';
import { readingAs } from '#lib/home/way.server.ts';
import { calledOf } from '#lib/ratings/reading.server.ts';
import { putOff, ratingOffer } from '#lib/ratings/sending.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { rateFormFor } from '#forms/rate.ts';
import type { PageServerLoad } from './$types';

/** What rating is, said truthfully beforehand; thanks, afterwards; and what changed because of what children said. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader, council } = locals;
  const offer = await ratingOffer(ctx);
  const values = { ...blanks, name: await calledOf(ctx, offer.about), number: council.childline };
  const shows = mayShowThatHeard(ctx.actor);
  const sent = shows && offer.open === null && url.searchParams.has('sent');
  // Somebody may be rated who was the child's reviewing officer at that review, and is not any more.
  const stays = offer.about === reader.iro?.id;
  const [first] = rateFormFor(readingAs(reader).band);
  return {
    say: words.section('rate', values),
    title: words.t(stays ? 'rate:start.title' : 'rate:start.titleWas', values),
    beside: besideEach(words, 'rate:start', ['name', 'few', 'together'], values),
    safe: beside(words, stays ? 'rate:start.safe' : 'rate:start.safeNow', values),
    ways: besideEach(words, 'rate:wrong', ['text', 'nobody'], values),
    state: sent ? 'sent' : offer.open === null ? 'nothing' : 'open',
    wrong: shows && url.searchParams.has('wrong'),
    never: shows && offer.never,
    start: first ? `/me/rate/${first.code}` : null,
    changes: await changesInWords(ctx, words)
  };
};

export const actions: Actions = {
  later: async ({ locals }) => {
    await putOff(locals.ctx, 'later');
    redirect(303, '/me');
  },
  never: async ({ locals }) => {
    await putOff(locals.ctx, 'never');
    redirect(303, '/me');
  },
  again: async ({ locals }) => {
    await putOff(locals.ctx, 'again');
    redirect(303, '/me/rate');
  }
};
