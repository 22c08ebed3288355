import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { dayOf } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { namedWords, personsToCall, unsentWords } from '#lib/home/asking.ts';
import { askingOf, keptOf, readRequestPost, sendAsked, type PostedRequest } from '#lib/home/asking.server.ts';
import { readingAs } from '#lib/home/way.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { complaintClock } from '#lib/requests/complaint-clock.ts';
import { kindAt, kinds, type RequestKind } from '#lib/requests/kinds.ts';
import type { Readers } from '#lib/requests/request.ts';
import { dropKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

/** One thing to ask for, on one page: nothing but what one wants to tell has to be filled in. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, reader, council } = locals;
  const kind = wayAt(params.way);
  const words = namedWords(locals.words, kind, reader);
  const asking = await askingOf(ctx, kind, words, reader);
  const page = `ask:pages.${params.way}`;
  const t = (key: string) => words.t(`${page}.${key}`);
  const { readers } = asking;
  return {
    ...asking,
    kept: await keptOf(ctx, url.pathname, kind, words, readingAs(reader).band),
    say: {
      title: t('title'),
      lead: t('lead'),
      send: t('send'),
      sending: words.t('ask:sending'),
      more: t('more'),
      moreHint: words.t('say:sayMoreHint')
    },
    who: beside(words, `${page}.${whoKey(kind, readers)}`),
    safe: readers === 'holder' || readers === 'ringing' ? beside(words, 'ask:safe') : null,
    person: beside(words, 'ask:person'),
    cardOnly: ctx.actor.assurance === 'card' ? beside(words, 'ask:cardOnly') : null,
    longest: asking.closed ? null : longestOf(words, kind, ctx.now),
    advocate: advocateOf(words, kind, council.advocatePhone),
    closed: asking.closed
      ? { text: words.t('ask:closed.one'), call: words.t('ask:closed.call'), calls: personsToCall(words, council) }
      : null,
    face: readers === 'holder' ? reader.readsNow : null,
    field: fieldWords(words),
    problemWords: words.section('answers').problems,
    unsent: unsentWords(words, council)
  };
};

/** Who reads it, where somebody else does than usual. */
function whoKey(kind: RequestKind, by: Readers): string {
  if (by === kinds[kind].readers) return 'who';
  return by === 'ringing' ? 'whoRinging' : 'whoNoDesk';
}

/** The day after which the answer to a complaint would be too late by law; null where there is no such clock. */
function longestOf(words: Words, kind: RequestKind, now: Date): string | null {
  if (!kinds[kind].outcomes.includes('more-time')) return null;
  const { latestBy } = complaintClock(dayOf(now));
  return words.t('ask:one.longest', { day: dayInWords(words.language, latestBy, now) });
}

/** The advocates' own number, before anything else: so that nobody is in between (decision 30). */
function advocateOf(words: Words, kind: RequestKind, number: string | null) {
  if (number === null || (kinds[kind].readers !== 'advocates' && kinds[kind].besides === undefined)) return null;
  const page = `ask:pages.${kinds[kind].page}`;
  return { number, label: words.t(`${page}.call`, { number }), lead: words.t(`${page}.callLead`) };
}

function wayAt(way: string | undefined): RequestKind {
  const kind = kindAt(way ?? '');
  if (!kind || kinds[kind].way === null) throw notFound();
  return kind;
}

export const actions: Actions = {
  send: async (event) => {
    const kind = wayAt(event.params.way);
    const { reader, ctx } = event.locals;
    const words = namedWords(event.locals.words, kind, reader);
    const { band } = readingAs(reader);
    const { id, said, typed, problems } = readRequestPost(await event.request.formData(), kind, words, band);
    if (Object.keys(problems).length > 0) return fail(400, { id, typed, problems, problem: null });
    try {
      const receipt = await sendAsked(ctx, { id, kind, said, band, language: words.language });
      await dropKept(ctx, event.url.pathname);
      redirect(303, mayShowThatHeard(ctx.actor) ? `/me/asked/${receipt.requestId}?sent` : '/me/sent');
    } catch (error) {
      return notSent(event, error, { id, typed, problems });
    }
  }
};

/** Nothing written, no room, or too busy: the same page again, with everything typed and the words that say so. */
function notSent(event: RequestEvent, error: unknown, typed: Omit<PostedRequest, 'said'>) {
  if (!(error instanceof Refusal) || !['full', 'busy', 'invalid'].includes(error.problem)) throw error;
  const otherKind = wayAt(event.params.way) === 'advocate' ? 'noAdvocate' : 'noAdvocateHere';
  const reason = error.fields['send'] ?? '';
  const key = reason === 'other-readers' ? otherKind : (why[reason] ?? 'notSaved');
  return fail(error.status, { ...typed, problem: beside(event.locals.words, `ask:${key}`) });
}

const why: Readonly<Record<string, string>> = { 'nothing-said': 'nothingSaid', nobody: 'nobody' };
