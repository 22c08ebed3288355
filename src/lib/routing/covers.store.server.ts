import type { Context } from '#lib/context.ts';
import type { NewCover } from './cover.ts';
import type { Cover } from './holder.ts';

export type DatedCover = Cover & Readonly<{ fromAt: string; toAt: string; reason: string }>;

/** Covers that overlap the time from `fromAt` (included) to `toAt` (not included). */
export async function coversBetween(ctx: Context, fromAt: string, toAt: string): Promise<DatedCover[]> {
  const rows = await ctx.db
    .selectFrom('covers')
    .select(['id', 'absent_id', 'child_id', 'cover_id', 'made_at', 'from_at', 'to_at', 'reason'])
    .where('from_at', '<', toAt)
    .where('to_at', '>', fromAt)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    absentId: row.absent_id,
    childId: row.child_id,
    coverId: row.cover_id,
    madeAt: row.made_at,
    fromAt: row.from_at,
    toAt: row.to_at,
    reason: row.reason
  }));
}

/** Covers that hold at `ctx.now`. */
export function coversNow(ctx: Context) {
  const now = ctx.now.toISOString();
  return coversBetween(ctx, now, new Date(ctx.now.getTime() + 1).toISOString());
}

/** The covers for this one child, made for one of these reasons, that go on after `at` (ISO time), and who has the child by each. */
export async function coversBeyond(ctx: Context, childId: string, reasons: readonly string[], at: string) {
  return ctx.db
    .selectFrom('covers')
    .select(['id', 'cover_id as coverId'])
    .where('child_id', '=', childId)
    .where('reason', 'in', [...reasons])
    .where('to_at', '>', at)
    .orderBy('id')
    .execute();
}

/** The covers made for one of these reasons that hold now, whosever child they are for. */
export async function coversFor(ctx: Context, reasons: readonly string[]): Promise<string[]> {
  const now = ctx.now.toISOString();
  const rows = await ctx.db
    .selectFrom('covers')
    .select('id')
    .where('reason', 'in', [...reasons])
    .where('from_at', '<=', now)
    .where('to_at', '>', now)
    .execute();
  return rows.map(({ id }) => id);
}

export const endCovers = (ctx: Context, ids: readonly string[], at: string) =>
  ctx.db
    .updateTable('covers')
    .set({ to_at: at })
    .where('id', 'in', [...ids])
    .execute();

/** Inserts a cover, or changes the one with this id. Returns its id. */
export async function putCover(ctx: Context, given: NewCover): Promise<string> {
  const row = {
    id: given.id ?? ctx.ids(),
    absent_id: given.absentId ?? null,
    child_id: given.childId ?? null,
    cover_id: given.coverId,
    from_at: given.fromAt,
    to_at: given.toAt,
    reason: given.reason,
    made_by: 'id' in ctx.actor ? ctx.actor.id : ctx.actor.kind,
    made_at: ctx.now.toISOString()
  };
  const { id, made_at, made_by, ...changed } = row;
  await ctx.db
    .insertInto('covers')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doUpdateSet(changed))
    .execute();
  return id;
}

/** One cover, whatever its time. */
export const oneCover = (ctx: Context, id: string) =>
  ctx.db.selectFrom('covers').selectAll().where('id', '=', id).executeTakeFirst();

/** Absences (of one person, or of everybody) that are not over, the soonest first. */
export const absencesFrom = (ctx: Context, at: string, absentId?: string) =>
  ctx.db
    .selectFrom('covers')
    .selectAll()
    .where('absent_id', 'is not', null)
    .$if(absentId !== undefined, (query) =>
      query.where((is) => is.or([is('absent_id', '=', absentId ?? ''), is('cover_id', '=', absentId ?? '')]))
    )
    .where('to_at', '>', at)
    .whereRef('to_at', '>', 'from_at')
    .orderBy('from_at')
    .orderBy('id')
    .execute();
