import { redirect } from '@sveltejs/kit';
import { blanks } from '#lib/home/blanks.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import { whenInWords } from '#lib/home/when.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Step } from '#ui/Steps.svelte';
import type { PageServerLoad } from './$types';

/**
 * The receipt, and every later look at it: what stands is read from what happened, never from having pressed a button. Where
 * somebody looks it is one neutral page, the same whether anything was sent or not.
 */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words, reader } = locals;
  if (!mayShowThatHeard(ctx.actor)) return { neutral: words.section('watched', blanks) };
  const home = await homeOf(ctx, childHere(ctx));
  const heard = home.heard;
  if (!heard) redirect(303, '/me');
  const t = (key: string, values = {}) => words.t(`say:sent.${key}`, values);
  const when = (at: string) => whenInWords(words, at, ctx.now);
  const opened: Step = heard.opened
    ? { state: 'done', icon: 'eye', title: t('stepOpened', { name: heard.opened.name }), detail: when(heard.opened.at) }
    : {
        state: 'now',
        icon: 'eye',
        title: t('stepNotOpened'),
        detail: reader.readsNow ? t('stepNotOpenedDetail', { count: reader.readsNow.replyDays }) : t('stepNotOpenedTeam')
      };
  const tellings = heard.tellings.map(({ name, toldAt }): Step =>
    toldAt
      ? { state: 'done', icon: 'people', title: t('stepTold', { name }), detail: when(toldAt) }
      : { state: 'later', icon: 'people', title: t('stepTell', { name }), detail: t('stepTellDetail') }
  );
  const day = home.review?.certain ? dayInWords(words.language, home.review.on, ctx.now) : null;
  const steps: Step[] = [
    { state: 'done', icon: 'tick', title: t('stepSent'), detail: when(heard.sentAt) },
    opened,
    ...tellings,
    { state: 'later', icon: 'speech', title: t('stepTalk'), detail: day ? t('stepTalkDetail', { day }) : t('stepTalkSoon') }
  ];
  return {
    neutral: null,
    say: words.section('say', blanks).sent,
    urgent: beside(words, 'say:sent.urgent'),
    steps,
    again: heard.version > 1,
    cardOnly: ctx.actor.assurance === 'card'
  };
};
