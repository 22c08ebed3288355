import type { Context } from '#lib/context.ts';
import * as covers from './covers.store.server.ts';
import { holdersOf } from './routing.server.ts';
import * as store from './store.server.ts';

/**
 * Everybody who is close to this child now: their IRO and social worker, whoever has the child, and all who stand in for one
 * of them by a cover that holds, also where another cover comes first. No permission of its own: its callers are verbs.
 */
export async function closeTo(ctx: Context, childId: string): Promise<string[]> {
  const { close, social } = await closeToEach(ctx, [childId]);
  return [...new Set([...(close.get(childId) ?? []), ...(social.get(childId) ?? [])])];
}

type People = ReadonlyMap<string, ReadonlySet<string>>;

/** The same of each of these children. `close`: who has the child or stands in; `social`: the social workers. For this room. */
export async function closeToEach(
  ctx: Context,
  childIds: readonly string[]
): Promise<Readonly<{ close: People; social: People }>> {
  const holders = await holdersOf(ctx, childIds);
  const standing = await covers.coversNow(ctx);
  const [iros, social] = [await workers(ctx, childIds, 'iro'), await workers(ctx, childIds, 'social_worker')];
  const close = new Map<string, Set<string>>();
  for (const childId of childIds) {
    const takers = standing.flatMap((cover) => (cover.childId === childId ? [cover.coverId] : []));
    const { iroId = null, personId = null } = holders.get(childId) ?? {};
    const found = new Set([...(iros.get(childId) ?? []), ...takers, iroId, personId].filter((id) => id !== null));
    // A set goes on with what is added to it: cover of cover, round no circle twice.
    for (const id of found)
      for (const cover of standing) if (cover.childId === null && cover.absentId === id) found.add(cover.coverId);
    close.set(childId, found);
  }
  return { close, social };
}

async function workers(ctx: Context, childIds: readonly string[], role: 'iro' | 'social_worker') {
  const found = new Map<string, Set<string>>();
  for (const { child_id, staff_id } of await store.allocated(ctx, childIds, role))
    found.set(child_id, (found.get(child_id) ?? new Set()).add(staff_id));
  return found;
}
