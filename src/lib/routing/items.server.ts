import { record } from '#lib/audit/audit.server.ts';
import { notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { allow } from '#lib/relations.server.ts';
import { untilHad } from './climbing.ts';
import * as desks from './desks.store.server.ts';
import type { Holder } from './holder.ts';
import type { Item, LooseItem, NewItem } from './item.ts';
import * as store from './items.store.server.ts';
import { holderOf, holdersOf } from './routing.server.ts';
import { rules, type DeskCode, type ItemKind, type Rule } from './rules.ts';
import type { StepWho } from './rungs.ts';
import { childrenToHearOf } from './worries.server.ts';

/**
 * Makes an item, in the transaction of what it is about, and nudges whoever it is for. The same thing again is the same
 * item. No permission of its own: its caller is the verb that made the thing.
 */
export async function addItem(ctx: Context, given: NewItem): Promise<string> {
  if (!ctx.db.isTransaction) throw new Error('an item is made in the transaction of what it is about');
  await store.keepFrom(ctx, given, given.keptFrom ?? []);
  const told = await toldOf(ctx, given.kind, given.childId, await besidesOf(ctx, given));
  const id = await store.putItem(ctx, given, rules[given.kind].desk, told);
  await nudge(ctx, given.kind, told.staffIds, `item:${id}`);
  return id;
}

/**
 * Something came to what an item is about already: it waits again, unopened, and whoever has it is nudged. Made when there was
 * none. In the transaction of what came.
 */
export async function addItemAgain(ctx: Context, given: NewItem): Promise<void> {
  if (!ctx.db.isTransaction) throw new Error('an item is made in the transaction of what it is about');
  const told = await toldOf(ctx, given.kind, given.childId, await besidesOf(ctx, given));
  const id = await store.putItem(ctx, given, rules[given.kind].desk, told);
  await store.openAgain(ctx, id, given.neededBy, told);
  await nudge(ctx, given.kind, told.staffIds, `item:${id}:${ctx.now.toISOString()}`);
}

/** Tells everybody such an item is for that something is there, but never whom it is kept from; `because` makes one telling one. */
export async function nudgeReaders(
  ctx: Context,
  { kind, childId, ...about }: Pick<NewItem, 'kind' | 'childId'> & store.About,
  because: string
): Promise<void> {
  await nudge(ctx, kind, await readersOf(ctx, kind, childId, await besidesOf(ctx, about)), because);
}

/** From whom this is kept for good. No permission of its own: its callers are verbs. */
export const besidesOf = async (ctx: Context, about: store.About): Promise<string[]> => [
  ...(await store.thoseKeptFrom(ctx, [about]))(about)
];

/** The same of each of these. No permission of its own. */
export const besidesOfEach = (ctx: Context, about: readonly store.About[]) => store.thoseKeptFrom(ctx, about);

/** Whom an item of this kind is for, now, besides those it is kept from: an empty desk is one at which nobody else sits. */
export const readersOf = async (
  ctx: Context,
  kind: ItemKind,
  childId: string | null,
  besides: readonly string[] = []
): Promise<readonly string[]> => (await toldOf(ctx, kind, childId, besides)).staffIds;

async function nudge(ctx: Context, kind: ItemKind, staffIds: readonly string[], because: string): Promise<void> {
  for (const staffId of staffIds) await enqueue(ctx, { kind: rules[kind].nudge, dedupeKey: `${because}:${staffId}`, staffId });
}

type Told = Readonly<{ staffIds: readonly string[]; told: StepWho; heldBy: string | null }>;

/** Whom an item of this kind is for, now, besides these, and at which step of its line they stand. */
async function toldOf(ctx: Context, kind: ItemKind, childId: string | null, besides: readonly string[]): Promise<Told> {
  const { first, desk, elseManagers } = rules[kind];
  // What cannot wait is told to everybody at once; those on duty are asked one by one after that.
  const stands = (told: StepWho): StepWho => (untilHad(kind) ? 'person' : told);
  const others = (ids: readonly string[]) => ids.filter((id) => !besides.includes(id));
  const team = (staffIds: readonly string[], told: StepWho): Told => ({ staffIds, told: stands(told), heldBy: null });
  const managers = async () => team(others(await desks.managersNow(ctx)), 'managers');
  if (first === 'managers') return managers();
  const holder = first === 'holder' && childId !== null ? await holderOf(ctx, childId) : null;
  if (holder?.personId)
    return { staffIds: others([holder.personId]), told: holder.coverId === null ? 'person' : 'cover', heldBy: holder.personId };
  const members = others(await (first === 'admins' ? desks.adminsNow(ctx) : desks.membersOf(ctx, desk)));
  return members.length === 0 && elseManagers ? managers() : team(members, 'desk');
}

/** Whether anybody would get an item of this kind that is about no child we know. */
export const isForAnybody = async (ctx: Context, kind: ItemKind): Promise<boolean> =>
  (await readersOf(ctx, kind, null)).length > 0;

/** Whether anybody but these would get an item of this kind about this child now. */
export const isForOthers = async (ctx: Context, kind: ItemKind, childId: string, besides: readonly string[]): Promise<boolean> =>
  (await readersOf(ctx, kind, childId)).some((id) => !besides.includes(id));

/** Whether anybody sits at this desk, besides these. */
export const isAnybodyAt = async (ctx: Context, code: DeskCode, besides: readonly string[] = []): Promise<boolean> =>
  (await desks.membersOf(ctx, code)).some((id) => !besides.includes(id));

/**
 * Somebody opened what an item is about: the first to do so, and when, is kept, unless there is no room to keep it: then
 * it goes on counting as unopened. In the caller's transaction.
 */
export async function markOpened(ctx: Context, subject: string, subjectId: string): Promise<void> {
  if (!('id' in ctx.actor)) throw notFound();
  if (notesLooks(ctx)) await store.openFirst(ctx, subject, subjectId, ctx.actor.id);
}

/** Done with it: it leaves the inbox. Only for whoever may read it. */
export async function finishItem(ctx: Context, itemId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const item = await store.findItem(ctx, itemId);
    const { coverId } = await allow(ctx, 'item.finish', item?.child_id ?? null);
    if (!item || item.done_at !== null) return;
    await store.closeItem(ctx, itemId);
    await record(ctx, { verb: 'item.finish', subject: 'item', subjectId: itemId, childId: item.child_id, onBehalf: coverId });
  });
}

