import { saveChild, saveContact } from '#lib/children/children.server.ts';
import type { ContactRelation } from '#lib/children/contact.ts';
import { enterFor } from '#lib/consultations/entering.server.ts';
import { addNote } from '#lib/consultations/noting.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import { openViews, saveViews } from '#lib/consultations/contributor-drafts.server.ts';
import { within, type Actor, type Context } from '#lib/context.ts';
import type { Asking } from '#lib/invitations/asking.ts';
import { noWords } from '#lib/invitations/invitation.ts';
import { invite, withdraw } from '#lib/invitations/inviting.server.ts';
import { addWatchWords } from '#lib/invitations/watching.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { noteNotTold } from '#lib/not-told/noting.server.ts';
import { saveReview, setVenue } from '#lib/reviews/reviews.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { chooseSecret } from '#lib/sign-in/secrets/secrets.server.ts';
import { startChildSession } from '#lib/sign-in/sign-in.server.ts';
import { adultForm } from '#forms/forms.ts';
import { wordsFor } from '#locales/words.ts';
import { newBirthday } from './marks.ts';
import type { ChildKey, ContactKey } from './people.ts';
import { asksAdult, asksChild, childSends, writesAdult, writesChild, type ChildSent } from './child-sends.ts';
import { meets } from './meets.ts';
import { dayOn, type Marked } from './town.ts';

/** Ids of what there is of one child, by the name under which an address or a field asks for one. */
export type Records = Readonly<Record<ContactKey, string>> &
  Readonly<Record<`invitation:${ContactKey}`, string>> &
  ChildSent &
  Readonly<{
    child: string;
    allocation: string;
    review: string;
    adultContribution: string;
    note: string;
    letter: string;
    adultRequest: string;
    adultThread: string;
    adultAnswer: string;
    staffRequest: string;
    talk: string;
    /** Which words of the IRO who leaves a page shows. */
    handOver: string;
    /** Of the parent, whom post does not reach. */
    notTold: string;
    parentDraft: string;
    /** Why two people opened this child, where they did. */
    why: string;
    emergency?: string;
  }>;

type Making = Readonly<{
  app: App;
  child: ChildKey;
  iro: string;
  mark: (marked: Marked) => string;
  number: (marked: Marked) => string;
}>;

const around: Readonly<Record<ContactKey, { relation: ContactRelation; form: 'parent' | 'carer' | 'professional' }>> = {
  parent: { relation: 'mother', form: 'parent' },
  carer: { relation: 'carer', form: 'carer' },
  professional: { relation: 'teacher', form: 'professional' },
  withdrawn: { relation: 'father', form: 'parent' },
  excluded: { relation: 'grandparent', form: 'parent' },
  endedCarer: { relation: 'carer', form: 'carer' },
  unasked: { relation: 'relative', form: 'parent' }
};

/** What opens more than the card alone does, for the children who have one. */
export const PIN = '739518';

const english = wordsFor({ language: 'en', values: { child: 'Wren', iro: 'Sam' } });

