import type { Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { USUAL_REPLY_DAYS } from './promise.ts';

/**
 * Within how many working days whoever has this child now answers, as their face on every page of the child says it; the usual
 * ones where nobody has the child. No permission of its own: its callers are verbs and the page that shows the promise.
 */
export async function replyDaysFor(ctx: Context, childId: string): Promise<number> {
  const { personId } = await holderOf(ctx, childId);
  if (!personId) return USUAL_REPLY_DAYS;
  return (await staffCards(ctx, [personId])).get(personId)?.replyDays ?? USUAL_REPLY_DAYS;
}
