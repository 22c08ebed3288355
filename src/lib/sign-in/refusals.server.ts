import { record, type Act } from '#lib/audit/audit.server.ts';
import type { Context } from '#lib/context.ts';
import { staffRefusals, take } from './limits.server.ts';

/**
 * Writes down that a worker's sign-in was refused, by ids only (`unknown` when there is no such thing), in the caller's
 * transaction: so the caller must not throw inside it. Very many at once are written down now and then only.
 */
export async function noteRefusal(ctx: Context, act: Omit<Act, 'outcome'>): Promise<null> {
  if ((await take(ctx, staffRefusals)) === 0) await record(ctx, { ...act, outcome: 'refused' });
  return null;
}
