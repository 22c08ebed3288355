import * as v from 'valibot';
import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import type { Holder } from '#lib/routing/holder.ts';
import { endsOfAway } from '#lib/routing/away.server.ts';
import { coversNow, holdersOf } from '#lib/routing/routing.server.ts';
import { isForNext } from './caseload.server.ts';
import { deskRows } from './inbox.server.ts';
import { fallenOf, isReviewLate, isUnopened, needsOf, teamFacts, unopenedByHolder } from './needs.server.ts';
import { me, namesOf } from './rows.server.ts';
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
    const facts = await teamFacts(ctx);
    const { ids, reviews, open } = facts;
    const needs = await needsOf(ctx, facts);
    const unopened = open.filter(({ item }) => isUnopened(item));
    const fallen = fallenOf(open);
    const holders = await holdersOf(ctx, ids);
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
        late: needs.reviewsLate,
        askedLate: needs.answersLate
      },
      needs,
      unopened: await unopenedByHolder(ctx, open),
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
      return day === null ? [] : [{ id, day, bad: isReviewLate(review) }];
    })
    .sort((one, other) => one.day.localeCompare(other.day) || one.id.localeCompare(other.id));
  return {
    soon: dated.filter(({ day }) => day >= today && day <= until).map(({ id }) => id),
    late: dated.filter(({ bad }) => bad).map(({ id }) => id)
  };
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
