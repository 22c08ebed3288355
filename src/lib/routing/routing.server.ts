import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { CLIMBED, endOfTaken, faultOf, startOfDay, TAKEN, WORRY, type NewCover } from './cover.ts';
import { climbedPast } from './climbing.ts';
import * as covers from './covers.store.server.ts';
import * as desks from './desks.store.server.ts';
import { whoHolds, type Holder } from './holder.ts';
import { nudgeOf, rules, type DeskCode, type ItemKind } from './rules.ts';
import * as items from './items.store.server.ts';
import * as store from './store.server.ts';

export type Allocation = Readonly<{
  id?: string | undefined;
  childId: string;
  staffId: string;
  role: 'iro' | 'social_worker';
  fromOn: string;
  /** The last day it holds, to its end; null while it goes on. */
  toOn: string | null;
  reason?: string | null | undefined;
}>;

/**
 * Puts down who has a child, from when to when (days, both included). A new IRO has the child from whoever took it at the
 * desk, and is nudged about what still waits.
 * Returns the allocation's id; saving the same again changes nothing. Throws `invalid` when it would end before it begins.
 */
export async function saveAllocation(ctx: Context, given: Allocation): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'allocation.save', given.childId);
    const { id, rev } = await putAllocation(ctx, given);
    if (rev !== null && given.role === 'iro') await nudgeAboutWaiting(ctx, [given.childId], `passed-on:${id}:${rev}`);
    return id;
  });
}

/**
 * The same, for this room's verbs, which ask who may and nudge whoever has the child now; in their transaction. `rev`: which
 * version was made; null: nothing changed.
 */
export async function putAllocation(ctx: Context, given: Allocation): Promise<{ id: string; rev: number | null }> {
  if (given.toOn !== null && given.toOn < given.fromOn) throw new Refusal('invalid', { fields: { toOn: 'before-start' } });
  const before = given.id ? await store.findAllocation(ctx, given.id) : undefined;
  const row = {
    id: given.id ?? ctx.ids(),
    child_id: given.childId,
    staff_id: given.staffId,
    role: given.role,
    from_on: given.fromOn,
    to_on: given.toOn,
    reason: given.reason ?? null,
    rev: (before?.rev ?? 0) + 1,
    changed_at: ctx.now.toISOString()
  };
  if (before && store.sameAllocation(before, row)) return { id: before.id, rev: null };
  await (before ? store.changeAllocation(ctx, row) : store.insertAllocation(ctx, row));
  const { id: subjectId, child_id: childId, reason } = row;
  await record(ctx, { verb: 'allocation.save', subject: 'allocation', subjectId, childId, reason });
  if (row.role === 'iro') await endTaken(ctx, row);
  return { id: row.id, rev: row.rev };
}

/** Whoever took the child at the desk, or a worry over, has it until the IRO starts; no earlier, should nobody have it then. */
async function endTaken(ctx: Context, iro: { child_id: string; from_on: string; to_on: string | null }): Promise<void> {
  const today = dayOf(ctx.now);
  if (iro.to_on !== null && iro.to_on < today) return;
  const at = iro.from_on > today ? startOfDay(iro.from_on) : ctx.now.toISOString();
  const taken = (await covers.coversBeyond(ctx, iro.child_id, [TAKEN, WORRY, CLIMBED], at)).map(({ id }) => id);
  if (taken.length === 0) return;
  const without = (await holdersOf(ctx, [iro.child_id], taken)).get(iro.child_id);
  if (iro.from_on <= today && !without?.personId) return;
  await endCovers(ctx, { childId: iro.child_id, ids: taken, at, reason: 'new-iro' });
}

type Ended = Readonly<{ childId: string; ids: readonly string[]; at: string; reason: 'new-iro' | 'opened' | 'dealt-with' }>;

/** Covers for one child end at this time (ISO), on the record. For this room's verbs. */
export async function endCovers(ctx: Context, { childId, ids, at, reason }: Ended): Promise<void> {
  await covers.endCovers(ctx, ids, at);
  for (const id of ids) await record(ctx, { verb: 'cover.end', subject: 'cover', subjectId: id, childId, reason });
}

/**
 * What nobody has opened yet of these children has just come to somebody else: each of them hears of it once, as of something
 * new, or as of what cannot wait where that is among it. `also`: who hears of it although nothing waits.
 */
