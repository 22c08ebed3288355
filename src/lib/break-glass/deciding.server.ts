import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow, wasManagerThen } from '#lib/relations.server.ts';
import { holderOf } from '#lib/routing/routing.server.ts';
import { LONGEST_MINUTES } from './emergency.ts';
import { stateNow } from './rows.server.ts';
import * as store from './store.server.ts';

/**
 * The second person opens it, from now, for as long as was asked and an hour at most. Nobody approves their own. Whoever
 * has the child is told. Throws `invalid` (`emergency`: `own`, `new` for who became a manager only on that day or since, or
 * `decided`, when somebody was there before).
 */
export async function approve(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { row, me } = await deciding(ctx, id, 'emergency.approve');
    if (row.asker_id === me) throw new Refusal('invalid', { fields: { emergency: 'own' } });
    if (stateNow(ctx, row) !== 'asked') throw decided();
    if (!(await wasManagerThen(ctx, me, row.asked_at))) throw new Refusal('invalid', { fields: { emergency: 'new' } });
    const minutes = Math.min(row.minutes, LONGEST_MINUTES);
    const endsAt = new Date(ctx.now.getTime() + minutes * 60_000).toISOString();
    await store.change(ctx, id, { approver_id: me, approved_at: ctx.now.toISOString(), ends_at: endsAt });
    await record(ctx, { verb: 'emergency.approve', subject: 'break-glass', subjectId: id, childId: row.child_id, onBehalf: id });
    await tell(ctx, row, me);
  });
}

/** Whoever has the child, and the one who asked: constant words, as every nudge. */
async function tell(ctx: Context, row: store.Row, approver: string): Promise<void> {
  const { personId, iroId } = await holderOf(ctx, row.child_id);
  for (const staffId of new Set([personId, iroId, row.asker_id]))
    if (staffId !== null && staffId !== approver)
      await enqueue(ctx, { kind: 'something-new', dedupeKey: `emergency-open:${row.id}:${staffId}`, staffId });
}

/** The second person says no. Throws `invalid` (`emergency`: `own` or `decided`). */
export async function refuse(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { row, me } = await deciding(ctx, id, 'emergency.refuse');
    if (row.asker_id === me) throw new Refusal('invalid', { fields: { emergency: 'own' } });
    if (stateNow(ctx, row) !== 'asked') throw decided();
    await end(ctx, row, me, 'emergency.refuse');
  });
}

/** Either of the two ends it, or the one who asked takes it back before anybody decided. Ending it twice is once. */
export async function endNow(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { row, me } = await deciding(ctx, id, 'emergency.end');
    if (me !== row.asker_id && me !== row.approver_id) throw notFound();
    const state = stateNow(ctx, row);
    if (state === 'running' || state === 'asked' || state === 'void') await end(ctx, row, me, 'emergency.end');
  });
}

/** Whoever has the child has seen that somebody else opened it, or took it over. */
export async function markSeen(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const row = await store.one(ctx, id);
    const { coverId } = await allow(ctx, 'emergency.see-told', row?.child_id ?? null);
    if (!row || ctx.actor.kind !== 'staff') throw notFound();
    if (row.seen_at !== null) return;
    await store.change(ctx, id, { seen_at: ctx.now.toISOString(), seen_by: ctx.actor.id });
    await record(ctx, {
      ...{ verb: 'emergency.seen', subject: 'break-glass', subjectId: id, childId: row.child_id, onBehalf: coverId }
    });
  });
}

async function deciding(ctx: Context, id: string, verb: 'emergency.approve' | 'emergency.refuse' | 'emergency.end') {
  await store.hold(ctx, id);
  const row = await store.one(ctx, id);
  await allow(ctx, verb, row?.child_id ?? null);
  if (!row || row.cover_id !== null || ctx.actor.kind !== 'staff') throw notFound();
  return { row, me: ctx.actor.id };
}

async function end(ctx: Context, row: store.Row, by: string, verb: string): Promise<void> {
  await store.change(ctx, row.id, { ended_at: ctx.now.toISOString(), ended_by: by });
  await record(ctx, { verb, subject: 'break-glass', subjectId: row.id, childId: row.child_id, onBehalf: row.id });
}

const decided = () => new Refusal('invalid', { fields: { emergency: 'decided' } });
