import type { Insertable, Selectable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type KeptRow = Selectable<Tables['kept_words']>;

/** The visit may do from here on what the card alone may do. One that ran out stays as it was: it may still save as it was. */
export const lower = (ctx: Context, sessionId: string) =>
  ctx.db
    .updateTable('sessions')
    .set({ assurance: 'card', fresh_until: null })
    .where('id', '=', sessionId)
    .where('expires_at', '>', ctx.now.toISOString())
    .execute();

/**
 * Puts down another visit of the card alone, with another cookie (`id` is that cookie's hash), that goes on from one that holds
 * and ends when that would have. Two tabs that close at once, or an answer that got lost, make two of them, both good. False
 * when there is nothing to go on from. The caller ends the first.
 */
export async function goOnByCard(ctx: Context, sessionId: string, id: string): Promise<boolean> {
  const now = ctx.now.toISOString();
  const visits = ctx.db.selectFrom('sessions').selectAll();
  const here = await visits.where('id', '=', sessionId).where('expires_at', '>', now).executeTakeFirst();
  if (!here) return false;
  const before = await visits.where('earlier_id', '=', sessionId).where('assurance', '=', 'card').executeTakeFirst();
  const next = { ...(before ?? here), id, assurance: 'card', fresh_until: null, earlier_id: sessionId };
  await ctx.db.insertInto('sessions').values(next).execute();
  return true;
}

/** The visit that this one of the card went on from, if it did: null for one that the card opened. */
export async function before(ctx: Context, sessionId: string): Promise<string | null> {
  const query = ctx.db.selectFrom('sessions').select('earlier_id').where('id', '=', sessionId).where('assurance', '=', 'card');
  return (await query.executeTakeFirst())?.earlier_id ?? null;
}

/** What this author last wrote on this page without sending it, newest first. */
export const keptOn = (ctx: Context, author: { kind: string; id: string }, path: string): Promise<KeptRow[]> =>
  ctx.db
    .selectFrom('kept_words')
    .selectAll()
    .where('author', '=', author.kind)
    .where('author_id', '=', author.id)
    .where('path', '=', path)
    .orderBy('kept_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

export const add = (ctx: Context, row: Insertable<Tables['kept_words']>) => ctx.db.insertInto('kept_words').values(row).execute();

export const remove = (ctx: Context, id: string) => ctx.db.deleteFrom('kept_words').where('id', '=', id).execute();

export const removeBefore = (ctx: Context, time: string) => ctx.db.deleteFrom('kept_words').where('kept_at', '<', time).execute();
