import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { saveChild, saveContact } from '#lib/children/children.server.ts';
import type { ContactRelation } from '#lib/children/contact.ts';
import { openDraft, savePage } from '#lib/consultations/drafts.server.ts';
import { enterFor } from '#lib/consultations/entering.server.ts';
import { addNote } from '#lib/consultations/noting.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import type { Asking } from '#lib/invitations/asking.ts';
import { invite } from '#lib/invitations/inviting.server.ts';
import { noWords } from '#lib/invitations/invitation.ts';
import { addWatchWords } from '#lib/invitations/watching.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { saveReview, setVenue } from '#lib/reviews/reviews.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { adultForm } from '#forms/forms.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { wordsFor } from '#locales/words.ts';
import { childActor, command, staffActor } from './app.ts';
import { canary } from './canaries.ts';
import type { RunningDemo } from './server.ts';

type Person = Readonly<{ relation: ContactRelation; asking: Partial<Asking>; postal?: boolean; said?: string }>;

/**
 * Around one child: a father and a mother who must not learn of each other, a carer, a carer they lived with before, a
 * teacher who restricts what they say, and a grandfather who is excluded. Whoever has `said` gave views by telephone.
 */
const around = {
  mother: { relation: 'mother', asking: { form: 'parent', way: 'letter' }, postal: true },
  father: { relation: 'father', asking: { form: 'parent', way: 'email' }, said: 'overview' },
  carer: { relation: 'carer', asking: { form: 'carer', way: 'email' }, said: 'gone-well' },
  oldCarer: { relation: 'carer', asking: { form: 'carer', way: 'email' } },
  teacher: { relation: 'teacher', asking: { form: 'professional', role: 'school', way: 'email' }, said: 'transition' },
  grandfather: {
    relation: 'grandparent',
    asking: { form: 'parent', way: 'none', part: 'excluded', words: { ...noWords, reason: canary(), otherWay: canary() } }
  }
} as const satisfies Record<string, Person>;

export type Who = keyof typeof around;
const everybody = ['mother', 'father', 'carer', 'oldCarer', 'teacher', 'grandfather'] as const satisfies readonly Who[];
const each = <T>(of: (who: Who) => T): Record<Who, T> => ({
  mother: of('mother'),
  father: of('father'),
  carer: of('carer'),
  oldCarer: of('oldCarer'),
  teacher: of('teacher'),
  grandfather: of('grandfather')
});

export type Family = Readonly<{
  app: App;
  childId: string;
  /** Contact ids. */
  ids: Readonly<Record<Who, string>>;
  /** Every secret of this family by its name; `own` says whose it is themselves. */
  secrets: Readonly<Record<string, string>>;
  own: Readonly<Record<Who, readonly string[]>>;
  iro: Actor;
  letterId: string;
}>;

/** Makes a child with all these people in the demo's data, every field of theirs holding a word found nowhere else. */
export async function familyWithSecrets(app: App, demo: RunningDemo): Promise<Family> {
  const secrets: Record<string, string> = {};
  const secret = (name: string) => (secrets[name] ??= canary());
  const cmd = () => app.context(command);
  const sam = await idOf(demo, 'iro');
  const iro = staffActor(sam, { roles: ['iro'] });
  const as = (actor: Actor): Context => app.context(actor);
  const childId = await saveChild(cmd(), {
    firstName: 'Wren',
    lastName: secret('the child’s last name'),
    knownAs: secret('what the child is called'),
    bornOn: '2016-03-09',
    privacy: 'own'
  });
  await saveAllocation(cmd(), { childId, staffId: sam, role: 'iro', fromOn: '2026-01-01', toOn: null });
  const reviewId = await saveReview(cmd(), {
    ...{ childId, dueOn: null, plannedOn: laterThan(app.context(iro).now, 20), heldOn: null },
    ...{ cancelled: false, participation: null }
  });
  await setVenue(as(iro), reviewId, secret('the venue'));
  await addWatchWords(as(iro), childId, secret('a watch-word'));
  const made = new Map<Who, string>();
  let letterId = '';
  for (const who of everybody) {
    const id = await contactWith(cmd(), childId, who, secret);
    made.set(who, id);
    const asked = await invite(as(iro), id, askingOf(who, secret), { offered, sure: { venue: true, note: null } });
    if (asked.kind === 'asked' && asked.letterId) letterId = asked.letterId;
    await says(as(iro), id, who, secret);
  }
  await childSays(as, childId, reviewId, secret, iro);
  await saveContact(cmd(), {
    id: made.get('oldCarer') ?? '',
    childId,
    relation: 'carer',
    name: secret('oldCarer: name'),
    endedOn: '2026-01-31'
  });
  const ids = each((who) => made.get(who) ?? '');
  const own = each((who) => ['name', 'mail', 'street', 'note', 'words'].map((what) => `${who}: ${what}`));
  return { app, childId, ids, secrets, own, iro, letterId };
}

