import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { circleFor } from '#lib/consultations/circle.server.ts';
import type { PageChange } from '#lib/consultations/draft-body.ts';
import { savePage } from '#lib/consultations/drafts.server.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { beginWay, progressOf, readingAs, wayOf, wayToShow, type Way } from '#lib/home/way.server.ts';
import { askedOf, fieldWords } from '#lib/journeys/asked.ts';
import { alertsOn } from '#lib/journeys/alert.ts';
import { peopleFor } from '#lib/journeys/fits.ts';
import type { Page } from '#lib/journeys/form.ts';
import { carryOn, moreOf, next, previous, reachable, stepOf } from '#lib/journeys/walk.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import { beside } from '#locales/beside.ts';
import { timeInWords } from '#locales/dates.ts';
import { blanks } from '#lib/home/blanks.ts';
import type { PageServerLoad } from './$types';
import { onlyGiven, readPost, type Read } from './posted.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const way = await wayToShow(ctx);
  if (!way) redirect(303, '/me/say');
  // A page that is not on the way (any more) leads to the one that is.
  if (!reachable(way.form, way.progress, params.page)) redirect(303, elsewhere(way));
  const page = pageOf(way, params.page);
  const { at, of } = stepOf(way.form, way.progress, page.code);
  const answers = way.draft.body.answers;
  const { who, sayMore, sayMoreHint, moreAboutThis, saved, savingFailed } = words.section('say', {
    ...blanks,
    at,
    of,
    time: '{{time}}'
  });
  return {
    page: page.code,
    draft: way.draft.id,
    had: page.questions.flatMap(({ code }) => (answers[code] ? [code] : [])).join(' '),
    questions: page.questions.map((question) => ({
      question,
      asked: askedOf(words, way.form, page, question, way.draft.band),
      // A question whose answer may tell of danger: a wrong word in it could hurt.
      english: question.alert ? beside(words, `${way.form.code}:questions.${question.code}.question`).english : null,
      answer: answers[question.code]?.answer ?? null,
      people: peopleFor(question, way.progress.answers)
    })),
    audience: page.questions.map(({ code }) => answers[code]?.audience).find((one) => one !== undefined) ?? {
      kind: 'only_iro' as const
    },
    circle: await circleFor(ctx, way.draft.childId),
    topicsPage: page.code === way.form.topicsPage,
    step: { at, of, label: words.t('say:step', { at, of }) },
    more: moreOf(way.form, way.progress, page),
    from: url.searchParams.get('from') === 'check' ? 'check' : '',
    field: fieldWords(words),
    problemWords: words.section('answers').problems,
    // Only what this page says travels to the browser; the time of saving is put in there.
    say: { who, sayMore, sayMoreHint, moreAboutThis, saved, savingFailed }
  };
};

const pageOf = (way: Way, code: string): Page => {
  const page = way.form.pages.find((one) => one.code === code);
  if (!page) throw notFound();
  return page;
};

function elsewhere(way: Way): string {
  const onward = carryOn(way.form, way.progress);
  return onward ? `/me/say/${onward.code}` : '/me/who';
}

type Turn = { way: Way; page: Page; data: FormData };

/**
 * The draft this page was made for, also when the visit would now go on with another (the PIN was given in between). If
 * that one is closed to this visit, the words go where it may write.
 */
async function turnOf(event: RequestEvent): Promise<Turn> {
  const { ctx, reader } = event.locals;
  const data = await event.request.formData();
  const named = await wayOf(ctx, String(data.get('draft')));
  // Where nothing is shown back, what was sent is closed: what an old page still brings goes where it may be sent.
  const closed = named !== null && named.draft.sentAt !== null && !mayShowThatHeard(ctx.actor);
  const way = (closed ? null : named) ?? (await wayOf(ctx)) ?? (await beginWay(ctx, readingAs(reader)));
  return { way, page: pageOf(way, event.params.page ?? ''), data };
}

/**
 * Saves what the page brought, then goes where `onward` says. What could not be saved, or understood, comes back on the
 * page with everything typed still there.
 */
