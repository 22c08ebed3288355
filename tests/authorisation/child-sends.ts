import { openDraft, saveAudiences, savePage } from '#lib/consultations/drafts.server.ts';
import { send } from '#lib/consultations/sending.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { adultPageOf, askAbout } from '#lib/requests/asking-about.server.ts';
import { answerRequest } from '#lib/requests/answering.server.ts';
import type { RequestKind } from '#lib/requests/kinds.ts';
import { answerThread } from '#lib/messages/answering.server.ts';
import { sayLate } from '#lib/messages/late.server.ts';
import type { Said } from '#lib/messages/message.ts';
import { readThread } from '#lib/messages/reading.server.ts';
import { writeAsAdult, writeToIro } from '#lib/messages/sending.server.ts';
import { pageOf, sendRequest } from '#lib/requests/sending.server.ts';
import { ask } from '#forms/ask.ts';
import { askAbout as askAboutForm } from '#forms/ask-about.ts';
import { write } from '#forms/write.ts';
import { writeAbout } from '#forms/write-about.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { wordsFor } from '#locales/words.ts';
import type { Marked } from './town.ts';

export type ChildSent = Readonly<{
  contribution: string;
  draft: string;
  telling: string;
  item: string;
  request: string;
  answeredRequest: string;
  advocateRequest: string;
  unsafeRequest: string;
  pastRequest: string;
  thread: string;
  /** The newest answer in it. */
  threadAnswer: string;
  message: string;
  copiedMessage: string;
  lateMessage: string;
  lateTold: string;
  lateToldAdvocates: string;
}>;

const english = wordsFor({
  language: 'en',
  values: { child: 'Wren', iro: 'Sam', iroRole: 'officer', review: 'review', product: 'My Say' }
});

type With = Readonly<{
  as: (actor: Actor) => Context;
  childId: string;
  of: (column: string) => Marked;
  mark: (marked: Marked) => string;
  iro: Actor;
}>;

export const childIn = (childId: string): Actor => ({
  ...{ kind: 'child', id: childId, sessionId: 'town', assurance: 'secret', device: 'own' },
  ...{ freshUntil: null, earlierVisit: null }
});

/** Sends views (one answer for the IRO alone, one to be told, one for the meeting) and goes on writing something unsent. */
export async function childSends(
  given: With & Readonly<{ tell: string; reviewId: string }>
): Promise<Pick<ChildSent, 'contribution' | 'draft' | 'telling' | 'item'>> {
  const { as, childId, of, mark, tell, reviewId } = given;
  const child = () => as(childIn(childId));
  const begin = () => openDraft(child(), { childId, reviewId, form: viewsMid, band: '8-11', language: 'en' });
  const draft = await begin();
  const answer = (column: string, code: string, draftId: string, open?: string) =>
    answers(child(), draftId, code, { value: mark(of(column)), ...(open !== undefined && { open }) });
  await answer('answers.body_sealed private', 'change', draft.id);
  await answer('answers.body_sealed tell', 'since', draft.id, 'feelings');
  await answer('answers.body_sealed shared', 'general-more', draft.id);
  await saveAudiences(child(), draft.id, {
    since: { kind: 'tell', people: [{ kind: 'contact', id: tell }] },
    'general-more': { kind: 'at_my_review' }
  });
  const { contributionId } = await send(child(), {
    ...{ draftId: draft.id, form: viewsMid, reviewId, reviewOn: null },
    asked: (page, question) => askedOf(english, viewsMid, page, question, '8-11')
  });
  const { db } = child();
  const telling = await db
    .selectFrom('tellings')
    .innerJoin('answers', 'answers.id', 'tellings.answer_id')
    .select('tellings.id')
    .where('answers.contribution_id', '=', contributionId)
    .executeTakeFirstOrThrow();
  const item = await db.selectFrom('items').select('id').where('subject_id', '=', contributionId).executeTakeFirstOrThrow();
  const next = await begin();
  await answers(child(), next.id, 'general-more', { value: mark(of('drafts.body_sealed')) });
  return { contribution: contributionId, draft: next.id, telling: telling.id, item: item.id };
}

type Written = Readonly<{ value: string; open?: string }>;

async function answers(child: Context, draftId: string, code: string, { value, ...open }: Written): Promise<void> {
  const page = viewsMid.pages.find(({ questions }) => questions.some((one) => one.code === code));
  const question = page?.questions.find((one) => one.code === code);
  if (!page || !question) throw new Error(`the form for 8 to 11 does not ask ${code}`);
  const asked = askedOf(english, viewsMid, page, question, '8-11');
  const given = { [code]: { answer: { value, unsure: false }, asked } };
  await savePage(child, draftId, viewsMid, { page: page.code, answers: given, ...open });
}

