import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import type { Context } from '#lib/context.ts';
import type { Council } from '#lib/council/council.ts';
import { Refusal } from '#lib/errors.ts';
import { unsentWords } from '#lib/home/asking.ts';
import { blanks } from '#lib/home/blanks.ts';
import { childHere, readingAs } from '#lib/home/way.server.ts';
import { messageKept, readMessagePost, sendWritten, todayMeans, writingOf } from '#lib/home/writing.server.ts';
import { helpInWords, lineInWords } from '#lib/home/written-words.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { linesOf } from '#lib/journeys/render.ts';
import { sayLate } from '#lib/messages/late.server.ts';
import { isLateTo, type OwnLine, type Said } from '#lib/messages/message.ts';
import { lateWays } from '#lib/messages/offering.server.ts';
import { ownMessages } from '#lib/messages/own.server.ts';
import { dropKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside, besideEach } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** Writing to one's IRO, and below it what was written and answered, as far as it may be shown here. */
export const load: PageServerLoad = async ({ locals, url }) => {
  const { ctx, words, reader, council } = locals;
  const { band } = readingAs(reader);
  const lines = await ownMessages(ctx, childHere(ctx));
  return {
    ...(await writingOf(ctx, words, band)),
    kept: await messageKept(ctx, url.pathname, words, band),
    say: words.section('write', blanks),
    beside: besideEach(words, 'write:', ['safe', 'notFast', 'cardOnly']),
    who: beside(words, reader.readsNow ? 'write:who' : 'write:whoTeam'),
    // What is sent here is looked through for words that sound worried (attention.ts), as what is asked for is.
    person: beside(words, 'ask:person'),
    cardOnly: ctx.actor.assurance === 'card',
    face: reader.readsNow,
    sent: sentInWords(words, lines, url.searchParams.get('sent'), ctx.now),
    hidden: lines.length > 0 && !mayShowOwnWords(ctx.actor, ctx.now) ? beside(words, 'write:list.hidden') : null,
    lines: lines.map((line) => lineInWords(words, 'write:list', line, ctx.now)),
    // What was not seen yet stands before the form, like on the start page.
    fresh: lines.some((line) => line.by === 'staff' && line.unseen),
    late: lines.some((line) => line.by === 'me' && line.late) ? await lateOffers(ctx, words, council) : null,
    // Where it is hidden whom the child told, pressing is answered all the same.
    lateTold: url.searchParams.has('told') && lines.some((line) => line.by === 'me' && line.toldUnseen),
    lateGone: url.searchParams.has('gone'),
    field: fieldWords(words),
    problemWords: words.section('answers').problems,
    unsent: unsentWords(words, council),
    here: url.pathname
  };
};

/** "Sent" is said of what is there, and of nothing else. */
function sentInWords(words: Words, lines: readonly OwnLine[], id: string | null, now: Date) {
  const line = lines.find((one) => one.id === id);
  if (line?.by !== 'me' || line.answered) return null;
  const by = line.answerBy && words.t('write:sent.by', { day: dayInWords(words.language, line.answerBy, now) });
  return { title: words.t('write:sent.title'), by };
}

/** To whom it can be said that nobody has answered; and numbers, whoever is there. */
async function lateOffers(ctx: Context, words: Words, { officePhone, advocatePhone }: Council) {
  return {
    ways: (await lateWays(ctx, childHere(ctx))).map((to) => ({
      to,
      label: words.t(`write:list.${to === 'manager' ? 'tellManager' : 'tellAdvocates'}`)
    })),
    numbers: [
      ...(officePhone ? [{ number: officePhone, title: words.t('write:list.lateOffice') }] : []),
      ...(advocatePhone ? [{ number: advocatePhone, title: words.t('write:list.lateAdvocate') }] : [])
    ]
  };
}

/** Before anything is sent that wants an answer today: numbers that answer, and when somebody can read it. */
function helpFirst({ words, ctx, council }: App.Locals, said: readonly Said[]) {
  const means = todayMeans(ctx.now);
  const closed = (language: string) => ({ day: dayInWords(language, means.day, ctx.now) });
  return {
    ...helpInWords(words),
    words: said.flatMap(({ asked, answer }) => (asked.code === 'write-words' ? linesOf(asked, answer) : [])).join('\n'),
    closed: means.closed ? beside(words, 'write:help.closed', closed(words.language), closed('en')) : null,
    childlineName: words.t('common:childline'),
    officePhone: council.officePhone || null,
    officeHours: council.officeHours,
    outOfHoursPhone: council.outOfHoursPhone
  };
}

export const actions: Actions = {
  send: async (event) => {
    const { words, reader, ctx } = event.locals;
    const { band } = readingAs(reader);
    const { said, soon, helped, ...back } = readMessagePost(await event.request.formData(), words, band);
    if (Object.keys(back.problems).length > 0) return fail(400, { ...back, problem: null, help: null });
    // Not one word is thrown away: they are on the page with the numbers, and one press sends them.
    // Who writes when their visit is over is shown no page of theirs: it is sent at once.
    if (soon === 'today' && !helped && !event.locals.late && said.some(({ asked }) => asked.code === 'write-words'))
      return { ...back, problem: null, help: helpFirst(event.locals, said) };
    try {
      const receipt = await sendWritten(ctx, { id: back.id, said, copy: back.copy, band, language: words.language });
      await dropKept(ctx, event.url.pathname);
      redirect(303, mayShowThatHeard(ctx.actor) ? `/me/write?sent=${receipt.messageId}` : '/me/sent');
    } catch (error) {
      return notSent(event, error, back);
    }
  },
  late: async ({ request, locals: { ctx } }) => {
    const posted = await request.formData();
    const to = posted.get('to');
    try {
      if (!isLateTo(to)) throw new Refusal('invalid');
      await sayLate(ctx, String(posted.get('message')), to);
    } catch (error) {
      if (!(error instanceof Refusal) || error.problem !== 'invalid') throw error;
      redirect(303, '/me/write?gone#list');
    }
    redirect(303, mayShowThatHeard(ctx.actor) ? '/me/write?told#list' : '/me/sent');
  }
};

type Back = Omit<ReturnType<typeof readMessagePost>, 'said' | 'soon' | 'helped'>;

/** Nothing written, no room, or too busy: the same page again, with everything typed and the words that say so. */
function notSent({ locals }: RequestEvent, error: unknown, back: Back) {
  if (!(error instanceof Refusal) || !['full', 'busy', 'invalid'].includes(error.problem)) throw error;
  const key = why[error.fields['send'] ?? ''] ?? 'notSaved';
  return fail(error.status, { ...back, problem: beside(locals.words, `write:${key}`), help: null });
}

const why: Readonly<Record<string, string>> = { 'nothing-said': 'nothingSaid', 'no-advocate': 'noAdvocate' };
