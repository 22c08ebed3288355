import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import type { Band, Question } from '#lib/journeys/form.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { addItem, finishItemOf, isAnybodyAt } from '#lib/routing/items.server.ts';
import { holderOf, workersOf } from '#lib/routing/routing.server.ts';
import { ask } from '#forms/ask.ts';
import { kinds, readers, type RequestKind } from './kinds.ts';
import { promisedBy } from './promise.ts';
import type { Readers, RequestReceipt, SaidTo } from './request.ts';
import * as store from './store.server.ts';

export type NewRequest = Readonly<{
  /** Born with the page it was written on: the same id with the same words is one request (decision 13). A UUID. */
  id: string;
  kind: RequestKind;
  said: readonly SaidTo[];
  /** What was answered just before, in a form that is not sent yet, and goes with it: read by the service, never posted. */
  about?: readonly SaidTo[];
  /** The day of this child's next review, null where none is known: read by the service, never posted. */
  reviewOn: string | null;
  language: string;
  band: Band;
}>;

/** The questions of a kind: the page of the form `ask` that belongs to it. */
export function pageOf(kind: RequestKind) {
  const page = ask.pages.find(({ code }) => code === kinds[kind].page);
  if (!page) throw notFound();
  return page;
}

/**
 * Who would get this kind now, and whether there is anybody to read a reason: without anybody at the advocates' desk a
 * child's IRO is told that an advocate is wanted, and no reason is asked for.
 */
export async function deliveryOf(ctx: Context, kind: RequestKind): Promise<{ readers: Readers; asksWhy: boolean }> {
  const first = kinds[kind].readers;
  const { needs } = readers[first];
  if (!needs || (await isAnybodyAt(ctx, needs.desk, await closeTo(ctx)))) return { readers: first, asksWhy: true };
  return { readers: needs.otherwise, asksWhy: false };
}

/** Who has this child, and who works with them: whoever else sits at the desk, it is not theirs to read (`never` in kinds.ts). */
async function closeTo(ctx: Context): Promise<string[]> {
  if (ctx.actor.kind !== 'child') throw notFound();
  const { personId } = await holderOf(ctx, ctx.actor.id);
  const workers = await workersOf(ctx, ctx.actor.id);
  return [...workers.map(({ staffId }) => staffId), ...(personId ? [personId] : [])];
}

/**
 * Sends what a child asks: the words, the items of everybody it is for, audit and nudges in one transaction, acknowledged
 * only after it. The same words again give the same receipt, unless they were taken back in between: then they are sent
 * again. Other words become a visible second version. `invalid` (`send`) with `nothing-said` when this kind needs words
 * and there are none, and with `other-readers` when words were written for somebody who is not there any more: nobody else
 * is given them.
 */
export async function sendRequest(ctx: Context, given: NewRequest): Promise<RequestReceipt> {
  return within(ctx, async (ctx) => {
    if (ctx.actor.kind !== 'child') throw notFound();
    const childId = ctx.actor.id;
    await allow(ctx, 'request.send', childId);
    refuseUnfit(given);
    await lockName(ctx.db, `request:${childId}`);
    const digest = digestOf(ctx, childId, given);
    const [last] = await store.versionsOf(ctx, childId, given.id);
    if (last?.digest === digest && last.taken_back_at === null)
      return { requestId: last.id, version: last.version, sentAt: last.sent_at };
    const { readers: goesTo, asksWhy } = await deliveryOf(ctx, given.kind);
    if (!asksWhy && given.said.length > 0) throw new Refusal('invalid', { fields: { send: 'other-readers' } });
    if (last) await finishItemOf(ctx, 'request', last.id);
    const receipt = { requestId: ctx.ids(), version: (last?.version ?? 0) + 1, sentAt: ctx.now.toISOString() };
    await keep(ctx, childId, given, { ...receipt, digest, goesTo });
    await record(ctx, { verb: 'request.send', subject: 'request', subjectId: receipt.requestId, childId, reason: given.kind });
    return receipt;
  });
}

type Kept = RequestReceipt & Readonly<{ digest: string; goesTo: Readers }>;

async function keep(ctx: Context, childId: string, given: NewRequest, kept: Kept): Promise<void> {
  const { requestId, version, sentAt, digest, goesTo } = kept;
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
  const answerBy = promisedBy(given.kind, dayOf(ctx.now), given.reviewOn);
  await store.insertRequest(ctx, {
    id: requestId,
    submission_id: given.id,
    version,
    digest,
    child_id: childId,
    kind: given.kind,
    readers: goesTo,
    body_sealed: safe.seal('requests', 'body_sealed', requestId, 1, JSON.stringify([...(given.about ?? []), ...given.said])),
    rev: 1,
    assurance: ctx.actor.assurance,
    session_id: 'sessionId' in ctx.actor ? ctx.actor.sessionId : '',
    language: given.language,
    band: given.band,
    sent_at: sentAt,
    answer_by: answerBy,
    taken_back_at: null,
    reminders: 0
  });
  for (const kind of readers[goesTo].items)
    await addItem(ctx, { kind, subject: 'request', subjectId: requestId, childId, neededBy: answerBy });
}

/** The rules of a question are its definition's, whoever sent the post: nothing unasked or odd is kept. */
function refuseUnfit({ id, kind, said }: NewRequest): void {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) throw notFound();
  const questions: readonly Question[] = pageOf(kind).questions;
  for (const { asked, answer } of said) {
    const question = questions.find(({ code }) => code === asked.code);
    if (!question) throw notFound();
    if (!answerFits(question, answer, {})) throw new Refusal('invalid', { fields: { [asked.code]: 'invalid' } });
  }
  if (kinds[kind].needsWords && !said.some(({ asked }) => asked.code === questions[0]?.code))
    throw new Refusal('invalid', { fields: { send: 'nothing-said' } });
}

/** Keyed, because a short answer's plain digest could be guessed. */
const digestOf = (ctx: Context, childId: string, { id, kind, said, about = [] }: NewRequest): string =>
  ctx.vault
    .mac(
      'digest',
      childId,
      id,
      kind,
      JSON.stringify([...about, ...said].map(({ asked, answer }) => [asked.code, answer.value, answer.unsure]))
    )
    .toString('hex');
