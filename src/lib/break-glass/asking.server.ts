import { record } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { grantFor } from '#lib/permissions.ts';
import { allow, relationsTo } from '#lib/relations.server.ts';
import { holdWorry, worryWaiting } from '#lib/requests/reading.server.ts';
import type { Holder } from '#lib/routing/holder.ts';
import { holderOf, managersNow } from '#lib/routing/routing.server.ts';
import { coverForWorry, hearOfTaking, takenOverBy } from '#lib/routing/worries.server.ts';
import { faultOfReason, lengths } from './emergency.ts';
import { safeOf, stateNow } from './rows.server.ts';
import * as store from './store.server.ts';

const MOST_FOUND = 20;
const SHORTEST_NAME = 2;

/**
 * The children called so (the beginning of what they are called is enough), for somebody who has to ask for one of them.
 * Throws `invalid` (`name`: `too-short`). That somebody looked is on the record.
 */
export async function findChildren(ctx: Context, name: string): Promise<ChildCard[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'emergency.find');
    const wanted = name.normalize('NFKC').trim().toLowerCase();
    if ([...wanted].length < SHORTEST_NAME) throw new Refusal('invalid', { fields: { name: 'too-short' } });
    const cards = await childCards(ctx, await store.childrenInCare(ctx));
    await record(ctx, { verb: 'emergency.find', subject: 'staff', subjectId: askerIn(ctx) });
    return [...cards.values()]
      .filter(({ called, lastInitial }) => `${called} ${lastInitial}`.toLowerCase().startsWith(wanted))
      .sort((one, other) => one.called.localeCompare(other.called) || one.id.localeCompare(other.id))
      .slice(0, MOST_FOUND);
  });
}

export type Asked = Readonly<{ childId: string; minutes: number; reason: string }>;

/**
 * Asks for one child, for an hour at most. Nothing opens until somebody else approves. Asking again while one waits is the
 * same asking. Returns its id. Throws `invalid` with the field and why: `reason` `too-short` or `too-long`, `minutes`
 * `length`, `child` `yours` or `running`.
 */
export async function askForChild(ctx: Context, asked: Asked): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'emergency.ask', asked.childId);
    const askerId = askerIn(ctx);
    await someChild(ctx, asked.childId);
    refuseUnfit(asked);
    if ((await holderOf(ctx, asked.childId)).personId === askerId) throw new Refusal('invalid', { fields: { child: 'yours' } });
    const before = (await store.stillOpen(ctx, asked.childId, askerId)).map((row) => ({ row, state: stateNow(ctx, row) }));
    if (before.some(({ state }) => state === 'running')) throw new Refusal('invalid', { fields: { child: 'running' } });
    const waiting = before.find(({ state }) => state === 'asked');
    if (waiting) return waiting.row.id;
    const id = await keep(ctx, asked, null);
    await record(ctx, { verb: 'emergency.ask', subject: 'break-glass', subjectId: id, childId: asked.childId });
    for (const staffId of await managersNow(ctx))
      if (staffId !== askerId) await enqueue(ctx, { kind: 'urgent', dedupeKey: `emergency:${id}:${staffId}`, staffId });
    return id;
  });
}

/** Whether the person signed in may take over this worry now, once they have shown again who they are. For the page that offers it. */
export async function mayTakeOver(ctx: Context, requestId: string): Promise<boolean> {
  const worry = await toTake(ctx, requestId);
  if (worry === null || worry.holder.personId === askerIn(ctx) || ctx.actor.kind !== 'staff') return false;
  const confirmed = { ...ctx.actor, stepUpUntil: ctx.now.toISOString() };
  return grantFor('worry.take-over', confirmed, (await relationsTo(ctx, worry.childId)).held) !== null;
}

