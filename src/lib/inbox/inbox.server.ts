import * as v from 'valibot';
import { childCards } from '#lib/children/children.server.ts';
import type { ChildCard } from '#lib/children/child.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import type { Holder } from '#lib/routing/holder.ts';
import type { Item } from '#lib/routing/item.ts';
import { itemsFor, openItemsWithHolders } from '#lib/routing/items.server.ts';
import { childrenHeldBy, desksOf, holdersOf } from '#lib/routing/routing.server.ts';
import { byNeed, type Group } from './need.ts';
import { deskRow, inboxRow, type DeskRow, type InboxRow } from './row.ts';
import * as store from './store.server.ts';

/** Who is signed in; throws `not-found` for anybody who is not staff. */
export function me(ctx: Context): string {
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor.id;
}

/** What the person signed in needs to look at, what needs them first first. Not a word of any child is in it. */
export async function inboxOf(ctx: Context): Promise<{ group: Group; rows: InboxRow[] }[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'inbox.see');
    const items = await itemsFor(ctx, me(ctx));
    const about = items.map((item) => item.subjectId);
    const childIds = [...new Set(items.map((item) => item.childId))];
    const sent = new Map((await store.sentBy(ctx, about)).map((row) => [row.id, row]));
    const opened = await store.openings(ctx, about);
    const holders = await holdersOf(ctx, childIds);
    const [children, reviews] = [await childCards(ctx, childIds), await nextReviews(ctx, childIds)];
    const names = await namesOf(ctx, [...[...opened.values()].flat(), ...[...holders.values()].map((holder) => holder.iroId)]);
    const rows = items.flatMap((item): InboxRow[] => {
      const [contribution, child] = [sent.get(item.subjectId), children.get(item.childId)];
      if (!contribution || !child) return [];
      const facts = {
        contribution,
        child,
        review: reviews.get(item.childId),
        holder: holders.get(item.childId),
        opened: opened.get(item.subjectId) ?? []
      };
      return [v.parse(inboxRow, rowOf(me(ctx), item, facts, names))];
    });
    return byNeed(rows, dayOf(ctx.now));
  });
}

type Facts = {
  contribution: store.Sent;
  child: ChildCard;
  review: NextReview | undefined;
  holder: Holder | undefined;
  opened: string[];
};

function rowOf(
  reader: string,
  item: Item,
  { contribution, child, review, holder, opened }: Facts,
  names: ReadonlyMap<string, string>
) {
  const unread = !opened.includes(reader);
  const [first] = opened;
  return {
    ...child,
    ...item,
    childId: child.id,
    itemId: item.id,
    contributionId: item.subjectId,
    cameAt: contribution.sent_at,
    version: contribution.version,
    answered: Number(contribution.answered),
    asked: Number(contribution.asked),
    byCard: contribution.assurance === 'card',
    ...whenOf(review),
    unread,
    openedBy: unread && first !== undefined ? (names.get(first) ?? null) : null,
    coverFor: holder?.iroId && holder.iroId !== reader ? (names.get(holder.iroId) ?? null) : null,
    taken: holder?.iroId === null
  };
}

/** The review's day for a list: the given one, or else the latest lawful one, and which of the two it is. */
export const whenOf = (review: NextReview | undefined) => ({
  reviewOn: review?.on ?? review?.latestLawful ?? null,
  reviewGiven: (review?.on ?? null) !== null,
  late: review?.late ?? false
});

/** Names of staff by id; a person who cannot be named is left out. */
export async function namesOf(ctx: Context, ids: readonly (string | null)[]): Promise<Map<string, string>> {
  const cards = await staffCards(ctx, [...new Set(ids.filter((id) => id !== null))]);
  return new Map([...cards.values()].map((card) => [card.id, card.name]));
}

/** What fell to a desk at which the person signed in sits: that it is there, for whom, how urgent. Unreadable until taken. */
export async function deskOf(ctx: Context): Promise<DeskRow[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'desk.see');
    const mine = await desksOf(ctx, me(ctx));
    const fallen = mine.length === 0 ? [] : await openItemsWithHolders(ctx);
    return deskRows(
      ctx,
      fallen.filter(({ item, holder }) => holder.personId === null && mine.includes(item.deskCode))
    );
  });
}

/** Items nobody has, as a desk or a manager sees them: the soonest review first, then the oldest. */
export async function deskRows(ctx: Context, fallen: readonly { item: Item; holder: Holder }[]): Promise<DeskRow[]> {
  const childIds = [...new Set(fallen.map(({ item }) => item.childId))];
  const [children, reviews] = [await childCards(ctx, childIds), await nextReviews(ctx, childIds)];
  const names = await namesOf(
    ctx,
    fallen.map(({ holder }) => holder.iroId)
  );
  return fallen
    .flatMap(({ item, holder }) => {
      const child = children.get(item.childId);
      if (!child) return [];
      const iro = holder.iroId === null ? null : (names.get(holder.iroId) ?? null);
      return [
        v.parse(deskRow, {
          ...child,
          itemId: item.id,
          kind: item.kind,
          cameAt: item.createdAt,
          ...whenOf(reviews.get(item.childId)),
          iro
        })
      ];
    })
    .sort((one, other) => (one.reviewOn ?? '9').localeCompare(other.reviewOn ?? '9') || one.cameAt.localeCompare(other.cameAt));
}

/** The figures beside the staff navigation. `desk` is null for somebody who sits at none. */
export async function countsOf(ctx: Context): Promise<{ inbox: number; children: number; desk: number | null }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'inbox.see');
    const [items, children] = [await itemsFor(ctx, me(ctx)), await childrenHeldBy(ctx, me(ctx))];
    const desk = (await desksOf(ctx, me(ctx))).length > 0 ? (await deskOf(ctx)).length : null;
    return { inbox: items.length, children: children.length, desk };
  });
}
