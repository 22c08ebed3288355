import { fail, redirect } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { serving } from '#lib/server/serving.ts';
import { useCard } from '#lib/sign-in/cards.server.ts';
import { cookieName, keepVisit } from '#lib/sign-in/cookie.ts';
import { deviceIsKnown, useDevice } from '#lib/sign-in/devices.server.ts';
import type { Actions, PageServerLoad } from './$types';

/** The way in for children. Anybody may look; whoever is signed in already may go on. */
export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const { ctx, words } = locals;
  const device = cookies.get(cookieName(serving().settings.origin, 'device'));
  return {
    say: words.section('sign-in').front,
    away: url.searchParams.has('away'),
    goOn: ctx.actor.kind === 'child' ? '/me' : ctx.actor.kind === 'staff' ? '/staff' : null,
    thisPhone: await deviceIsKnown(ctx, device)
  };
};

export const actions: Actions = {
  card: async ({ locals, request, cookies }) => {
    const typed = String((await request.formData()).get('code') ?? '');
    const { origin } = serving().settings;
    try {
      keepVisit(cookies, origin, await useCard(locals.ctx, typed, cookies.get(cookieName(origin, 'device'))));
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
  device: async ({ locals, cookies }) => {
    const { origin } = serving().settings;
    keepVisit(cookies, origin, await useDevice(locals.ctx, cookies.get(cookieName(origin, 'device')) ?? ''));
    redirect(303, '/sign-in/secret');
  }
};
