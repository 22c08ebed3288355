import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { finishItemOf } from '#lib/routing/items.server.ts';
import { secretSince } from '#lib/sign-in/secrets.server.ts';
import { isKind, kinds } from './kinds.ts';
import { known } from './rows.server.ts';
import * as store from './store.server.ts';
import { mayNow } from './workflow.ts';

/**
 * Takes back what was asked: the words go at once, the mark that something was sent stays. "I am not safe" stays with
 * everybody it went to, and they call the child. By the card alone only what this very visit sent. Twice is once.
 */
export async function takeBackRequest(ctx: Context, requestId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const row = await store.requestById(ctx, requestId);
    if (!row || ctx.actor.kind !== 'child' || row.child_id !== ctx.actor.id) throw notFound();
    await allow(ctx, 'request.take-back', row.child_id);
    if (!mayTakeBack(ctx, row, await secretSince(ctx, row.child_id))) throw notFound();
    if (row.taken_back_at !== null) return;
    const [one] = await known(ctx, [row]);
    if (!one || !mayNow(one.status, 'child', 'take-back')) throw notFound();
    await store.takeBack(ctx, row.id);
    if (!isKind(row.kind) || !kinds[row.kind].staysWhenTakenBack) await finishItemOf(ctx, 'request', row.id);
    await record(ctx, { verb: 'request.take-back', subject: 'request', subjectId: row.id, childId: row.child_id });
  });
}

/**
 * Whether this visit may take this back at all: the one that sent it, or one with the secret that held already when it was
 * sent. For this room's verbs.
 */
export function mayTakeBack(ctx: Context, row: { session_id: string; sent_at: string }, secretSince: string | null): boolean {
  if (ctx.actor.kind !== 'child') return false;
  if ([ctx.actor.sessionId, ctx.actor.earlierVisit].includes(row.session_id)) return true;
  return ctx.actor.assurance === 'secret' && row.sent_at >= (secretSince ?? '');
}
