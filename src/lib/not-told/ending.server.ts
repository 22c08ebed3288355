import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { setRestAside } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { endNotTold } from './noting.server.ts';
import { isDone } from './not-told.ts';
import * as store from './store.server.ts';

/**
 * Somebody told them another way (`rang`), or put right what was wrong (`put-right`): it leaves every inbox, with who did it and
 * when. Of somebody around a child: for the child's IRO or cover; of a worker: for administrators and managers. Pressed twice is
 * once. Throws `invalid` (`outcome`: `missing`).
 */
export async function endByHand(ctx: Context, id: string, outcome: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const row = await store.byId(ctx, id);
    if (row?.person === 'contact') await allow(ctx, 'not-told.end', row.child_id);
    else await allow(ctx, 'not-told.end-worker');
    if (!row || ctx.actor.kind !== 'staff') throw notFound();
    if (!isDone(outcome)) throw new Refusal('invalid', { fields: { outcome: 'missing' } });
    if (row.done_at !== null) return;
    await endNotTold(ctx, row, { outcome, by: ctx.actor.id });
  });
}

/**
 * What was given up and is nobody's task any more (whoever it was for has left, or it does not say whom it was for) is put aside:
 * somebody looked. For administrators and managers.
 */
export async function putRestAside(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'not-told.end-worker');
    await setRestAside(ctx, await store.openIndexes(ctx));
    await record(ctx, { verb: 'not-told.aside', subject: 'outbox', subjectId: 'given-up' });
  });
}