/** One child with everybody around them, everything said, asked and answered; each field with a mark of its own. */
export async function childWithPeople(making: Making): Promise<Records> {
  const { app, child, mark } = making;
  const cmd = () => app.context({ kind: 'command', id: 'town', assurance: 'host' });
  const of = (column: string, contact?: ContactKey): Marked => ({ column, child, ...(contact && { contact }) });
  const iro: Extract<Actor, { kind: 'staff' }> = {
    ...{ kind: 'staff', id: making.iro, sessionId: 'town', assurance: 'passkey', stepUpUntil: null, roles: ['iro'] }
  };
  const as = (actor: Actor): Context => app.context(actor);
  const id = await saveChild(cmd(), {
    firstName: mark(of('children.first_name_sealed')),
    lastName: mark(of('children.last_name_sealed')),
    knownAs: mark(of('children.known_as_sealed')),
    bornOn: newBirthday(),
    privacy: 'shared'
  });
  // Whoever chooses a PIN later is not shown what was sent before.
  if (child === 'a' || child === 'b') {
    const visit = { childId: id, assurance: 'card', device: 'shared' } as const;
    const { actor } = await within(cmd(), (ctx) => startChildSession(ctx, visit));
    await chooseSecret(as(actor), { kind: 'pin', pin: PIN });
  }
  const fromOn = dayOn(cmd().now, -90);
  const allocation = await saveAllocation(cmd(), { childId: id, staffId: making.iro, role: 'iro', fromOn, toOn: null });
  const plannedOn = dayOn(cmd().now, 20);
  const review = await saveReview(cmd(), {
    ...{ childId: id, dueOn: null, plannedOn, heldOn: null, cancelled: false, participation: null }
  });
  await setVenue(as(iro), review, mark(of('reviews.venue_sealed')));
  await addWatchWords(as(iro), id, `watched-${child}`);
  const people = await everybodyAround(making, id, as(iro));
  const parent: Actor = {
    ...{ kind: 'contributor', id: people.ids.parent, childId: id, sessionId: 'town', assurance: 'email' }
  };
  const adultContribution = await says(as(iro), people.ids.carer, mark(of('answers.body_sealed', 'carer')));
  await addNote(as(iro), adultContribution, mark(of('notes.body_sealed')));
  const parentDraft = await begins(as(parent), mark(of('drafts.body_sealed', 'parent')));
  const sent = await childSends({ as, childId: id, of, mark, tell: people.ids.parent, reviewId: review, iro });
  await readContribution(as(iro), sent.contribution);
  await addNote(as(iro), sent.contribution, mark(of('notes.body_sealed')));
  const note = await cmd().db.selectFrom('notes').select('id').where('child_id', '=', id).executeTakeFirstOrThrow();
  return {
    ...people.ids,
    ...people.invitations,
    ...sent,
    ...(await asksChild({ as, childId: id, of, mark, iro })),
    ...(await meets({ as, childId: id, of, mark, iro })),
    ...(await writesChild({ as, childId: id, of, mark, iro })),
    ...(await writesAdult(
      as(parent),
      as(iro),
      mark(of('messages.body_sealed adult', 'parent')),
      mark(of('messages.body_sealed adult', 'parent'))
    )),
    adultRequest: await asksAdult(as(parent), id, mark(of('requests.body_sealed', 'parent'))),
    staffRequest: await asksAdult(as(iro), id, mark(of('requests.body_sealed'))),
    notTold: await couldNotBeTold(making.app, people.ids.parent, id),
    ...{ child: id, allocation, review, adultContribution, note: note.id, letter: people.letter, parentDraft },
    why: `They have to be reached, says ${mark(of('break_glass.reason_sealed'))}.`
  };
}

/** Nobody is at their address: whoever has the child rings them instead. */
async function couldNotBeTold(app: App, personId: string, childId: string): Promise<string> {
  const job = app.context({ kind: 'job', id: 'town', assurance: 'host' });
  await noteNotTold(job, { person: 'contact', personId, childId }, { way: 'email', reason: 'came-back', personIndex: null });
  return (await job.db.selectFrom('not_told').select('id').where('person_id', '=', personId).executeTakeFirstOrThrow()).id;
}

type Around = { ids: Record<ContactKey, string>; invitations: Record<`invitation:${ContactKey}`, string>; letter: string };

