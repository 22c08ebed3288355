import { assuranceSent, dayOf, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import type { Band } from '#lib/journeys/form.ts';
import { closeTo } from '#lib/routing/close.server.ts';
import { addItem, besidesOf } from '#lib/routing/items.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import type { MessageReceipt, Said, Soon } from './message.ts';
import { promisedBy } from './promise.ts';
import { replyDaysFor } from './reply-days.server.ts';
import * as store from './store.server.ts';

/** Something written to the IRO, ready to be kept. */
export type ToKeep = store.Whose &
  Readonly<{
    /** Born with the page it was written on (decision 13). A UUID. */
    submissionId: string;
    said: readonly Said[];
    soon: Soon;
    copied: boolean;
    /** The day of the child's next review, which an answer before it must not miss. */
    reviewOn: string | null;
    language: string;
    band: Band | 'adult';
  }>;

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Keeps it once, with the items of everybody it is for, in the transaction of the verb that may: the same words again give
 * the same receipt, other words under the same id are another message. `mayKeep` is asked only for what is new. `invalid`
 * (`send`: `odd-id`) for an id that is none. For this room's verbs.
 */
export async function keepMessage(
  ctx: Context,
  given: ToKeep,
  mayKeep: () => Promise<void> = () => Promise.resolve()
): Promise<MessageReceipt & { isNew: boolean }> {
  if (!ID.test(given.submissionId)) throw new Refusal('invalid', { fields: { send: 'odd-id' } });
  const threadId = await threadFor(ctx, given);
  const digest = digestOf(ctx, given);
  const versions = await store.versionsOf(ctx, threadId, given.submissionId);
  const same = versions.find((version) => version.digest === digest);
  if (same) return { messageId: same.id, version: same.version, sentAt: same.sent_at, isNew: false };
  await mayKeep();
  const receipt = { messageId: ctx.ids(), version: (versions[0]?.version ?? 0) + 1, sentAt: ctx.now.toISOString() };
  const answerBy = promisedBy(given.soon, momentOf(ctx.now), given.reviewOn, await replyDaysFor(ctx, given.childId));
  await insert(ctx, given, { ...receipt, threadId, digest, answerBy });
  const about = { subjectId: receipt.messageId, childId: given.childId, neededBy: answerBy };
  await addItem(ctx, { kind: 'message', subject: 'message', ...about });
  // What an advocate is told is never for those who are close to the child the day it comes, whatever becomes of them.
  const before = versions[0] ? await besidesOf(ctx, { subject: 'message-copy', subjectId: versions[0].id }) : [];
  const besides = given.copied ? [...before, ...(await closeTo(ctx, given.childId))] : [];
  if (given.copied) await addItem(ctx, { kind: 'message-copy', subject: 'message-copy', ...about, keptFrom: besides });
  return { ...receipt, isNew: true };
}

type Kept = MessageReceipt & Readonly<{ threadId: string; digest: string; answerBy: string }>;

async function insert(ctx: Context, given: ToKeep, kept: Kept): Promise<void> {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: given.childId }, 'private');
  await store.insertMessage(ctx, {
    id: kept.messageId,
    submission_id: given.submissionId,
    version: kept.version,
    digest: kept.digest,
    thread_id: kept.threadId,
    child_id: given.childId,
    author: given.contactId === null ? 'child' : 'contributor',
    author_id: given.contactId,
    cover_id: null,
    soon: given.soon,
    body_sealed: safe.seal('messages', 'body_sealed', kept.messageId, 1, JSON.stringify(given.said)),
    rev: 1,
    assurance: assuranceSent(ctx.actor),
    session_id: 'sessionId' in ctx.actor ? ctx.actor.sessionId : '',
    language: given.language,
    band: given.band,
    sent_at: kept.sentAt,
    answer_by: kept.answerBy,
    copied: given.copied ? 1 : 0,
    ...nothingYet
  });
}

/** What has not happened to a message that has just come. For this room's verbs. */
export const nothingYet = {
  opened_at: null,
  opened_by: null,
  opened_cover: null,
  answered_id: null,
  seen_at: null,
  copy_opened_at: null,
  copy_opened_by: null
} as const;

/** The one thread of whoever writes, made at their first message; held until the transaction ends. */
async function threadFor(ctx: Context, whose: store.Whose): Promise<string> {
  await lockName(ctx.db, `message:${whose.childId}:${whose.contactId ?? 'child'}`);
  const thread = await store.threadOf(ctx, whose);
  if (thread) {
    await store.hold(ctx, thread.id);
    return thread.id;
  }
  const id = ctx.ids();
  await store.insertThread(ctx, {
    id,
    child_id: whose.childId,
    kind: whose.contactId === null ? 'child' : 'adult',
    contact_id: whose.contactId,
    made_at: ctx.now.toISOString()
  });
  return id;
}

/** Keyed, because a short message's plain digest could be guessed. */
const digestOf = (ctx: Context, { childId, contactId, submissionId, said, soon, copied }: ToKeep): string =>
  ctx.vault
    .mac(
      'digest',
      childId,
      contactId ?? '',
      submissionId,
      JSON.stringify([soon, copied, said.map(({ asked, answer }) => [asked.code, answer.value, answer.unsure])])
    )
    .toString('hex');

/** The office answers until this hour, UK time: what comes later is of the next working day. */
const CLOSES = 17;

/** The day and hour of an instant as a promise needs them. For this room's verbs and the page that shows the promise. */
export const momentOf = (now: Date) => ({ day: dayOf(now), closed: Number(hourInLondon.format(now)) >= CLOSES });

const hourInLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
