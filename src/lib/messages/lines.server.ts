import { contactsOf } from '#lib/children/contacts.server.ts';
import type { Context } from '#lib/context.ts';
import { mayNeedSomebody } from '#lib/journeys/attention.ts';
import type { Item } from '#lib/routing/item.ts';
import { isSoon, type MessageLine } from './message.ts';
import { isMessageItem, mayOpenItem } from './opening.server.ts';
import { textsIn } from './rows.server.ts';
import * as store from './lines.store.server.ts';

/* What there is to read, for verbs that list it: not a word of what was written. */

/**
 * These messages without a word of them, for lists. Callers are verbs that have already asked who may know of the children
 * they are about at all.
 */
export async function messageLines(ctx: Context, ids: readonly string[]): Promise<MessageLine[]> {
  const heads = await store.heads(ctx, ids);
  const writers = await contactsOf(
    ctx,
    heads.flatMap(({ contact_id }) => contact_id ?? [])
  );
  return heads.flatMap((row): MessageLine[] => {
    const by = row.contact_id === null ? undefined : writers.get(row.contact_id);
    if (!isSoon(row.soon)) return [];
    return [
      {
        id: row.id,
        threadId: row.thread_id,
        childId: row.child_id,
        by: by ? { id: by.id, name: by.name, relation: by.relation } : null,
        soon: row.soon,
        sentAt: row.sent_at,
        openedBy: row.opened_by,
        answerBy: row.answer_by,
        answered: row.answered_id !== null,
        assurance: row.assurance,
        language: row.language
      }
    ];
  });
}

/** In which thread each of these messages is. For the same callers. */
export const threadsOf = async (ctx: Context, ids: readonly string[]): Promise<Map<string, string>> =>
  new Map((await store.heads(ctx, ids)).map(({ id, thread_id }) => [id, thread_id]));

type Listed = Pick<Item, 'kind' | 'subjectId' | 'childId'>;

/**
 * Which of these may need somebody today, by the words that stand in what waits for an answer, in the whole thread (attention.ts;
 * of a copy, in that one message): of those the person signed in may read, and nothing of the words themselves. Nobody has
 * opened them by this.
 */
export async function needsAttention(ctx: Context, items: readonly Listed[]): Promise<Set<string>> {
  const readable: Listed[] = [];
  // One child may have written many: each is asked about once.
  const may = new Map<string, boolean>();
  for (const item of items) {
    if (!isMessageItem(item.kind) || (item.kind !== 'message' && item.kind !== 'message-copy')) continue;
    const about = `${item.kind}:${item.childId}`;
    const known = may.get(about) ?? (await mayOpenItem(ctx, item.kind, item.childId));
    may.set(about, known);
    if (known) readable.push(item);
  }
  const [ids, childIds] = [readable.map(({ subjectId }) => subjectId), readable.map(({ childId }) => childId)];
  const waiting = await store.waitingBeside(ctx, ids);
  const safes = await ctx.vault.safes(ctx.db, 'child', [...new Set(childIds)], 'private');
  const marked = waiting.filter((row) => {
    const safe = safes.get(row.child_id);
    return safe !== undefined && mayNeedSomebody(textsIn(safe, row));
  });
  const threads = new Set(marked.map(({ thread_id }) => thread_id));
  const inThread = new Map(waiting.map(({ id, thread_id }) => [id, thread_id]));
  const found = readable.filter(({ kind, subjectId }) =>
    kind === 'message' ? threads.has(inThread.get(subjectId) ?? '') : marked.some(({ id }) => id === subjectId)
  );
  return new Set(found.map(({ subjectId }) => subjectId));
}
