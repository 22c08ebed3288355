import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { isCardReason, type CardReason } from './card.ts';
import { makeCard, type MadeCard } from './cards.server.ts';
import * as asks from './card-asks.store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/** How long an asked-for card may be said yes to, and made, in days. */
const askDays = 14;

/** A card that somebody asks for, so as to hand it over. */
export type CardAsk = Readonly<{
  id: string;
  childId: string;
  staffId: string;
  reason: string;
  askedAt: string;
  /** Somebody said yes, and it can be made. */
  approved: boolean;
}>;

const asAsk = (row: asks.AskRow): CardAsk => ({
  id: row.id,
  childId: row.child_id,
  staffId: row.staff_id,
  reason: row.reason,
  askedAt: row.asked_at,
  approved: row.outcome === 'approved'
});

const since = (ctx: Context) => new Date(ctx.now.getTime() - askDays * 24 * 3600_000).toISOString();

/** Asks for a new card, to hand it over oneself; the same person asking again while it waits is one. Returns its id. */
export async function askForCard(ctx: Context, childId: string, reason: CardReason): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'card.ask', childId);
    // The advocates' desk may for every child there is: not for one there is not.
    if (!(await store.childIsHere(ctx.db, childId))) throw notFound();
    const staffId = 'id' in ctx.actor ? ctx.actor.id : '';
    const waiting = (await asks.openAsks(ctx, [childId], since(ctx))).find((row) => row.staff_id === staffId);
    if (waiting) return waiting.id;
    const id = ctx.ids();
    const asked = { id, child_id: childId, staff_id: staffId, reason, asked_at: ctx.now.toISOString() };
    await asks.addAsk(ctx, { ...asked, decided_at: null, decided_by: null, outcome: null, card_id: null });
    await record(ctx, { verb: 'card.ask', subject: 'card-ask', subjectId: id, childId, reason });
    return id;
  });
}

/** Yes or no to a card that somebody asks for. `not-found` for one's own asking: it takes two. Twice is once. */
export async function decideCard(ctx: Context, askId: string, yes: boolean): Promise<void> {
  await within(ctx, async (ctx) => {
    const row = await asks.askById(ctx, askId);
    const { coverId } = await allow(ctx, 'card.decide', row?.child_id ?? null);
    const staffId = 'id' in ctx.actor ? ctx.actor.id : '';
    if (!row || row.staff_id === staffId || row.asked_at <= since(ctx)) throw notFound();
    const outcome = yes ? 'approved' : 'refused';
    if (!(await asks.decideAsk(ctx, askId, outcome, staffId))) return;
    const act = { verb: 'card.decide', subject: 'card-ask', subjectId: askId, childId: row.child_id, onBehalf: coverId };
    await record(ctx, { ...act, outcome: yes ? 'done' : 'refused', reason: row.reason });
  });
}

/**
 * Makes the card that was asked for by this worker and said yes to, once; the same `form` pressed twice is once (`CardFor`). Throws
 * `invalid` (`card`: `not-allowed`) otherwise.
 */
export async function makeAskedCard(ctx: Context, childId: string, form?: string): Promise<MadeCard> {
  const ask = await within(ctx, async (ctx) => {
    await allow(ctx, 'card.make-asked', childId);
    const staffId = 'id' in ctx.actor ? ctx.actor.id : '';
    return asks.approvedAsk(ctx, { childId, staffId, since: since(ctx) });
  });
  if (!ask) throw new Refusal('invalid', { fields: { card: 'not-allowed' } });
  return makeCard(ctx, childId, {
    reason: isCardReason(ask.reason) ? ask.reason : null,
    askId: ask.id,
    ...(form !== undefined && { form })
  });
}

/** What is asked for about these children and is no card yet, the newest first. Asks no permission: its callers are verbs. */
export async function cardAsksOf(ctx: Context, childIds: readonly string[]): Promise<CardAsk[]> {
  return childIds.length === 0 ? [] : (await asks.openAsks(ctx, childIds, since(ctx))).map(asAsk);
}

/** Everything that waits for a yes or no, the longest first. Asks no permission: its callers are verbs. */
export const cardAsksWaiting = async (ctx: Context): Promise<CardAsk[]> => (await asks.waitingAsks(ctx, since(ctx))).map(asAsk);