export async function nudgeAboutWaiting(
  ctx: Context,
  childIds: readonly string[],
  because: string,
  also: readonly string[] = []
): Promise<void> {
  const told = new Map<string, ItemKind[]>(also.map((id) => [id, []]));
  const holders = await holdersOf(ctx, childIds);
  for (const { childId, kind, keptFrom } of await items.waitingForHolders(ctx, childIds)) {
    const personId = holders.get(childId)?.personId;
    if (personId && !keptFrom.has(personId)) told.set(personId, [...(told.get(personId) ?? []), kind]);
  }
  for (const [staffId, kinds] of told) await enqueue(ctx, { kind: nudgeOf(kinds), dedupeKey: `${because}:${staffId}`, staffId });
}

/**
 * Says who stands in, for a time: for one child or for everybody an absent person holds. Returns its id.
 * Throws `invalid` with the field and reason of cover.ts. A manager gives at most 28 days at once.
 */
export async function makeCover(ctx: Context, given: NewCover): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'cover.make', given.childId ?? null);
    const others = given.fromAt < given.toAt ? await covers.coversBetween(ctx, given.fromAt, given.toAt) : [];
    const fault = faultOf(given, others, ctx.actor.kind === 'command');
    if (fault) throw new Refusal('invalid', { fields: fault });
    const id = await covers.putCover(ctx, given);
    const { childId = null, reason } = given;
    await record(ctx, { verb: 'cover.make', subject: 'cover', subjectId: id, childId, reason });
    return id;
  });
}

/** Says who sits at a team's desk. The desk is made at first need. */
export async function setDesk(ctx: Context, code: DeskCode, staffIds: readonly string[]): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'desk.set');
    const id = await desks.deskId(ctx, code);
    await desks.setMembers(ctx, id, staffIds);
    await record(ctx, { verb: 'desk.set', subject: 'desk', subjectId: id });
  });
}

/** Who has this child now. No permission of its own: its callers are verbs, which have theirs. */
export async function holderOf(ctx: Context, childId: string): Promise<Holder> {
  const holders = await holdersOf(ctx, [childId]);
  return holders.get(childId) ?? whoHolds(childId, { iros: [], covers: [], active: () => false });
}

/** Who has each of these children now, or would have if some covers (`without`) were not; every id given has an entry. */
export async function holdersOf(
  ctx: Context,
  childIds: readonly string[],
  without: readonly string[] = []
): Promise<Map<string, Holder>> {
  const standing = (await covers.coversNow(ctx)).filter((cover) => !without.includes(cover.id));
  const iros = new Map<string, string[]>();
  for (const { child_id, staff_id } of await store.allocated(ctx, childIds, 'iro'))
    iros.set(child_id, [...(iros.get(child_id) ?? []), staff_id]);
  const here = await store.activeStaff(ctx, [...[...iros.values()].flat(), ...standing.map((cover) => cover.coverId)]);
  const facts = { covers: standing, active: (id: string) => here.has(id) };
  return new Map(childIds.map((id) => [id, whoHolds(id, { ...facts, iros: iros.get(id) ?? [] })]));
}

/** The children this person has now, as their IRO or because they stand in; or would have if some covers (`without`) were not. */
export async function childrenHeldBy(ctx: Context, staffId: string, without: readonly string[] = []): Promise<string[]> {
  const standing = await covers.coversNow(ctx);
  const away = standing.flatMap((cover) => (cover.absentId ? [cover.absentId] : []));
  const taken = standing.flatMap((cover) => (cover.childId ? [cover.childId] : []));
  const maybe = [...new Set([...(await store.childrenOfIros(ctx, [staffId, ...away])), ...taken])];
  const holders = await holdersOf(ctx, maybe, without);
  return maybe.filter((id) => holders.get(id)?.personId === staffId);
}

/** The staff with an allocation to this child that holds today, and as what. */
export async function workersOf(ctx: Context, childId: string): Promise<{ staffId: string; role: 'iro' | 'social_worker' }[]> {
  const found = [];
  for (const role of ['iro', 'social_worker'] as const)
    for (const row of await store.allocated(ctx, [childId], role)) found.push({ staffId: row.staff_id, role });
  return found;
}

/** One IRO of a child, from when to when (days, both included); `holds`: now. */
export type IroOnce = Readonly<{ id: string; staffId: string; fromOn: string; toOn: string | null; holds: boolean }>;

/** Every IRO this child has had up to now, the newest first. No permission of its own: its callers are verbs. */
export const irosEver = async (ctx: Context, childId: string): Promise<IroOnce[]> =>
  (await irosEverOf(ctx, [childId])).get(childId) ?? [];

