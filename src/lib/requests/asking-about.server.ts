import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { answerFits } from '#lib/journeys/fits.ts';
import type { AdultPage } from '#lib/journeys/form.ts';
import { allow } from '#lib/relations.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { comingOn } from '#lib/reviews/review.ts';
import { finishItemOf } from '#lib/routing/items.server.ts';
import { sentByAdult, take } from '#lib/sign-in/limits.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { askAbout as form } from '#forms/ask-about.ts';
import { deliveryOf } from './delivery.server.ts';
import { keepRequest } from './keeping.server.ts';
import { kinds, type RequestKind } from './kinds.ts';
import type { RequestReceipt, SaidTo } from './request.ts';
import * as store from './store.server.ts';

export type AskedAbout = Readonly<{
  /** Born with the page it was written on: the same id with the same words is one request (decision 13). A UUID. */
  id: string;
  kind: RequestKind;
  said: readonly SaidTo[];
  language: string;
}>;

/** What an adult is asked who asks for this: a page of the form `ask-about`. */
export function adultPageOf(kind: RequestKind): AdultPage {
  const page = form.pages.find(({ code }) => code === kinds[kind].page);
  if (!page) throw notFound();
  return page;
}

/** Which adult is asking: whoever was asked about this child, or a worker. `not-found` for anybody else. */
export function askerHere({ actor }: Context, childId: string): store.By {
  if (actor.kind !== 'contributor' && actor.kind !== 'staff') throw notFound();
  return { childId, asker: actor.kind, askerId: actor.id };
}

/**
 * Sends what an adult asks for about a child: words, the items of everybody it is for, audit and nudges in one transaction.
 * It is theirs: neither the child nor another adult ever finds it. The same words again give the same receipt; other words
 * become a visible second version. `invalid` (`send`) with `nothing-said` (an adult says why) and with `other-readers` when
 * words were written for an advocate who is not there any more: nobody else is given them. `slow-down` after twenty in an hour
 * by somebody who was asked.
 */
export async function askAbout(ctx: Context, childId: string, given: AskedAbout): Promise<RequestReceipt> {
  return within(ctx, async (ctx) => {
    const { coverId, held } = await allow(ctx, 'request.send-about', childId);
    const by = askerHere(ctx, childId);
    refuseUnfit(by, given);
    await lockName(ctx.db, `request:${by.askerId}:${childId}`);
    const digest = digestOf(ctx, by, given);
    const [last] = await store.versionsBy(ctx, by, given.id);
    if (last?.digest === digest) return { requestId: last.id, version: last.version, sentAt: last.sent_at };
    const { readers: goesTo, asksWhy, keptFrom } = await deliveryOf(ctx, given.kind, childId);
    if (!asksWhy && given.said.length > 0) throw new Refusal('invalid', { fields: { send: 'other-readers' } });
    if (asksWhy && given.said.length === 0) throw new Refusal('invalid', { fields: { send: 'nothing-said' } });
    const wait = ctx.actor.kind === 'contributor' ? await take(ctx, sentByAdult(ctx.actor.id)) : 0;
    if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
    if (last) await finishItemOf(ctx, 'request', last.id);
    const version = (await store.lastVersion(ctx, childId, given.id)) + 1;
    const receipt = { requestId: ctx.ids(), version, sentAt: ctx.now.toISOString() };
    const reviewOn = comingOn(await nextReview(ctx, childId));
    const { id: submissionId, kind, said, language } = given;
    await keepRequest(ctx, {
      ...by,
      ...receipt,
      digest,
      goesTo,
      keptFrom,
      submissionId,
      kind,
      said,
      language,
      band: 'adult',
      reviewOn
    });
    const act = { verb: 'request.send-about', subject: 'request', subjectId: receipt.requestId, childId, reason: kind };
    await record(ctx, { ...act, onBehalf: held.has('allocated') ? null : coverId });
    return receipt;
  });
}

/** The rules of a question are its definition's, whoever sent the post: nothing unasked or odd is kept. */
function refuseUnfit({ asker }: store.By, { id, kind, said }: AskedAbout): void {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) throw notFound();
  if (!kinds[kind].askers.includes(asker)) throw notFound();
  const { questions } = adultPageOf(kind);
  for (const { asked, answer } of said) {
    const question = questions.find(({ code }) => code === asked.code);
    if (!question) throw notFound();
    if (!answerFits(question, answer, {})) throw new Refusal('invalid', { fields: { [asked.code]: 'invalid' } });
  }
}

/** Keyed, because a short answer's plain digest could be guessed. */
const digestOf = (ctx: Context, { childId, askerId }: store.By, { id, kind, said }: AskedAbout): string =>
  ctx.vault
    .mac('digest', childId, askerId, id, kind, JSON.stringify(said.map(({ asked, answer }) => [asked.code, answer])))
    .toString('hex');
