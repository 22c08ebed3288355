import { sql, type Insertable, type Updateable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export const draftById = (ctx: Context, id: string) =>
  ctx.db.selectFrom('drafts').selectAll().where('id', '=', id).executeTakeFirst();

/** What is for the next review: sent after the last one was held (a day), or for that very review. */
export type ForNext = Readonly<{ reviewId: string | null; heldLast: string | null }>;

/** Compared with times: the last moment of the day the last review was held. */
const after = ({ heldLast }: ForNext) => (heldLast === null ? '' : `${heldLast}T23:59:59.999Z`);

/**
 * An author's drafts that are not sent, or were for the next review, the one to go on with first: what was begun with PIN
 * or pictures and holds something unsent; then the one saved last. `sessionId`: only what that visit began.
 */
export const draftsInProgress = (ctx: Context, authorId: string, next: ForNext, sessionId: string | null) =>
  ctx.db
    .selectFrom('drafts')
    .selectAll()
    .where('author_id', '=', authorId)
    .where((is) =>
      is.or([
        is('sent_at', 'is', null),
        is('sent_at', '>', after(next)),
        ...(next.reviewId === null ? [] : [is('review_id', '=', next.reviewId)])
      ])
    )
    .$if(sessionId !== null, (query) => query.where('session_id', '=', sessionId))
    .orderBy(sql`case when sent_at is null and session_id is null and rev > 1 then 0 else 1 end`)
    .orderBy('saved_at', 'desc')
    .limit(10)
    .execute();

/** Somebody with the secret goes on with what the card began: from now on the card alone does not see it. */
export const adoptDraft = (ctx: Context, id: string) =>
  ctx.db.updateTable('drafts').set({ session_id: null, started_at: ctx.now.toISOString() }).where('id', '=', id).execute();

export const insertDraft = (ctx: Context, row: Insertable<Tables['drafts']>) => ctx.db.insertInto('drafts').values(row).execute();

/** An empty draft, begun again with another form. */
export const beginAgain = (ctx: Context, id: string, row: Updateable<Tables['drafts']>) =>
  ctx.db.updateTable('drafts').set(row).where('id', '=', id).execute();

/** Writes the body; false when somebody else wrote since `rev` (the caller reads again). */
export async function updateDraft(ctx: Context, id: string, rev: number, body: Uint8Array): Promise<boolean> {
  const done = await ctx.db
    .updateTable('drafts')
    .set({ body_sealed: body, rev: rev + 1, saved_at: ctx.now.toISOString() })
    .where('id', '=', id)
    .where('rev', '=', rev)
    .executeTakeFirst();
  return Number(done.numUpdatedRows) === 1;
}

/** Sent for this review, whichever it was begun for: until then it is found again and can be added to. */
export const markSent = (ctx: Context, id: string, reviewId: string | null) =>
  ctx.db.updateTable('drafts').set({ sent_at: ctx.now.toISOString(), review_id: reviewId }).where('id', '=', id).execute();

/** What was added after sending has gone on elsewhere: this one is what was sent. */
export const leaveAsSent = (ctx: Context, id: string) =>
  ctx.db
    .updateTable('drafts')
    .set((is) => ({ saved_at: is.ref('sent_at').$notNull() }))
    .where('id', '=', id)
    .execute();

/** One draft at a time: two sends of the same one wait for each other (PostgreSQL; SQLite has one writer anyway). */
export async function lockDraft(ctx: Context, id: string): Promise<void> {
  await ctx.db
    .updateTable('drafts')
    .set({ rev: sql<number>`rev` })
    .where('id', '=', id)
    .execute();
}

export const versionsOf = (ctx: Context, authorId: string, submissionId: string) =>
  ctx.db
    .selectFrom('contributions')
    .selectAll()
    .where('author_id', '=', authorId)
    .where('submission_id', '=', submissionId)
    .orderBy('version', 'desc')
    .execute();

export const contributionById = (ctx: Context, id: string) =>
  ctx.db.selectFrom('contributions').selectAll().where('id', '=', id).executeTakeFirst();

export const latestContribution = (ctx: Context, authorId: string, next: ForNext) =>
  ctx.db
    .selectFrom('contributions')
    .selectAll()
    .where('author_id', '=', authorId)
    .where((is) =>
      is.or([is('sent_at', '>', after(next)), ...(next.reviewId === null ? [] : [is('review_id', '=', next.reviewId)])])
    )
    .orderBy('sent_at', 'desc')
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst();

/** Every version of what this adult gave about this child, the newest first. */
export const contributionsOf = (ctx: Context, contactId: string, childId: string) =>
  ctx.db
    .selectFrom('contributions')
    .selectAll()
    .where('author', '=', 'contributor')
    .where('author_id', '=', contactId)
    .where('about_child_id', '=', childId)
    .orderBy('sent_at', 'desc')
    .orderBy('version', 'desc')
    .execute();

export async function insertContribution(
  ctx: Context,
  row: Insertable<Tables['contributions']>,
  answers: readonly Insertable<Tables['answers']>[],
  tellings: readonly Insertable<Tables['tellings']>[]
): Promise<void> {
  await ctx.db.insertInto('contributions').values(row).execute();
  if (answers.length > 0)
    await ctx.db
      .insertInto('answers')
      .values([...answers])
      .execute();
  if (tellings.length > 0)
    await ctx.db
      .insertInto('tellings')
      .values([...tellings])
      .execute();
}

export const answersOf = (ctx: Context, contributionId: string) =>
  ctx.db.selectFrom('answers').selectAll().where('contribution_id', '=', contributionId).orderBy('position').execute();

export const tellingsOf = (ctx: Context, contributionId: string) =>
  ctx.db
    .selectFrom('tellings')
    .innerJoin('answers', 'answers.id', 'tellings.answer_id')
    .select([
      'tellings.id',
      'tellings.answer_id',
      'tellings.contact',
      'tellings.contact_id',
      'tellings.told_at',
      'answers.child_id'
    ])
    .where('answers.contribution_id', '=', contributionId)
    .orderBy('answers.position')
    .orderBy('tellings.contact')
    .orderBy('tellings.contact_id')
    .execute();

export const tellingById = (ctx: Context, id: string) =>
  ctx.db
    .selectFrom('tellings')
    .innerJoin('answers', 'answers.id', 'tellings.answer_id')
    .select(['tellings.id', 'tellings.told_at', 'answers.child_id', 'answers.contribution_id'])
    .where('tellings.id', '=', id)
    .executeTakeFirst();

export const tick = (ctx: Context, id: string, staffId: string) =>
  ctx.db.updateTable('tellings').set({ told_at: ctx.now.toISOString(), told_by: staffId }).where('id', '=', id).execute();

export const openingsOf = (ctx: Context, contributionIds: readonly string[]) =>
  ctx.db
    .selectFrom('openings')
    .selectAll()
    .where('contribution_id', 'in', [...contributionIds])
    .orderBy('opened_at')
    .execute();

export const insertOpening = (ctx: Context, row: Insertable<Tables['openings']>) =>
  ctx.db.insertInto('openings').values(row).execute();

export const notesOf = (ctx: Context, contributionIds: readonly string[]) =>
  ctx.db
    .selectFrom('notes')
    .selectAll()
    .where('contribution_id', 'in', [...contributionIds])
    .orderBy('made_at')
    .execute();

export const insertNote = (ctx: Context, row: Insertable<Tables['notes']>) => ctx.db.insertInto('notes').values(row).execute();

/** What was sent about these children, newest first, with how many questions were answered. */
export const linesFor = (ctx: Context, childIds: readonly string[]) =>
  ctx.db
    .selectFrom('contributions')
    .leftJoin('answers', 'answers.contribution_id', 'contributions.id')
    .select((select) => [
      'contributions.id',
      'about_child_id',
      'submission_id',
      'contributions.version',
      'contributions.sent_at',
      'assurance',
      'language',
      select.fn.count<number>('answers.id').as('asked'),
      select.fn
        .sum<number>(
          select.case().when('answers.state', '=', 'skipped').then(0).when('answers.id', 'is', null).then(0).else(1).end()
        )
        .as('answered')
    ])
    .where('about_child_id', 'in', [...childIds])
    .where('author', '=', 'child')
    .groupBy([
      'contributions.id',
      'about_child_id',
      'submission_id',
      'contributions.version',
      'contributions.sent_at',
      'assurance',
      'language'
    ])
    .orderBy('contributions.sent_at', 'desc')
    .orderBy('contributions.version', 'desc')
    .execute();
