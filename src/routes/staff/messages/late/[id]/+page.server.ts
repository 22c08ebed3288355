import { redirect, type Actions } from '@sveltejs/kit';
import { lateSheet } from '#lib/inbox/message-sheet.server.ts';
import { soonInWords } from '#lib/inbox/message-words.ts';
import { momentInWords, shortName } from '#lib/inbox/wording.ts';
import { dayOf } from '#lib/context.ts';
import { finishLate } from '#lib/messages/late.server.ts';
import { dayInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** "My IRO has not answered": that it waits, since when and with whom. Not a word of what was written. */
export const load: PageServerLoad = async ({ locals: { ctx, words }, params }) => {
  const { late, child, holder } = await lateSheet(ctx, params.id);
  const name = child.called;
  const day = (on: string) => dayInWords(words.language, on, ctx.now);
  const when = (at: string) => momentInWords(words, at, ctx.now);
  const values = { name, who: name, when: '', count: 0, day: day(dayOf(new Date(late.sentAt))) };
  return {
    say: words.section('messages', values),
    child: { name: shortName(child), age: child.age },
    soon: soonInWords(words, late.soon),
    promised: late.answerBy === null ? null : day(late.answerBy),
    holder,
    opened: late.opened
      ? words.t('messages:lateOpened', { name: late.opened.name, when: when(late.opened.at) })
      : words.t('messages:lateNotOpened'),
    answered: late.answeredAt === null ? null : words.t('messages:lateAnswered', { when: when(late.answeredAt) })
  };
};

export const actions: Actions = {
  done: async ({ locals: { ctx }, params }) => {
    await finishLate(ctx, params.id ?? '');
    redirect(303, '/staff?done=1');
  }
};
