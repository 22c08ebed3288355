import type { Context } from '#lib/context.ts';
import type { ForNext } from './store.server.ts';

/** Everything sent about this child for the next review, by whomever, the oldest first. */
export const sentForNext = (ctx: Context, childId: string, { reviewId, heldLast }: ForNext) =>
  ctx.db
    .selectFrom('contributions')
    .selectAll()
    .where('about_child_id', '=', childId)
    .where((is) =>
      is.or([
        is('sent_at', '>', heldLast === null ? '' : `${heldLast}T23:59:59.999Z`),
        ...(reviewId === null ? [] : [is('review_id', '=', reviewId)])
      ])
    )
    .orderBy('sent_at')
    .orderBy('version')
    .execute();
