import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { ItemRow } from './items.store.server.ts';

/** Where something stands on its way up: at which step, since when (ISO time), and whose it is there or past whom it went. */
export type Standing = Readonly<{ to: string; at: string; past: string | null }>;

/** It stands here now, unless another process has just moved it, or it was done or had, or (unless it climbs until it is had) opened. */
export async function climbTo(ctx: Context, item: ItemRow, { to, at, past }: Standing, untilHad: boolean): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('items')
    .set({ climbed_to: to, climbed_at: at, climbed_past: past })
    .where('id', '=', item.id)
    .where('done_at', 'is', null)
    .where('had_at', 'is', null)
    .$if(!untilHad, (query) => query.where('first_opened_at', 'is', null))
    .where((is) => (item.climbed_to === null ? is('climbed_to', 'is', null) : is('climbed_to', '=', item.climbed_to)))
    .where((is) => (item.climbed_at === null ? is('climbed_at', 'is', null) : is('climbed_at', '=', item.climbed_at)))
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The first who says "I have it" stays. */
export async function hadFirst(ctx: Context, subject: string, subjectId: string, staffId: string): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('items')
    .set({ had_by: staffId, had_at: ctx.now.toISOString() })
    .where('subject', '=', subject)
    .where('subject_id', '=', subjectId)
    .where('had_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Nobody has what this item is about any more (true), unless somebody else said so meanwhile; it stands where it stood when it came. */
export async function letGo(ctx: Context, { subject, subject_id, had_by }: ItemRow): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('items')
    .set({ had_by: null, had_at: null, climbed_to: 'person', climbed_at: ctx.now.toISOString(), climbed_past: null })
    .where('subject', '=', subject)
    .where('subject_id', '=', subject_id)
    .where('had_by', '=', had_by)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Who said "I have it" of these, and when. */
export const hadOf = (ctx: Context, subject: string, subjectIds: readonly string[]) =>
  inSlices(subjectIds, (slice) =>
    ctx.db
      .selectFrom('items')
      .select(['subject_id', 'had_by', 'had_at'])
      .where('subject', '=', subject)
      .where('subject_id', 'in', slice)
      .where('had_at', 'is not', null)
      .execute()
  );
