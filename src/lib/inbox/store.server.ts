import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';

/* A reading room: it reads other rooms' tables here and changes nothing. */

export type Sent = {
  id: string;
  about_child_id: string;
  review_id: string | null;
  version: number;
  assurance: string;
  sent_at: string;
  asked: number;
  answered: number;
};

/** What was sent, with how many questions were met and answered. */
export const sentBy = (ctx: Context, contributionIds: readonly string[]): Promise<Sent[]> =>
  inSlices(contributionIds, (slice) =>
    ctx.db
      .selectFrom('contributions')
      .leftJoin('answers', 'answers.contribution_id', 'contributions.id')
      .select((is) => [
        'contributions.id',
        'contributions.about_child_id',
        'contributions.review_id',
        'contributions.version',
        'contributions.assurance',
        'contributions.sent_at',
        is.fn.count<number>('answers.id').as('asked'),
        is.fn.count<number>(is.case().when('answers.state', '!=', 'skipped').then(1).end()).as('answered')
      ])
      .where('contributions.id', 'in', slice)
      .groupBy([
        'contributions.id',
        'contributions.about_child_id',
        'contributions.review_id',
        'contributions.version',
        'contributions.assurance',
        'contributions.sent_at'
      ])
      .execute()
  );

/** The newest thing sent about each of these children. */
export async function newestAbout(ctx: Context, childIds: readonly string[]) {
  const rows = await inSlices(childIds, (slice) =>
    ctx.db
      .selectFrom('contributions')
      .select(['id', 'about_child_id', 'review_id', 'sent_at'])
      .where('about_child_id', 'in', slice)
      .orderBy('sent_at')
      .orderBy('version')
      .execute()
  );
  return new Map(rows.map((row) => [row.about_child_id, row]));
}

/** Who opened each of these, the first opening first. */
export async function openings(ctx: Context, contributionIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await inSlices(contributionIds, (slice) =>
    ctx.db
      .selectFrom('openings')
      .select(['contribution_id', 'staff_id'])
      .where('contribution_id', 'in', slice)
      .orderBy('opened_at')
      .orderBy('id')
      .execute()
  );
  const by = new Map<string, string[]>();
  for (const row of rows) by.set(row.contribution_id, [...(by.get(row.contribution_id) ?? []), row.staff_id]);
  return by;
}

/** The item about a contribution, done or not. */
export const itemAbout = (ctx: Context, contributionId: string) =>
  ctx.db
    .selectFrom('items')
    .select(['id', 'done_at'])
    .where('subject', '=', 'contribution')
    .where('subject_id', '=', contributionId)
    .executeTakeFirst();

/** Every child in care now. */
export async function childrenInCare(ctx: Context): Promise<string[]> {
  const rows = await ctx.db.selectFrom('children').select('id').where('status', '=', 'in-care').orderBy('id').execute();
  return rows.map((row) => row.id);
}
