import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { grantFor, type Verb } from '#lib/permissions.ts';
import { allow } from '#lib/relations.server.ts';
import type { DeviceKind } from './card.ts';
import { burstsIn, paceAfter, type Burst, type Pace, type SecretKind } from '#lib/sign-in/secrets/secret.ts';
import { endVisitsOf } from '#lib/sign-in/sign-in.server.ts';
import * as cards from './cards.store.server.ts';
import * as tries from '#lib/sign-in/secrets/secrets.store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/** A child's card and secret as whoever looks after them sees it: not a word of what is on the one or in the other. */
export type CardState = Readonly<{
  card: {
    id: string;
    madeAt: string;
    madeBy: string;
    reason: string | null;
    /** It is the first this child ever had. */
    first: boolean;
    firstUsed: { at: string; by: DeviceKind | null } | null;
    checked: { at: string; by: string } | null;
    endedAt: string | null;
  } | null;
  secret: { kind: SecretKind; setAt: string; pace: Pace } | null;
  /** Many wrong tries at the secret, the newest first: a quiet note, sent to nobody (security.md S-05). */
  bursts: readonly Burst[];
  privacy: string;
  /** What whoever asks may do here. */
  may: ReadonlySet<CardDeed>;
}>;

/** How far back wrong tries are told of, in days. */
const burstDays = 30;
const deeds = [
  ...(['card.make', 'card.ask', 'card.make-asked', 'card.decide', 'card.end', 'card.check'] as const),
  ...(['secret.renew', 'privacy.choose', 'device.hand', 'child.see'] as const)
] satisfies readonly Verb[];
export type CardDeed = (typeof deeds)[number];

/** How a child's card and secret stand. `not-found` for whoever has nothing to do with them. */
export async function cardState(ctx: Context, childId: string): Promise<CardState> {
  return within(ctx, async (ctx) => {
    const { held, coverId } = await allow(ctx, 'card.see', childId);
    const privacy = await store.privacyOf(ctx.db, childId);
    if (privacy === null) throw notFound();
    await record(ctx, { verb: 'card.see', subject: 'child', subjectId: childId, childId, onBehalf: coverId });
    const since = new Date(ctx.now.getTime() - burstDays * 24 * 3600_000).toISOString();
    return {
      card: await cardNow(ctx, childId),
      secret: await secretNow(ctx, childId),
      bursts: burstsIn(await tries.tryTimes(ctx, childId, since)),
      privacy,
      may: new Set(deeds.filter((verb) => grantFor(verb, ctx.actor, held) !== null))
    };
  });
}

async function cardNow(ctx: Context, childId: string): Promise<CardState['card']> {
  const row = await cards.newestCard(ctx, childId);
  if (!row) return null;
  const by = row.first_used_by === 'phone' || row.first_used_by === 'computer' ? row.first_used_by : null;
  return {
    id: row.id,
    madeAt: row.made_at,
    madeBy: row.made_by,
    reason: row.reason,
    first: (await cards.countCards(ctx, childId)) === 1,
    firstUsed: row.first_used_at === null ? null : { at: row.first_used_at, by },
    checked: row.checked_at === null || row.checked_by === null ? null : { at: row.checked_at, by: row.checked_by },
    endedAt: row.ended_at
  };
}

async function secretNow(ctx: Context, childId: string): Promise<CardState['secret']> {
  const row = await store.secretOf(ctx, childId);
  if (!row) return null;
  const today = await tries.triesSince(ctx, childId, new Date(ctx.now.getTime() - 24 * 3600_000).toISOString());
  return { kind: row.kind === 'pictures' ? 'pictures' : 'pin', setAt: row.set_at, pace: paceAfter(row.wrong, today) };
}

/** Whether a card that works was opened and nobody has asked its child in person yet. Asks no permission: it says no more. */
export async function cardIsUnchecked(ctx: Context, childId: string): Promise<boolean> {
  const card = await cards.newestCard(ctx, childId);
  return card !== undefined && card.ended_at === null && card.first_used_at !== null && card.checked_at === null;
}

/** Ends a child's card at once, with remembered devices and visits: whoever has it in their hands has nothing. */
export async function endCard(ctx: Context, childId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'card.end', childId);
    // Some may do this for every child there is: not for one there is not.
    if (!(await store.childIsHere(ctx.db, childId))) throw notFound();
    const ended = await cards.endCards(ctx, childId, null);
    await endVisitsOf(ctx, 'child', childId);
    const act = { verb: 'card.end', subject: 'child', subjectId: childId, childId, onBehalf: coverId };
    if (ended > 0) await record(ctx, act);
  });
}

/** "I asked the child in person: it was them who opened it first." Once a card; twice is once. */
export async function checkCard(ctx: Context, childId: string, cardId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'card.check', childId);
    const card = await cards.newestCard(ctx, childId);
    if (card?.id !== cardId || card.first_used_at === null) throw notFound();
    if (!(await cards.noteChecked(ctx, cardId, 'id' in ctx.actor ? ctx.actor.id : ''))) return;
    await record(ctx, { verb: 'card.check', subject: 'card', subjectId: cardId, childId, onBehalf: coverId });
  });
}

/**
 * The PIN or the pictures are over; the child chooses new ones the next time they come in. Done beside the child, in person:
 * what they sent before stays closed to whoever chooses them (decision 10), and every remembered device and open visit ends.
 */
export async function renewSecret(ctx: Context, childId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'secret.renew', childId);
    if ((await store.privacyOf(ctx.db, childId)) === null) throw notFound();
    if (!(await tries.removeSecret(ctx, childId))) return;
    await cards.forgetDevices(ctx, childId);
    await endVisitsOf(ctx, 'child', childId);
    await record(ctx, { verb: 'secret.renew', subject: 'child', subjectId: childId, childId, onBehalf: coverId });
  });
}
