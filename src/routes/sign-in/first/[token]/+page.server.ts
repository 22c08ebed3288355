import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { becomeFirst } from '#lib/sign-in/workers/first.server.ts';
import { refusalInWords } from '#lib/sign-in/wording.ts';
import type { Actions, PageServerLoad } from './$types';

/** The same page for every link, good or not: looking at it tells and does nothing. */
export const load: PageServerLoad = ({ locals }) => ({ say: locals.words.section('ways').first });

export const actions: Actions = {
  begin: async ({ locals, params, request, cookies }) => {
    const posted = await request.formData();
    const given = {
      name: String(posted.get('name') ?? '').slice(0, 100),
      email: String(posted.get('email') ?? '').slice(0, 254)
    };
    try {
      keepVisit(cookies, serving().settings.origin, await becomeFirst(locals.ctx, params.token, given));
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
      const over = error.fields.link === 'link-over';
      const { words, council } = locals;
      return fail(error.status, {
        ...given,
        problem: over ? words.t('sign-in:problems.link-over') : refusalInWords(words, council.name, error)
      });
    }
    redirect(303, '/staff/passkeys');
  }
};
