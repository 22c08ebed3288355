import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/** What a worker is told when they next come in. */
export async function addNews(ctx: Context, row: Insertable<Tables['sign_in_news']>): Promise<void> {
  await ctx.db.insertInto('sign_in_news').values(row).execute();
}

/** What happened since then, and whatever was not seen yet. */
export const newsOf = (ctx: Context, staffId: string, since: string) =>
  ctx.db
    .selectFrom('sign_in_news')
    .select(['id', 'kind', 'at', 'seen_at', 'about_id', 'by_id'])
    .where('staff_id', '=', staffId)
    .where((is) => is.or([is('seen_at', 'is', null), is('at', '>', since)]))
    .orderBy('at')
    .orderBy('id')
    .execute();

export async function newsSeen(ctx: Context, staffId: string): Promise<void> {
  await ctx.db
    .updateTable('sign_in_news')
    .set({ seen_at: ctx.now.toISOString() })
    .where('staff_id', '=', staffId)
    .where('seen_at', 'is', null)
    .execute();
}

/** Who looks after others' work today: managers and administrators. */
export async function overseers(ctx: Context, today: string): Promise<string[]> {
  const rows = await ctx.db
    .selectFrom('staff_roles')
    .innerJoin('staff', 'staff.id', 'staff_roles.staff_id')
    .select('staff.id')
    .distinct()
    .where('staff.active', '=', 1)
    .where('staff_roles.role', 'in', ['manager', 'admin'])
    .where('staff_roles.from_on', '<=', today)
    .where((is) => is.or([is('staff_roles.to_on', 'is', null), is('staff_roles.to_on', '>=', today)]))
    .execute();
  return rows.map(({ id }) => id);
}
