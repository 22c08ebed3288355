import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';

/* A reading room: it reads other rooms' tables here and changes nothing. */

export type Sent = {
  id: string;
  about_child_id: string;
  author: string;
  author_id: string;
  language: string;
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
        'contributions.author',
        'contributions.author_id',
        'contributions.language',
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
        'contributions.author',
        'contributions.author_id',
        'contributions.language',
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
      .where('author', '=', 'child')
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
  return openersOf(rows.map(({ contribution_id, staff_id }) => ({ id: contribution_id, staff_id })));
}

/** Who opened each of these requests, the first opening first. */
export async function requestOpenings(ctx: Context, requestIds: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await inSlices(requestIds, (slice) =>
    ctx.db
      .selectFrom('request_openings')
      .select(['request_id', 'staff_id'])
      .where('request_id', 'in', slice)
      .orderBy('opened_at')
      .orderBy('id')
      .execute()
  );
  return openersOf(rows.map(({ request_id, staff_id }) => ({ id: request_id, staff_id })));
}

function openersOf(rows: readonly { id: string; staff_id: string }[]): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const { id, staff_id } of rows) by.set(id, [...(by.get(id) ?? []), staff_id]);
  return by;
}

/** Requests and messages that wait for somebody although the day of the promised answer has passed. Each once. */
export const answersLate = (ctx: Context, today: string) =>
  ctx.db
    .selectFrom('items')
    .select(['subject', 'subject_id as subjectId'])
    .distinct()
    .where('subject', 'in', ['request', 'message'])
    .where('done_at', 'is', null)
    .where('needed_by', '<', today)
    .execute();

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

/** When somebody was last asked about each of these children, by an invitation that stands (ISO time). */
export async function lastInvited(ctx: Context, childIds: readonly string[]): Promise<Map<string, string>> {
  const rows = await inSlices(childIds, (slice) =>
    ctx.db
      .selectFrom('invitations')
      .select((is) => ['child_id', is.fn.max('made_at').as('made_at')])
      .where('child_id', 'in', slice)
      .where('withdrawn_at', 'is', null)
      .where('part', '!=', 'excluded')
      .groupBy('child_id')
      .execute()
  );
  return new Map(rows.map(({ child_id, made_at }) => [child_id, String(made_at)]));
}

/** Which of these children have a card that was used and holds. */
export async function withCardUsed(ctx: Context, childIds: readonly string[]): Promise<Set<string>> {
  const rows = await inSlices(childIds, (slice) =>
    ctx.db
      .selectFrom('cards')
      .select('child_id')
      .distinct()
      .where('child_id', 'in', slice)
      .where('first_used_at', 'is not', null)
      .where('ended_at', 'is', null)
      .execute()
  );
  return new Set(rows.map(({ child_id }) => child_id));
}
