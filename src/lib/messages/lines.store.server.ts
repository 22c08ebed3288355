import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { MessageRow } from './store.server.ts';

/** What a list needs: an inbox of many is listed without fetching a sealed word. */
const head = [
  ...(['id', 'thread_id', 'child_id', 'author', 'soon', 'sent_at', 'answer_by', 'opened_at', 'opened_by'] as const),
  ...(['answered_id', 'assurance', 'language', 'copied'] as const)
] satisfies readonly (keyof MessageRow)[];
type MessageHead = Pick<MessageRow, (typeof head)[number]>;

/** These messages without their words, each with the contact who wrote it; null: the child did. */
export const heads = (ctx: Context, ids: readonly string[]): Promise<(MessageHead & { contact_id: string | null })[]> =>
  inSlices(ids, (slice) =>
    ctx.db
      .selectFrom('messages')
      .innerJoin('message_threads', 'message_threads.id', 'messages.thread_id')
      .select(head.map((column) => `messages.${column}` as const))
      .select('message_threads.contact_id')
      .where('messages.id', 'in', slice)
      .execute()
  );

/** What was written and waits for an answer in the threads of these messages, with its words. */
export const waitingBeside = (ctx: Context, ids: readonly string[]): Promise<MessageRow[]> =>
  inSlices(ids, (slice) =>
    ctx.db
      .selectFrom('messages')
      .selectAll()
      .where('thread_id', 'in', (is) => is.selectFrom('messages').select('thread_id').where('id', 'in', slice))
      .where('author', '!=', 'staff')
      .where('answered_id', 'is', null)
      .execute()
  );
