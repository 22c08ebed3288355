import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { beginPasskeySignIn, finishPasskeySignIn } from '#lib/sign-in/passkeys.server.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) => {
  const { staff, problems } = locals.words.section('sign-in');
  return { say: staff, refused: problems['passkey-refused'] };
};

export const actions: Actions = {
  /** What the browser is to be asked, as text: the page's script reads it. */
  begin: async ({ locals }) => ({
    asked: JSON.stringify(await beginPasskeySignIn(locals.ctx, serving().settings.origin))
  }),
  finish: async ({ locals, request, cookies }) => {
    const posted = await request.formData();
    const { origin } = serving().settings;
    try {
      const answer: unknown = JSON.parse(String(posted.get('answer') ?? 'null'));
      keepVisit(cookies, origin, await finishPasskeySignIn(locals.ctx, origin, String(posted.get('challenge') ?? ''), answer));
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof Refusal && error.problem === 'invalid')) throw error;
      return fail(400, { problem: locals.words.t('sign-in:problems.passkey-refused') });
    }
    redirect(303, '/staff');
  }
};
