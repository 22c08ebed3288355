import * as v from 'valibot';
import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import type { Holder } from '#lib/routing/holder.ts';
import type { Item } from '#lib/routing/item.ts';
import { openItemsWithHolders } from '#lib/routing/items.server.ts';
import { endsOfAway } from '#lib/routing/away.server.ts';
import { coversNow, holdersOf } from '#lib/routing/routing.server.ts';
import { rules } from '#lib/routing/rules.ts';
import { isForNext } from './caseload.server.ts';
import { mayRead, readersOfRequests, requestLines } from '#lib/requests/lines.server.ts';
import { deskRows } from './inbox.server.ts';
import { itemsOf, me, namesOf } from './rows.server.ts';
import { whenOf } from './rows-as.server.ts';
import { teamDay, type TeamDay } from './row.ts';
import * as store from './store.server.ts';

/** How far ahead a manager looks for reviews, in days: when the time for giving views begins. */
const AHEAD_DAYS = 28;
/** How many names one list shows; the figures count them all. */
const LONGEST_LIST = 100;

/** The manager's morning: what nobody has opened, what nobody has, who stands in, whose review comes without views. No content. */
export async function teamToday(ctx: Context): Promise<TeamDay> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see');
    await recordLook(ctx, { verb: 'team.see', subject: 'staff', subjectId: me(ctx) });
    const open = await openItemsWithHolders(ctx);
    // A task nobody wrote is never unopened.
    const unopened = open.filter(({ item }) => item.firstOpenedAt === null && !rules[item.kind].task);
    const fallen = open.filter(({ holder }) => holder.personId === null);
    const ids = await store.childrenInCare(ctx);
    const [holders, reviews] = [await holdersOf(ctx, ids), await nextReviews(ctx, ids)];
    const sent = await store.newestAbout(ctx, ids);
    const due = dueOf(reviews, dayOf(ctx.now));
    const noViews = due.soon.filter((id) => !isForNext(reviews.get(id) ?? none, sent.get(id)));
    const times = unopened.map(({ item }) => item.createdAt).sort();
    return v.parse(teamDay, {
      figures: {
        soon: due.soon.length,
        soonWithViews: due.soon.length - noViews.length,
        unopened: unopened.length,
        oldestAt: times[0] ?? null,
        onDesk: fallen.length,
        late: due.late.length,
        askedLate: await store.answersLate(ctx, dayOf(ctx.now))
      },
      notSafe: await notSafeRows(ctx, [...unopened, ...(await pastHolders(ctx))]),
      unopened: await byHolder(ctx, unopened),
      desk: await deskRows(ctx, fallen),
      covers: await coverRows(ctx, holders),
      noViews: await childRows(ctx, noViews, reviews, holders),
      late: await childRows(ctx, due.late, reviews, holders)
    });
  });
}

const none: NextReview = { reviewId: null, on: null, latestLawful: null, late: false, overdue: false, heldLast: null };

/** Children with a review in the days ahead, and children whose review is late or past; the soonest first. */
function dueOf(reviews: ReadonlyMap<string, NextReview>, today: string): { soon: string[]; late: string[] } {
  const until = plusDays(today, AHEAD_DAYS);
  const dated = [...reviews]
    .flatMap(([id, review]) => {
      const day = whenOf(review).reviewOn;
      return day === null ? [] : [{ id, day, bad: review.late || review.overdue }];
    })
    .sort((one, other) => one.day.localeCompare(other.day) || one.id.localeCompare(other.id));
  return {
    soon: dated.filter(({ day }) => day >= today && day <= until).map(({ id }) => id),
    late: dated.filter(({ bad }) => bad).map(({ id }) => id)
  };
}

/** Unopened "I am not safe" that went past whoever has the child: for the managers it is not kept from, with nobody who has it. */
async function pastHolders(ctx: Context): Promise<{ item: Item; holder: Holder }[]> {
  const mine = (await itemsOf(ctx)).filter(({ kind, firstOpenedAt }) => kind === 'unsafe-manager' && firstOpenedAt === null);
  const sentTo = await readersOfRequests(
    ctx,
    mine.map(({ subjectId }) => subjectId)
  );
  const past = mine.filter(({ subjectId }) => sentTo.get(subjectId) === 'past');
  return past.map((item) => ({ item, holder: { iroId: null, personId: null, coverId: null, deskCode: 'iro-team' } }));
}

