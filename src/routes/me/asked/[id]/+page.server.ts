import { redirect, type Actions } from '@sveltejs/kit';
import { dayOf } from '#lib/context.ts';
import { answerInWords, askedSteps, askedTitle, namedThen } from '#lib/home/asked-words.ts';
import { saidOf } from '#lib/home/said.server.ts';
import { childHere } from '#lib/home/way.server.ts';
import { complaintClock } from '#lib/requests/complaint-clock.ts';
import { isUrgent, kinds, type RequestKind } from '#lib/requests/kinds.ts';
import { readers } from '#lib/requests/readers.ts';
import type { OwnRequest, Readers } from '#lib/requests/request.ts';
import { ownRequest } from '#lib/requests/own.server.ts';
import { takeBackRequest } from '#lib/requests/taking-back.server.ts';
import { isAnybodyAt } from '#lib/routing/items.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** What became of one thing a child asked for: each step with name and day, and the answer with its reason. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words, reader, council } = locals;
  // Whatever it was, and whether it was at all: the same page.
  if (!mayShowThatHeard(ctx.actor)) redirect(303, '/me/sent');
  const request = await ownRequest(ctx, childHere(ctx), params.id);
  const justSent = url.searchParams.has('sent') && request.status === 'sent';
  // Asked only where the title needs it: just sent to everybody.
  const onDuty = justSent && request.kind !== null && isUrgent(request.kind) && (await isAnybodyAt(ctx, 'duty'));
  const calls = request.kind !== null && kinds[request.kind].staysWhenTakenBack;
  const named = namedThen(request, reader);
  const answers = request.answers.map((answer) => answerInWords(words, answer, ctx.now));
  return {
    title: askedTitle(words, reader, request, { justSent, onDuty }),
    say: words.section('ask', { day: '', number: '', name: '' }).one,
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
    writeBack: `/me/ask/${request.kind === null ? 'tell' : writeBackTo(request.kind, request.readers)}`,
    besides: request.readers === null || readers[request.readers].needs !== 'advocates',
    notOk: notOk(words, request.kind),
    past: request.readers !== null && readers[request.readers].past ? beside(words, 'ask:one.goesPast', named) : null,
    longest: longestOf(words, request, ctx.now),
    passedOn: request.answers.some(({ outcome }) => outcome === 'handed-back') ? words.t('ask:one.passedOn') : null,
    mayTakeBack: request.mayTakeBack,
    outOfHours: council.outOfHoursPhone,
    here: url.pathname
  };
};

/** Where more is said about it: to those who got it, by a way that goes to them. */
function writeBackTo(kind: RequestKind, by: Readers | null): string {
  if (by === 'advocates') return kinds.advocate.page;
  return by !== null && readers[by].past ? kinds[kind].page : kinds['tell-now'].page;
}

/** What else there is for a child who is not content with an answer. */
function notOk(words: Words, kind: RequestKind | null): string {
  if (kind === 'complaint') return words.t('ask:one.notOkComplaint');
  return words.t(kind === 'data-complaint' ? 'ask:one.notOkData' : 'ask:one.notOk');
}

/** The last day there can be for a complaint that waits for its answer. */
function longestOf(words: Words, { kind, answered, sentAt, takenBackAt }: OwnRequest, now: Date): string | null {
  if (kind === null || answered !== null || takenBackAt !== null || !kinds[kind].outcomes.includes('more-time')) return null;
  const { latestBy } = complaintClock(dayOf(new Date(sentAt)));
  return words.t('ask:one.longest', { day: dayInWords(words.language, latestBy, now) });
}

export const actions: Actions = {
  back: async ({ locals, params }) => {
    await takeBackRequest(locals.ctx, params.id ?? '');
    redirect(303, `/me/asked/${params.id}`);
  }
};
