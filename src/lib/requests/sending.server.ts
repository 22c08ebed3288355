import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import type { Band, Question } from '#lib/journeys/form.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { finishItemOf } from '#lib/routing/items.server.ts';
import { ask } from '#forms/ask.ts';
import { deliveryOf, deliveryTo, type Delivery } from './delivery.server.ts';
import { keepRequest } from './keeping.server.ts';
import { kinds, type RequestKind } from './kinds.ts';
import { pastAll } from './readers.ts';
import type { RequestReceipt, SaidTo } from './request.ts';
import * as passing from './passing.store.server.ts';
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
 * Sends what a child asks: the words, the items of everybody it is for, audit and nudges in one transaction, acknowledged
 * only after it. The same words again give the same receipt, unless they were taken back in between: then they are sent
 * again. Other words become a visible second version. `invalid` (`send`) with `nothing-said` when this kind needs words
 * and there are none, with `other-readers` when words were written for somebody who is not there any more (nobody else is
 * given them), and with `nobody` when there is nobody who would get it.
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
    const { readers: goesTo, keptFrom } = await deliverable(ctx, given, childId, last?.id ?? null);
    if (last) await finishItemOf(ctx, 'request', last.id);
    const receipt = { requestId: ctx.ids(), version: (last?.version ?? 0) + 1, sentAt: ctx.now.toISOString() };
    await keepRequest(ctx, {
      ...{ ...receipt, digest, goesTo, keptFrom, childId, asker: 'child', askerId: null },
      ...{ submissionId: given.id, kind: given.kind, said: [...(given.about ?? []), ...given.said] },
      ...{ language: given.language, band: given.band, reviewOn: given.reviewOn }
    });
    if (wantsAdvocate(given)) await askForAdvocate(ctx, given, { childId, receipt });
    await record(ctx, { verb: 'request.send', subject: 'request', subjectId: receipt.requestId, childId, reason: given.kind });
    return receipt;
  });
}

/**
 * Who gets it, when anybody does. "I am not safe" is kept whoever is there, but where it is to go past whoever has the child
 * and there is nobody else, the child hears so before it is sent.
 */
async function deliverable(ctx: Context, given: NewRequest, childId: string, before: string | null): Promise<Delivery> {
  const found = await deliveryOf(ctx, given.kind, childId, given.said, before);
  if (!found.asksWhy && given.said.length > 0) throw new Refusal('invalid', { fields: { send: 'other-readers' } });
  if (!found.somebody && (found.keptFrom.length > 0 || !kinds[given.kind].urgent))
    throw new Refusal('invalid', { fields: { send: 'nobody' } });
  return found;
}

const wantsAdvocate = ({ kind, said }: NewRequest): boolean =>
  said.some(({ asked, answer }) => asked.code === kinds[kind].besides && answer.value === 'yes');

/**
 * An advocate is asked for in the same moment, without a word of the complaint: once, however often it is sent again. It goes
 * past whoever has the child as the complaint does: to the managers, where no advocate is there. One asked for before counts
 * only where advocates, or others past them, have that: not where it lies with whom this may be about.
 */
async function askForAdvocate(
  ctx: Context,
  { language, band }: NewRequest,
  { childId, receipt }: { childId: string; receipt: RequestReceipt }
): Promise<void> {
  const advocates = await deliveryTo(ctx, 'advocate', childId, 'advocates-past');
  const there = advocates.readers === 'advocates-past';
  const { readers: goesTo, keptFrom, somebody } = there ? advocates : await deliveryTo(ctx, 'advocate', childId, 'managers');
  if (!somebody || (await passing.isAskedFor(ctx, childId, 'advocate', ['advocates', ...pastAll]))) return;
  const [requestId, submissionId] = [ctx.ids(), ctx.ids()];
  await keepRequest(ctx, {
    ...{ requestId, submissionId, version: 1, sentAt: receipt.sentAt, goesTo, keptFrom, childId, asker: 'child', askerId: null },
    ...{ digest: '', kind: 'advocate', said: [], language, band, reviewOn: null, follows: receipt.requestId }
  });
  await record(ctx, { verb: 'request.send', subject: 'request', subjectId: requestId, childId, reason: 'advocate' });
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
