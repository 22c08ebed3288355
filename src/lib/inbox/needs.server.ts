import { callBacksOfTeam } from '#lib/call-backs/reading.server.ts';
import { dayOf, type Context } from '#lib/context.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import type { Holder } from '#lib/routing/holder.ts';
import type { Item } from '#lib/routing/item.ts';
import { besidesOfEach, openItemsWithHolders } from '#lib/routing/items.server.ts';
import { proveReaders, type Proof } from '#lib/routing/proof.server.ts';
import { rules } from '#lib/routing/rules.ts';
import type { Needs, Worry } from './needs.ts';
import { childrenNotAsked } from './not-asked.server.ts';
import { me, namesOf } from './rows.server.ts';
import { whenOf } from './rows-as.server.ts';
import * as store from './store.server.ts';
import { worriesNow } from './worries.server.ts';

/** An open item, and who has its child. */
export type Held = Readonly<{ item: Item; holder: Holder }>;

/** What a manager's pages are made of, read once. */
export type TeamFacts = Readonly<{
  /** Children in care, and the next review of each. */
  ids: readonly string[];
  reviews: ReadonlyMap<string, NextReview>;
  /** All that is open for whoever has the child. */
  open: readonly Held[];
  worries: readonly Worry[];
  proof: Proof;
  /** Children whose review is near and whom nobody has asked, the soonest first. */
  notAsked: readonly string[];
}>;

/** Waiting this long unopened is for the manager's list, in days. */
const LONG_DAYS = 3;
const DAY = 24 * 3600_000;

/** The facts of a manager's page. No permission of its own: its callers are verbs of managers. */
export async function teamFacts(ctx: Context): Promise<TeamFacts> {
  const ids = await store.childrenInCare(ctx);
  const reviews = await nextReviews(ctx, ids);
  return {
    ...{ ids, reviews },
    open: await openItemsWithHolders(ctx),
    worries: await worriesNow(ctx),
    proof: await proveReaders(ctx),
    notAsked: await childrenNotAsked(ctx, ids, reviews)
  };
}

/** All that needs a person now: the one list of every manager's page. No permission of its own: its callers are verbs of managers. */
export async function needsOf(ctx: Context, facts: TeamFacts): Promise<Needs> {
  const calls = await callBacksOfTeam(ctx);
  const long = new Date(ctx.now.getTime() - LONG_DAYS * DAY).toISOString();
  return {
    worries: facts.worries.filter(({ had }) => had === null),
    ...{ withoutReader: facts.proof.withoutReader, emptyDesks: [...facts.proof.emptyDesks] },
    calls: { count: calls.count, late: calls.late, firstId: calls.first?.id ?? null },
    desk: deskOf(facts.open),
    unopened: (await unopenedByHolder(ctx, facts.open)).filter(({ oldestAt }) => oldestAt <= long),
    answersLate: await answersLate(ctx),
    notAsked: facts.notAsked.length,
    reviewsLate: [...facts.reviews.values()].filter(isReviewLate).length
  };
}

/** How many answers are later than promised; what is kept from whoever reads this is not among them. */
async function answersLate(ctx: Context): Promise<number> {
  const late = await store.answersLate(ctx, dayOf(ctx.now));
  const keptFrom = await besidesOfEach(ctx, late);
  return late.filter((one) => !keptFrom(one).has(me(ctx))).length;
}

/** Its day is known, and is later than the law allows or has passed with no meeting on record. */
export const isReviewLate = (review: NextReview): boolean => (review.late || review.overdue) && whenOf(review).reviewOn !== null;

/** A task nobody wrote is never unopened. */
export const isUnopened = ({ kind, firstOpenedAt }: Item): boolean => firstOpenedAt === null && !rules[kind].task;

/** What fell to the desk because nobody has the child. */
export const fallenOf = (open: readonly Held[]): Held[] => open.filter(({ holder }) => holder.personId === null);

function deskOf(open: readonly Held[]): Needs['desk'] {
  const came = fallenOf(open).map(({ item }) => item.createdAt);
  const [oldestAt] = came.toSorted();
  return oldestAt === undefined ? null : { count: came.length, oldestAt };
}

/** Unopened items by the person who has them, the one with the oldest first. */
export async function unopenedByHolder(ctx: Context, open: readonly Held[]): Promise<Needs['unopened']> {
  const times = new Map<string, string[]>();
  for (const { item, holder } of open)
    if (holder.personId && isUnopened(item)) times.set(holder.personId, [...(times.get(holder.personId) ?? []), item.createdAt]);
  const names = await namesOf(ctx, [...times.keys()]);
  return [...times]
    .map(([staffId, came]) => ({
      staffId,
      name: names.get(staffId) ?? '',
      count: came.length,
      oldestAt: came.toSorted()[0] ?? ''
    }))
    .sort((one, other) => one.oldestAt.localeCompare(other.oldestAt));
}