/** Asks for something, for something that is answered, for an advocate, and says that they are not safe. */
export async function asksChild(
  given: With
): Promise<Pick<ChildSent, 'request' | 'answeredRequest' | 'advocateRequest' | 'unsafeRequest' | 'pastRequest'>> {
  const { as, childId, of, mark, iro } = given;
  const asks = async (kind: RequestKind, code: string, column: string, hoursAgo = 0): Promise<string> => {
    const now = as(childIn(childId));
    const ctx = { ...now, now: new Date(now.now.getTime() - hoursAgo * 3600_000) };
    const page = pageOf(kind);
    const question = page.questions.find((one) => one.code === code);
    if (!question) throw new Error(`${kind} does not ask ${code}`);
    const asked = askedOf(english, ask, page, question, '8-11');
    const said = [{ asked, answer: { value: mark(of(column)), unsure: false } }];
    return (await sendRequest(ctx, { id: ctx.ids(), kind, said, reviewOn: null, language: 'en', band: '8-11' })).requestId;
  };
  const request = await asks('early-review', 'sooner-why', 'requests.body_sealed');
  const answeredRequest = await asks('tell-now', 'tell', 'requests.body_sealed');
  const text = mark(of('request_answers.body_sealed'));
  await answerRequest(as(iro), answeredRequest, { outcome: 'reply', text, byOn: null });
  const advocateRequest = await asks('advocate', 'beside-why', 'requests.body_sealed advocate');
  return {
    request,
    answeredRequest,
    advocateRequest,
    pastRequest: await asks('different-iro', 'change-why', 'requests.body_sealed past'),
    // So long ago that its first reminder has come due, at any time of any day: a manager may take it over.
    unsafeRequest: await asks('not-safe', 'now', 'requests.body_sealed unsafe', 5)
  };
}

/** An adult asks for an earlier review. */
export async function asksAdult(ctx: Context, childId: string, value: string): Promise<string> {
  const kind = 'early-review';
  const page = adultPageOf(kind);
  const question = page.questions.find((one) => one.kind === 'text');
  if (!question) throw new Error('an adult who asks for an earlier review is asked for no words');
  const asked = askedOf(english, askAboutForm, page, question, 'adult');
  const given = { id: ctx.ids(), kind, said: [{ asked, answer: { value, unsure: false } }], language: 'en' } as const;
  return (await askAbout(ctx, childId, given)).requestId;
}

type Writes = Pick<
  ChildSent,
  'thread' | 'threadAnswer' | 'message' | 'copiedMessage' | 'lateMessage' | 'lateTold' | 'lateToldAdvocates'
>;

/** Writes to the IRO and is answered; sends a copy to the advocates; and says of one that nobody has answered. */
export async function writesChild(given: With): Promise<Writes> {
  const { as, childId, of, mark, iro } = given;
  const [page] = write.pages;
  const [words, soon] = page.questions;
  const saidIn = (question: typeof words | undefined, value: string): Said[] =>
    question ? [{ asked: askedOf(english, write, page, question, '8-11'), answer: { value, unsure: false } }] : [];
  const writes = async (column: string, how: { daysAgo?: number; copy?: boolean } = {}) => {
    const now = as(childIn(childId));
    const ctx = { ...now, now: new Date(now.now.getTime() - (how.daysAgo ?? 0) * 24 * 3600_000) };
    const said = [...saidIn(words, mark(of(column))), ...saidIn(soon, 'today')];
    const message = { id: ctx.ids(), said, copy: how.copy ?? false, reviewOn: null, language: 'en', band: '8-11' } as const;
    return (await writeToIro(ctx, message)).messageId;
  };
  const answered = await writes('messages.body_sealed');
  const { db } = as(iro);
  const { thread_id: thread } = await db
    .selectFrom('messages')
    .select('thread_id')
    .where('id', '=', answered)
    .executeTakeFirstOrThrow();
  await readThread(as(iro), thread);
  await answerThread(as(iro), thread, { id: as(iro).ids(), text: mark(of('messages.body_sealed')), upTo: null });
  const threadAnswer = await answerIn(as(iro), thread);
  const lateMessage = await writes('messages.body_sealed', { daysAgo: 9 });
  for (const to of ['manager', 'advocates'] as const) await sayLate(as(childIn(childId)), lateMessage, to);
  const lates = await db.selectFrom('message_lates').select(['id', 'goes_to']).where('message_id', '=', lateMessage).execute();
  const toldTo = (to: string) => lates.find(({ goes_to }) => goes_to === to)?.id ?? '';
  return {
    ...{ thread, threadAnswer, lateMessage, lateTold: toldTo('manager'), lateToldAdvocates: toldTo('advocates') },
    message: await writes('messages.body_sealed'),
    copiedMessage: await writes('messages.body_sealed copy', { copy: true })
  };
}

/** The answer in a thread that has one. */
async function answerIn({ db }: Context, thread: string): Promise<string> {
  const answers = db.selectFrom('messages').select('id').where('thread_id', '=', thread).where('author', '=', 'staff');
  return (await answers.executeTakeFirstOrThrow()).id;
}

/** An adult writes to the IRO, and is answered; gives the thread's id, and the answer's. */
export async function writesAdult(
  ctx: Context,
  iro: Context,
  value: string,
  answer: string
): Promise<{ adultThread: string; adultAnswer: string }> {
  const [page] = writeAbout.pages;
  const asked = askedOf(english, writeAbout, page, page.questions[0], 'adult');
  const { messageId } = await writeAsAdult(ctx, {
    id: ctx.ids(),
    said: [{ asked, answer: { value, unsure: false } }],
    language: 'en'
  });
  const row = await ctx.db.selectFrom('messages').select('thread_id').where('id', '=', messageId).executeTakeFirstOrThrow();
  await readThread(iro, row.thread_id);
  await answerThread(iro, row.thread_id, { id: iro.ids(), text: answer, upTo: null });
  return { adultThread: row.thread_id, adultAnswer: await answerIn(iro, row.thread_id) };
}
