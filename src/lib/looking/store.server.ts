import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';

/* A reading room: it reads other rooms' tables here and changes nothing. */

/** Ids of what the child themself sent, asked and wrote; and when they first sent what they think (ISO), or null. */
export async function ownThings(ctx: Context, childId: string): Promise<{ ids: Set<string>; firstSentAt: string | null }> {
  const sent = await ctx.db
    .selectFrom('contributions')
    .select(['id', 'sent_at'])
    .where('about_child_id', '=', childId)
    .where('author', '=', 'child')
    .orderBy('sent_at')
    .execute();
  const asked = await ctx.db
    .selectFrom('requests')
    .select('id')
    .where('child_id', '=', childId)
    .where('asker', '=', 'child')
    .execute();
  const talks = await ctx.db.selectFrom('talks').select('id').where('child_id', '=', childId).execute();
  const written = await ctx.db
    .selectFrom('message_threads')
    .select('id')
    .where('child_id', '=', childId)
    .where('kind', '=', 'child')
    .execute();
  const late = await ctx.db.selectFrom('message_lates').select('id').where('child_id', '=', childId).execute();
  const ids = new Set([...sent, ...asked, ...talks, ...written, ...late].map(({ id }) => id));
  return { ids, firstSentAt: sent[0]?.sent_at ?? null };
}

/** The roles these people hold on a day, each with the first of theirs by name. */
export async function rolesOn(ctx: Context, staffIds: readonly string[], day: string): Promise<Map<string, string>> {
  const rows = await inSlices(staffIds, (slice) =>
    ctx.db
      .selectFrom('staff_roles')
      .select(['staff_id', 'role'])
      .where('staff_id', 'in', slice)
      .where('from_on', '<=', day)
      .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', day)]))
      .orderBy('role', 'desc')
      .execute()
  );
  return new Map(rows.map(({ staff_id, role }) => [staff_id, role]));
}

/** Which of these are break-glass, and not a cover. */
export async function emergenciesAmong(ctx: Context, ids: readonly string[]): Promise<Set<string>> {
  const rows = await inSlices(ids, (slice) => ctx.db.selectFrom('break_glass').select('id').where('id', 'in', slice).execute());
  return new Set(rows.map(({ id }) => id));
}
