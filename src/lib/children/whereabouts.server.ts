import type { Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import * as store from './store.server.ts';

/** Whether it is marked that not everybody may know where this child lives. Asks no permission: its callers are verbs. */
export async function isAddressHidden(ctx: Context, childId: string): Promise<boolean> {
  return (await store.oneChild(ctx, childId))?.address_hidden === 1;
}

/** Keeps that mark, or its absence; whether it was another before. Asks no permission: its callers are verbs. */
export async function keepAddressHidden(ctx: Context, childId: string, hidden: boolean): Promise<boolean> {
  const child = await store.oneChild(ctx, childId);
  if (!child) throw notFound();
  if ((child.address_hidden === 1) === hidden) return false;
  // The revision stays: no encrypted column of the row changes.
  await store.updateChild(ctx, childId, { address_hidden: hidden ? 1 : 0, changed_at: ctx.now.toISOString() });
  return true;
}
