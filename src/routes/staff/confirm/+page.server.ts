import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { notFound, Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { goToCouncil } from '#lib/sign-in/council/council-door.server.ts';
import { keepVisit } from '#lib/sign-in/cookie.ts';
import { nextPath } from '#lib/sign-in/next.ts';
import { confirmByPassphrase } from '#lib/sign-in/workers/passphrases.server.ts';
import type { Started } from '#lib/sign-in/sign-in.server.ts';
import { beginConfirm, finishConfirm } from '#lib/sign-in/workers/step-up.server.ts';
import { ownWays } from '#lib/sign-in/workers/ways.server.ts';
import { endedInWords, refusalInWords } from '#lib/sign-in/wording.ts';
import type { Actions, PageServerLoad } from './$types';

/** Somebody who is signed in shows again who they are, before what wants that. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, council } = locals;
  const { confirm, passphrase, signIn } = words.section('ways', { council: council.name });
  const ways = await ownWays(ctx);
  const problem = endedInWords(words, council.name, url.searchParams.get('problem'));
  return {
    say: { ...confirm, label: passphrase.label, code: passphrase.code, going: signIn.going, goNow: signIn.goNow },
    refused: words.t('sign-in:problems.passkey-refused'),
    noScript: words.t('sign-in:staff.noScript'),
    problem: url.searchParams.has('second') ? signIn.second : problem,
    by: {
      passkey: ways.passkeys > 0,
      council: ways.council && serving().settings.oidc !== null,
      passphrase: ways.passphrase && council.staffPassphrase === 'on'
    },
    next: nextOf(url)
  };
};

export const actions: Actions = {
  begin: async ({ locals }) => ({ asked: JSON.stringify(await beginConfirm(locals.ctx, serving().settings.origin)) }),
  finish: (event) =>
    tried(event, async (posted) => {
      const answer: unknown = JSON.parse(String(posted.get('answer') ?? 'null'));
      return finishConfirm(event.locals.ctx, serving().settings.origin, String(posted.get('challenge') ?? ''), answer);
    }),
  passphrase: (event) =>
    tried(event, (posted) => {
      const [passphrase, code] = [String(posted.get('passphrase') ?? ''), String(posted.get('code') ?? '')];
      return confirmByPassphrase(event.locals.ctx, { passphrase, code });
    }),
  council: async (event) => {
    try {
      return await goToCouncil(event.locals.ctx, event.cookies, 'confirm', nextOf(event.url));
    } catch (error) {
      return sayWhy(event, error);
    }
  }
};

const nextOf = (url: URL): string => nextPath(url.searchParams.get('next'), '/staff');

/** Goes on as a visit that may do what is wanted. Nothing that was typed before comes back: the page asks before it is. */
async function tried(event: RequestEvent, confirm: (posted: FormData) => Promise<Started>) {
  try {
    keepVisit(event.cookies, serving().settings.origin, await confirm(await event.request.formData()));
  } catch (error) {
    return sayWhy(event, error);
  }
  redirect(303, nextOf(event.url));
}

function sayWhy({ locals }: RequestEvent, error: unknown) {
  const { words, council } = locals;
  if (error instanceof SyntaxError) return fail(400, { problem: words.t('sign-in:problems.passkey-refused') });
  if (!(error instanceof Refusal)) throw error;
  if (error.fields.passkey) return fail(400, { problem: words.t('sign-in:problems.passkey-refused') });
  if (!['invalid', 'slow-down'].includes(error.problem)) throw notFound();
  return fail(error.status, { problem: refusalInWords(words, council.name, error) });
}
