import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import type { Item, LooseItem, NewItem } from './item.ts';
import { rules, type ItemKind } from './rules.ts';

export type ItemRow = Tables['items'];

export const findItem = (ctx: Context, id: string) =>
  ctx.db.selectFrom('items').selectAll().where('id', '=', id).executeTakeFirst();

/** Who hears of an item first, as a step of its line; `heldBy`: the one person who has it by that, if it is one. */
export type FirstTold = Readonly<{ told: string; heldBy: string | null }>;

/** Puts an item in once: the same thing twice is one item. Returns the id it has. */
export async function putItem(ctx: Context, given: NewItem, desk: string, { told, heldBy }: FirstTold): Promise<string> {
  await ctx.db
    .insertInto('items')
    .values({
      id: ctx.ids(),
      kind: given.kind,
      subject: given.subject,
      subject_id: given.subjectId,
      child_id: given.childId,
      desk_code: desk,
      created_at: ctx.now.toISOString(),
      needed_by: given.neededBy,
      first_opened_at: null,
      first_opened_by: null,
      done_at: null,
      climbed_to: told,
      climbed_at: ctx.now.toISOString(),
      climbed_past: heldBy,
      had_by: null,
      had_at: null
    })
    .onConflict((conflict) => conflict.columns(['kind', 'subject', 'subject_id']).doNothing())
    .execute();
  const kept = await ctx.db
    .selectFrom('items')
    .select('id')
    .where('kind', '=', given.kind)
    .where('subject', '=', given.subject)
    .where('subject_id', '=', given.subjectId)
    .executeTakeFirstOrThrow();
  return kept.id;
}

/** It waits again, as new: what it is about came anew. */
export const openAgain = (ctx: Context, id: string, neededBy: string | null, { told, heldBy }: FirstTold) =>
  ctx.db
    .updateTable('items')
    .set({
      ...{ created_at: ctx.now.toISOString(), needed_by: neededBy },
      ...{ first_opened_at: null, first_opened_by: null, done_at: null },
      ...{ climbed_to: told, climbed_at: ctx.now.toISOString(), climbed_past: heldBy, had_by: null, had_at: null }
    })
    .where('id', '=', id)
    .execute();

/** Whether this version has a rule for it. */
export const isKind = (kind: string): kind is ItemKind => Object.hasOwn(rules, kind);

/** Rows about a child as items; a kind this version has no rule for is left out. */
export const asItems = (rows: readonly ItemRow[]): Item[] =>
  rows.flatMap((row) => {
    const [item] = asLooseItems([row]);
    return item && row.child_id !== null ? [{ ...item, childId: row.child_id }] : [];
  });

/** Rows as items, whether about a child or not. */
export const asLooseItems = (rows: readonly ItemRow[]): LooseItem[] =>
  rows.flatMap((row) =>
    isKind(row.kind)
      ? [
          {
            id: row.id,
            kind: row.kind,
            subject: row.subject,
            subjectId: row.subject_id,
            deskCode: row.desk_code,
            createdAt: row.created_at,
            neededBy: row.needed_by,
            firstOpenedAt: row.first_opened_at,
            firstOpenedBy: row.first_opened_by,
            climbedTo: row.climbed_to,
            climbedPast: row.climbed_past,
            hadBy: row.had_by
          }
        ]
      : []
  );

/** Holds an item's row until the transaction ends, in both engines: two takers come one after the other. */
export const holdItem = (ctx: Context, id: string) =>
  ctx.db
    .updateTable('items')
    .set((is) => ({ desk_code: is.ref('desk_code') }))
    .where('id', '=', id)
    .execute();

/** The first opener stays; later ones change nothing. */
export const openFirst = (ctx: Context, subject: string, subjectId: string, staffId: string) =>
  ctx.db
    .updateTable('items')
    .set({ first_opened_at: ctx.now.toISOString(), first_opened_by: staffId })
    .where('subject', '=', subject)
    .where('subject_id', '=', subjectId)
    .where('first_opened_at', 'is', null)
    .execute();

export const closeItem = (ctx: Context, id: string) =>
  ctx.db.updateTable('items').set({ done_at: ctx.now.toISOString() }).where('id', '=', id).where('done_at', 'is', null).execute();

export const closeItemAbout = (ctx: Context, subject: string, subjectId: string) =>
  ctx.db
    .updateTable('items')
    .set({ done_at: ctx.now.toISOString() })
    .where('subject', '=', subject)
    .where('subject_id', '=', subjectId)
    .where('done_at', 'is', null)
    .execute();

