import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { firstNameOf, saveContact } from '#lib/children/children.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { restrictions, type GivenView } from '#lib/consultations/contributor-draft.ts';
import { openViews, saveViews } from '#lib/consultations/contributor-drafts.server.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import { dayOf, type Actor } from '#lib/context.ts';
import type { Asking } from '#lib/invitations/asking.ts';
import { invitationWays, parts } from '#lib/invitations/invitation.ts';
import { invite } from '#lib/invitations/inviting.server.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';
import { usualQuestions } from '#lib/invitations/usual.ts';
import { setAddressHidden } from '#lib/invitations/hiding.server.ts';
import { addWatchWords } from '#lib/invitations/watching.server.ts';
import { pagesFor } from '#lib/journeys/adult.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { nextReview, setVenue } from '#lib/reviews/reviews.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { wordsFor } from '#locales/words.ts';
import { command, source, valuesOf } from './demo-views.ts';

/** Who is asked about a few children of the example council, by which way, and what some of them said. */
const onePerson = v.object({
  /** By their identifier in the example files. */
  contact: v.string(),
  part: v.optional(v.picklist(parts), 'invited'),
  way: v.picklist(invitationWays),
  tellsVenue: v.optional(v.boolean(), false),
  reason: v.optional(v.string(), ''),
  otherWay: v.optional(v.string(), ''),
  note: v.optional(v.string(), ''),
  /** Question code to answer; kept, and sent only with `sends`. */
  answers: v.optional(v.record(v.string(), v.unknown()), {}),
  restricted: v.optional(v.record(v.string(), v.array(v.picklist(restrictions))), {}),
  sends: v.optional(v.boolean(), false),
  /** Asked once, and around the child no longer from today. */
  leaves: v.optional(v.boolean(), false)
});
type OnePerson = v.InferOutput<typeof onePerson>;
const peopleFile = v.array(
  v.object({
    child: v.string(),
    venue: v.optional(v.string(), ''),
    hidden: v.optional(v.boolean(), false),
    watch: v.optional(v.string(), ''),
    people: v.array(onePerson)
  })
);

/**
 * Asks whom `file` names, as the child's IRO does, and says for them what stands there. Gives each letter's code by the id of
 * whom it is for. Throws when the file asks what cannot be done.
 */
export async function askPeople(app: App, file: string): Promise<Map<string, string>> {
  const codes = new Map<string, string>();
  for (const { child, venue, hidden, watch, people } of v.parse(peopleFile, JSON.parse(await readFile(file, 'utf8')))) {
    const { recordId: childId } = await source(app, 'child', child);
    const iro = await iroOf(app, childId);
    const { reviewId } = await nextReview(command(app), childId);
    if (venue !== '' && reviewId !== null) await setVenue(app.context(iro), reviewId, venue);
    if (hidden) await setAddressHidden(app.context(iro), childId, true);
    if (watch !== '') await addWatchWords(app.context(iro), childId, watch);
    for (const person of people) {
      const { recordId: contactId } = await source(app, 'contact', person.contact);
      const code = await askOne(app, iro, childId, contactId, person);
      if (code !== null) codes.set(contactId, code);
    }
  }
  return codes;
}

/** Whoever has this child now, at their desk. */
async function iroOf(app: App, childId: string): Promise<Extract<Actor, { kind: 'staff' }>> {
  const { personId } = await holderOf(command(app), childId);
  if (personId === null) throw new Error('The example files ask people about a child whom nobody has.');
  return { kind: 'staff', id: personId, sessionId: 'demo', assurance: 'passkey', stepUpUntil: null, roles: ['iro'] };
}

type Iro = Awaited<ReturnType<typeof iroOf>>;

/** Asks one person, and says what they said. Gives the code of their letter, if they got one. */
async function askOne(app: App, iro: Iro, childId: string, contactId: string, person: OnePerson): Promise<string | null> {
  if (person.leaves) await around(app, contactId, null);
  const contact = await contactOf(command(app), contactId);
  if (!contact) throw new Error(`The example files have no ${person.contact}.`);
  const { part, way, tellsVenue, reason, otherWay, note } = person;
  const asking: Asking = {
    ...{ ...usualQuestions[contact.relation], part, way, tellsVenue, tellsDay: true, language: 'en' },
    words: { reason, otherWay, note }
  };
  const sure = { venue: false, note: null };
  const outcome = await invite(app.context(iro), contactId, asking, { offered: invitationWays, sure });
  if (outcome.kind !== 'asked') throw new Error(`The example files write to ${person.contact} what is to be looked at again.`);
  if (Object.keys(person.answers).length > 0) await say(app, { iro, childId, contactId, asking }, person);
  const { letterId } = outcome;
  const letter = letterId === null ? null : await letterFor(app.context(iro), letterId, app.settings.origin);
  if (person.leaves) await around(app, contactId, dayOf(command(app).now));
  return letter?.code ?? null;
}

async function around(app: App, contactId: string, endedOn: string | null): Promise<void> {
  const contact = await contactOf(command(app), contactId);
  if (!contact) throw new Error('The example files have nobody who leaves.');
  const { id, childId, name, relation } = contact;
  await saveContact(command(app), { id, childId, name, relation, endedOn });
}

/** Writes and, with `sends`, sends, through the very verbs their pages call. */
async function say(
  app: App,
  { iro, childId, contactId, asking }: { iro: Iro; childId: string; contactId: string; asking: Asking },
  { answers, restricted, sends }: OnePerson
): Promise<void> {
  const ctx = () => app.context({ kind: 'contributor', id: contactId, childId, sessionId: 'demo', assurance: 'email' });
  const reader = (await staffCards(command(app), [iro.id])).get(iro.id)?.called ?? '';
  const values = { ...(await valuesOf(app)), child: await firstNameOf(command(app), childId), iro: reader };
  const words = wordsFor({ language: 'en', values });
  const { form, draft } = await openViews(ctx(), 'en');
  for (const page of pagesFor(form, asking.role)) {
    const given = page.questions
      .filter(({ code }) => code in answers)
      .map((question): [string, GivenView] => [
        question.code,
        {
          answer: { value: answers[question.code], unsure: false },
          asked: askedOf(words, form, page, question, 'adult'),
          restricted: restricted[question.code] ?? []
        }
      ]);
    if (given.length > 0)
      await saveViews(ctx(), draft.id, 'en', { page: page.code, answers: Object.fromEntries(given), done: true });
  }
  if (sends) await sendViews(ctx(), draft.id);
}
