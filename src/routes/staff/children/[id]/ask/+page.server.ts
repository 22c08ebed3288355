import { fail, redirect, type Actions } from '@sveltejs/kit';
import { adultAsking, readAdultAsking } from '#lib/contributing/asking-about.server.ts';
import { askedWhole } from '#lib/contributing/asked-words.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { blanks } from '#lib/home/blanks.ts';
import { childSheet } from '#lib/inbox/caseload.server.ts';
import { shortName } from '#lib/inbox/wording.ts';
import { fieldWords } from '#lib/journeys/asked.ts';
import { askedAbout, ownAsked } from '#lib/requests/asked-about.server.ts';
import { askAbout } from '#lib/requests/asking-about.server.ts';
import { kindFor, kinds, kindsFor } from '#lib/requests/kinds.ts';
import { comingOn } from '#lib/reviews/review.ts';
import { dayInWords } from '#locales/dates.ts';
import type { PageServerLoad } from './$types';

/** What whoever has a child asks for on their behalf: also for those who do not use this service themselves. */
export const load: PageServerLoad = async ({ locals, params }) => {
  const { ctx, words } = locals;
  const { child, review } = await childSheet(ctx, params.id);
  const values = { child: child.called, name: child.called };
  const forms = [];
  for (const kind of kindsFor('staff')) {
    const asking = await adultAsking(ctx, { childId: params.id, kind, reviewOn: comingOn(review) }, words, values);
    const { page, readers: usual } = kinds[kind];
    const { readers } = asking;
    const day = asking.answerBy && dayInWords(words.language, asking.answerBy, ctx.now);
    forms.push({
      ...asking,
      page,
      title: words.t(`views:asking.way.${page}`, values),
      who: words.t(`staff:about.who.${readers === usual || readers === 'ringing' ? readers : 'noDesk'}`, values),
      by: day && words.t('staff:about.answerBy', { day })
    });
  }
  const asked = [];
  for (const { id } of await askedAbout(ctx, params.id))
    asked.push(askedWhole(words, await ownAsked(ctx, params.id, id), ctx.now, values));
  return {
    say: words.section('staff', values).about,
    asking: words.section('views', { ...blanks, ...values }).asking,
    childId: params.id,
    name: shortName({ called: child.called, lastInitial: [...child.lastName][0] ?? '' }),
    forms,
    asked,
    field: fieldWords(words),
    problemWords: words.section('answers').problems
  };
};

export const actions: Actions = {
  send: async ({ locals, params, request, url }) => {
    const { ctx, words } = locals;
    const childId = params.id ?? '';
    const page = url.searchParams.get('way') ?? '';
    const kind = kindFor('staff', page);
    if (!kind) throw notFound();
    const { child } = await childSheet(ctx, childId);
    const posted = readAdultAsking(await request.formData(), kind, words, { child: child.called });
    const { id, said, typed, problems } = posted;
    if (Object.keys(problems).length > 0) return fail(400, { page, id, typed, problems, problem: null });
    try {
      await askAbout(ctx, childId, { id, kind, said, language: words.language });
    } catch (error) {
      if (!(error instanceof Refusal) || !['full', 'busy', 'invalid'].includes(error.problem)) throw error;
      const key = why[error.fields['send'] ?? ''] ?? 'notSaved';
      return fail(error.status, { page, id, typed, problems, problem: words.t(`staff:about.${key}`) });
    }
    redirect(303, `/staff/children/${childId}/ask#asked`);
  }
};

const why: Readonly<Record<string, string>> = { 'nothing-said': 'nothingSaid', 'other-readers': 'noAdvocate' };
