import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { askForCode } from '#lib/invitations/asking-in.server.ts';
import { codeMinutes } from '#lib/invitations/entry-code.ts';
import { useLetter } from '#lib/invitations/entering.server.ts';
import { setOwnLanguage } from '#lib/invitations/own.server.ts';
import { serving } from '#lib/server/serving.ts';
import { steadily } from '#lib/server/steady.ts';
import { homes } from '#lib/sign-in/areas.ts';
import { cookieName, keepEntry, keepVisit } from '#lib/sign-in/cookie.ts';
import { awayIn } from '#lib/sign-in/devices/away.ts';
import { offeredLanguage, offeredLanguages } from '#locales/languages.ts';
import type { Actions, PageServerLoad } from './$types';

/** The way in for parents, carers and professionals. Anybody may look; whoever is signed in already may go on. */
export const load: PageServerLoad = ({ locals, url }) => {
  const { ctx, council, words } = locals;
  return {
    say: words.section('entry', { number: council.officePhone }),
    languages: offeredLanguages.map(({ code, name, direction }) => ({
      code,
      name,
      direction,
      href: `/views/in?lang=${code}`,
      current: code === words.language
    })),
    languageLabel: words.t('language:title'),
    away: ctx.actor.kind === 'contributor' ? null : awayIn(url),
    goOn: ctx.actor.kind === 'contributor' ? homes.contributor : null,
    office: council.officePhone || null,
    officeHours: council.officeHours
  };
};

export const actions: Actions = {
  letter: async ({ locals, request, cookies, url }) => {
    const typed = String((await request.formData()).get('letter') ?? '');
    const { origin } = serving().settings;
    try {
      const started = await steadily(useLetter(locals.ctx, typed));
      keepVisit(cookies, origin, started);
      const language = offeredLanguage(url.searchParams.get('lang'));
      if (language) await setOwnLanguage({ ...locals.ctx, actor: started.actor }, language.code);
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
      const problem = error.retryAfter === null ? 'letter' : 'wait';
      return fail(error.status, {
        letter: {
          typed: typed.slice(0, 120),
          problem: locals.words.t(`entry:problems.${problem}`, { count: error.retryAfter ?? 0 })
        }
      });
    }
    redirect(303, '/views');
  },
  ask: async ({ locals, request, cookies, url }) => {
    const typed = String((await request.formData()).get('address') ?? '');
    const { origin } = serving().settings;
    try {
      const asking = askForCode(locals.ctx, { typed }, cookies.get(cookieName(origin, 'entry')));
      const { browserToken } = await steadily(asking);
      keepEntry(cookies, origin, browserToken, (codeMinutes + 5) * 60);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      return fail(400, { address: { typed: typed.slice(0, 254), problem: locals.words.t('entry:problems.address') } });
    }
    const language = offeredLanguage(url.searchParams.get('lang'));
    redirect(303, language ? `/views/in/code?lang=${language.code}` : '/views/in/code');
  }
};
