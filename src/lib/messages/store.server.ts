import type { Insertable, Selectable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type ThreadRow = Selectable<Tables['message_threads']>;
export type MessageRow = Selectable<Tables['messages']>;
export type LateRow = Selectable<Tables['message_lates']>;

export const threadById = (ctx: Context, id: string): Promise<ThreadRow | undefined> =>
  ctx.db.selectFrom('message_threads').selectAll().where('id', '=', id).executeTakeFirst();

/** Whose a thread is: the child's own (`contactId` null), or that of one person around them. */
export type Whose = Readonly<{ childId: string; contactId: string | null }>;

export const threadOf = (ctx: Context, { childId, contactId }: Whose): Promise<ThreadRow | undefined> =>
  ctx.db
    .selectFrom('message_threads')
    .selectAll()
    .where('child_id', '=', childId)
    .where('kind', '=', contactId === null ? 'child' : 'adult')
    .where('contact_id', contactId === null ? 'is' : '=', contactId)
    .executeTakeFirst();

export const insertThread = (ctx: Context, row: Insertable<Tables['message_threads']>) =>
  ctx.db.insertInto('message_threads').values(row).execute();

export const insertMessage = (ctx: Context, row: Insertable<Tables['messages']>) =>
  ctx.db.insertInto('messages').values(row).execute();

/** Everything in a thread, the oldest first. */
export const messagesIn = (ctx: Context, threadId: string): Promise<MessageRow[]> =>
  ctx.db.selectFrom('messages').selectAll().where('thread_id', '=', threadId).orderBy('sent_at').orderBy('id').execute();

export const messageById = (ctx: Context, id: string): Promise<MessageRow | undefined> =>
  ctx.db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst();

/** Every version of one thing sent in this thread, the newest first. */
export const versionsOf = (ctx: Context, threadId: string, submissionId: string): Promise<MessageRow[]> =>
  ctx.db
    .selectFrom('messages')
    .selectAll()
    .where('thread_id', '=', threadId)
    .where('submission_id', '=', submissionId)
    .orderBy('version', 'desc')
    .execute();

/** How many answers in this thread, from then on (ISO time), whoever wrote has not seen. */
export async function unseenIn(ctx: Context, threadId: string, since: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('messages')
    .select((is) => is.fn.countAll<number>().as('many'))
    .where('thread_id', '=', threadId)
    .where('author', '=', 'staff')
    .where('seen_at', 'is', null)
    .where('sent_at', '>=', since)
    .executeTakeFirstOrThrow();
  return Number(row.many);
}

export const markSeen = (ctx: Context, ids: readonly string[]) =>
  ctx.db
    .updateTable('messages')
    .set({ seen_at: ctx.now.toISOString() })
    .where('id', 'in', [...ids])
    .where('seen_at', 'is', null)
    .execute();

/** The first opener stays; later ones change nothing. */
export const markOpened = (ctx: Context, ids: readonly string[], staffId: string, coverId: string | null) =>
  ctx.db
    .updateTable('messages')
    .set({ opened_at: ctx.now.toISOString(), opened_by: staffId, opened_cover: coverId })
    .where('id', 'in', [...ids])
    .where('opened_at', 'is', null)
    .execute();

export const markCopyOpened = (ctx: Context, id: string, staffId: string) =>
  ctx.db
    .updateTable('messages')
    .set({ copy_opened_at: ctx.now.toISOString(), copy_opened_by: staffId })
    .where('id', '=', id)
    .where('copy_opened_at', 'is', null)
    .execute();

/** The answer that answers these. */
export const markAnswered = (ctx: Context, ids: readonly string[], answerId: string) =>
  ctx.db
    .updateTable('messages')
    .set({ answered_id: answerId })
    .where('id', 'in', [...ids])
    .where('answered_id', 'is', null)
    .execute();

/** Holds a thread's row until the transaction ends, in both engines: a message and an answer come one after the other. */
export const hold = (ctx: Context, id: string) =>
  ctx.db
    .updateTable('message_threads')
    .set((is) => ({ kind: is.ref('kind') }))
    .where('id', '=', id)
    .execute();

/** What was said about these being late, the first first. */
export const latesOf = (ctx: Context, messageIds: readonly string[]): Promise<LateRow[]> =>
  inSlices(messageIds, (slice) =>
    ctx.db.selectFrom('message_lates').selectAll().where('message_id', 'in', slice).orderBy('told_at').orderBy('id').execute()
  );

export const lateById = (ctx: Context, id: string): Promise<LateRow | undefined> =>
  ctx.db.selectFrom('message_lates').selectAll().where('id', '=', id).executeTakeFirst();

/** Put in once: the same thing said twice is one. Returns whether it was new. */
export async function insertLate(ctx: Context, row: Insertable<Tables['message_lates']>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await ctx.db
    .insertInto('message_lates')
    .values(row)
    .onConflict((conflict) => conflict.columns(['message_id', 'goes_to']).doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

export const markLateOpened = (ctx: Context, id: string, staffId: string) =>
  ctx.db
    .updateTable('message_lates')
    .set({ opened_at: ctx.now.toISOString(), opened_by: staffId })
    .where('id', '=', id)
    .where('opened_at', 'is', null)
    .execute();
