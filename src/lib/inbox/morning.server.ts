import * as v from 'valibot';
import { recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import type { Item } from '#lib/routing/item.ts';
import { besidesOfEach, openItemsOf } from '#lib/routing/items.server.ts';
import { caseloads } from '#lib/routing/moving.server.ts';
import { endsOfAway } from '#lib/routing/away.server.ts';
import { lastProof, readersNow } from '#lib/routing/proof.server.ts';
import { coversNow, holdersOf } from '#lib/routing/routing.server.ts';
import { ages, morning, type Morning } from './morning.ts';
import { isUnopened, needsOf, teamFacts, type Held } from './needs.server.ts';
import { notAskedRows } from './not-asked.server.ts';
import { itemsOf, me, namesOf } from './rows.server.ts';

const DAY = 24 * 3600_000;
/** How many names one list shows. */
const LONGEST_LIST = 100;

/**
 * The manager's morning: whether everything has a reader, what is not opened, whose worry nobody has, whose answer is late,
 * who was not asked, and how it stands with each IRO. Names, days and figures; no content.
 */
export async function morningOf(ctx: Context): Promise<Morning> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see');
    await recordLook(ctx, { verb: 'team.see', subject: 'staff', subjectId: me(ctx) });
    const facts = await teamFacts(ctx);
    const { open } = facts;
    const atAdvocates = await openItemsOf(ctx, 'advocate');
    const late = open.filter(({ item }) => isLate(ctx, item));
    const needs = await needsOf(ctx, facts);
    const mine = await lateWithMe(ctx, late);
    const named = new Set([...late, ...mine].map(({ item }) => item.subjectId));
    return v.parse(morning, {
      proof: facts.proof,
      provedAt: (await lastProof(ctx))?.at ?? null,
      without: await withoutReader(ctx),
      needs,
      had: facts.worries.filter(({ had }) => had !== null),
      unopened: byAge(ctx, [...open.map(({ item }) => item), ...atAdvocates]),
      overdue: await overdueRows(ctx, [...late, ...mine]),
      overdueElsewhere: needs.answersLate - named.size,
      advocates: {
        unopened: atAdvocates.filter(({ firstOpenedAt }) => firstOpenedAt === null).length,
        overdue: atAdvocates.filter((item) => isLate(ctx, item)).length
      },
      notAsked: await notAskedRows(ctx, facts.notAsked, facts.reviews),
      byIro: await byIro(ctx, open, late)
    });
  });
}

/** Something late; `holder` null: it is not with whoever has the child, but with the reader. */
type Late = Readonly<{ item: Item; holder: Held['holder'] | null }>;

/** What an answer was promised to by a day. */
const isPromised = (subject: string): boolean => subject === 'request' || subject === 'message';
const isLate = (ctx: Context, { subject, neededBy }: Item): boolean =>
  isPromised(subject) && neededBy !== null && neededBy < dayOf(ctx.now);

/** What is kept from whoever reads this is counted by the proof, and stands nowhere by itself. */
async function withoutReader(ctx: Context) {
  const all = (await readersNow(ctx)).filter(({ staffIds }) => staffIds.length === 0);
  const keptFrom = await besidesOfEach(
    ctx,
    all.map(({ item }) => item)
  );
  const rows = all.filter(({ item }) => !keptFrom(item).has(me(ctx)));
  const children = await childCards(
    ctx,
    rows.flatMap(({ item }) => item.childId ?? [])
  );
  return rows.map(({ item }) => {
    const child = item.childId === null ? undefined : children.get(item.childId);
    return { itemId: item.id, called: child?.called ?? null, lastInitial: child?.lastInitial ?? '', cameAt: item.createdAt };
  });
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

/** What came to the managers or to a desk of theirs and is late: only what the person signed in may open. */
async function lateWithMe(ctx: Context, held: readonly Held[]): Promise<Late[]> {
  const known = new Set(held.map(({ item }) => item.subjectId));
  return (await itemsOf(ctx))
    .filter((item) => isLate(ctx, item) && !known.has(item.subjectId))
    .map((item) => ({ item, holder: null }));
}

async function overdueRows(ctx: Context, late: readonly Late[]) {
  const shown = late
    .toSorted((one, other) => (one.item.neededBy ?? '').localeCompare(other.item.neededBy ?? ''))
    .slice(0, LONGEST_LIST);
  const children = await childCards(
    ctx,
    shown.map(({ item }) => item.childId)
  );
  const names = await namesOf(
    ctx,
    shown.map(({ holder }) => holder?.personId ?? null)
  );
  return shown.flatMap(({ item, holder }) => {
    const child = children.get(item.childId);
    const name = holder?.personId ? (names.get(holder.personId) ?? null) : null;
    return child ? [{ ...child, itemId: item.id, by: item.neededBy, holder: name, mine: holder === null }] : [];
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
