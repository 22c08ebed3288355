import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { finishItemOf } from '#lib/routing/items.server.ts';
import { isOutcome, isOver, type CallBackOutcome } from './call-back.ts';
import { noteIn, safeOf } from './rows.server.ts';
import * as store from './store.server.ts';

const LONGEST_NOTE = 1000;
const HOUR = 3600_000;

/**
 * Writes down what came of ringing; what ends it leaves every inbox. Pressed twice is once. Returns whether it is over.
 * Throws `invalid` (`outcome`: `missing`, `note`: `too-long`). What is over takes no more.
 */
export async function noteCallBack(ctx: Context, id: string, given: Given): Promise<{ over: boolean }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'call-back.note');
    if (ctx.actor.kind !== 'staff') throw notFound();
    refuseUnfit(given);
    await store.holdCallBack(ctx, id);
    const row = await store.oneCallBack(ctx, id);
    if (!row) throw notFound();
    if (row.done_at !== null) return { over: true };
    const over = isOver(given.outcome);
    if (await saidJustNow(ctx, id, ctx.actor.id, given)) return { over };
    await keepTry(ctx, id, ctx.actor.id, given);
    if (over) {
      await store.changeCallBack(ctx, id, { done_at: ctx.now.toISOString(), done_by: ctx.actor.id, outcome: given.outcome });
      await finishItemOf(ctx, 'call-back', id);
    }
    await record(ctx, { verb: 'call-back.note', subject: 'call-back', subjectId: id, reason: given.outcome });
    return { over };
  });
}

type Given = Readonly<{ outcome: string; note: string }>;
type Noted = Given & Readonly<{ outcome: CallBackOutcome }>;

function refuseUnfit(given: Given): asserts given is Noted {
  if (!isOutcome(given.outcome)) throw new Refusal('invalid', { fields: { outcome: 'missing' } });
  if (given.note.length > LONGEST_NOTE) throw new Refusal('invalid', { fields: { note: 'too-long' } });
}

/** The very same by the same person within the hour: a button pressed twice. */
async function saidJustNow(ctx: Context, id: string, staffId: string, { outcome, note }: Noted): Promise<boolean> {
  const last = (await store.triesOf(ctx, [id])).at(-1);
  if (!last || last.staff_id !== staffId || last.outcome !== outcome) return false;
  return noteIn(await safeOf(ctx), last) === note && ctx.now.getTime() - Date.parse(last.made_at) < HOUR;
}

async function keepTry(ctx: Context, id: string, staffId: string, { outcome, note }: Noted): Promise<void> {
  const tryId = ctx.ids();
  const safe = await safeOf(ctx);
  await store.insertTry(ctx, {
    id: tryId,
    call_back_id: id,
    staff_id: staffId,
    outcome,
    body_sealed: safe.seal('call_back_tries', 'body_sealed', tryId, 1, note),
    rev: 1,
    made_at: ctx.now.toISOString()
  });
}
