import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { useRecoveryCode } from '#lib/sign-in/workers/recovery.server.ts';
import { refusalInWords } from '#lib/sign-in/wording.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  const { recovery, signIn } = locals.words.section('ways', { council: locals.council.name });
  return { say: recovery, back: signIn.back };
};

export const actions: Actions = {
  use: async ({ locals, request, cookies }) => {
    try {
      const typed = String((await request.formData()).get('code') ?? '');
      keepVisit(cookies, serving().settings.origin, await useRecoveryCode(locals.ctx, typed));
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
      return fail(error.status, { problem: refusalInWords(locals.words, locals.council.name, error) });
    }
    redirect(303, '/staff/passkeys');
  }
};