/** A later version took its place, so nobody needs to look at this one. In the transaction of the verb that made that. */
export async function finishItemOf(ctx: Context, subject: string, subjectId: string): Promise<void> {
  if (!ctx.db.isTransaction) throw new Error('an item is finished in the transaction of what takes its place');
  await store.closeItemAbout(ctx, subject, subjectId);
}

/** An answer was promised by this day: what is open about it moves there. In the transaction of the verb that promised. */
export async function promiseItemsOf(ctx: Context, subject: string, subjectId: string, by: string): Promise<void> {
  if (!ctx.db.isTransaction) throw new Error('a promise is kept in the transaction of what makes it');
  await store.promiseItemsAbout(ctx, subject, subjectId, by);
}

/**
 * What is open for this person: of the children they have now (also while somebody took a worry of theirs over), of the desks
 * they sit at, and of every manager's. One thing is listed once. No permission of its own: its callers are verbs.
 */
export async function itemsFor(ctx: Context, staffId: string): Promise<Item[]> {
  const held = isFirst(await store.openItems(ctx, await childrenToHearOf(ctx, staffId)), 'holder');
  const mine = await desks.desksOf(ctx, staffId);
  const others = store.asItems(await store.openItemsOfKinds(ctx, kindsFirstWith(['desk', 'managers'])));
  const keptFrom = await store.thoseKeptFrom(ctx, others);
  const [managers, sitting] = [await desks.managersNow(ctx), await desks.allMembers(ctx)];
  const added = others.filter((item) => {
    const { kind, deskCode } = item;
    const besides = keptFrom(item);
    if (besides.has(staffId)) return false;
    if (rules[kind].first === 'managers') return managers.includes(staffId);
    const empty = (sitting.get(deskCode) ?? []).every((id) => besides.has(id));
    return mine.includes(deskCode) || (empty && rules[kind].elseManagers === true && managers.includes(staffId));
  });
  const about = (item: Item) => `${item.subject}:${item.subjectId}`;
  return [...new Map([...added, ...held].map((item) => [about(item), item])).values()];
}

/** Whether this is kept from that person for good. No permission of its own: its callers are verbs. */
export const isKeptFrom = async (ctx: Context, subject: string, subjectId: string, staffId: string): Promise<boolean> =>
  (await store.keptFrom(ctx, subject, staffId)).has(subjectId);

/** All that is kept from this person, by its id. No permission of its own. */
export const allKeptFrom = (ctx: Context, subject: string, staffId: string): Promise<Set<string>> =>
  store.keptFrom(ctx, subject, staffId);

/** What is open for this person about no child we know: the longest wait first. No permission of its own. */
export async function looseItemsFor(ctx: Context, staffId: string, kind: ItemKind): Promise<LooseItem[]> {
  return (await readersOf(ctx, kind, null)).includes(staffId) ? looseItems(ctx, kind) : [];
}

/** Everything open of this kind, about no child we know. For the manager. No permission of its own. */
export const looseItems = async (ctx: Context, kind: ItemKind): Promise<LooseItem[]> =>
  store.asLooseItems((await store.openItemsOfKinds(ctx, [kind])).filter((row) => row.child_id === null));

/** The item about something that is about no child we know, done or not. No permission of its own. */
export const looseItemAbout = async (ctx: Context, subject: string, subjectId: string): Promise<LooseItem | undefined> =>
  store.asLooseItems(await store.itemsAbout(ctx, subject, subjectId))[0];

/** Everything open of this kind, whosever child it is about. For the manager's figures. No permission of its own. */
export const openItemsOf = async (ctx: Context, kind: ItemKind): Promise<Item[]> =>
  store.asItems(await store.openItemsOfKinds(ctx, [kind]));

/** What is open about this child, whosever it is. No permission of its own: its callers are verbs. */
export const openItemsAbout = async (ctx: Context, childId: string): Promise<Item[]> =>
  store.asItems(await store.openItems(ctx, [childId]));

/** What is open of this kind about any child. For jobs; no permission of its own. */
export const openOfKind = async (ctx: Context, kind: ItemKind): Promise<Item[]> =>
  store.asItems(await store.openItemsOfKinds(ctx, [kind]));

const kindsFirstWith = (first: readonly Rule['first'][]): ItemKind[] =>
  (Object.keys(rules) as ItemKind[]).filter((kind) => first.includes(rules[kind].first));

const isFirst = (rows: readonly store.ItemRow[], first: Rule['first']): Item[] =>
  store.asItems(rows).filter((item) => rules[item.kind].first === first);

/** Everything open that goes to whoever has the child, with who that is now. For the desk and the manager. No permission of its own. */
export async function openItemsWithHolders(ctx: Context): Promise<{ item: Item; holder: Holder }[]> {
  const items = isFirst(await store.openItems(ctx), 'holder');
  const holders = await holdersOf(ctx, [...new Set(items.map((item) => item.childId))]);
  return items.flatMap((item) => {
    const holder = holders.get(item.childId);
    return holder ? [{ item, holder }] : [];
  });
}
