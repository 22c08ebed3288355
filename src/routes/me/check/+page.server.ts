import { fail, redirect, type Actions } from '@sveltejs/kit';
import { circleFor } from '#lib/consultations/circle.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import { Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { saidPages } from '#lib/home/said.server.ts';
import { wayOf, wayToShow } from '#lib/home/way.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { afterSending } from '#lib/sign-in/devices/after-sending.server.ts';
import { beside } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals }) => {
  const way = await wayToShow(locals.ctx);
  if (!way) redirect(303, '/me/say');
  const pages = saidPages(way, locals.words, await circleFor(locals.ctx, way.draft.childId));
  return {
    say: locals.words.section('say', blanks).check,
    safe: beside(locals.words, 'say:who.safe'),
    reads: beside(locals.words, 'say:check.reads'),
    lead: beside(locals.words, way.draft.sentAt === null ? 'say:check.lead' : 'say:check.again'),
    submission: way.draft.id,
    said: pages.filter(({ said }) => said.length > 0),
    skipped: pages.filter(({ said }) => said.length === 0)
  };
};

export const actions: Actions = {
  /** The submission's id travels in the form (decision 13): a replay, a second tab or a double tap give one receipt. */
  send: async ({ locals, request, cookies }) => {
    const submission = String((await request.formData()).get('submission'));
    const way = await wayOf(locals.ctx, submission);
    if (!way) redirect(303, '/me/check');
    try {
      await send(locals.ctx, {
        draftId: way.draft.id,
        form: way.form,
        reviewId: way.reviewId,
        reviewOn: way.reviewOn,
        asked: (page, question) => askedOf(locals.words, way.form, page, question, way.draft.band)
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.problem === 'invalid') return fail(400, { problem: locals.words.t('say:check.empty') });
      if (['full', 'busy'].includes(error.problem))
        return fail(error.status, {
          problem: `${locals.words.t(`errors:${error.problem}.title`)}. ${locals.words.t(`errors:${error.problem}.text`)}`
        });
      throw error;
    }
    redirect(303, await afterSending(locals, cookies));
  }
};
