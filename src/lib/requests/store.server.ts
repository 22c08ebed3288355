import type { Insertable, Selectable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type RequestRow = Selectable<Tables['requests']>;

/** What a list needs: a child who asked often, or an inbox of many, is listed without fetching a sealed word. */
const head = [
  ...(['id', 'child_id', 'submission_id', 'version', 'kind', 'readers', 'sent_at', 'answer_by', 'taken_back_at'] as const),
  ...(['assurance', 'session_id', 'language', 'reminders', 'asker', 'asker_id', 'follows'] as const)
] satisfies readonly (keyof RequestRow)[];
export type RequestHead = Pick<RequestRow, (typeof head)[number]>;

const answerHead = ['id', 'request_id', 'staff_id', 'outcome', 'by_on', 'made_at', 'read_at'] as const;

export const insertRequest = (ctx: Context, row: Insertable<Tables['requests']>) =>
  ctx.db.insertInto('requests').values(row).execute();

export const requestById = (ctx: Context, id: string): Promise<RequestRow | undefined> =>
  ctx.db.selectFrom('requests').selectAll().where('id', '=', id).executeTakeFirst();

/** Holds a request's row until the transaction ends, in both engines: two who take it over come one after the other. */
export const hold = (ctx: Context, id: string) =>
  ctx.db
    .updateTable('requests')
    .set((is) => ({ reminders: is.ref('reminders') }))
    .where('id', '=', id)
    .execute();

/** Every version of one thing a child sent themself, the newest first. */
export const versionsOf = (ctx: Context, childId: string, submissionId: string): Promise<RequestRow[]> =>
  ctx.db
    .selectFrom('requests')
    .selectAll()
    .where('child_id', '=', childId)
    .where('asker', '=', 'child')
    .where('submission_id', '=', submissionId)
    .orderBy('version', 'desc')
    .execute();

/** One adult, in what they ask about one child. */
export type By = Readonly<{ childId: string; asker: 'contributor' | 'staff'; askerId: string }>;

const askedBy = (ctx: Context, { childId, asker, askerId }: By) =>
  ctx.db.selectFrom('requests').where('child_id', '=', childId).where('asker', '=', asker).where('asker_id', '=', askerId);

/** Every version of one thing this adult sent about this child, the newest first. */
export const versionsBy = (ctx: Context, by: By, submissionId: string): Promise<RequestRow[]> =>
  askedBy(ctx, by).selectAll().where('submission_id', '=', submissionId).orderBy('version', 'desc').execute();

/** What this adult asked about this child, the newest first, every version; without the words. */
export const requestsBy = (ctx: Context, by: By): Promise<RequestHead[]> =>
  askedBy(ctx, by).select(head).orderBy('sent_at', 'desc').orderBy('version', 'desc').execute();

/** The highest version of anything about this child under this id, whoever sent it: ids come from outside. */
export async function lastVersion(ctx: Context, childId: string, submissionId: string): Promise<number> {
  const row = await ctx.db
    .selectFrom('requests')
    .select((is) => is.fn.max<number | null>('version').as('version'))
    .where('child_id', '=', childId)
    .where('submission_id', '=', submissionId)
    .executeTakeFirst();
  return Number(row?.version ?? 0);
}

/** What was asked for about these children, the newest first, every version; without the words. `by`: by the child alone. */
export const requestsOf = (ctx: Context, childIds: readonly string[], by?: 'child'): Promise<RequestHead[]> =>
  inSlices(childIds, (slice) =>
    ctx.db
      .selectFrom('requests')
      .select(head)
      .$if(by !== undefined, (query) => query.where('asker', '=', 'child'))
      .where('child_id', 'in', slice)
      .orderBy('sent_at', 'desc')
      .orderBy('version', 'desc')
      .execute()
  );

/** The words of these go; that there was something stays. */
export const takeBack = (ctx: Context, ids: readonly string[]) =>
  ctx.db
    .updateTable('requests')
    .set({ taken_back_at: ctx.now.toISOString(), body_sealed: null })
    .where('id', 'in', [...ids])
    .where('taken_back_at', 'is', null)
    .execute();

/** Openings of these requests, the first one first. */
export const openingsOf = (ctx: Context, requestIds: readonly string[]) =>
  inSlices(requestIds, (slice) =>
    ctx.db
      .selectFrom('request_openings')
      .selectAll()
      .where('request_id', 'in', slice)
      .orderBy('opened_at')
      .orderBy('id')
      .execute()
  );

export const insertOpening = (ctx: Context, row: Insertable<Tables['request_openings']>) =>
  ctx.db.insertInto('request_openings').values(row).execute();

/** That these requests were answered, by whom and when, the newest first; without the words. */
export const answersOf = (ctx: Context, requestIds: readonly string[]) =>
  inSlices(requestIds, (slice) =>
    ctx.db
      .selectFrom('request_answers')
      .select(answerHead)
      .where('request_id', 'in', slice)
      .orderBy('made_at', 'desc')
      .orderBy('id', 'desc')
      .execute()
  );

/** The answers to one request with their words, the newest first. */
export const sealedAnswersOf = (ctx: Context, requestId: string) =>
  ctx.db
    .selectFrom('request_answers')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .execute();

export const insertAnswer = (ctx: Context, row: Insertable<Tables['request_answers']>) =>
  ctx.db.insertInto('request_answers').values(row).execute();

export const markAnswersRead = (ctx: Context, requestId: string) =>
  ctx.db
    .updateTable('request_answers')
    .set({ read_at: ctx.now.toISOString() })
    .where('request_id', '=', requestId)
    .where('read_at', 'is', null)
    .execute();

export type Unopened = Pick<RequestRow, 'id' | 'child_id' | 'readers' | 'sent_at' | 'reminders'>;

/** Requests that went to any of these readers, that nobody has opened and that are still somebody's to deal with. */
export const unopened = (ctx: Context, readers: readonly string[]): Promise<Unopened[]> =>
  ctx.db
    .selectFrom('requests')
    .select(['requests.id', 'requests.child_id', 'requests.readers', 'requests.sent_at', 'requests.reminders'])
    .where('requests.readers', 'in', [...readers])
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('items')
          .select('items.id')
          .whereRef('items.subject_id', '=', 'requests.id')
          .where('items.subject', '=', 'request')
          // By the child, because that is how items are found fast.
          .whereRef('items.child_id', '=', 'requests.child_id')
          .where('items.first_opened_at', 'is', null)
          .where('items.done_at', 'is', null)
      )
    )
    .orderBy('requests.sent_at')
    .execute();

