import { fail, redirect, type Actions } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { alertBehind, askingOf, keptOf, readRequestPost, sendAsked, unsentWords } from '#lib/home/asking.server.ts';
import { saidOf } from '#lib/home/said.server.ts';
import { readingAs } from '#lib/home/way.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { isAnybodyAt } from '#lib/routing/items.server.ts';
import { dropKept } from '#lib/sign-in/lock-visit.server.ts';
import { beside, besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

const kind = 'not-safe';

/**
 * Help first: numbers that answer. Only then, and apart from any form, "tell your IRO now" (decision 27). A council without
 * an out-of-hours number has nobody to answer at night, so its page shows numbers only.
 */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader, council } = locals;
  const asking = await askingOf(ctx, kind, words, reader);
  const behind = await alertBehind(ctx, url.searchParams.get('page'), url.searchParams.get('from'));
  const { outOfHoursPhone } = council;
  return {
    ...asking,
    kept: await keptOf(ctx, url.pathname, kind, words, readingAs(reader).band),
    say: { ...words.section('ask', { hours: council.officeHours }).now, sending: words.t('ask:sending'), more: '', moreHint: '' },
    beside: besideEach(words, 'ask:now', [
      ...(['title', 'lead', 'danger', 'outOfHours', 'office', 'tell'] as const),
      ...(['wait', 'notEmergency', 'numbersOnly', 'apart'] as const)
    ]),
    // Nobody is promised who is not there.
    goes: beside(words, (await isAnybodyAt(ctx, 'duty')) ? 'ask:now.goes' : 'ask:now.goesNoDuty'),
    team: words.t('help:team'),
    childlineName: words.t('common:childline'),
    outOfHours: outOfHoursPhone,
    office: council.officePhone || null,
    officeHours: council.officeHours,
    tells: outOfHoursPhone !== null,
    page: behind?.page ?? null,
    onwardTo: behind?.onwardTo ?? null,
    about: behind?.said.map(({ asked, answer }) => ({ question: asked.question, said: saidOf(asked, answer) })) ?? [],
    face: reader.readsNow,
    field: fieldWords(words),
    problemWords: words.section('answers').problems,
    unsent: unsentWords(words, council)
  };
};

export const actions: Actions = {
  /** Also where the page shows numbers only: what a child has sent is never thrown away. */
  send: async ({ request, locals, url }) => {
    const { ctx, words, reader } = locals;
    const { band } = readingAs(reader);
    const { id, said, typed, problems } = readRequestPost(await request.formData(), kind, words, band);
    const behind = await alertBehind(ctx, url.searchParams.get('page'), null);
    if (Object.keys(problems).length > 0) return fail(400, { id, typed, problems, problem: null });
    try {
      const receipt = await sendAsked(ctx, { id, kind, said, about: behind?.said ?? [], band, language: words.language });
      await dropKept(ctx, url.pathname);
      redirect(303, `/me/asked/${receipt.requestId}?sent`);
    } catch (error) {
      if (!(error instanceof Refusal) || !['full', 'busy'].includes(error.problem)) throw error;
      return fail(error.status, { id, typed, problems, problem: beside(words, 'ask:notSaved') });
    }
  }
};
