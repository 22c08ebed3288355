import { fail, redirect, type Actions, type RequestEvent } from '@sveltejs/kit';
import { adultForm } from '#forms/forms.ts';
import { parent } from '#forms/parent.ts';
import { restrictions } from '#lib/consultations/contributor-draft.ts';
import { enterFor } from '#lib/consultations/entering.server.ts';
import { dayOf } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { wordsOf } from '#lib/home/reader-words.ts';
import { enteringSheet, type EnteringSheet } from '#lib/inbox/entering.server.ts';
import { invitationForms, professionalRoles } from '#lib/invitations/invitation.ts';
import { pagesFor } from '#lib/journeys/adult.ts';
import { askedOf, fieldWords, topicName } from '#lib/journeys/asked.ts';
import { postedFrom } from '#lib/journeys/posted.ts';
import { offeredLanguages, languageInWords } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';
import { chosenFrom, headFrom, readAll, type Chosen } from './posted.server.ts';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const sheet = await enteringSheet(ctx, params.id, params.contact);
  const chosen = chosenFrom(url.searchParams.get('form'), sheet.asked);
  const { form, pages } = questionsOf(chosen);
  const spoken = wordsIn(locals, sheet, 'en');
  const say = words.section('reading', { name: sheet.name, count: 0 });
  return {
    say: say.enter,
    back: `/staff/children/${params.id}/people/${sheet.contactId}`,
    name: sheet.name,
    relation: words.t(`staff:relations.${sheet.relation}`),
    submission: ctx.ids(),
    today: dayOf(ctx.now),
    language: sheet.asked.language,
    languages: offeredLanguages.map(({ code }) => ({ code, name: languageInWords('en', code) })),
    chosen: `${chosen.form}${chosen.role === null ? '' : `.${chosen.role}`}`,
    choices: choicesIn(say.enter),
    topics: pages.map((page) => ({
      code: page.code,
      title: topicName(spoken, form, page.topic),
      questions: page.questions.map((question) => ({ question, asked: askedOf(spoken, form, page, question, 'adult') }))
    })),
    marks: chosen.form === 'professional' ? restrictions.map((code) => ({ code, label: say.restricted[code] })) : [],
    field: fieldWords(spoken),
    answerProblems: spoken.section('answers').problems
  };
};

/** Every set of questions by its name; a professional's by what they are. */
const choicesIn = ({ forms, roles }: { forms: Readonly<Record<string, string>>; roles: Readonly<Record<string, string>> }) =>
  invitationForms.flatMap((form) =>
    form === 'professional'
      ? professionalRoles.map((role) => ({ code: `${form}.${role}`, label: `${forms[form]}: ${roles[role]}` }))
      : [{ code: form, label: forms[form] ?? '' }]
  );

function questionsOf({ form, role }: Chosen) {
  const asked = adultForm(form) ?? parent;
  return { form: asked, pages: pagesFor(asked, role) };
}

const wordsIn = ({ reader, council }: App.Locals, { child }: EnteringSheet, language: string) =>
  wordsOf({ ...reader, band: 'adult', language, child }, council);

/** Reads all that was written down; nothing is kept yet. */
async function readPost({ locals, params, request }: RequestEvent) {
  const posted = postedFrom(await request.formData());
  const sheet = await enteringSheet(locals.ctx, params.id ?? '', params.contact ?? '');
  const chosen = chosenFrom(posted.one('questions'), sheet.asked);
  const head = headFrom(posted);
  const { form, pages } = questionsOf(chosen);
  const read = readAll(posted, form, pages, wordsIn(locals, sheet, head.language));
  const { typed, marks, problems } = read;
  const back = { head, typed, marks, problems, all: posted.one('open') === 'all', problem: null, headProblem: null };
  return { chosen, head, read, back };
}

/** What is wrong besides the answers, by the name it has in the words; null: nothing. */
function headProblem(fields: Readonly<Record<string, string>>): 'day-missing' | 'day-future' | 'nothing-said' | 'answer' {
  if (fields.givenOn) return fields.givenOn === 'future' ? 'day-future' : 'day-missing';
  return fields.send ? 'nothing-said' : 'answer';
}

async function save(event: RequestEvent) {
  const { ctx, words } = event.locals;
  const { chosen, head, read, back } = await readPost(event);
  if (Object.keys(read.problems).length > 0) return fail(400, { ...back, headProblem: 'answer' as const });
  if (head.channel === null) return fail(400, { ...back, headProblem: 'channel' as const });
  const { channel, day: givenOn, language, submission: submissionId } = head;
  let contributionId: string;
  try {
    const entered = {
      contactId: event.params.contact ?? '',
      ...chosen,
      answers: read.given,
      channel,
      givenOn,
      language,
      submissionId
    };
    ({ contributionId } = await enterFor(ctx, entered));
  } catch (error) {
    if (!(error instanceof Refusal) || !['invalid', 'full', 'busy'].includes(error.problem)) throw error;
    if (error.problem === 'invalid') return fail(400, { ...back, headProblem: headProblem(error.fields) });
    return fail(error.status, { ...back, problem: words.t(`errors:${error.problem}.text`) });
  }
  redirect(303, `/staff/views/${contributionId}`);
}

export const actions: Actions = {
  save,
  /** One more line for a list, or every topic opened: the page comes back with all that was written. */
  add: async (event) => (await readPost(event)).back
};
