import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { notFound, Refusal } from '#lib/errors.ts';
import { askingOf, keptOf, readRequestPost, sendAsked, unsentWords, type PostedRequest } from '#lib/home/asking.server.ts';
import { readingAs } from '#lib/home/way.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { kindAt, kinds, type RequestKind } from '#lib/requests/kinds.ts';
import { dropKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside } from '#locales/beside.ts';
import type { PageServerLoad } from './$types';

/** One thing to ask for, on one page: nothing but what one wants to tell has to be filled in. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words, reader, council } = locals;
  const kind = wayAt(params.way);
  const asking = await askingOf(ctx, kind, words, reader);
  const t = (key: string, values = {}) => words.t(`ask:pages.${params.way}.${key}`, values);
  const forAdvocates = kinds[kind].readers === 'advocates';
  const noDesk = forAdvocates && asking.readers === 'holder';
  const advocate = forAdvocates ? council.advocatePhone : null;
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
    who: beside(words, `ask:pages.${params.way}.${noDesk ? 'whoNoDesk' : 'who'}`),
    safe: noDesk || asking.readers === 'holder' ? beside(words, 'ask:safe') : null,
    cardOnly: ctx.actor.assurance === 'card' ? beside(words, 'ask:cardOnly') : null,
    advocate: advocate && { number: advocate, label: t('call', { number: advocate }) },
    face: asking.readers === 'holder' ? reader.readsNow : null,
    field: fieldWords(words),
    problemWords: words.section('answers').problems,
    unsent: unsentWords(words, council)
  };
};

function wayAt(way: string | undefined): RequestKind {
  const kind = kindAt(way ?? '');
  if (!kind || kinds[kind].way === null) throw notFound();
  return kind;
}

export const actions: Actions = {
  send: async (event) => {
    const kind = wayAt(event.params.way);
    const { words, reader, ctx } = event.locals;
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
  const key = why[error.fields['send'] ?? ''] ?? 'notSaved';
  return fail(error.status, { ...typed, problem: beside(event.locals.words, `ask:${key}`) });
}

const why: Readonly<Record<string, string>> = { 'nothing-said': 'nothingSaid', 'other-readers': 'noAdvocate' };
