import { fail, redirect, type Actions } from '@sveltejs/kit';
import { relations } from '#lib/children/contact.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { notToldOnPage } from '#lib/inbox/not-told-words.ts';
import { notToldAround } from '#lib/not-told/reading.server.ts';
import { peopleSheet } from '#lib/inbox/people-sheet.server.ts';
import { askingOf, choicesInWords } from '#lib/inbox/asking-words.ts';
import { historyInWords, personInWords, relationInWords } from '#lib/inbox/people-words.ts';
import { readAsking, type Asking } from '#lib/invitations/asking.ts';
import { invite, sendAgain, withdraw, type Sure } from '#lib/invitations/inviting.server.ts';
import { correctPerson } from '#lib/invitations/people.server.ts';
import { readPerson } from '#lib/invitations/person.ts';
import { offeredWays } from '#lib/invitations/sending.server.ts';
import { isFamily } from '#lib/invitations/usual.ts';
import { serving } from '#lib/server/serving.ts';
import { offeredLanguages } from '#locales/languages.ts';
import type { PageServerLoad } from './$types';

const offered = () => offeredWays(serving().settings);

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const sheet = await peopleSheet(ctx, params.id, offered());
  const person = sheet.people.find(({ id }) => id === params.contact);
  if (!person) throw notFound();
  const untold = (await notToldAround(ctx, params.id)).get(person.id);
  const telling = { words, now: ctx.now, name: sheet.child.called, staff: sheet.staff };
  const done = ['asked', 'letter', 'saved', 'again', 'withdrawn', 'sentAnew'].find((one) => one === url.searchParams.get('done'));
  return {
    say: words.section('staff', { name: sheet.child.called, person: person.name }).people,
    kinds: words.section('staff').asked.by.kinds,
    childId: params.id,
    person: personInWords(person, telling),
    untold: untold ? notToldOnPage(words, untold, ctx.now) : null,
    history: historyInWords(person, telling),
    asked: person.standing !== null && person.standing.withdrawnAt === null,
    asking: askingOf(person),
    choices: choicesInWords(person, telling),
    languages: offeredLanguages.map(({ code, name }) => ({ code, name })),
    hidden: sheet.hidden,
    venue: sheet.venue,
    relations: relations.map((code) => ({ code, label: relationInWords(words, code) })),
    given: {
      ...{ name: person.name, relation: person.relation },
      ...{ email: person.email ?? '', phone: person.phone ?? '', postal: person.postal ?? '' }
    },
    isFamily: isFamily(person.relation),
    done: done ? words.t(`staff:people.done.${done}`, { person: person.name }) : null
  };
};

const back = (params: Partial<Record<string, string>>, done: string): never =>
  redirect(303, `/staff/children/${params.id}/people/${params.contact}?done=${done}`);

/** A refusal of what was typed becomes the page again, with each fault beside its field. */
function faultsOf(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof Refusal && error.problem === 'invalid' && Object.keys(error.fields).length > 0) return error.fields;
  throw error;
}

/** What they said yes to, having been asked a second time: the note in the very words that were looked at. */
const sureOf = (posted: FormData, asking: Asking): Sure => ({
  venue: posted.get('sureVenue') === 'yes',
  note: posted.has('sure') && posted.get('looked') === asking.words.note ? asking.words.note : null
});

export const actions: Actions = {
  ask: async ({ locals, params, request }) => {
    const posted = await request.formData();
    const asking = readAsking(posted);
    const sure = sureOf(posted, asking);
    try {
      const outcome = await invite(locals.ctx, params.contact ?? '', asking, { offered: offered(), sure });
      if (outcome.kind === 'look-again') return { asking, problems: {}, again: outcome };
      return back(params, outcome.letterId !== null ? 'letter' : 'saved');
    } catch (error) {
      return fail(400, { asking, problems: faultsOf(error), again: null });
    }
  },
  again: async ({ locals, params }) => {
    try {
      const { letterId } = await sendAgain(locals.ctx, params.contact ?? '', offered());
      return back(params, letterId === null ? 'again' : 'letter');
    } catch (error) {
      return fail(400, { problems: faultsOf(error) });
    }
  },
  withdraw: async ({ locals, params }) => {
    await withdraw(locals.ctx, params.contact ?? '');
    back(params, 'withdrawn');
  },
  details: async ({ locals, params, request }) => {
    const given = readPerson(await request.formData());
    try {
      const { sentAnew } = await correctPerson(locals.ctx, params.contact ?? '', given, offered());
      return back(params, sentAnew ? 'sentAnew' : 'saved');
    } catch (error) {
      return fail(400, { given, problems: faultsOf(error) });
    }
  }
};
