import { redirect } from '@sveltejs/kit';
import { askForCode } from '#lib/invitations/asking-in.server.ts';
import { codeMinutes } from '#lib/invitations/entry-code.ts';
import { serving } from '#lib/server/serving.ts';
import { steadily } from '#lib/server/steady.ts';
import { cookieName, keepEntry } from '#lib/sign-in/cookie.ts';
import { offeredLanguage } from '#locales/languages.ts';
import type { Actions, PageServerLoad } from './$types';

/**
 * Where a mail or a text leads: the same page for every link, good or not. Looking at it tells and does nothing, so that a
 * scanner that opens every link does neither; and its button only sends a code to whoever was written to.
 */
export const load: PageServerLoad = ({ locals }) => ({ say: locals.words.section('entry').link });

export const actions: Actions = {
  send: async ({ locals, params, cookies, url }) => {
    const { origin } = serving().settings;
    const asking = askForCode(locals.ctx, { link: params.link }, cookies.get(cookieName(origin, 'entry')));
    const { browserToken } = await steadily(asking);
    keepEntry(cookies, origin, browserToken, (codeMinutes + 5) * 60);
    const language = offeredLanguage(url.searchParams.get('lang'));
    redirect(303, language ? `/views/in/code?lang=${language.code}` : '/views/in/code');
  }
};
