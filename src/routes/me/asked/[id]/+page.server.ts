import { redirect, type Actions } from '@sveltejs/kit';
import { answerInWords, askedSteps, askedTitle } from '#lib/home/asked-words.ts';
import { saidOf } from '#lib/home/said.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import { kinds } from '#lib/requests/kinds.ts';
import { ownRequest } from '#lib/requests/own.server.ts';
import { takeBackRequest } from '#lib/requests/taking-back.server.ts';
import { isAnybodyAt } from '#lib/routing/items.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { besideEach } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** What became of one thing a child asked for: each step with name and day, and the answer with its reason. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words, reader, council } = locals;
  // Whatever it was, and whether it was at all: the same page.
  if (!mayShowThatHeard(ctx.actor)) redirect(303, '/me/sent');
  const request = await ownRequest(ctx, childHere(ctx), params.id);
  const justSent = url.searchParams.has('sent') && request.status === 'sent';
  // Asked only where the title needs it: just sent to everybody.
  const onDuty = justSent && request.readers === 'everybody' && (await isAnybodyAt(ctx, 'duty'));
  const calls = request.kind !== null && kinds[request.kind].staysWhenTakenBack;
  const answers = request.answers.map((answer) => answerInWords(words, answer, ctx.now));
  return {
    title: askedTitle(words, request, justSent, onDuty),
    say: words.section('ask').one,
    beside: besideEach(words, 'ask:one', [
      ...(['urgent', 'danger', 'outOfHours', 'hidden', 'kept'] as const),
      ...(['takenBack', 'takenBackCall', 'takeBackHint', 'takeBackCall'] as const)
    ]),
    steps: askedSteps(words, request, ctx.now),
    shown: request.shown,
    said: request.said?.map(({ asked, answer }) => ({ question: asked.question, said: saidOf(asked, answer) })) ?? null,
    answers: answers.map((answer) => ({
      ...answer,
      photo: answer.staffId === reader.readsNow?.id ? reader.readsNow.photo : null
    })),
    // Where it is hidden what this was, it may be that the child is not safe.
    numbers: request.answered === null && (calls || request.kind === null),
    notOpened: request.openings.length === 0,
    takenBack: request.takenBackAt !== null,
    calls,
    // Whoever answered reads what is written back; another advocate is no help against an advocate.
    writeBack: request.readers === 'advocates' ? '/me/ask/beside' : '/me/ask/tell',
    besides: request.readers !== 'advocates',
    mayTakeBack: request.mayTakeBack,
    outOfHours: council.outOfHoursPhone,
    here: url.pathname
  };
};

export const actions: Actions = {
  back: async ({ locals, params }) => {
    await takeBackRequest(locals.ctx, params.id ?? '');
    redirect(303, `/me/asked/${params.id}`);
  }
};
