import * as v from 'valibot';
import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { isUrgent } from '#lib/requests/kinds.ts';
import { requestLines } from '#lib/requests/lines.server.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import { climbedPast } from '#lib/routing/climbing.ts';
import type { Holder } from '#lib/routing/holder.ts';
import type { Item } from '#lib/routing/item.ts';
import { looseItemsFor, openItemsWithHolders } from '#lib/routing/items.server.ts';
import { childrenHeldBy, desksOf } from '#lib/routing/routing.server.ts';
import { rules } from '#lib/routing/rules.ts';
import { byNeed, type Group } from './need.ts';
import { deskRow, type DeskRow, type InboxRow } from './row.ts';
import { itemsOf, me, namesOf, rowsOf } from './rows.server.ts';
import { whenOf } from './rows-as.server.ts';

/** What the person signed in needs to look at, what needs them first first. Not a word of any child is in it. */
export async function inboxOf(ctx: Context): Promise<{ group: Group; rows: InboxRow[] }[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'inbox.see');
    await recordLook(ctx, { verb: 'inbox.see', subject: 'staff', subjectId: me(ctx) });
    return byNeed(await rowsOf(ctx, await itemsOf(ctx)), dayOf(ctx.now));
  });
}

/** What fell to a desk at which the person signed in sits: that it is there, for whom, how urgent. Unreadable until taken. */
export async function deskOf(ctx: Context): Promise<DeskRow[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'desk.see');
    const fallen = await fallenHere(ctx);
    if (fallen.length > 0) await recordLook(ctx, { verb: 'desk.see', subject: 'staff', subjectId: me(ctx) });
    return deskRows(ctx, fallen);
  });
}

/** What nobody has and fell to a desk of the person signed in. */
async function fallenHere(ctx: Context) {
  const mine = await desksOf(ctx, me(ctx));
  const fallen = mine.some(catches) ? await openItemsWithHolders(ctx) : [];
  return fallen.filter(({ item, holder }) => isAtDesk(item, holder, me(ctx)) && mine.includes(item.deskCode));
}

/** What nobody has, and what lay unopened with somebody else for so long that it climbed here. */
const isAtDesk = (item: Item, { personId }: Holder, reader: string): boolean =>
  personId === null || (personId !== reader && item.firstOpenedAt === null && climbedPast(item.kind, item, personId));

/** Whether things fall to this desk when nobody has the child; at the others everybody has them from the first. */
const catches = (code: string): boolean => Object.values(rules).some(({ first, desk }) => first === 'holder' && desk === code);

/**
 * Items nobody has, as a desk or a manager sees them: what cannot wait first, then the soonest day (of a promised answer, or
 * else the review's), then the oldest.
 */
export async function deskRows(ctx: Context, fallen: readonly { item: Item; holder: Holder }[]): Promise<DeskRow[]> {
  const childIds = [...new Set(fallen.map(({ item }) => item.childId))];
  const [children, reviews] = [await childCards(ctx, childIds), await nextReviews(ctx, childIds)];
  const asked = new Map((await requestLines(ctx, childIds)).map((line) => [line.id, line]));
  const names = await namesOf(
    ctx,
    fallen.flatMap(({ holder }) => [holder.iroId, holder.personId])
  );
  return fallen
    .flatMap(({ item, holder }) => {
      const child = children.get(item.childId);
      const line = asked.get(item.subjectId);
      const kind = item.subject === 'request' ? line?.kind : item.kind;
      if (!child || !kind) return [];
      const iro = holder.iroId === null ? null : (names.get(holder.iroId) ?? null);
      return [
        v.parse(deskRow, {
          ...child,
          itemId: item.id,
          kind,
          takenBack: line?.status === 'taken-back',
          cameAt: item.createdAt,
          answerBy: item.subject === 'contribution' ? null : item.neededBy,
          ...whenOf(reviews.get(item.childId)),
          iro,
          heldBy: holder.personId === null ? null : (names.get(holder.personId) ?? '')
        })
      ];
    })
    .sort((one, other) => urgency(one).localeCompare(urgency(other)) || one.cameAt.localeCompare(other.cameAt));
}

const urgency = ({ kind, answerBy, reviewOn }: DeskRow): string => (isUrgent(kind) ? '' : (answerBy ?? reviewOn ?? '9'));

/** The figures beside the staff navigation. `desk` is null for somebody who sits at none to which things fall. */
export async function countsOf(ctx: Context): Promise<{ inbox: number; children: number; desk: number | null }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'inbox.see');
    const [items, children] = [await itemsOf(ctx), await childrenHeldBy(ctx, me(ctx))];
    const desk = (await desksOf(ctx, me(ctx))).some(catches) ? (await deskRows(ctx, await fallenHere(ctx))).length : null;
    const callBacks = await looseItemsFor(ctx, me(ctx), 'call-back');
    const workers = await looseItemsFor(ctx, me(ctx), 'not-told-worker');
    return { inbox: items.length + callBacks.length + workers.length, children: children.length, desk };
  });
}
