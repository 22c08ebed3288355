import * as v from 'valibot';
import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { englandAndWales } from '#lib/council/bank-holidays.ts';
import { addWorkingDays } from '#lib/council/working-days.ts';
import { allow } from '#lib/relations.server.ts';
import { mayRead, requestLines } from '#lib/requests/lines.server.ts';
import { readers } from '#lib/requests/readers.ts';
import { nextReviews } from '#lib/reviews/reviews.server.ts';
import { whoHas } from '#lib/routing/having.server.ts';
import type { Holder } from '#lib/routing/holder.ts';
import type { Item } from '#lib/routing/item.ts';
import { allKeptFrom, openItemsOf, openItemsWithHolders } from '#lib/routing/items.server.ts';
import { caseloads } from '#lib/routing/moving.server.ts';
import { lastProof, proveReaders, readersNow } from '#lib/routing/proof.server.ts';
import { endsOfAway } from '#lib/routing/away.server.ts';
import { coversNow, holdersOf } from '#lib/routing/routing.server.ts';
import { rules } from '#lib/routing/rules.ts';
import { ages, morning, type Morning } from './morning.ts';
import { me, namesOf } from './rows.server.ts';
import { whenOf } from './rows-as.server.ts';
import * as store from './store.server.ts';

/** How far ahead a manager looks for children who were not asked, in working days (the time a consultation takes). */
const AHEAD = 20;
const DAY = 24 * 3600_000;
/** How many names one list shows. */
const LONGEST_LIST = 100;

type Held = Readonly<{ item: Item; holder: Holder }>;

/**
 * The manager's morning: whether everything has a reader, what is not opened, whose worry nobody has, whose answer is late,
 * who was not asked, and how it stands with each IRO. Names, days and figures; no content.
 */
export async function morningOf(ctx: Context): Promise<Morning> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see');
    await recordLook(ctx, { verb: 'team.see', subject: 'staff', subjectId: me(ctx) });
    const open = await openItemsWithHolders(ctx);
    const atAdvocates = await openItemsOf(ctx, 'advocate');
    const late = open.filter(({ item }) => isLate(ctx, item));
    return v.parse(morning, {
      proof: await proveReaders(ctx),
      provedAt: (await lastProof(ctx))?.at ?? null,
      without: await withoutReader(ctx),
      worries: await worriesOf(ctx),
      unopened: byAge(ctx, [...open.map(({ item }) => item), ...atAdvocates]),
      overdue: await overdueRows(ctx, late),
      advocates: {
        unopened: atAdvocates.filter(({ firstOpenedAt }) => firstOpenedAt === null).length,
        overdue: atAdvocates.filter((item) => isLate(ctx, item)).length
      },
      notAsked: await notAsked(ctx),
      byIro: await byIro(ctx, open, late)
    });
  });
}

/** What an answer was promised to by a day. */
const isPromised = (subject: string): boolean => subject === 'request' || subject === 'message';
const isLate = (ctx: Context, { subject, neededBy }: Item): boolean =>
  isPromised(subject) && neededBy !== null && neededBy < dayOf(ctx.now);

/** A task nobody wrote is never unopened. */
const isUnopened = ({ kind, firstOpenedAt }: Item): boolean => firstOpenedAt === null && !rules[kind].task;

/** What is kept from whoever reads this is counted by the proof, and stands nowhere by itself. */
async function withoutReader(ctx: Context) {
  const all = (await readersNow(ctx)).filter(({ staffIds }) => staffIds.length === 0);
  const kept = new Map<string, ReadonlySet<string>>();
  for (const subject of new Set(all.map(({ item }) => item.subject))) kept.set(subject, await allKeptFrom(ctx, subject, me(ctx)));
  const rows = all.filter(({ item }) => !kept.get(item.subject)?.has(item.subjectId));
  const children = await childCards(
    ctx,
    rows.flatMap(({ item }) => item.childId ?? [])
  );
  return rows.map(({ item }) => {
    const child = item.childId === null ? undefined : children.get(item.childId);
    return { itemId: item.id, called: child?.called ?? null, lastInitial: child?.lastInitial ?? '', cameAt: item.createdAt };
  });
}

/** Each worry that is not dealt with, the ones nobody has first, then the oldest. */
async function worriesOf(ctx: Context) {
  // Every worry is every manager's too, also one that goes past whoever has the child.
  const unsafe = await openItemsOf(ctx, 'unsafe-manager');
  const childIds = unsafe.map(({ childId }) => childId);
  const holders = await holdersOf(ctx, [...new Set(childIds)]);
  const lines = new Map((await requestLines(ctx, childIds)).map((line) => [line.id, line]));
  const [children, had] = [
    await childCards(ctx, childIds),
    await whoHas(
      ctx,
      'request',
      unsafe.map(({ subjectId }) => subjectId)
    )
  ];
  const names = await namesOf(ctx, [
    ...[...holders.values()].map(({ personId }) => personId),
    ...[...had.values()].map((one) => one.staffId)
  ]);
  const rows: Morning['worries'] = [];
  for (const item of unsafe) {
    const personId = holders.get(item.childId)?.personId ?? null;
    const [line, child, by] = [lines.get(item.subjectId), children.get(item.childId), had.get(item.subjectId)];
    if (!line || !child) continue;
    rows.push({
      ...child,
      requestId: line.id,
      sentAt: line.sentAt,
      opened: item.firstOpenedAt !== null,
      had: by ? (names.get(by.staffId) ?? '') : null,
      // Nobody who has the child has what goes past them.
      holder: personId === null || readers[line.readers].past ? null : (names.get(personId) ?? ''),
      mayOpen: await mayRead(ctx, line.readers, item.childId)
    });
  }
  const rank = ({ had, opened }: Morning['worries'][number]) => Number(had !== null) * 2 + Number(opened);
  return rows.sort((one, other) => rank(one) - rank(other) || one.sentAt.localeCompare(other.sentAt));
}

