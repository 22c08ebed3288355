import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { childrenHeldBy, holderOf, managersNow } from '#lib/routing/routing.server.ts';
import { askForCard, cardAsksOf, cardAsksWaiting, type CardAsk } from '#lib/sign-in/cards/card-asks.server.ts';
import { cardState, type CardState } from '#lib/sign-in/cards/card-keeping.server.ts';
import type { CardReason } from '#lib/sign-in/cards/card.ts';
import { me, namesOf } from './rows.server.ts';
import * as store from './cards.store.server.ts';

/** A card that somebody asks for, with who does. */
export type AskShown = CardAsk & Readonly<{ who: string; mine: boolean }>;

export type CardsSheet = CardState &
  Readonly<{ child: ChildCard; asks: readonly AskShown[]; names: ReadonlyMap<string, string> }>;

/** One child's card and secret, with the names of whoever made, checked or asks for it. */
export async function cardsSheet(ctx: Context, childId: string): Promise<CardsSheet> {
  return within(ctx, async (ctx) => {
    const state = await cardState(ctx, childId);
    const child = (await childCards(ctx, [childId])).get(childId);
    if (!child) throw notFound();
    const asks = await shown(ctx, await cardAsksOf(ctx, [childId]));
    const { card } = state;
    const names = await namesOf(
      ctx,
      [card?.madeBy, card?.checked?.by].filter((id) => id !== undefined)
    );
    return { ...state, child, asks, names };
  });
}

async function shown(ctx: Context, asks: readonly CardAsk[]): Promise<AskShown[]> {
  const names = await namesOf(
    ctx,
    asks.map(({ staffId }) => staffId)
  );
  return asks.map((ask) => ({ ...ask, who: names.get(ask.staffId) ?? '', mine: ask.staffId === me(ctx) }));
}

/** Asks for a card so as to hand it over, and tells whoever has the child (else the managers) that something waits. */
export async function asksForCard(ctx: Context, childId: string, reason: CardReason): Promise<void> {
  await within(ctx, async (ctx) => {
    const id = await askForCard(ctx, childId, reason);
    const { personId } = await holderOf(ctx, childId);
    const readers = personId === null ? await managersNow(ctx) : [personId];
    for (const staffId of readers.filter((one) => one !== me(ctx)))
      await enqueue(ctx, { kind: 'something-new', dedupeKey: `card-ask:${id}:${staffId}`, staffId });
  });
}

export type CardsList = Readonly<{ asks: readonly (AskShown & { child: ChildCard })[]; children: readonly ChildCard[] }>;

/** What waits for the reader's yes, and the children whose cards they look after: their own, or for managers all. */
export async function cardsList(ctx: Context): Promise<CardsList> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'card.list');
    await recordLook(ctx, { verb: 'card.list', subject: 'staff', subjectId: me(ctx) });
    const ids = await childrenHere(ctx);
    const waiting = await asksToDecide(ctx);
    const cards = await childCards(ctx, [...ids, ...waiting.map(({ childId }) => childId)]);
    const asks = (await shown(ctx, waiting)).flatMap((ask) => {
      const child = cards.get(ask.childId);
      return child ? [{ ...ask, child }] : [];
    });
    const children = ids.flatMap((id) => cards.get(id) ?? []);
    return { asks, children: children.sort((one, other) => one.called.localeCompare(other.called)) };
  });
}

const manages = ({ actor }: Context): boolean => actor.kind === 'staff' && actor.roles.includes('manager');

async function childrenHere(ctx: Context): Promise<string[]> {
  if (manages(ctx)) return store.childrenInCare(ctx);
  const own = await store.childrenOfWorker(ctx, me(ctx), dayOf(ctx.now));
  return [...new Set([...own, ...(await childrenHeldBy(ctx, me(ctx)))])];
}

/** What waits for a yes that the reader may give: of the children they have, or for managers of all. */
export async function asksToDecide(ctx: Context): Promise<CardAsk[]> {
  const held = manages(ctx) ? null : new Set(await childrenHeldBy(ctx, me(ctx)));
  const waiting = await cardAsksWaiting(ctx);
  return waiting.filter(({ childId, staffId }) => staffId !== me(ctx) && (held === null || held.has(childId)));
}
