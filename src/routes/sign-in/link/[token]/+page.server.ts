import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { useLink } from '#lib/sign-in/links.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The same page for every link, good or not: looking at it tells and does nothing. */
export const load: PageServerLoad = ({ locals }) => ({ say: locals.words.section('sign-in').link });

export const actions: Actions = {
  use: async ({ locals, params, cookies }) => {
    try {
      keepVisit(cookies, serving().settings.origin, await useLink(locals.ctx, params.token));
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { problem: locals.words.t('sign-in:problems.link-over') });
    }
    redirect(303, '/staff');
  }
};