export const promiseItemsAbout = (ctx: Context, subject: string, subjectId: string, by: string) =>
  ctx.db
    .updateTable('items')
    .set({ needed_by: by })
    .where('subject', '=', subject)
    .where('subject_id', '=', subjectId)
    .where('done_at', 'is', null)
    .execute();

/** What there is about one thing, done or not. */
export const itemsAbout = (ctx: Context, subject: string, subjectId: string): Promise<ItemRow[]> =>
  ctx.db.selectFrom('items').selectAll().where('subject', '=', subject).where('subject_id', '=', subjectId).execute();

/** What is not done yet, of these kinds, whosever child it is about. */
export const openItemsOfKinds = (ctx: Context, kinds: readonly ItemKind[]): Promise<ItemRow[]> =>
  ctx.db
    .selectFrom('items')
    .selectAll()
    .where('done_at', 'is', null)
    .where('kind', 'in', [...kinds])
    .orderBy('id')
    .execute();

/** What is not done yet: of these children, or (without a list) of everybody. */
export async function openItems(ctx: Context, childIds?: readonly string[]): Promise<ItemRow[]> {
  const open = ctx.db.selectFrom('items').selectAll().where('done_at', 'is', null).orderBy('id');
  if (!childIds) return open.execute();
  return inSlices(childIds, (slice) => open.where('child_id', 'in', slice).execute());
}

/** What is not done yet and somebody said that they have. */
export const openAndHad = (ctx: Context): Promise<ItemRow[]> =>
  ctx.db.selectFrom('items').selectAll().where('done_at', 'is', null).where('had_at', 'is not', null).orderBy('id').execute();

/** What nobody has opened yet, of these children or of all, that is for whoever has the child, and from whom each is kept. */
export async function waitingForHolders(ctx: Context, childIds?: readonly string[]) {
  const rows = asItems((await openItems(ctx, childIds)).filter(({ first_opened_at }) => first_opened_at === null));
  const theirs = rows.filter(({ kind }) => rules[kind].first === 'holder');
  const keptFrom = await thoseKeptFrom(ctx, theirs);
  return theirs.map((item) => ({ ...item, keptFrom: keptFrom(item) }));
}

/** Keeps it from these people for good; the same again is once. */
export async function keepFrom(
  ctx: Context,
  { subject, subjectId, childId }: NewItem,
  staffIds: readonly string[]
): Promise<void> {
  if (childId === null || staffIds.length === 0) return;
  const about = { subject, subject_id: subjectId, child_id: childId, made_at: ctx.now.toISOString() };
  await ctx.db
    .insertInto('kept_from')
    .values([...new Set(staffIds)].map((staff_id) => ({ id: ctx.ids(), ...about, staff_id })))
    .onConflict((conflict) => conflict.columns(['subject', 'subject_id', 'staff_id']).doNothing())
    .execute();
}

/** The ids of what is kept from this person, of one sort of thing. */
export async function keptFrom(ctx: Context, subject: string, staffId: string): Promise<Set<string>> {
  const rows = await ctx.db
    .selectFrom('kept_from')
    .select('subject_id')
    .where('subject', '=', subject)
    .where('staff_id', '=', staffId)
    .execute();
  return new Set(rows.map(({ subject_id }) => subject_id));
}

/** What an item is about. */
export type About = Readonly<{ subject: string; subjectId: string }>;

/** Gives from whom each of these things is kept. A message and its copy have one id, and are kept from different people. */
export async function thoseKeptFrom(ctx: Context, about: readonly About[]): Promise<(about: About) => ReadonlySet<string>> {
  const ids = [...new Set(about.map(({ subjectId }) => subjectId))];
  const rows = await inSlices(ids, (slice) =>
    ctx.db.selectFrom('kept_from').select(['subject', 'subject_id', 'staff_id']).where('subject_id', 'in', slice).execute()
  );
  const found = new Map<string, Set<string>>();
  for (const { subject, subject_id, staff_id } of rows) {
    const key = `${subject}:${subject_id}`;
    found.set(key, (found.get(key) ?? new Set()).add(staff_id));
  }
  const nobody: ReadonlySet<string> = new Set();
  return ({ subject, subjectId }) => found.get(`${subject}:${subjectId}`) ?? nobody;
}
