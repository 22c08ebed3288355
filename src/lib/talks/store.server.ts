import type { Insertable, Selectable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type TalkRow = Tables['talks'];
export type StepRow = Selectable<Tables['talk_steps']>;

export const talkById = (ctx: Context, id: string): Promise<TalkRow | undefined> =>
  ctx.db.selectFrom('talks').selectAll().where('id', '=', id).executeTakeFirst();

/** Of each of these children the newest talk. */
export async function newestOf(ctx: Context, childIds: readonly string[]): Promise<TalkRow[]> {
  const rows = await inSlices(childIds, (slice) =>
    ctx.db.selectFrom('talks').selectAll().where('child_id', 'in', slice).orderBy('began_at').orderBy('id').execute()
  );
  return [...new Map(rows.map((row) => [row.child_id, row])).values()];
}

export const manyTalks = (ctx: Context, ids: readonly string[]): Promise<TalkRow[]> =>
  inSlices(ids, (slice) => ctx.db.selectFrom('talks').selectAll().where('id', 'in', slice).execute());

/** What happened to these talks, in its order. */
export const stepsOf = (ctx: Context, talkIds: readonly string[]): Promise<StepRow[]> =>
  inSlices(talkIds, (slice) =>
    ctx.db.selectFrom('talk_steps').selectAll().where('talk_id', 'in', slice).orderBy('place').execute()
  );

/** What this child picked on the page with this id, the newest first. */
export const pickedOn = (ctx: Context, childId: string, submissionId: string): Promise<StepRow[]> =>
  ctx.db
    .selectFrom('talk_steps')
    .selectAll()
    .where('child_id', '=', childId)
    .where('submission_id', '=', submissionId)
    .orderBy('made_at', 'desc')
    .orderBy('place', 'desc')
    .execute();

export const insertTalk = (ctx: Context, row: Insertable<Tables['talks']>) => ctx.db.insertInto('talks').values(row).execute();

export const insertStep = (ctx: Context, row: Insertable<Tables['talk_steps']>) =>
  ctx.db.insertInto('talk_steps').values(row).execute();