/** The same of each of these children; a child who never had one is left out. */
export async function irosEverOf(ctx: Context, childIds: readonly string[]): Promise<Map<string, IroOnce[]>> {
  const today = dayOf(ctx.now);
  const found = Map.groupBy(await store.irosEver(ctx, childIds), (row) => row.child_id);
  const once = (row: Awaited<ReturnType<typeof store.irosEver>>[number]): IroOnce => ({
    id: row.id,
    staffId: row.staff_id,
    fromOn: row.from_on,
    toOn: row.to_on,
    holds: row.active === 1 && (row.to_on === null || row.to_on >= today)
  });
  return new Map([...found].map(([childId, rows]) => [childId, rows.map(once)]));
}

/** Who became the IRO of a child in care on this day or later, and still is. No permission of its own. */
export async function irosBegunSince(ctx: Context, day: string) {
  const rows = await store.irosBegunSince(ctx, day);
  return rows.map((row) => ({ id: row.id, childId: row.child_id, staffId: row.staff_id, fromOn: row.from_on }));
}

/** Since which day this person has been the IRO of each of their children. */
export const iroSince = (ctx: Context, staffId: string): Promise<Map<string, string>> => store.iroSince(ctx, staffId);

/** Covers that hold now. */
export const coversNow = (ctx: Context) => covers.coversNow(ctx);

/** Every manager who works here today. No permission of its own: its callers are verbs. */
export const managersNow = (ctx: Context): Promise<string[]> => desks.managersNow(ctx);

/** The desks at which this person sits. */
export const desksOf = (ctx: Context, staffId: string): Promise<string[]> => desks.desksOf(ctx, staffId);

/**
 * "I take this": whoever sits at the desk stands in for the one child for 28 days or until their next IRO starts, on the
 * record, and can read from then. What lay unopened until it climbed to the desk may be taken too, for three days: whoever
 * had it hears of that, and may open it still.
 * Taking what one already has changes nothing; what a desk has from the first gives nobody the child. Throws `invalid` (`item`: `taken`, or `done`) when somebody else has the child by now, or nothing waits.
 * Returns the id of what the item is about.
 */
export async function takeFromDesk(ctx: Context, itemId: string): Promise<{ childId: string; subjectId: string }> {
  return within(ctx, async (ctx) => {
    const listed = await items.findItem(ctx, itemId);
    await allow(ctx, 'desk.take', listed?.child_id ?? null);
    if (listed) await items.holdItem(ctx, itemId);
    const item = await items.findItem(ctx, itemId);
    if (!item || item.child_id === null || ctx.actor.kind !== 'staff' || !fallsToDesk(item)) throw notFound();
    if (!(await desks.desksOf(ctx, ctx.actor.id)).includes(item.desk_code)) throw notFound();
    const childId = item.child_id;
    const taken = { childId, subjectId: item.subject_id };
    const { personId } = await holderOf(ctx, childId);
    if (personId === ctx.actor.id) return taken;
    if (item.done_at !== null) throw new Refusal('invalid', { fields: { item: 'done' } });
    if (personId !== null && !hasClimbed(item, personId)) throw new Refusal('invalid', { fields: { item: 'taken' } });
    const next = await store.nextIroFrom(ctx, childId);
    const reason = personId === null ? TAKEN : CLIMBED;
    const times = { fromAt: ctx.now.toISOString(), toAt: endOfTaken(ctx.now, next, reason) };
    const id = await covers.putCover(ctx, { childId, coverId: ctx.actor.id, ...times, reason });
    await record(ctx, { verb: 'desk.take', subject: 'item', subjectId: itemId, childId, onBehalf: id });
    if (personId !== null) await enqueue(ctx, { kind: 'something-new', dedupeKey: `taken:${id}:${personId}`, staffId: personId });
    return taken;
  });
}

/** Whether this goes to a desk only because nobody has the child. */
const fallsToDesk = ({ kind }: items.ItemRow): boolean => items.isKind(kind) && rules[kind].first === 'holder';

/** Whether this person left it unopened for so long that it climbed to the desk. */
const hasClimbed = (item: items.ItemRow, personId: string): boolean => {
  const standing = { climbedTo: item.climbed_to, climbedPast: item.climbed_past };
  return items.isKind(item.kind) && item.first_opened_at === null && climbedPast(item.kind, standing, personId);
};
