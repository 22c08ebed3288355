import { recordLook } from '#lib/audit/audit.server.ts';
import { contactOf } from '#lib/children/contacts.server.ts';
import { notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { isFamilyOf } from '#lib/invitations/roles.server.ts';
import { mayNeedSomebody } from '#lib/journeys/attention.ts';
import { markOpened } from '#lib/routing/items.server.ts';
import { isSoon, type StaffMessage, type ThreadForStaff } from './message.ts';
import { allowToOpen } from './opening.server.ts';
import { namesOf, openedOf, safeOf, saidIn, textIn, textsIn, workersIn } from './rows.server.ts';
import * as store from './store.server.ts';

/** A thread that somebody may read, and as whom. */
export type Reading = Readonly<{ thread: store.ThreadRow; staffId: string; coverId: string | null; emergency: boolean }>;

/** The thread, when this person may read it now; `not-found` otherwise. For this room's verbs. */
export async function readable(ctx: Context, threadId: string): Promise<Reading> {
  const thread = await store.threadById(ctx, threadId);
  if (!thread) throw notFound();
  return { thread, ...(await allowToOpen(ctx, 'message', thread.child_id)) };
}

/**
 * Opens a thread for whoever has the child now. Opening is an act: it is on the record, whoever wrote sees who it was and
 * when, and every message in it counts as read. `not-found` for everybody else.
 */
export async function readThread(ctx: Context, threadId: string): Promise<ThreadForStaff> {
  return within(ctx, async (ctx) => {
    const reading = await readable(ctx, threadId);
    const { thread } = reading;
    await open(ctx, reading);
    const rows = await store.messagesIn(ctx, thread.id);
    const by = thread.contact_id === null ? null : await contactOf(ctx, thread.contact_id);
    const nameOf = await namesOf(ctx, workersIn(rows));
    const safe = await safeOf(ctx, thread.child_id);
    const waiting = rows.filter(({ author, answered_id }) => author !== 'staff' && answered_id === null);
    return {
      id: thread.id,
      childId: thread.child_id,
      by: by && { id: by.id, name: by.name, relation: by.relation },
      messages: rows.map((row) => ({
        ...shapeOf(row, nameOf),
        said: row.author === 'staff' ? null : saidIn(safe, row),
        text: row.author === 'staff' ? textIn(safe, row) : null
      })),
      waitsFrom: soonest(waiting),
      attention: mayNeedSomebody(waiting.flatMap((row) => textsIn(safe, row))),
      toFamily: thread.contact_id !== null && (await isFamilyOf(ctx, thread.child_id, thread.contact_id)),
      readOnly: reading.emergency
    };
  });
}

/** Writes down that it was opened. With no room left it is read all the same, and counts as unopened until there is. */
async function open(ctx: Context, { thread, staffId, coverId, emergency }: Reading): Promise<void> {
  if (!emergency && notesLooks(ctx)) {
    await store.hold(ctx, thread.id);
    const rows = await store.messagesIn(ctx, thread.id);
    const unopened = rows.filter(({ author, opened_at }) => author !== 'staff' && opened_at === null).map(({ id }) => id);
    if (unopened.length > 0) await store.markOpened(ctx, unopened, staffId, coverId);
    for (const id of unopened) await markOpened(ctx, 'message', id);
  }
  const look = { verb: 'message.read', subject: 'message-thread', subjectId: thread.id, childId: thread.child_id } as const;
  await recordLook(ctx, { ...look, onBehalf: coverId });
}

const shapeOf = (row: store.MessageRow, nameOf: (id: string | null) => string): Omit<StaffMessage, 'said' | 'text'> => ({
  id: row.id,
  at: row.sent_at,
  soon: isSoon(row.soon) ? row.soon : null,
  staffId: row.author === 'staff' ? row.author_id : null,
  name: row.author === 'staff' ? nameOf(row.author_id) : '',
  opened: openedOf(row, nameOf),
  answerBy: row.answer_by,
  answered: row.answered_id !== null,
  assurance: row.assurance,
  language: row.language,
  copied: row.copied === 1
});

/** Of what waits, what was promised for the soonest day. */
function soonest(waiting: readonly store.MessageRow[]): ThreadForStaff['waitsFrom'] {
  const [first] = [...waiting].sort((one, other) => (one.answer_by ?? '9').localeCompare(other.answer_by ?? '9'));
  return first && isSoon(first.soon) ? { soon: first.soon, answerBy: first.answer_by } : null;
}
