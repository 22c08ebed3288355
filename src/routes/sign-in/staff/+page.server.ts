import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { goToCouncil } from '#lib/sign-in/council/council-door.server.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { nextPath } from '#lib/sign-in/next.ts';
import { beginPasskeySignIn, finishPasskeySignIn } from '#lib/sign-in/workers/passkeys.server.ts';
import { whereNext } from '#lib/sign-in/workers/ways.server.ts';
import { endedInWords, refusalInWords } from '#lib/sign-in/wording.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) => {
  const { words, council } = locals;
  const { staff, problems } = words.section('sign-in');
  const ways = words.section('ways', { council: council.name }).signIn;
  const problem = endedInWords(words, council.name, url.searchParams.get('problem'));
  return {
    say: { ...staff, ways },
    refused: problems['passkey-refused'],
    problem: url.searchParams.has('second') ? ways.second : problem,
    council: serving().settings.oidc !== null,
    passphrase: council.staffPassphrase === 'on',
    next: nextPath(url.searchParams.get('next'), '/staff')
  };
};

export const actions: Actions = {
  /** What the browser is to be asked, as text: the page's script reads it. */
  begin: async ({ locals }) => ({
    asked: JSON.stringify(await beginPasskeySignIn(locals.ctx, serving().settings.origin))
  }),
  finish: async ({ locals, request, cookies, url }) => {
    const posted = await request.formData();
    const { origin } = serving().settings;
    try {
      const answer: unknown = JSON.parse(String(posted.get('answer') ?? 'null'));
      const started = await finishPasskeySignIn(locals.ctx, origin, String(posted.get('challenge') ?? ''), answer);
      keepVisit(cookies, origin, started);
      redirect(303, await whereNext(locals.ctx, started.actor, nextPath(url.searchParams.get('next'), '/staff')));
    } catch (error) {
      if (!(error instanceof SyntaxError) && !(error instanceof Refusal && error.problem === 'invalid')) throw error;
      return fail(400, { problem: locals.words.t('sign-in:problems.passkey-refused') });
    }
  },
  council: async ({ locals, cookies, url }) => {
    try {
      return await goToCouncil(locals.ctx, cookies, 'sign-in', nextPath(url.searchParams.get('next'), '/staff'));
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
      return fail(error.status, { problem: refusalInWords(locals.words, locals.council.name, error) });
    }
  }
};
