import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/** Who said hello to these children. */
export const hellosOf = (ctx: Context, childIds: readonly string[]): Promise<Tables['hellos'][]> =>
  inSlices(childIds, (slice) =>
    ctx.db.selectFrom('hellos').selectAll().where('child_id', 'in', slice).orderBy('made_at').orderBy('id').execute()
  );

/** By one person one hello: said again, the newest stands. */
export const putHello = (ctx: Context, { id, ...row }: Insertable<Tables['hellos']>) =>
  ctx.db
    .insertInto('hellos')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.columns(['child_id', 'staff_id']).doUpdateSet(row))
    .execute();

export const handOverOf = (ctx: Context, childId: string, leavingId: string): Promise<Tables['hand_overs'] | undefined> =>
  ctx.db
    .selectFrom('hand_overs')
    .selectAll()
    .where('child_id', '=', childId)
    .where('leaving_id', '=', leavingId)
    .executeTakeFirst();

/** What was written to these children because somebody leaves: to whom, and about whom. */
export const handOversOf = (ctx: Context, childIds: readonly string[]): Promise<{ child_id: string; leaving_id: string }[]> =>
  inSlices(childIds, (slice) =>
    ctx.db.selectFrom('hand_overs').select(['child_id', 'leaving_id']).where('child_id', 'in', slice).execute()
  );

export const insertHandOver = (ctx: Context, row: Insertable<Tables['hand_overs']>) =>
  ctx.db.insertInto('hand_overs').values(row).execute();

export const changeHandOver = (ctx: Context, { id, ...row }: Tables['hand_overs']) =>
  ctx.db.updateTable('hand_overs').set(row).where('id', '=', id).execute();

/** In which visits the child was shown that this is their new IRO, from this time (ISO) on. */
export const sightsSince = (ctx: Context, childId: string, staffId: string, since: string) =>
  ctx.db
    .selectFrom('hand_over_sights')
    .select('session_id')
    .where('child_id', '=', childId)
    .where('staff_id', '=', staffId)
    .where('seen_at', '>=', since)
    .execute();

export const putSight = (ctx: Context, { id, ...row }: Insertable<Tables['hand_over_sights']>) =>
  ctx.db
    .insertInto('hand_over_sights')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.columns(['child_id', 'staff_id', 'session_id']).doUpdateSet({ seen_at: row.seen_at }))
    .execute();

/** Whether there was an item about this allocation already, done or not. */
export async function wereAsked(ctx: Context, allocationIds: readonly string[]): Promise<Set<string>> {
  const rows = await inSlices(allocationIds, (slice) =>
    ctx.db
      .selectFrom('items')
      .select('subject_id')
      .where('kind', '=', 'introduce')
      .where('subject', '=', 'allocation')
      .where('subject_id', 'in', slice)
      .execute()
  );
  return new Set(rows.map(({ subject_id }) => subject_id));
}
