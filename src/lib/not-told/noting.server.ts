import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { invitationIdsOf } from '#lib/invitations/posted-letters.server.ts';
import { setAside, toldIndex } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { addItem, finishItemOf } from '#lib/routing/items.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { endsByItself, isNotToldReason, type NotToldReason, type ToldBy, type Untold } from './not-told.ts';
import * as store from './store.server.ts';

export type NotReached = Readonly<{ way: ToldBy; reason: NotToldReason; personIndex: string | null }>;

/**
 * Somebody could not be told: a task for whoever has the child (of somebody around one), or for the administrators (of a worker).
 * While it is open, whatever else does not reach them is the same task. By the clock, in the transaction of what became of the
 * message.
 */
export async function noteNotTold(ctx: Context, whom: Untold, { way, reason, personIndex }: NotReached): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'not-told.note');
    await lockName(ctx.db, `not-told:${whom.personId}`);
    const before = await store.openOf(ctx, whom.personId);
    const last = { way, reason, person_index: personIndex, last_at: ctx.now.toISOString() };
    if (before) return void (await store.change(ctx, before.id, { ...last, times: before.times + 1 }));
    const id = ctx.ids();
    const childId = whom.person === 'contact' ? whom.childId : null;
    const who = { id, person: whom.person, person_id: whom.personId, child_id: childId };
    const open = { done_at: null, done_by: null, outcome: null };
    await store.insert(ctx, { ...who, ...last, times: 1, first_at: ctx.now.toISOString(), ...open });
    const kind = whom.person === 'contact' ? 'not-told' : 'not-told-worker';
    await addItem(ctx, { kind, subject: 'not-told', subjectId: id, childId, neededBy: null });
    await record(ctx, { verb: 'not-told.note', subject: 'not-told', subjectId: id, childId, reason });
  });
}

/** Something was taken for this person: what was open about them is over. By the clock, in the transaction of the message. */
export async function noteReached(ctx: Context, personId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'not-told.note');
    const row = await store.openOf(ctx, personId);
    if (!row || !isNotToldReason(row.reason) || !endsByItself(row.reason)) return;
    await endNotTold(ctx, row, { outcome: 'reached', by: null });
  });
}

/** Ends it for all, in the caller's transaction; its callers are verbs of this room. */
export async function endNotTold(
  ctx: Context,
  row: store.NotToldRow,
  { outcome, by }: { outcome: string; by: string | null }
): Promise<void> {
  await store.change(ctx, row.id, { done_at: ctx.now.toISOString(), done_by: by, outcome });
  await finishItemOf(ctx, 'not-told', row.id);
  // Each invitation keeps an order of its own: what was given up of an earlier one is dealt with too.
  const asked = row.child_id === null ? [] : await invitationIdsOf(ctx, row.child_id, row.person_id);
  const indexes = [...asked.map((id) => toldIndex(ctx, id)), ...(row.person_index === null ? [] : [row.person_index])];
  if (indexes.length > 0) await setAside(ctx, indexes);
  await record(ctx, {
    ...{ verb: 'not-told.end', subject: 'not-told', subjectId: row.id, childId: row.child_id, reason: outcome }
  });
}
