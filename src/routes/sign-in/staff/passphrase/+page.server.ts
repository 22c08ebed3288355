import { fail, redirect } from '@sveltejs/kit';
import { notFound, Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { passphrasesOn, signInByPassphrase } from '#lib/sign-in/workers/passphrases.server.ts';
import { whereNext } from '#lib/sign-in/workers/ways.server.ts';
import { refusalInWords } from '#lib/sign-in/wording.ts';
import type { Actions, PageServerLoad } from './$types';

/** Does not exist where the council has not switched it on. */
export const load: PageServerLoad = async ({ locals }) => {
  if (!(await passphrasesOn(locals.ctx))) throw notFound();
  const { passphrase, signIn } = locals.words.section('ways', { council: locals.council.name });
  return { say: passphrase, back: signIn.back };
};

export const actions: Actions = {
  use: async ({ locals, request, cookies }) => {
    const posted = await request.formData();
    const text = (name: string) => String(posted.get(name) ?? '');
    const email = text('email');
    try {
      const typed = { passphrase: text('passphrase'), code: text('code'), turn: text('turn') };
      const started = await signInByPassphrase(locals.ctx, email, typed);
      keepVisit(cookies, serving().settings.origin, started);
      redirect(303, await whereNext(locals.ctx, started.actor, '/staff'));
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
      const { turn } = error.fields;
      return fail(error.status, { email, turn, problem: refusalInWords(locals.words, locals.council.name, error) });
    }
  }
};