/** The child of a worry that may be taken over, for the page that asks why. `not-found` where there is none. */
export async function worryToTake(ctx: Context, requestId: string): Promise<ChildCard> {
  return within(ctx, async (ctx) => {
    const worry = await toTake(ctx, requestId);
    await allow(ctx, 'worry.take-over', worry?.childId ?? null);
    const child = worry === null ? undefined : (await childCards(ctx, [worry.childId])).get(worry.childId);
    if (!child) throw notFound();
    return child;
  });
}

/**
 * One named person takes over a child whose "I am not safe" waits, with a reason, for a day at most: an audited cover that
 * ends sooner when the worry is dealt with, when the child's IRO opens it or when one starts. Told to whoever had the child,
 * to their desk and to the other managers. Returns the cover's id; taking again what one has is the same. Throws
 * `step-up-needed`, `invalid` (`reason`), and `not-found` where no worry may be taken over (`toTake`).
 */
export async function takeOver(ctx: Context, requestId: string, reason: string): Promise<string> {
  return within(ctx, async (ctx) => {
    await holdWorry(ctx, requestId);
    const worry = await toTake(ctx, requestId);
    await allow(ctx, 'worry.take-over', worry?.childId ?? null);
    if (worry === null) throw notFound();
    const fault = faultOfReason(reason);
    if (fault) throw new Refusal('invalid', { fields: { reason: fault } });
    const { childId, holder } = worry;
    if (holder.personId === askerIn(ctx) && holder.coverId !== null) return holder.coverId;
    const coverId = await coverForWorry(ctx, childId, askerIn(ctx));
    const id = await keep(ctx, { childId, minutes: 0, reason }, coverId);
    await record(ctx, { verb: 'worry.take-over', subject: 'break-glass', subjectId: id, childId, onBehalf: coverId });
    for (const staffId of await hearOfTaking(ctx, holder))
      if (staffId !== askerIn(ctx))
        await enqueue(ctx, { kind: 'something-new', dedupeKey: `taken-over:${id}:${staffId}`, staffId });
    return coverId;
  });
}

/**
 * The worry that the person signed in may take over, with who has the child. Only one that nobody else opened though its
 * first reminder came due, or of a child whom nobody has; only one person at a time. Null: none, or the child is theirs.
 */
async function toTake(ctx: Context, requestId: string): Promise<{ childId: string; holder: Holder } | null> {
  const me = askerIn(ctx);
  const worry = await worryWaiting(ctx, requestId, me);
  if (worry === null) return null;
  const { childId, unopened } = worry;
  const [holder, taker] = [await holderOf(ctx, childId), await takenOverBy(ctx, childId)];
  if (holder.personId === me) return holder.coverId === null ? null : { childId, holder };
  if (taker !== null && taker !== me) return null;
  return unopened || holder.personId === null ? { childId, holder } : null;
}

async function keep(ctx: Context, { childId, minutes, reason }: Asked, coverId: string | null): Promise<string> {
  const id = ctx.ids();
  const safe = await safeOf(ctx, childId);
  await store.insert(ctx, {
    ...{ id, child_id: childId, asker_id: askerIn(ctx), minutes, cover_id: coverId, rev: 1 },
    reason_sealed: safe.seal('break_glass', 'reason_sealed', id, 1, reason.trim()),
    asked_at: ctx.now.toISOString(),
    ...{ approver_id: null, approved_at: null, ends_at: null, ended_at: null, ended_by: null, seen_at: null, seen_by: null }
  });
  return id;
}

function refuseUnfit({ reason, minutes }: Asked): void {
  const fault = faultOfReason(reason);
  if (fault) throw new Refusal('invalid', { fields: { reason: fault } });
  if (!lengths.some((length) => length === minutes)) throw new Refusal('invalid', { fields: { minutes: 'length' } });
}

async function someChild(ctx: Context, childId: string): Promise<void> {
  if (!(await childCards(ctx, [childId])).has(childId)) throw notFound();
}

function askerIn(ctx: Context): string {
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor.id;
}
