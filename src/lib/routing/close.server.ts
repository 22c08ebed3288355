import type { Context } from '#lib/context.ts';
import * as covers from './covers.store.server.ts';
import { holderOf, workersOf } from './routing.server.ts';

/**
 * Everybody who is close to this child now: their IRO and social worker, whoever has the child, and all who stand in for one
 * of them by a cover that holds, also where another cover comes first. No permission of its own: its callers are verbs.
 */
export async function closeTo(ctx: Context, childId: string): Promise<string[]> {
  const { iroId, personId } = await holderOf(ctx, childId);
  const workers = await workersOf(ctx, childId);
  const standing = await covers.coversNow(ctx);
  const social = workers.flatMap(({ staffId, role }) => (role === 'social_worker' ? [staffId] : []));
  const iros = workers.flatMap(({ staffId, role }) => (role === 'iro' ? [staffId] : []));
  const takers = standing.flatMap((cover) => (cover.childId === childId ? [cover.coverId] : []));
  const found = new Set([...iros, ...takers, iroId, personId].filter((id) => id !== null));
  // A set goes on with what is added to it: cover of cover, round no circle twice.
  for (const id of found)
    for (const cover of standing) if (cover.childId === null && cover.absentId === id) found.add(cover.coverId);
  return [...new Set([...found, ...social])];
}