async function save(
  event: RequestEvent,
  how: (page: Page, nothing: boolean) => Partial<PageChange>,
  onward: (after: Way, turn: Turn) => string
) {
  const turn = await turnOf(event);
  const { way, page, data } = turn;
  const { change, typed, problems } = readPost(data, way, page, event.locals.words);
  if (Object.keys(problems).length > 0) return fail(400, { typed, problems, problem: null });
  try {
    const draft = await savePage(event.locals.ctx, way.draft.id, way.form, {
      ...change,
      ...how(page, nothingLeft(page, change, way))
    });
    redirect(303, onward({ ...way, draft, progress: progressOf(draft) }, turn));
  } catch (error) {
    return notSaved(event, error, { typed, problems });
  }
}

/** Whether the page stands unanswered once this change is made. */
const nothingLeft = (page: Page, change: PageChange, way: Way): boolean =>
  page.questions.every(({ code }) => {
    const given = change.answers?.[code];
    return given === undefined ? way.progress.answers[code] === undefined : given === null;
  });

/** No room, or too busy: the same page again, with everything typed and the words that say so. Anything else is thrown on. */
function notSaved(event: RequestEvent, error: unknown, typed: Pick<Read, 'typed' | 'problems'>) {
  if (!(error instanceof Refusal) || !['full', 'busy'].includes(error.problem)) throw error;
  return fail(error.status, { ...typed, problem: event.locals.words.t('say:notSaved') });
}

const forward = (after: Way, { page, data }: Turn): string => {
  // An answer that says a child may not be safe: help first, then the way goes on.
  if (alertsOn(page, after.progress).length > 0)
    return `/me/now?page=${page.code}${data.get('from') === 'check' ? '&from=check' : ''}`;
  if (data.get('from') === 'check') return '/me/check';
  const onward = next(after.form, after.progress, page.code);
  return onward ? `/me/say/${onward.code}` : '/me/who';
};

const backward = (after: Way, { page, data }: Turn): string => {
  if (data.get('from') === 'check') return '/me/check';
  const before = previous(after.form, after.progress, page.code);
  return before ? `/me/say/${before.code}` : '/me/say';
};

export const actions: Actions = {
  next: (event) => save(event, (_, nothing) => ({ skipped: nothing }), forward),
  back: (event) => save(event, (_, nothing) => (nothing ? {} : { skipped: false }), backward),
  more: (event) => save(event, (page, nothing) => ({ open: page.topic, skipped: nothing }), forward),
  add: (event) =>
    save(
      event,
      () => ({ skipped: false }),
      (_, { page }) => `/me/say/${page.code}#${page.questions[0].code}-next`
    ),
  /** Skip leaves out what is answered here, typed just now too, without throwing it away: Next brings it back. */
  skip: (event) => skip(event),
  /** Saving by itself while somebody types: nothing moves, the page only says when. */
  draft: async (event) => {
    const { way, page, data } = await turnOf(event);
    const { change, problems } = readPost(data, way, page, event.locals.words);
    const draft = await savePage(event.locals.ctx, way.draft.id, way.form, { ...change, skipped: false });
    if (Object.keys(problems).length > 0) return fail(400, {});
    return { savedAt: timeInWords(event.locals.words.language, draft.savedAt) };
  }
};

async function skip(event: RequestEvent) {
  const { way, page, data } = await turnOf(event);
  const { change, typed, problems } = readPost(data, way, page, event.locals.words);
  // What is too long to be kept would be gone with the page: skipping loses no word either.
  if (Object.values(problems).includes('long')) return fail(400, { typed, problems, problem: null });
  try {
    const draft = await savePage(event.locals.ctx, way.draft.id, way.form, { ...onlyGiven(change), skipped: true });
    redirect(303, forward({ ...way, draft, progress: progressOf(draft) }, { way, page, data }));
  } catch (error) {
    return notSaved(event, error, { typed, problems: {} });
  }
}