/** Each "I am not safe" among these, the oldest first: whose it is, how long ago, who has the child, and not a word of it. */
async function notSafeRows(ctx: Context, unopened: readonly { item: Item; holder: Holder }[]) {
  const unsafe = unopened.filter(({ item }) => item.kind === 'unsafe' || item.kind === 'unsafe-manager');
  const childIds = unsafe.map(({ item }) => item.childId);
  const lines = new Map((await requestLines(ctx, childIds)).map((line) => [line.id, line]));
  const children = await childCards(ctx, childIds);
  const names = await namesOf(
    ctx,
    unsafe.map(({ holder }) => holder.personId)
  );
  const rows = [];
  for (const { item, holder } of unsafe) {
    const [line, child] = [lines.get(item.subjectId), children.get(item.childId)];
    if (!line || !child || !(await mayRead(ctx, line.readers, item.childId))) continue;
    rows.push({
      ...child,
      requestId: line.id,
      sentAt: line.sentAt,
      takenBack: line.status === 'taken-back',
      reminders: line.reminders,
      holder: holder.personId === null ? null : (names.get(holder.personId) ?? '')
    });
  }
  return rows.sort((one, other) => one.sentAt.localeCompare(other.sentAt));
}

/** Unopened items by the person who has them, the one with the oldest first. */
async function byHolder(ctx: Context, unopened: readonly { item: Item; holder: Holder }[]) {
  const times = new Map<string, string[]>();
  for (const { item, holder } of unopened)
    if (holder.personId) times.set(holder.personId, [...(times.get(holder.personId) ?? []), item.createdAt]);
  const names = await namesOf(ctx, [...times.keys()]);
  return [...times]
    .map(([staffId, came]) => ({
      staffId,
      name: names.get(staffId) ?? '',
      count: came.length,
      oldestAt: [...came].sort()[0] ?? ''
    }))
    .sort((one, other) => one.oldestAt.localeCompare(other.oldestAt));
}

/** Who stands in for whom now, until when, and how many children they have through it. For managers. */
export async function teamCovers(ctx: Context): Promise<TeamDay['covers']> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see');
    return coverRows(ctx, await holdersOf(ctx, await store.childrenInCare(ctx)));
  });
}

/** Who stands in for whom, until when, and how many children they have through it. */
async function coverRows(ctx: Context, holders: ReadonlyMap<string, Holder>) {
  const [covers, ends] = [await coversNow(ctx), await endsOfAway(ctx)];
  const names = await namesOf(
    ctx,
    covers.flatMap((cover) => [cover.absentId, cover.coverId])
  );
  const children = await childCards(
    ctx,
    covers.flatMap((cover) => (cover.childId ? [cover.childId] : []))
  );
  const held = (id: string) => [...holders.values()].filter((holder) => holder.coverId === id).length;
  return covers
    .map((cover) => ({
      id: cover.id,
      absent: cover.absentId === null ? null : (names.get(cover.absentId) ?? ''),
      child: cover.childId === null ? null : (children.get(cover.childId) ?? null),
      cover: names.get(cover.coverId) ?? '',
      until: ends.covers.get(cover.id) ?? cover.toAt,
      children: held(cover.id)
    }))
    .sort((one, other) => one.until.localeCompare(other.until));
}

async function childRows(
  ctx: Context,
  ids: readonly string[],
  reviews: ReadonlyMap<string, NextReview>,
  holders: ReadonlyMap<string, Holder>
) {
  const shown = ids.slice(0, LONGEST_LIST);
  const children = await childCards(ctx, shown);
  const names = await namesOf(
    ctx,
    shown.map((id) => holders.get(id)?.personId ?? null)
  );
  return shown.flatMap((id) => {
    const child = children.get(id);
    if (!child) return [];
    const review = reviews.get(id);
    const holder = holders.get(id)?.personId ?? null;
    return [
      {
        ...child,
        childId: id,
        ...whenOf(review),
        overdue: review?.overdue ?? false,
        holder: holder === null ? null : (names.get(holder) ?? null)
      }
    ];
  });
}
