import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { adultWay, pageOn } from '#lib/contributing/adult-way.server.ts';
import type { AdultWay } from '#lib/contributing/adult-way.ts';
import { saveViews } from '#lib/consultations/contributor-drafts.server.ts';
import { restrictions } from '#lib/consultations/contributor-draft.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { pageAfter } from '#lib/journeys/adult.ts';
import { askedOf, fieldWords, topicName } from '#lib/journeys/asked.ts';
import type { AdultPage } from '#lib/journeys/form.ts';
import { beside } from '#locales/beside.ts';
import { timeInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';
import { readPost } from './posted.server.ts';

/** One topic: all its questions on one page, none of which has to be answered. */
export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const way = await adultWay(ctx);
  const page = pageHere(way, params.page);
  const step = { at: way.pages.indexOf(page) + 1, of: way.pages.length };
  const given = way.draft?.body.answers ?? {};
  const say = words.section('views', { ...blanks, ...step, time: '{{time}}' });
  return {
    title: topicName(words, way.form, page.topic),
    step,
    draft: way.draft?.id ?? '',
    had: page.questions.flatMap(({ code }) => (given[code] ? [code] : [])).join(' '),
    questions: page.questions.map((question) => ({
      question,
      asked: askedOf(words, way.form, page, question, 'adult'),
      answer: given[question.code]?.answer ?? null,
      marks: given[question.code]?.restricted ?? []
    })),
    // Only professionals are asked for what not everybody may hear.
    restricted: way.invitation.form === 'professional' ? say.restricted : null,
    restrictedLead: beside(words, 'views:restricted.lead'),
    restrictions: restrictions.map((code) => ({ code, label: words.t(`views:restricted.${code}`) })),
    from: url.searchParams.get('from') === 'check' ? 'check' : '',
    field: fieldWords(words),
    problemWords: words.section('answers').problems,
    say: say.part,
    danger: beside(words, 'views:part.danger')
  };
};

function pageHere(way: AdultWay, code: string | undefined): AdultPage {
  const page = pageOn(way, code ?? '');
  if (!page) throw notFound();
  return page;
}

type Turn = Readonly<{ way: AdultWay; page: AdultPage; data: FormData }>;

async function turnOf(event: RequestEvent): Promise<Turn> {
  const data = await event.request.formData();
  const way = await adultWay(event.locals.ctx);
  return { way, page: pageHere(way, event.params.page), data };
}

/** The draft this page was made for; empty when there was none yet. */
const draftIn = (data: FormData): string | null => String(data.get('draft') ?? '') || null;

/**
 * Saves what the page brought, then goes where `onward` says. What could be understood is saved also when something else on
 * the page could not; the page comes back with everything typed still there.
 */
async function save(event: RequestEvent, done: boolean, onward: (turn: Turn) => string) {
  const { ctx, words } = event.locals;
  const turn = await turnOf(event);
  const { change, typed, marks, problems } = readPost(turn.data, turn.way, turn.page, words);
  const faulty = Object.keys(problems).length > 0;
  try {
    if (Object.keys(change.answers).length > 0)
      await saveViews(ctx, draftIn(turn.data), words.language, { ...change, ...(done && { done: !faulty }) });
  } catch (error) {
    if (!(error instanceof Refusal) || !['full', 'busy'].includes(error.problem)) throw error;
    return fail(error.status, { typed, marks, problems, problem: words.t('views:part.notSaved') });
  }
  if (faulty) return fail(400, { typed, marks, problems, problem: words.t('views:part.problem') });
  redirect(303, onward(turn));
}

const forward = ({ way, page, data }: Turn): string => {
  if (data.get('from') === 'check') return '/views/check';
  const next = pageAfter(way.form, way.invitation.role, page.code);
  return next ? `/views/part/${next.code}` : '/views/check';
};

/** The place to write the next one in, where a question has as many as one likes. */
const samePage = ({ page, data }: Turn): string => {
  const from = data.get('from') === 'check' ? '?from=check' : '';
  const code = String(data.get('add') ?? '');
  const place = page.questions.some((question) => question.code === code) ? `#${code}-next` : '';
  return `/views/part/${page.code}${from}${place}`;
};

export const actions: Actions = {
  next: (event) => save(event, true, forward),
  list: (event) => save(event, true, () => '/views#topics-list'),
  add: (event) => save(event, false, samePage),
  /** Saving by itself while somebody types: nothing moves, the page only says when. */
  draft: async (event) => {
    const { ctx, words } = event.locals;
    const { way, page, data } = await turnOf(event);
    const { change, problems } = readPost(data, way, page, words);
    const draft = await saveViews(ctx, draftIn(data), words.language, change);
    if (Object.keys(problems).length > 0) return fail(400, {});
    return { savedAt: timeInWords(words.language, draft.savedAt) };
  }
};
