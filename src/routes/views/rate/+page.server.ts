import { fail, redirect, type Actions } from '@sveltejs/kit';
import { Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { notKeptInWords } from '#lib/home/rating.server.ts';
import { readAnswer } from '#lib/journeys/fits.ts';
import type { Answer } from '#lib/journeys/form.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { askedOf, fieldWords } from '#lib/journeys/asked.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { calledOf } from '#lib/ratings/reading.server.ts';
import { putOff, ratingOffer, sendRating } from '#lib/ratings/sending.server.ts';
import { besideEach } from '#locales/beside.ts';
import { BOX, rateForm, rateFormFor } from '#forms/rate.ts';
import type { PageServerLoad } from './$types';

const pages = rateFormFor('adult');
const questions = pages.flatMap((page) => page.questions.map((question) => ({ page, question })));

/** A parent's or carer's short way to say how the reviewer did: one page, after the meeting. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, council } = locals;
  await ownInvitation(ctx);
  const offer = await ratingOffer(ctx);
  const values = { ...blanks, name: await calledOf(ctx, offer.about), number: council.officePhone };
  const sent = offer.open === null && url.searchParams.has('sent');
  return {
    say: words.section('rate', values),
    beside: besideEach(words, 'rate:adult', ['name', 'nobody'], values),
    state: sent ? 'sent' : offer.open === null ? 'nothing' : 'open',
    wrong: url.searchParams.has('wrong'),
    period: offer.open ?? '',
    office: council.officePhone || null,
    questions: questions
      .filter(({ question }) => question.code !== BOX)
      .map(({ page, question }) => ({ question, asked: askedOf(words, rateForm, page, question, 'adult', values) })),
    field: fieldWords(words)
  };
};

export const actions: Actions = {
  later: async ({ locals }) => {
    await putOff(locals.ctx, 'later');
    redirect(303, '/views');
  },
  send: async ({ request, locals }) => {
    const data = await request.formData();
    const posted = postedFrom(data);
    const answers: Record<string, Answer> = {};
    for (const { question } of questions) {
      const { answer } = readAnswer(question, posted, {});
      if (answer && question.code !== BOX) answers[question.code] = answer;
    }
    const text = posted.one(BOX) ?? '';
    try {
      const given = { period: String(data.get('period')), band: '12-17' as const, answers, box: text };
      const { became, worry } = await sendRating(locals.ctx, { ...given, worry: false });
      if (became === 'sent') redirect(303, `/views/rate?sent${worry ? '&wrong' : ''}`);
      return fail(409, notKeptInWords(locals.words, became, text.trim()));
    } catch (error) {
      if (!(error instanceof Refusal) || !['full', 'busy', 'invalid'].includes(error.problem)) throw error;
      const key = error.fields[BOX] === 'long' ? 'long' : 'notSent';
      return fail(error.status, { text, answers, problem: locals.words.t(`rate:page.${key}`) });
    }
  }
};