/** Requests that went to these readers, are still to be dealt with, and should have been before today (a day). */
export const overdue = (ctx: Context, readers: string, today: string): Promise<(Unopened & { needed_by: string | null })[]> =>
  ctx.db
    .selectFrom('items')
    .innerJoin('requests', 'requests.id', 'items.subject_id')
    .select(['requests.id', 'requests.child_id', 'requests.readers', 'requests.sent_at', 'requests.reminders', 'items.needed_by'])
    .where('items.subject', '=', 'request')
    .where('items.done_at', 'is', null)
    .where('items.needed_by', '<', today)
    .where('requests.readers', '=', readers)
    .orderBy('requests.sent_at')
    .execute();

/** Counts the reminders that have come due, unless another process has just done so. */
export async function countReminders(ctx: Context, id: string, before: number, now: number): Promise<boolean> {
  const { numUpdatedRows } = await ctx.db
    .updateTable('requests')
    .set({ reminders: now })
    .where('id', '=', id)
    .where('reminders', '=', before)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whether anything about this request is still to be dealt with. */
export const isWaiting = async (ctx: Context, id: string): Promise<boolean> =>
  (await ctx.db
    .selectFrom('items')
    .select('id')
    .where('subject', '=', 'request')
    .where('subject_id', '=', id)
    .where('done_at', 'is', null)
    .executeTakeFirst()) !== undefined;
