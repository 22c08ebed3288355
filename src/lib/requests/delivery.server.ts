import type { Context } from '#lib/context.ts';
import { isAnybodyAt } from '#lib/routing/items.server.ts';
import { holderOf, workersOf } from '#lib/routing/routing.server.ts';
import { kinds, readers, type RequestKind } from './kinds.ts';
import type { Readers } from './request.ts';

/**
 * Who would get this kind now, asked for about this child, and whether there is anybody to read a reason: without anybody at
 * the advocates' desk a child's IRO is told that an advocate is wanted, and no reason is asked for. No permission of its own.
 */
export async function deliveryOf(
  ctx: Context,
  kind: RequestKind,
  childId: string
): Promise<{ readers: Readers; asksWhy: boolean }> {
  const first = kinds[kind].readers;
  const { needs } = readers[first];
  if (!needs || (await isAnybodyAt(ctx, needs.desk, await closeTo(ctx, childId)))) return { readers: first, asksWhy: true };
  return { readers: needs.otherwise, asksWhy: false };
}

/** Who has this child, and who works with them: whoever else sits at the desk, it is not theirs to read (`never` in kinds.ts). */
async function closeTo(ctx: Context, childId: string): Promise<string[]> {
  const { personId } = await holderOf(ctx, childId);
  const workers = await workersOf(ctx, childId);
  return [...workers.map(({ staffId }) => staffId), ...(personId ? [personId] : [])];
}
