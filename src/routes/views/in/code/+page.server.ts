import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { useCode } from '#lib/invitations/entering.server.ts';
import { setOwnLanguage } from '#lib/invitations/own.server.ts';
import { serving } from '#lib/server/serving.ts';
import { steadily } from '#lib/server/steady.ts';
import { cookieName, keepEntry, keepVisit } from '#lib/sign-in/cookie.ts';
import { offeredLanguage } from '#locales/languages.ts';
import type { Actions, PageServerLoad } from './$types';

/** Where the eight digits are typed: the same page whoever asked for them, or nobody. */
export const load: PageServerLoad = ({ locals }) => {
  const { council, words } = locals;
  const { code, stuck } = words.section('entry', { number: council.officePhone });
  return { say: code, stuck, office: council.officePhone || null };
};

export const actions: Actions = {
  use: async ({ locals, request, cookies, url }) => {
    const typed = String((await request.formData()).get('code') ?? '');
    const { origin } = serving().settings;
    let several: boolean;
    try {
      const using = useCode(locals.ctx, typed, cookies.get(cookieName(origin, 'entry')));
      const entered = await steadily(using);
      keepVisit(cookies, origin, entered.started);
      keepEntry(cookies, origin, null, 0);
      several = entered.several;
      const language = offeredLanguage(url.searchParams.get('lang'));
      if (language) await setOwnLanguage({ ...locals.ctx, actor: entered.started.actor }, language.code);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { typed: typed.slice(0, 40), problem: locals.words.t('entry:problems.code') });
    }
    redirect(303, several ? '/views/in/which' : '/views');
  }
};