const offered = ['email', 'letter', 'none'] as const;

function askingOf(who: Who, secret: (name: string) => string): Asking {
  const person: Person = around[who];
  const usual = {
    part: 'invited',
    form: 'parent',
    role: null,
    way: 'none',
    language: 'en',
    tellsDay: true,
    tellsVenue: false
  } as const;
  const excluded = person.asking.part === 'excluded';
  const words = excluded
    ? { reason: secret(`why ${who} is excluded`), otherWay: secret(`how else ${who} is heard`), note: '' }
    : { ...noWords, note: secret(`${who}: note`) };
  return { ...usual, ...person.asking, tellsVenue: who === 'carer', words };
}

const contactWith = (ctx: Context, childId: string, who: Who, secret: (name: string) => string): Promise<string> =>
  saveContact(ctx, {
    ...{ childId, relation: around[who].relation, name: secret(`${who}: name`) },
    email: `${secret(`${who}: mail`)}@post.example`,
    mayInvite: true,
    inCircle: true,
    ...('postal' in around[who] ? { postal: `1 ${secret(`${who}: street`)} Road\nOtherton` } : {})
  });

/** By telephone, in words of their own; and the worker's note beside it, which is nobody's to see. */
async function says(ctx: Context, contactId: string, who: Who, secret: (name: string) => string): Promise<void> {
  const { asking, said }: Person = around[who];
  if (!said || !asking.form) return;
  const form = adultForm(asking.form);
  const page = form.pages.find(({ questions }) => questions.some(({ code }) => code === said));
  const question = page?.questions.find(({ code }) => code === said);
  if (!page || !question) throw new Error(`the form ${asking.form} does not ask ${said}`);
  const asked = askedOf(english, form, page, question, 'adult');
  const answer = { value: secret(`${who}: words`), unsure: false };
  const restricted = who === 'teacher' ? (['not-to-parents'] as const) : [];
  const { contributionId } = await enterFor(ctx, {
    ...{
      contactId,
      form: asking.form,
      role: asking.role ?? null,
      channel: 'phone',
      givenOn: laterThan(ctx.now, -1),
      language: 'en'
    },
    ...{ answers: { [said]: { answer, asked, restricted } }, submissionId: ctx.ids() }
  });
  await addNote(ctx, contributionId, secret(`the worker’s note on ${who}`));
}

async function childSays(
  as: (actor: Actor) => Context,
  childId: string,
  reviewId: string,
  secret: (name: string) => string,
  iro: Actor
) {
  const child = () => as(childActor(childId));
  const draft = await openDraft(child(), { childId, reviewId, form: viewsMid, band: '8-11', language: 'en' });
  const page = viewsMid.pages.find(({ questions }) => questions.some(({ kind }) => kind === 'text'));
  const question = page?.questions.find(({ kind }) => kind === 'text');
  if (!page || !question) throw new Error('the form for 8 to 11 asks for no words');
  const asked = askedOf(english, viewsMid, page, question, '8-11');
  const answers = { [question.code]: { answer: { value: secret('what the child says'), unsure: false }, asked } };
  await savePage(child(), draft.id, viewsMid, { page: page.code, answers });
  const { contributionId } = await send(child(), {
    ...{ draftId: draft.id, form: viewsMid, reviewId, reviewOn: null },
    asked: (at, one) => askedOf(english, viewsMid, at, one, '8-11')
  });
  await readContribution(as(iro), contributionId);
  await addNote(as(iro), contributionId, secret('the worker’s note on the child'));
}

const english = wordsFor({ language: 'en', values: { child: 'Wren', iro: 'Sam' } });

/** A worker of the demo, by the name its list has for them. */
async function idOf(demo: RunningDemo, who: string): Promise<string> {
  const cast: unknown = JSON.parse(await readFile(join(demo.dir, 'demo', 'cast.json'), 'utf8'));
  const person: unknown = cast && typeof cast === 'object' ? Object.entries(cast).find(([name]) => name === who)?.[1] : null;
  if (!person || typeof person !== 'object' || !('id' in person)) throw new Error(`nobody in the demo is ${who}`);
  return String(person.id);
}

const laterThan = (now: Date, days: number): string => new Date(now.getTime() + days * 24 * 3600_000).toISOString().slice(0, 10);
