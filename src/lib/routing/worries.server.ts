import type { Context } from '#lib/context.ts';
import { CLIMBED, endOfTaken, WORRY } from './cover.ts';
import * as covers from './covers.store.server.ts';
import * as desks from './desks.store.server.ts';
import type { Holder } from './holder.ts';
import * as items from './items.store.server.ts';
import { childrenHeldBy, endCovers, holdersOf } from './routing.server.ts';
import * as store from './store.server.ts';

/* A worry that one named person took over: from when, until when, and who hears of it. None asks a permission: their callers are verbs. */

/**
 * One named person has the child from now, for a day at most, because a worry waits. In the transaction of the verb that
 * says so, which asks who may and keeps the reason. Returns the cover's id.
 */
export async function coverForWorry(ctx: Context, childId: string, coverId: string): Promise<string> {
  if (!ctx.db.isTransaction) throw new Error('a worry is taken over in the transaction of its reason');
  const next = await store.nextIroFrom(ctx, childId);
  const times = { fromAt: ctx.now.toISOString(), toAt: endOfTaken(ctx.now, next, WORRY) };
  return covers.putCover(ctx, { childId, coverId, ...times, reason: WORRY });
}

/** Who took a worry of this child over and has them by that now; null: nobody. */
export const takenOverBy = async (ctx: Context, childId: string): Promise<string | null> =>
  (await taken(ctx, childId))[0]?.coverId ?? null;

const taken = (ctx: Context, childId: string) => covers.coversBeyond(ctx, childId, [WORRY], ctx.now.toISOString());

/** Who hears that a worry was taken over: who had the child, their IRO, the desk that has them else, and every manager. */
export async function hearOfTaking(ctx: Context, { personId, iroId, deskCode }: Holder): Promise<string[]> {
  const all = [personId, iroId, ...(await desks.membersOf(ctx, deskCode)), ...(await desks.managersNow(ctx))];
  return [...new Set(all)].filter((id) => id !== null);
}

/**
 * The child's IRO, or whoever would have the child otherwise, has opened the worry: whoever took it over has the child no
 * longer, unless nobody would. In the transaction of the opening.
 */
export async function giveBackToOpener(ctx: Context, childId: string, openerId: string): Promise<void> {
  const ids = (await taken(ctx, childId)).filter(({ coverId }) => coverId !== openerId).map(({ id }) => id);
  if (ids.length === 0) return;
  const without = (await holdersOf(ctx, [childId], ids)).get(childId);
  if (!without?.personId || (openerId !== without.personId && openerId !== without.iroId)) return;
  await endCovers(ctx, { childId, ids, at: ctx.now.toISOString(), reason: 'opened' });
}

/** No worry of this child waits any more: whoever took one over has the child no longer. In the transaction of what settled it. */
export async function giveBackWhenDealtWith(ctx: Context, childId: string): Promise<void> {
  if ((await items.openItems(ctx, [childId])).some(({ kind }) => kind === 'unsafe')) return;
  const ids = (await taken(ctx, childId)).map(({ id }) => id);
  if (ids.length > 0) await endCovers(ctx, { childId, ids, at: ctx.now.toISOString(), reason: 'dealt-with' });
}

/** The children this person has now, or would have had nobody taken a worry of theirs over, or something of theirs at the desk: what waits stays in sight of both. */
export async function childrenToHearOf(ctx: Context, staffId: string): Promise<string[]> {
  const held = await childrenHeldBy(ctx, staffId);
  const worries = await covers.coversFor(ctx, [WORRY, CLIMBED]);
  return worries.length === 0 ? held : [...new Set([...held, ...(await childrenHeldBy(ctx, staffId, worries))])];
}
