import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/* What became of who was asked: facts of this room's tables and, to read only, of those who keep what was written. */

export const sendingsOf = (ctx: Context, childId: string): Promise<Tables['invitation_sendings'][]> =>
  ctx.db
    .selectFrom('invitation_sendings')
    .innerJoin('invitations', 'invitations.id', 'invitation_sendings.invitation_id')
    .selectAll('invitation_sendings')
    .where('invitations.child_id', '=', childId)
    .orderBy('sent_at', 'desc')
    .orderBy('invitation_sendings.id', 'desc')
    .execute();

/** Letters whose code still opens the door, the newest first. */
export const lettersOf = (ctx: Context, childId: string) =>
  ctx.db
    .selectFrom('letters')
    .innerJoin('invitations', 'invitations.id', 'letters.invitation_id')
    .select(['letters.id', 'letters.invitation_id', 'letters.ends_at'])
    .where('invitations.child_id', '=', childId)
    .where('letters.ended_at', 'is', null)
    .where('letters.ends_at', '>', ctx.now.toISOString())
    .orderBy('letters.made_at', 'desc')
    .orderBy('letters.id', 'desc')
    .execute();

/** What adults around this child began and have not sent: something of theirs is in it. The newest first. */
export const begunAbout = (ctx: Context, childId: string) =>
  ctx.db
    .selectFrom('drafts')
    .select(['author_id', 'review_id', 'saved_at'])
    .where('about_child_id', '=', childId)
    .where('author', '=', 'contributor')
    .where('sent_at', 'is', null)
    .where('rev', '>', 1)
    .orderBy('saved_at', 'desc')
    .execute();

/** What adults around this child gave, the newest first. */
export const givenAbout = (ctx: Context, childId: string) =>
  ctx.db
    .selectFrom('contributions')
    .select(['id', 'author_id', 'review_id', 'sent_at', 'channel'])
    .where('about_child_id', '=', childId)
    .where('author', '=', 'contributor')
    .orderBy('sent_at', 'desc')
    .orderBy('version', 'desc')
    .execute();

/** Who opened each of these first, and when. */
export async function firstOpenings(ctx: Context, contributionIds: readonly string[]) {
  if (contributionIds.length === 0) return new Map<string, { at: string; by: string }>();
  const rows = await ctx.db
    .selectFrom('openings')
    .select(['contribution_id', 'staff_id', 'opened_at'])
    .where('contribution_id', 'in', [...contributionIds])
    .orderBy('opened_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return new Map(rows.map((row) => [row.contribution_id, { at: row.opened_at, by: row.staff_id }]));
}
