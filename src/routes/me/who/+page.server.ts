import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { audienceFrom } from '#lib/consultations/audience.ts';
import { circleFor } from '#lib/consultations/circle.server.ts';
import { saveAudiences } from '#lib/consultations/drafts.server.ts';
import { Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { saidPages } from '#lib/home/said.server.ts';
import { wayOf, wayToShow } from '#lib/home/way.server.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { path } from '#lib/journeys/walk.ts';
import { besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const way = await wayToShow(locals.ctx);
  if (!way) redirect(303, '/me/say');
  const circle = await circleFor(locals.ctx, way.draft.childId);
  const pages = saidPages(way, locals.words, circle).filter(({ said }) => said.length > 0);
  return {
    say: locals.words.section('say', blanks).who,
    beside: besideEach(locals.words, 'say:who', ['empty', 'lead', 'leadChanged', 'safe', 'only_iro', 'tell', 'at_my_review']),
    pages,
    circle,
    allClosed: pages.every(({ audience }) => audience.kind === 'only_iro')
  };
};

async function save({ locals, request }: RequestEvent, onward: (last: string) => string) {
  const way = await wayOf(locals.ctx);
  if (!way) redirect(303, '/me/say');
  const posted = postedFrom(await request.formData());
  const chosen = path(way.form, way.progress).flatMap((page) => {
    const audience = audienceFrom(posted, page.code);
    return audience ? page.questions.map(({ code }) => [code, audience] as const) : [];
  });
  try {
    await saveAudiences(locals.ctx, way.draft.id, Object.fromEntries(chosen));
  } catch (error) {
    if (!(error instanceof Refusal) || !['full', 'busy'].includes(error.problem)) throw error;
    return fail(error.status, { problem: locals.words.t('say:notSaved') });
  }
  const last = path(way.form, way.progress).at(-1)?.code ?? '';
  redirect(303, onward(last));
}

export const actions: Actions = {
  next: (event) => save(event, () => '/me/check'),
  back: (event) => save(event, (last) => `/me/say/${last}`)
};
