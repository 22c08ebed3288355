import { redirect, type Actions } from '@sveltejs/kit';
import { copySheet } from '#lib/inbox/message-sheet.server.ts';
import { saidInParts, soonInWords } from '#lib/inbox/message-words.ts';
import { momentInWords, shortName } from '#lib/inbox/wording.ts';
import { finishCopy } from '#lib/messages/copies.server.ts';
import type { PageServerLoad } from './$types';

/** One message of which a child sent the advocates a copy: this one, and nothing else of the thread. */
export const load: PageServerLoad = async ({ locals: { ctx, words }, params }) => {
  const { copy, child } = await copySheet(ctx, params.id);
  const name = child.called;
  return {
    say: words.section('messages', { name, who: name, when: '', day: '', count: 0 }),
    child: { name: shortName(child), age: child.age },
    wrote: words.t('messages:wrote', { name, when: momentInWords(words, copy.sentAt, ctx.now) }),
    soon: soonInWords(words, copy.soon),
    language: copy.language,
    parts: copy.said === null ? null : saidInParts(copy.said)
  };
};

export const actions: Actions = {
  done: async ({ locals: { ctx }, params }) => {
    await finishCopy(ctx, params.id ?? '');
    redirect(303, '/staff?done=1');
  }
};
