import * as v from 'valibot';
import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards, childFor } from '#lib/children/children.server.ts';
import type { ChildFull } from '#lib/children/child.ts';
import { circleFor } from '#lib/consultations/circle.server.ts';
import type { CirclePerson, ContributionForIro, ContributionLine } from '#lib/consultations/contribution.ts';
import { linesFor, readContribution } from '#lib/consultations/reading.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { StaffCard } from '#lib/people/staff.ts';
import { allow } from '#lib/relations.server.ts';
import { mayRead, requestLines } from '#lib/requests/lines.server.ts';
import type { Readers } from '#lib/requests/request.ts';
import type { RequestLine } from '#lib/requests/request.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { nextReview, nextReviews } from '#lib/reviews/reviews.server.ts';
import { finishItem } from '#lib/routing/items.server.ts';
import { childrenHeldBy, holderOf, holdersOf, iroSince, workersOf } from '#lib/routing/routing.server.ts';
import { me, namesOf } from './rows.server.ts';
import { caseRow, type CaseRow } from './row.ts';
import * as store from './store.server.ts';

/** The caseload: one's own children, and those one has in somebody's place; the soonest review first. */
export async function myChildren(ctx: Context): Promise<CaseRow[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'inbox.see');
    const reader = me(ctx);
    await recordLook(ctx, { verb: 'caseload.see', subject: 'staff', subjectId: reader });
    const since = await iroSince(ctx, reader);
    const ids = [...new Set([...since.keys(), ...(await childrenHeldBy(ctx, reader))])];
    const holders = await holdersOf(ctx, ids);
    const [children, reviews, sent] = [
      await childCards(ctx, ids),
      await nextReviews(ctx, ids),
      await store.newestAbout(ctx, ids)
    ];
    const opened = await store.openings(
      ctx,
      [...sent.values()].map((row) => row.id)
    );
    const names = await namesOf(
      ctx,
      [...holders.values()].flatMap((holder) => [holder.iroId, holder.personId])
    );
    const rows = ids.flatMap((id) => {
      const [child, review, holder] = [children.get(id), reviews.get(id), holders.get(id)];
      if (!child || !review || !holder) return [];
      const views = viewsFor(review, sent.get(id), opened);
      const place = placeOf(reader, holder, names);
      return [
        v.parse(caseRow, {
          ...child,
          childId: id,
          ...review,
          reviewOn: review.on,
          since: since.get(id) ?? null,
          ...place,
          ...views
        })
      ];
    });
    const day = (row: CaseRow) => row.reviewOn ?? row.latestLawful ?? '9';
    return rows.sort((one, other) => day(one).localeCompare(day(other)) || one.called.localeCompare(other.called));
  });
}

function placeOf(reader: string, holder: { iroId: string | null; personId: string | null }, names: ReadonlyMap<string, string>) {
  const mine = holder.iroId === reader;
  return {
    // Who is let in by break-glass covers for nobody.
    coverFor: !mine && holder.personId === reader && holder.iroId !== null ? (names.get(holder.iroId) ?? null) : null,
    taken: holder.iroId === null,
    coveredBy: mine && holder.personId !== null && holder.personId !== reader ? (names.get(holder.personId) ?? null) : null
  };
}

/** Whether the newest thing sent is for the next review: it names it, or came after the day (UK) the last one was held. */
export const isForNext = (review: NextReview, sent: { review_id: string | null; sent_at: string } | undefined): boolean =>
  sent !== undefined &&
  ((review.reviewId !== null && sent.review_id === review.reviewId) || dayOf(new Date(sent.sent_at)) > (review.heldLast ?? ''));

function viewsFor(
  review: NextReview,
  sent: { id: string; review_id: string | null; sent_at: string } | undefined,
  opened: ReadonlyMap<string, string[]>
) {
  if (!sent || !isForNext(review, sent)) return { views: 'none', viewsId: null, sentAt: null };
  return { views: opened.has(sent.id) ? 'opened' : 'waiting', viewsId: sent.id, sentAt: sent.sent_at };
}

/** Whose place somebody has, for a page about one child. */
export type Place = Readonly<{
  iro: StaffCard | null;
  since: string | null;
  coverFor: string | null;
  taken: boolean;
  coveredBy: string | null;
}>;

async function placeIn(ctx: Context, childId: string): Promise<Place> {
  const holder = await holderOf(ctx, childId);
  const cards = await staffCards(
    ctx,
    [holder.iroId, holder.personId].filter((id) => id !== null)
  );
  const names = new Map([...cards.values()].map((card) => [card.id, card.name]));
  const since = holder.iroId === null ? undefined : (await iroSince(ctx, holder.iroId)).get(childId);
  const iro = holder.iroId === null ? null : (cards.get(holder.iroId) ?? null);
  return { iro, since: since ?? null, ...placeOf(me(ctx), holder, names) };
}

export type ChildSheet = Readonly<{
  child: ChildFull;
  review: NextReview;
  lines: ContributionLine[];
  /** What the child asked for; `mayOpen` false: it is for others to read. */
  asked: (RequestLine & { mayOpen: boolean })[];
  circle: CirclePerson[];
  place: Place;
  workers: StaffCard[];
}>;

/** One child, for whoever may read them now: review, what was sent, IRO, circle. `not-found` for everybody else. */
export async function childSheet(ctx: Context, childId: string): Promise<ChildSheet> {
  return within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'child.see', childId);
    const child = await childFor(ctx, childId);
    await recordLook(ctx, { verb: 'child.see', subject: 'child', subjectId: childId, childId, onBehalf: coverId });
    const workers = (await workersOf(ctx, childId)).filter(({ role }) => role === 'social_worker');
    const cards = await staffCards(
      ctx,
      workers.map(({ staffId }) => staffId)
    );
    return {
      child,
      review: await nextReview(ctx, childId),
      lines: await linesFor(ctx, [childId]),
      asked: await askedBy(ctx, childId),
      circle: await circleFor(ctx, childId),
      place: await placeIn(ctx, childId),
      workers: [...cards.values()]
    };
  });
}

async function askedBy(ctx: Context, childId: string): Promise<ChildSheet['asked']> {
  const asked = [];
  // A child may have asked for many: about each of their readers it is asked once.
  const may = new Map<Readers, boolean>();
  for (const line of await requestLines(ctx, [childId])) {
    const mayOpen = may.get(line.readers) ?? (await mayRead(ctx, line.readers, childId));
    may.set(line.readers, mayOpen);
    asked.push({ ...line, mayOpen });
  }
  return asked;
}

export type ViewsSheet = Readonly<{
  views: ContributionForIro;
  child: ChildFull;
  review: NextReview;
  place: Place;
  done: boolean;
}>;

/** Opens what a child sent, with what belongs beside it. Opening is an act: it is written down, and the child sees it. */
export async function viewsSheet(
  ctx: Context,
  id: string,
  how: 'contribution.read' | 'contribution.print' = 'contribution.read'
): Promise<ViewsSheet> {
  return within(ctx, async (ctx) => {
    const views = await readContribution(ctx, id, how);
    const item = await store.itemAbout(ctx, id);
    return {
      views,
      child: await childFor(ctx, views.childId),
      review: await nextReview(ctx, views.childId),
      place: await placeIn(ctx, views.childId),
      done: item === undefined || item.done_at !== null
    };
  });
}

/** "Done": it leaves the inbox. `not-found` for anybody who may not read it. */
export async function finishViews(ctx: Context, contributionId: string): Promise<void> {
  await within(ctx, async (ctx) => finishItem(ctx, (await store.itemAbout(ctx, contributionId))?.id ?? ''));
}
