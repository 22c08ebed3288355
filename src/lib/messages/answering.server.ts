import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { isFamilyOf } from '#lib/invitations/roles.server.ts';
import type { Finding } from '#lib/invitations/second-look.ts';
import { lookTwice } from '#lib/invitations/watching.server.ts';
import { allow } from '#lib/relations.server.ts';
import { finishItemOf } from '#lib/routing/items.server.ts';
import { nothingYet } from './keeping.server.ts';
import { readable, type Reading } from './reading.server.ts';
import { safeOf, textIn } from './rows.server.ts';
import * as store from './store.server.ts';

export type NewReply = Readonly<{
  /** Born with the page it was written on: the same words twice are one answer, other words are another. A UUID. */
  id: string;
  text: string;
  /** The newest message the answer was written under: what came after it is not answered by it. Null: every opened one. */
  upTo: string | null;
  /** The newest answer the page showed, or null: it showed none. Left out where the words were written on no page. */
  shown?: string | null;
  /** The very words in which something was found, looked at and sent all the same. */
  sure?: string | null;
}>;

const LONGEST_REPLY = 4000;
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Answers a thread: every message in it that has been opened, up to the one the page showed, is answered and leaves every
 * inbox it is in. Pressing twice is once; what was corrected and sent again from the same page is an answer too. What goes to family is looked at twice: with something found nothing is sent, and
 * what was found is returned; empty: it is sent. Throws `invalid` (`text`: `empty` or `too-long`; `answered`: `meanwhile`, where
 * an answer came that their page did not show); `not-found` for whoever may not, and for those whom break-glass let in to read.
 */
export async function answerThread(ctx: Context, threadId: string, given: NewReply): Promise<readonly Finding[]> {
  return within(ctx, async (ctx) => {
    const reading = await readable(ctx, threadId);
    // Two people opened it to be read: it is answered by whoever has the child.
    await allow(ctx, 'message.answer', reading.thread.child_id);
    if (!ID.test(given.id)) throw notFound();
    const text = given.text.trim();
    if (text === '') throw new Refusal('invalid', { fields: { text: 'empty' } });
    if (text.length > LONGEST_REPLY) throw new Refusal('invalid', { fields: { text: 'too-long' } });
    const { thread } = reading;
    await store.hold(ctx, thread.id);
    const versions = await store.versionsOf(ctx, thread.id, given.id);
    const safe = await safeOf(ctx, thread.child_id);
    if (versions.some((row) => row.author === 'staff' && textIn(safe, row) === text)) return [];
    await refuseUnseen(ctx, thread.id, given);
    const findings = await lookAgain(ctx, thread, text, given.sure ?? null);
    if (findings.length > 0) return findings;
    const answerId = await insertReply(ctx, reading, { id: given.id, version: (versions[0]?.version ?? 0) + 1, text });
    const answered = await openedUpTo(ctx, thread.id, given.upTo);
    if (answered.length > 0) await store.markAnswered(ctx, answered, answerId);
    for (const id of answered) await finishItemOf(ctx, 'message', id);
    const act = { verb: 'message.answer', subject: 'message-thread', subjectId: thread.id, childId: thread.child_id };
    await record(ctx, { ...act, onBehalf: reading.coverId });
    return [];
  });
}

/** Nobody answers what was answered meanwhile without knowing: the newest answer, but for those of this very page, is one it showed. */
async function refuseUnseen(ctx: Context, threadId: string, { id, shown }: NewReply): Promise<void> {
  if (shown === undefined) return;
  const answers = (await store.messagesIn(ctx, threadId)).filter(({ author }) => author === 'staff');
  const others = answers.slice(answers.findIndex((row) => row.id === shown) + 1).filter((row) => row.submission_id !== id);
  if (others.length > 0) throw new Refusal('invalid', { fields: { answered: 'meanwhile' } });
}

/** Messages somebody has opened and nobody has answered, up to this one. */
async function openedUpTo(ctx: Context, threadId: string, upTo: string | null): Promise<string[]> {
  const rows = await store.messagesIn(ctx, threadId);
  const last = rows.findIndex(({ id }) => id === upTo);
  return rows
    .slice(0, last === -1 ? rows.length : last + 1)
    .filter(({ author, opened_at, answered_id }) => author !== 'staff' && opened_at !== null && answered_id === null)
    .map(({ id }) => id);
}

/** What stands in an answer to family that may tell where the child is; what was looked at and is sent all the same is on the record. */
async function lookAgain(ctx: Context, thread: store.ThreadRow, text: string, sure: string | null): Promise<readonly Finding[]> {
  if (thread.contact_id === null || !(await isFamilyOf(ctx, thread.child_id, thread.contact_id))) return [];
  const findings = await lookTwice(ctx, thread.child_id, text);
  if (findings.length === 0 || sure?.trim() !== text) return findings;
  const act = { verb: 'second-look.sent', subject: 'message-thread', subjectId: thread.id, childId: thread.child_id };
  await record(ctx, { ...act, reason: String(findings.length) });
  return [];
}

type Reply = Readonly<{ id: string; version: number; text: string }>;

async function insertReply(ctx: Context, { thread, staffId, coverId }: Reading, given: Reply): Promise<string> {
  const id = ctx.ids();
  const safe = await safeOf(ctx, thread.child_id);
  await store.insertMessage(ctx, {
    ...{ id, submission_id: given.id, version: given.version, digest: '', thread_id: thread.id, child_id: thread.child_id },
    ...{ author: 'staff', author_id: staffId, cover_id: coverId, soon: null },
    ...{ body_sealed: safe.seal('messages', 'body_sealed', id, 1, given.text), rev: 1 },
    ...{ assurance: ctx.actor.assurance, session_id: '', language: 'en', band: 'staff' },
    ...{ sent_at: ctx.now.toISOString(), answer_by: null, copied: 0 },
    ...nothingYet
  });
  return id;
}
