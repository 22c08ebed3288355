import { fail, redirect } from '@sveltejs/kit';
import { setLanguage } from '#lib/children/children.server.ts';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { homes } from '#lib/sign-in/areas.ts';
import { deviceKindOf } from '#lib/sign-in/cards/card.ts';
import { useCard } from '#lib/sign-in/cards/cards.server.ts';
import { cookieName, keepVisit } from '#lib/sign-in/cookie.ts';
import { awayIn, type Away } from '#lib/sign-in/devices/away.ts';
import { deviceIsKnown, useDevice } from '#lib/sign-in/devices/devices.server.ts';
import { offeredLanguage, offeredLanguages } from '#locales/languages.ts';
import type { Started } from '#lib/sign-in/sign-in.server.ts';
import type { Council } from '#lib/council/council.ts';
import { beside } from '#locales/beside.ts';
import type { Words } from '#locales/words.ts';
import type { Actions, PageServerLoad } from './$types';

/** The way in for children. Anybody may look; whoever is signed in already may go on. */
export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const { ctx, words, council } = locals;
  const device = cookies.get(cookieName(serving().settings.origin, 'device'));
  return {
    say: words.section('sign-in').front,
    languages: offeredLanguages.map(({ code, name, direction }) => ({
      code,
      name,
      direction,
      href: `/?lang=${code}`,
      current: code === words.language
    })),
    guide: words.t('guides:open.link'),
    languageLabel: words.t('language:title'),
    away: awayInWords(words, council, awayIn(url)),
    goOn: ctx.actor.kind === 'visitor' ? null : homes[ctx.actor.kind],
    thisPhone: await deviceIsKnown(ctx, device)
  };
};

/**
 * Why they are here again, and what became of what was posted when the visit was over. It may have been "I am not safe": whatever
 * it was, the same numbers stand there, and the page says nothing that another would not say.
 */
function awayInWords(words: Words, { outOfHoursPhone }: Council, away: Away | null) {
  if (away === null) return null;
  if (away === '1') return { text: { text: words.t('sign-in:front.away'), english: null }, told: null };
  const night = beside(words, 'ask:one.outOfHours');
  return {
    text: beside(words, `sign-in:front.${away}.text`),
    told: {
      sent: away === 'sent',
      title: beside(words, `sign-in:front.${away}.title`),
      urgent: beside(words, 'ask:one.urgent'),
      danger: beside(words, 'ask:one.danger'),
      childline: words.t('common:childline'),
      night: outOfHoursPhone === null ? null : { ...night, number: outOfHoursPhone }
    }
  };
}

/** A language picked on this page is the child's choice: it stays when they are in. */
async function keepLanguage(ctx: App.Locals['ctx'], { actor }: Started, url: URL): Promise<void> {
  const language = offeredLanguage(url.searchParams.get('lang'));
  if (language && actor.kind === 'child') await setLanguage({ ...ctx, actor }, actor.id, language.code);
}

export const actions: Actions = {
  card: async ({ locals, request, cookies, url }) => {
    const typed = String((await request.formData()).get('code') ?? '');
    const { origin } = serving().settings;
    try {
      const started = await useCard(locals.ctx, typed, {
        deviceToken: cookies.get(cookieName(origin, 'device')),
        kind: deviceKindOf(request.headers.get('user-agent'))
      });
      keepVisit(cookies, origin, started);
      await keepLanguage(locals.ctx, started, url);
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'slow-down'].includes(error.problem)) throw error;
      const problem = error.retryAfter === null ? 'wrong-code' : 'wait';
      return fail(error.status, {
        typed: typed.slice(0, 120),
        problem: locals.words.t(`sign-in:problems.${problem}`, { count: error.retryAfter ?? 0 })
      });
    }
    redirect(303, '/sign-in/secret');
  },
  device: async ({ locals, cookies, url }) => {
    const { origin } = serving().settings;
    const started = await useDevice(locals.ctx, cookies.get(cookieName(origin, 'device')) ?? '');
    keepVisit(cookies, origin, started);
    await keepLanguage(locals.ctx, started, url);
    redirect(303, '/sign-in/secret');
  }
};
