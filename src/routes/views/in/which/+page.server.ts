import { redirect } from '@sveltejs/kit';
import { goOnAbout, ownChoices } from '#lib/invitations/choosing.server.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import type { Actions, PageServerLoad } from './$types';

/** About which child somebody writes who was asked about several, by the same address. */
export const load: PageServerLoad = async ({ locals }) => {
  const choices = await ownChoices(locals.ctx);
  if (choices.length < 2) redirect(303, '/views');
  return { say: locals.words.section('entry').which, choices };
};

export const actions: Actions = {
  choose: async ({ locals, request, cookies }) => {
    const id = String((await request.formData()).get('invitation') ?? '');
    keepVisit(cookies, serving().settings.origin, await goOnAbout(locals.ctx, id));
    redirect(303, '/views');
  }
};
