import { record, recordLook } from '#lib/audit/audit.server.ts';
import { notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { finishItemOf, markOpened } from '#lib/routing/items.server.ts';
import { isSoon, type Said, type Soon } from './message.ts';
import { allowToOpen } from './opening.server.ts';
import { safeOf, saidIn } from './rows.server.ts';
import * as store from './store.server.ts';

/** One message of which a child sent a copy: as an advocate reads it, and nothing else of the thread. */
export type CopyForAdvocate = Readonly<{
  id: string;
  childId: string;
  soon: Soon;
  sentAt: string;
  answerBy: string | null;
  language: string;
  said: readonly Said[] | null;
}>;

/** Opens a copy for the advocates; the child sees who it was. `not-found` for everybody else, and for what has no copy. */
export async function readCopy(ctx: Context, id: string): Promise<CopyForAdvocate> {
  return within(ctx, async (ctx) => {
    const { row, staffId } = await copyHere(ctx, id);
    if (notesLooks(ctx)) {
      await store.markCopyOpened(ctx, id, staffId);
      await markOpened(ctx, 'message-copy', id);
    }
    await recordLook(ctx, {
      verb: 'message.read-copy',
      subject: 'message-thread',
      subjectId: row.thread_id,
      childId: row.child_id
    });
    return {
      id,
      childId: row.child_id,
      soon: row.soon,
      sentAt: row.sent_at,
      answerBy: row.answer_by,
      language: row.language,
      said: saidIn(await safeOf(ctx, row.child_id), row)
    };
  });
}

/** Done with it: it leaves the advocates' inboxes. */
export async function finishCopy(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { row } = await copyHere(ctx, id);
    await finishItemOf(ctx, 'message-copy', id);
    await record(ctx, { verb: 'message.finish-copy', subject: 'message', subjectId: id, childId: row.child_id });
  });
}

async function copyHere(ctx: Context, id: string) {
  const row = await store.messageById(ctx, id);
  if (!row || row.copied !== 1 || !isSoon(row.soon)) throw notFound();
  const { staffId } = await allowToOpen(ctx, 'message-copy', row.child_id, { subject: 'message-copy', subjectId: id });
  return { row: { ...row, soon: row.soon }, staffId };
}
