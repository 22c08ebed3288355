import { redirect, type Actions } from '@sveltejs/kit';
import { isBand } from '#lib/children/child.ts';
import { setBand } from '#lib/children/children.server.ts';
import { blanks } from '#lib/home/blanks.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import { whenInWords } from '#lib/home/when.ts';
import { dayOf } from '#lib/context.ts';
import { dayInWords } from '#locales/dates.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, reader } = locals;
  // The very first time, three cards come before it.
  if (!reader.welcomed) redirect(303, '/me/welcome');
  const home = await homeOf(ctx, childHere(ctx));
  const day = (on: string) => dayInWords(words.language, on, ctx.now);
  const when = (at: string) => whenInWords(words, at, ctx.now);
  const { heard, draft } = home;
  return {
    say: words.section('home', { ...blanks, count: draft?.answered ?? 0 }),
    review: home.review
      ? words.t(home.review.certain ? 'home:reviewOn' : 'home:reviewBy', { day: day(home.review.on) })
      : words.t('home:reviewUnknown'),
    away:
      home.awayUntil && reader.iro
        ? words.t('home:away', { name: reader.iro.called, day: day(dayOf(new Date(home.awayUntil))) })
        : null,
    noIro: reader.readsNow === null,
    face: reader.readsNow,
    reply: words.t('home:iroReply', { count: reader.readsNow?.replyDays ?? 0 }),
    standingIn: reader.readsNow !== null && reader.iro !== null && reader.readsNow.id !== reader.iro.id,
    state: draft?.unsent ? 'going' : heard ? 'sent' : 'new',
    heard: heard && [
      words.t('home:sentOn', { when: when(heard.sentAt) }),
      heard.opened
        ? words.t(heard.opened.standingIn ? 'home:openedStandingIn' : 'home:opened', {
            name: heard.opened.name,
            when: when(heard.opened.at)
          })
        : words.t('home:notOpened'),
      ...heard.tellings.map(({ name, toldAt }) =>
        toldAt ? words.t('home:told', { name, when: when(toldAt) }) : words.t('home:notToldYet', { name })
      )
    ],
    cardOnly: ctx.actor.kind === 'child' && ctx.actor.assurance === 'card',
    languageLabel: words.t('language:title'),
    otherLanguages: offeredLanguages
      .filter(({ code }) => code !== words.language)
      .map(({ code, name, direction }) => ({ code, name, direction })),
    band: reader.band,
    avatar: reader.look.avatar,
    simple: reader.look.comforts.includes('simple')
  };
};

export const actions: Actions = {
  band: async ({ request, locals }) => {
    const band = String((await request.formData()).get('band'));
    if (isBand(band)) await setBand(locals.ctx, childHere(locals.ctx), band);
    redirect(303, '/me');
  }
};
