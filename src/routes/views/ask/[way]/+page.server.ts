import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { adultAsking, adultKept, readAdultAsking, type PostedAsking } from '#lib/contributing/asking-about.server.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { askAbout } from '#lib/requests/asking-about.server.ts';
import { kindFor, kinds, type RequestKind } from '#lib/requests/kinds.ts';
import { dropKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import { beside } from '#locales/beside.ts';
import { dayInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** One thing to ask for about the child, on one page. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const kind = wayAt(params.way);
  const { childId, day } = await ownInvitation(ctx);
  const asking = await adultAsking(ctx, { childId, kind, reviewOn: day }, words);
  const { readers } = asking;
  return {
    ...asking,
    kept: await adultKept(ctx, url.pathname, kind, words),
    say: words.section('views', blanks).asking,
    title: words.t(`views:asking.way.${params.way}`),
    lead: words.t(`views:asking.pageLead.${params.way}`),
    who: beside(words, `views:asking.who.${readers === kinds[kind].readers || readers === 'ringing' ? readers : 'noDesk'}`),
    urgent: beside(words, 'views:asking.urgent'),
    person: beside(words, 'ask:person'),
    by: asking.answerBy && words.t('views:asking.answerBy', { day: dayInWords(words.language, asking.answerBy, ctx.now) }),
    field: fieldWords(words),
    problemWords: words.section('answers').problems
  };
};

function wayAt(way: string | undefined): RequestKind {
  const kind = kindFor('contributor', way ?? '');
  if (!kind) throw notFound();
  return kind;
}

export const actions: Actions = {
  send: async (event) => {
    const { ctx, words } = event.locals;
    const kind = wayAt(event.params.way);
    const { id, said, typed, problems } = readAdultAsking(await event.request.formData(), kind, words);
    if (Object.keys(problems).length > 0) return fail(400, { id, typed, problems, problem: null });
    try {
      const { childId } = await ownInvitation(ctx);
      const receipt = await askAbout(ctx, childId, { id, kind, said, language: words.language });
      await dropKept(ctx, event.url.pathname);
      redirect(303, `/views/asked/${receipt.requestId}`);
    } catch (error) {
      return notSent(event, error, { id, typed, problems });
    }
  }
};

/** Nothing written, no room, or too busy: the same page again, with everything typed and the words that say so. */
function notSent({ locals }: RequestEvent, error: unknown, typed: Omit<PostedAsking, 'said'>) {
  if (!(error instanceof Refusal) || !['full', 'busy', 'invalid', 'slow-down'].includes(error.problem)) throw error;
  if (error.problem === 'slow-down') return fail(429, { ...typed, problem: locals.words.t('views:tooOften') });
  const key = why[error.fields['send'] ?? ''] ?? 'notSaved';
  return fail(error.status, { ...typed, problem: locals.words.t(`views:asking.${key}`) });
}

const why: Readonly<Record<string, string>> = { 'nothing-said': 'nothingSaid', 'other-readers': 'noAdvocate' };