/** How many nobody has opened, by how many whole days they lie there. */
function byAge(ctx: Context, items: readonly Item[]): number[] {
  const counts = [...ages.map(() => 0), 0];
  for (const item of items.filter(isUnopened)) {
    const days = Math.floor((ctx.now.getTime() - Date.parse(item.createdAt)) / DAY);
    const found = ages.findIndex((most) => days <= most);
    const at = found < 0 ? ages.length : found;
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

async function overdueRows(ctx: Context, late: readonly Held[]) {
  const shown = late
    .toSorted((one, other) => (one.item.neededBy ?? '').localeCompare(other.item.neededBy ?? ''))
    .slice(0, LONGEST_LIST);
  const children = await childCards(
    ctx,
    shown.map(({ item }) => item.childId)
  );
  const names = await namesOf(
    ctx,
    shown.map(({ holder }) => holder.personId)
  );
  return shown.flatMap(({ item, holder }) => {
    const child = children.get(item.childId);
    const name = holder.personId === null ? null : (names.get(holder.personId) ?? null);
    return child ? [{ ...child, itemId: item.id, by: item.neededBy, holder: name }] : [];
  });
}

async function notAsked(ctx: Context) {
  const ids = await store.childrenInCare(ctx);
  const [reviews, today] = [await nextReviews(ctx, ids), dayOf(ctx.now)];
  const until = addWorkingDays(englandAndWales, today, AHEAD);
  const [invited, used] = [await store.lastInvited(ctx, ids), await store.withCardUsed(ctx, ids)];
  const found = ids
    .map((id) => ({ id, review: reviews.get(id), on: whenOf(reviews.get(id)).reviewOn ?? '' }))
    .filter(({ id, review, on }) => {
      const asked = (invited.get(id) ?? '') > (review?.heldLast ?? '');
      return on >= today && on <= until && !asked && !used.has(id);
    })
    .sort((one, other) => one.on.localeCompare(other.on))
    .slice(0, LONGEST_LIST);
  const childIds = found.map(({ id }) => id);
  const [children, holders] = [await childCards(ctx, childIds), await holdersOf(ctx, childIds)];
  const names = await namesOf(
    ctx,
    [...holders.values()].map(({ personId }) => personId)
  );
  return found.flatMap(({ id, review }) => {
    const [child, person] = [children.get(id), holders.get(id)?.personId ?? null];
    return child
      ? [{ ...child, childId: id, ...whenOf(review), holder: person === null ? null : (names.get(person) ?? null) }]
      : [];
  });
}

/** How it stands with each IRO: their children, and what lies with them now; who is away, and who has theirs in the end. */
async function byIro(ctx: Context, open: readonly Held[], late: readonly Held[]) {
  const [loads, covers, ends] = [await caseloads(ctx), await coversNow(ctx), await endsOfAway(ctx)];
  const holding = [...new Set(open.flatMap(({ holder }) => holder.personId ?? []))];
  const all = [...new Set([...loads.map(({ staffId }) => staffId), ...holding])];
  const first = new Map(loads.map(({ staffId, childIds }) => [staffId, childIds[0] ?? '']));
  const holders = await holdersOf(ctx, [...first.values()]);
  const names = await namesOf(ctx, [...all, ...[...holders.values()].map(({ personId }) => personId)]);
  const of = (held: readonly Held[], id: string) => held.filter(({ holder }) => holder.personId === id);
  return all
    .map((staffId) => {
      const load = loads.find((one) => one.staffId === staffId);
      const away = covers.find(({ absentId }) => absentId === staffId);
      const inTheEnd = holders.get(first.get(staffId) ?? '')?.personId ?? away?.coverId ?? null;
      return {
        staffId,
        name: names.get(staffId) ?? '',
        left: load?.here === false,
        children: load?.childIds.length ?? 0,
        unopened: of(open, staffId).filter(({ item }) => isUnopened(item)).length,
        overdue: of(late, staffId).length,
        away: away
          ? { cover: inTheEnd === null ? null : (names.get(inTheEnd) ?? ''), until: ends.away.get(staffId) ?? away.toAt }
          : null
      };
    })
    .sort((one, other) => one.name.localeCompare(other.name));
}
