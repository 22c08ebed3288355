import { dayOf, type Context } from '#lib/context.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import { stateOf, type Emergency, type EmergencyState } from './emergency.ts';
import type { Found } from './store.server.ts';

export const stateNow = (ctx: Context, row: Found): EmergencyState =>
  stateOf({ ...row, approver_here: row.approver_active === 1 && wasManager(row) }, ctx.now);

/** As `wasManagerThen` has it, which decides (relations.server.ts); this is what the page says. */
const wasManager = ({ approver_since, asked_at }: Found): boolean =>
  approver_since !== null && approver_since < dayOf(new Date(asked_at));

/** The safe a reason is kept in: it is about the child, and goes when the child is erased. */
export const safeOf = (ctx: Context, childId: string) => ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'record');

/** A row as pages know it, its reason opened. For this room's verbs. */
export async function emergencyOf(ctx: Context, row: Found): Promise<Emergency> {
  return {
    id: row.id,
    childId: row.child_id,
    askerId: row.asker_id,
    approverId: row.approver_id,
    minutes: row.minutes,
    askedAt: row.asked_at,
    approvedAt: row.approved_at,
    endsAt: row.ends_at,
    endedAt: row.ended_at,
    endedBy: row.ended_by,
    state: stateNow(ctx, row),
    reason: sealedRow(await safeOf(ctx, row.child_id), 'break_glass', row).shown('reason_sealed'),
    seenAt: row.seen_at
  };
}
