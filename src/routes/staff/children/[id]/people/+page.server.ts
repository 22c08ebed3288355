import { fail, redirect, type Actions } from '@sveltejs/kit';
import { relations } from '#lib/children/contact.ts';
import { Refusal } from '#lib/errors.ts';
import { peopleSheet, type PeopleSheet } from '#lib/inbox/people-sheet.server.ts';
import { personInWords, relationInWords, wayInWords } from '#lib/inbox/people-words.ts';
import { reviewCard } from '#lib/inbox/review-card.ts';
import { shortName } from '#lib/inbox/wording.ts';
import { askedByOnePress } from '#lib/invitations/asked.ts';
import { inviteEverybody, sendAgain } from '#lib/invitations/inviting.server.ts';
import { addPerson } from '#lib/invitations/people.server.ts';
import { noPerson, readPerson } from '#lib/invitations/person.ts';
import { offeredWays } from '#lib/invitations/sending.server.ts';
import { isFamily } from '#lib/invitations/usual.ts';
import { placeReview, setAddressHidden } from '#lib/invitations/hiding.server.ts';
import { addWatchWords, clearWatchWords } from '#lib/invitations/watching.server.ts';
import { serving } from '#lib/server/serving.ts';
import { listInWords } from '#locales/dates.ts';
import type { Words } from '#locales/words.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { ctx, words } = locals;
  const sheet = await peopleSheet(ctx, params.id, offeredWays(serving().settings));
  const name = sheet.child.called;
  const many = sheet.people.filter(askedByOnePress).length;
  return {
    say: words.section('staff', { name, count: sheet.watched }).people,
    childId: params.id,
    child: shortName(sheet.child),
    people: sheet.people.map((person) => personInWords(person, { words, now: ctx.now, name, staff: sheet.staff })),
    many: many > 0 ? words.t('staff:people.everybody.many', { count: many }) : null,
    preview: url.searchParams.has('everybody') && many > 0 ? previewOf(words, sheet) : null,
    done: doneIn(words, url.searchParams, sheet),
    relations: relations.map((code) => ({ code, label: relationInWords(words, code) })),
    noPerson,
    hidden: sheet.hidden,
    watchWords: sheet.watched,
    venue: sheet.reviewId === null ? null : (sheet.venue ?? ''),
    review: reviewCard(words, sheet.review, ctx.now)
  };
};

/** Who would be asked in one press and by which way, and who would not. */
function previewOf(words: Words, { people, child, hidden }: PeopleSheet) {
  const chosen = people.filter(askedByOnePress);
  const notYet = people.filter((person) => person.state === 'not-asked' && !chosen.includes(person));
  const mayLearn = ({ relation }: (typeof people)[number]) => !hidden || !isFamily(relation);
  const named = (key: string, some: typeof people) =>
    some.length === 0
      ? []
      : [
          words.t(`staff:people.everybody.${key}`, {
            name: child.called,
            people: listInWords(
              words.language,
              some.map((one) => one.name)
            )
          })
        ];
  return {
    lines: chosen.map((person) => ({
      id: person.id,
      text: words.t('staff:people.everybody.line', {
        person: person.name,
        relation: relationInWords(words, person.relation),
        way: wayInWords(words, person.usual.way, person.postal)
      })
    })),
    letters: chosen.some(({ usual }) => usual.way === 'letter'),
    others: [
      ...named(
        'oneByOne',
        notYet.filter((person) => person.mayInvite && !mayLearn(person))
      ),
      ...named(
        'oneByOneBefore',
        notYet.filter((person) => person.mayInvite && mayLearn(person))
      ),
      ...named(
        'notAllowed',
        notYet.filter(({ mayInvite }) => !mayInvite)
      )
    ]
  };
}

/** What was just done, said once. */
function doneIn(words: Words, asked: URLSearchParams, { people }: PeopleSheet) {
  const person = people.find(({ id }) => id === asked.get('to'))?.name ?? '';
  const count = Number.parseInt(asked.get('asked') ?? '', 10);
  if (count > 0)
    return { title: words.t('staff:people.everybody.done', { count }), text: words.t('staff:people.everybody.doneText') };
  const key = ['again', 'letter', 'added', 'saved'].find((one) => one === asked.get('done'));
  return key ? { title: words.t(`staff:people.done.${key}`, { person }), text: '' } : null;
}

/** A refusal of what was typed becomes the page again, with each fault beside its field. */
function faultsOf(error: unknown): Readonly<Record<string, string>> {
  if (error instanceof Refusal && error.problem === 'invalid' && Object.keys(error.fields).length > 0) return error.fields;
  throw error;
}

const back = (childId: string | undefined, what: string): never => redirect(303, `/staff/children/${childId}/people?${what}`);

export const actions: Actions = {
  everybody: async ({ locals, params }) => {
    const { asked } = await inviteEverybody(locals.ctx, params.id ?? '', offeredWays(serving().settings));
    back(params.id, `asked=${asked}`);
  },
  again: async ({ locals, params, request }) => {
    const contact = String((await request.formData()).get('contact') ?? '');
    const { letterId } = await sendAgain(locals.ctx, contact, offeredWays(serving().settings)).catch((error: unknown) => {
      faultsOf(error);
      // What is in the way stands on their own page.
      return redirect(303, `/staff/children/${params.id}/people/${contact}#ask`);
    });
    back(params.id, `done=${letterId === null ? 'again' : 'letter'}&to=${contact}`);
  },
  add: async ({ locals, params, request }) => {
    const given = readPerson(await request.formData());
    try {
      await addPerson(locals.ctx, params.id ?? '', given);
    } catch (error) {
      return fail(400, { add: given, problems: faultsOf(error) });
    }
    back(params.id, 'done=saved');
  },
  hidden: async ({ locals, params, request }) => {
    await setAddressHidden(locals.ctx, params.id ?? '', (await request.formData()).get('hidden') === 'yes');
    back(params.id, 'done=saved');
  },
  words: async ({ locals, params, request }) => {
    const watch = String((await request.formData()).get('words') ?? '');
    try {
      await addWatchWords(locals.ctx, params.id ?? '', watch);
    } catch (error) {
      return fail(400, { watch, problems: faultsOf(error) });
    }
    back(params.id, 'done=saved');
  },
  clear: async ({ locals, params }) => {
    await clearWatchWords(locals.ctx, params.id ?? '');
    back(params.id, 'done=saved');
  },
  venue: async ({ locals, params, request }) => {
    const venue = String((await request.formData()).get('venue') ?? '').trim();
    try {
      await placeReview(locals.ctx, params.id ?? '', venue);
    } catch (error) {
      return fail(400, { venue, problems: faultsOf(error) });
    }
    back(params.id, 'done=saved');
  }
};