async function everybodyAround({ app, child, mark, number }: Making, childId: string, iro: Context): Promise<Around> {
  const cmd = () => app.context({ kind: 'command', id: 'town', assurance: 'host' });
  const ids = new Map<ContactKey, string>();
  const invitations = new Map<ContactKey, string>();
  let letter = '';
  for (const who of Object.keys(around) as ContactKey[]) {
    const of = (column: string): Marked => ({ column: `contacts.${column}_sealed`, child, contact: who });
    const { relation } = around[who];
    const id = await saveContact(cmd(), {
      ...{ childId, relation, name: mark(of('name')), email: `${mark(of('email'))}@post.example`, phone: number(of('phone')) },
      ...{ mayInvite: true, inCircle: who === 'parent' },
      ...(relation === 'mother' ? { postal: `1 ${mark(of('postal'))} Road\nOtherton` } : {})
    });
    ids.set(who, id);
    if (who === 'unasked') continue;
    const words = { column: 'invitations.words_sealed', child, contact: who } as const;
    const asked = await invite(
      iro,
      id,
      askingOf(who, (part) => mark({ ...words, column: `${words.column} ${part}` })),
      {
        offered: ['email', 'letter', 'none'],
        sure: { venue: true, note: null }
      }
    );
    if (asked.kind !== 'asked') throw new Error(`${who} could not be asked`);
    invitations.set(who, asked.invitationId);
    if (asked.letterId) letter = asked.letterId;
  }
  const { withdrawn = '', endedCarer = '' } = Object.fromEntries(ids);
  await withdraw(iro, withdrawn);
  await saveContact(cmd(), { id: endedCarer, childId, relation: 'carer', name: 'Ended', endedOn: dayOn(cmd().now, -3) });
  return { ids: byKey(ids), invitations: byInvitation(invitations), letter };
}

const keys = Object.keys(around) as ContactKey[];
const byKey = (ids: ReadonlyMap<ContactKey, string>) =>
  Object.fromEntries(keys.map((key) => [key, ids.get(key) ?? ''])) as Record<ContactKey, string>;
const byInvitation = (ids: ReadonlyMap<ContactKey, string>) =>
  Object.fromEntries(keys.map((key) => [`invitation:${key}`, ids.get(key) ?? ''])) as Around['invitations'];

function askingOf(who: ContactKey, mark: (part: string) => string): Asking {
  const { form } = around[who];
  const excluded = who === 'excluded';
  return {
    part: excluded ? 'excluded' : 'invited',
    form,
    role: form === 'professional' ? 'school' : null,
    way: excluded ? 'none' : who === 'parent' ? 'letter' : 'email',
    language: 'en',
    tellsDay: true,
    tellsVenue: who === 'carer',
    words: excluded ? { reason: mark('reason'), otherWay: mark('otherWay'), note: '' } : { ...noWords, note: mark('note') }
  };
}

/** By telephone: the worker writes it down. */
async function says(iro: Context, contactId: string, words: string): Promise<string> {
  const form = adultForm('carer');
  const page = form.pages.find(({ questions }) => questions.some(({ code }) => code === 'gone-well'));
  const question = page?.questions.find(({ code }) => code === 'gone-well');
  if (!page || !question) throw new Error('a carer is not asked what has gone well');
  const asked = askedOf(english, form, page, question, 'adult');
  const { contributionId } = await enterFor(iro, {
    ...{ contactId, form: 'carer', role: null, channel: 'phone', givenOn: dayOn(iro.now, -1), language: 'en' },
    ...{ answers: { 'gone-well': { answer: { value: words, unsure: false }, asked, restricted: [] } }, submissionId: iro.ids() }
  });
  return contributionId;
}

/** Writes one answer and sends nothing. */
async function begins(parent: Context, words: string): Promise<string> {
  const { form, draft } = await openViews(parent, 'en');
  const [page] = form.pages;
  const question = page?.questions.find(({ kind }) => kind === 'text');
  if (!page || !question) throw new Error('the first page for a parent asks for no words');
  const asked = askedOf(english, form, page, question, 'adult');
  const given = { [question.code]: { answer: { value: words, unsure: false }, asked, restricted: [] } };
  await saveViews(parent, draft.id, 'en', { page: page.code, answers: given, done: true });
  return draft.id;
}
