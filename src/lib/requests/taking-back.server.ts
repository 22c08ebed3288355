import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { finishItemOf } from '#lib/routing/items.server.ts';
import { secretSince } from '#lib/sign-in/secrets/secrets.server.ts';
import { isKind, kinds } from './kinds.ts';
import { standing } from './rows.server.ts';
import * as store from './store.server.ts';
import { mayNow } from './workflow.ts';

/**
 * Takes back what was asked, with every earlier version of it: the words go at once, the mark that something was sent
 * stays. "I am not safe" stays with everybody it went to, and they call the child. By the card alone only what this very
 * visit sent. Twice is once.
 */
export async function takeBackRequest(ctx: Context, requestId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    if (ctx.actor.kind !== 'child') throw notFound();
    await allow(ctx, 'request.take-back', ctx.actor.id);
    const found = await standing(ctx, ctx.actor.id, requestId);
    if (!found || !mayTakeBack(ctx, found.one.row, await secretSince(ctx, ctx.actor.id))) throw notFound();
    const { row, status } = found.one;
    if (row.taken_back_at !== null) return;
    if (!mayNow(status, 'child', 'take-back')) throw notFound();
    const wordsIn = found.all.filter(({ answers }) => answers.length === 0);
    await store.takeBack(
      ctx,
      wordsIn.map((version) => version.row.id)
    );
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
