import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { refusalInWords } from '#lib/sign-in/wording.ts';
import { useLink } from '#lib/sign-in/workers/links.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The same page for every link, good or not: looking at it tells and does nothing. */
export const load: PageServerLoad = ({ locals }) => ({ say: locals.words.section('sign-in').link });

export const actions: Actions = {
  use: async ({ locals, params, cookies }) => {
    try {
      keepVisit(cookies, serving().settings.origin, await useLink(locals.ctx, params.token));
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
      const { words, council } = locals;
      const over = error.problem === 'invalid';
      return fail(error.status, {
        problem: over ? words.t('sign-in:problems.link-over') : refusalInWords(words, council.name, error)
      });
    }
    redirect(303, '/staff');
  }
};
