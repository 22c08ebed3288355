import type { Context } from '#lib/context.ts';
import { closeTo } from '#lib/routing/close.server.ts';
import { isAnybodyAt, isForOthers } from '#lib/routing/items.server.ts';
import type { LateTo } from './message.ts';

/** Whether an advocate who works here, and not with this child otherwise, would get a copy now. Asks no permission. */
export const advocatesHere = async (ctx: Context, childId: string): Promise<boolean> =>
  isAnybodyAt(ctx, 'advocates', await closeTo(ctx, childId));

/** To whom this child can say that nobody has answered: only where somebody is who would get it. Asks no permission. */
export async function lateWays(ctx: Context, childId: string): Promise<LateTo[]> {
  const close = await closeTo(ctx, childId);
  const ways: LateTo[] = [];
  if (await isAnybodyAt(ctx, 'advocates', close)) ways.push('advocates');
  if (await isForOthers(ctx, 'message-late', childId, close)) ways.push('manager');
  return ways;
}
