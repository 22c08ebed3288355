import { fail, redirect, type Actions } from '@sveltejs/kit';
import { adultWay } from '#lib/contributing/adult-way.server.ts';
import { saidByTopic } from '#lib/contributing/adult-way.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import { Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { beside, besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** Everything said so far, topic by topic, before it is sent. */
export const load: PageServerLoad = async ({ locals }) => {
  const { ctx, words } = locals;
  const way = await adultWay(ctx);
  const topics = saidByTopic(words, way);
  return {
    say: words.section('views', blanks).check,
    lead: beside(words, way.draft?.sentAt ? 'views:check.again' : 'views:check.lead'),
    beside: besideEach(words, 'views:start', ['who', 'safe']),
    submission: way.draft?.id ?? '',
    said: topics.filter(({ said }) => said.length > 0),
    left: topics.filter(({ said }) => said.length === 0)
  };
};

export const actions: Actions = {
  /** The submission's id travels in the form (decision 13): a replay, a second tab or a double tap give one receipt. */
  send: async ({ locals, request }) => {
    const { ctx, words } = locals;
    const submission = String((await request.formData()).get('submission'));
    try {
      await sendViews(ctx, submission);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.problem === 'invalid') return fail(400, { problem: words.t('views:check.empty') });
      if (error.problem === 'slow-down') return fail(429, { problem: words.t('views:tooOften') });
      // Another draft is in progress by now: what is in it has to be looked at first.
      if (error.problem === 'not-found') redirect(303, '/views/check');
      if (!['full', 'busy'].includes(error.problem)) throw error;
      const said = ['title', 'text'].map((part) => words.t(`errors:${error.problem}.${part}`));
      return fail(error.status, { problem: said.join('. ') });
    }
    redirect(303, '/views/sent?now');
  }
};
