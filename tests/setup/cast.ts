import { saveChild, saveContact } from '#lib/children/children.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import { openDraft, savePage } from '#lib/consultations/drafts.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import type { Draft, Receipt } from '#lib/consultations/contribution.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import type { Asked, Audience, Form, Page, Question } from '#lib/journeys/form.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { saveAllocation, setDesk } from '#lib/routing/routing.server.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { wordsFor } from '#locales/words.ts';
import { childActor, command, staffActor, testApp } from './app.ts';

type ChildHow = Partial<Extract<Actor, { kind: 'child' }>>;
type StaffHow = Partial<Extract<Actor, { kind: 'staff' }>>;

/**
 * A small town, each with a reason to be in it. Robin (9) and Kai (14) are brother and sister and have the same IRO, Sam.
 * Aleks (10) has none. Amina may stand in for Sam. Grace is the manager and, with Tom, the desk. Lee is the IRO of
 * nobody here. Dee is Robin's social worker. Dana is Robin's mother and of the circle, Col (her father) is not;
 * Nan is of Kai's circle. `review` is Robin's, on 14 December 2026.
 */
export async function cast() {
  const heard = await testApp();
  const cmd = () => heard.as(command);
  const staff = await theStaff(cmd);
  const children = await theChildren(cmd, staff);
  await setDesk(cmd(), 'iro-team', [staff.grace, staff.tom]);
  const reviewOf = (childId: string, plannedOn = '2026-12-14') =>
    saveReview(cmd(), {
      childId,
      dueOn: null,
      plannedOn,
      heldOn: null,
      cancelled: false,
      participation: null
    });
  const review = await reviewOf(children.robin);
  return {
    ...{ ...heard, cmd, ...staff, ...children, review, reviewOf },
    asChild: (id: string, how: ChildHow = {}): Context => heard.as(childActor(id, how)),
    /** By the card alone, in a visit of its own. */
    byCard: (id: string, sessionId: string): Context =>
      heard.as(childActor(id, { assurance: 'card', device: 'shared', sessionId })),
    asStaff: (id: string, how: StaffHow = {}): Context => heard.as(staffActor(id, how)),
    asManager: (): Context => heard.as(staffActor(staff.grace, { roles: ['manager'] })),
    count: (table: 'contributions' | 'answers' | 'tellings' | 'items' | 'outbox' | 'audit' | 'drafts' | 'openings' | 'notes') =>
      counted(cmd(), table)
  };
}

export type Cast = Awaited<ReturnType<typeof cast>>;

async function theStaff(cmd: () => Context) {
  const iro = [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] as const;
  const worker = (name: string, roles: Parameters<typeof saveStaff>[1]['roles'] = iro) =>
    saveStaff(cmd(), { name, roles, email: `${name.split(' ')[0]}@council.example` });
  return {
    sam: await worker('Sam Okafor'),
    amina: await worker('Amina Yusuf'),
    lee: await worker('Lee Hart'),
    tom: await worker('Tom Price'),
    grace: await worker('Grace Bell', [{ role: 'manager', fromOn: '2020-01-01', toOn: null }]),
    dee: await worker('Dee Marsh', [{ role: 'social_worker', fromOn: '2020-01-01', toOn: null }])
  };
}

async function theChildren(cmd: () => Context, staff: { sam: string; dee: string }) {
  const child = (firstName: string, bornOn: string, siblingGroup: string | null = null) =>
    saveChild(cmd(), { firstName, lastName: 'Test', bornOn, siblingGroup });
  const robin = await child('Robin', '2017-05-04', 'one-family');
  const kai = await child('Kai', '2012-02-03', 'one-family');
  const aleks = await child('Aleks', '2016-08-09');
  const give = (childId: string, staffId: string, role: 'iro' | 'social_worker') =>
    saveAllocation(cmd(), { childId, staffId, role, fromOn: '2026-01-01', toOn: null });
  const samForRobin = await give(robin, staff.sam, 'iro');
  await give(kai, staff.sam, 'iro');
  await give(robin, staff.dee, 'social_worker');
  const contact = (childId: string, name: string, relation: 'mother' | 'father' | 'grandparent', inCircle: boolean) =>
    saveContact(cmd(), { childId, name, relation, inCircle, mayInvite: true });
  return {
    ...{ robin, kai, aleks, samForRobin },
    dana: await contact(robin, 'Dana', 'mother', true),
    col: await contact(robin, 'Col', 'father', false),
    nan: await contact(kai, 'Nan', 'grandparent', true)
  };
}

async function counted(
  ctx: Context,
  table: 'contributions' | 'answers' | 'tellings' | 'items' | 'outbox' | 'audit' | 'drafts' | 'openings' | 'notes'
): Promise<number> {
  const row = await ctx.db
    .selectFrom(table)
    .select((select) => select.fn.countAll().as('many'))
    .executeTakeFirstOrThrow();
  return Number(row.many);
}

export const englishWords = wordsFor({
  language: 'en',
  values: { iro: 'Sam', iroRole: 'reviewing officer', review: 'review', product: 'My Say' }
});

/** The question of a page as a child of 8 to 11 meets it. */
export const asAsked = (page: Page, question: Question, form: Form = viewsMid): Asked =>
  askedOf(englishWords, form, page, question, '8-11');

/** What one page's questions are answered with: text, or an answer's value; null takes it back. */
export type Said = Readonly<Record<string, unknown>>;

/** The draft this visit writes in: begun, or gone on with. */
export const draftOf = (ctx: Context, childId: string, reviewId: string | null = null): Promise<Draft> =>
  openDraft(ctx, { childId, reviewId, form: viewsMid, band: '8-11', language: 'en' });

/** Answers questions of one page of the form for 8 to 11, as its page would. */
export function answer(
  ctx: Context,
  draftId: string,
  said: Said,
  how: { audience?: Audience; skipped?: boolean; open?: string } = {}
): Promise<Draft> {
  const [code = ''] = Object.keys(said);
  const page = viewsMid.pages.find(({ questions }) => questions.some((question) => question.code === code));
  if (!page) throw new Error(`no page asks ${code}`);
  const answers = Object.fromEntries(
    page.questions
      .filter((question) => question.code in said)
      .map((question) => {
        const value = said[question.code];
        return [question.code, value === null ? null : { answer: { value, unsure: false }, asked: asAsked(page, question) }];
      })
  );
  const { audience } = how;
  const audiences = audience ? Object.fromEntries(Object.keys(answers).map((each) => [each, audience])) : {};
  return savePage(ctx, draftId, viewsMid, {
    page: page.code,
    answers,
    audiences,
    skipped: how.skipped ?? false,
    ...(how.open && { open: how.open })
  });
}

/** Presses "Send". */
export const sendIt = (ctx: Context, draftId: string, review: { id: string; on: string } | null = null): Promise<Receipt> =>
  send(ctx, {
    draftId,
    form: viewsMid,
    reviewId: review?.id ?? null,
    reviewOn: review?.on ?? null,
    asked: asAsked
  });

/** Writes and sends in one go. Returns the receipt. */
export async function sayAndSend(
  ctx: Context,
  childId: string,
  said: Said,
  audience: Audience = { kind: 'only_iro' }
): Promise<Receipt> {
  const draft = await draftOf(ctx, childId);
  await answer(ctx, draft.id, said, { audience });
  return sendIt(ctx, draft.id);
}
