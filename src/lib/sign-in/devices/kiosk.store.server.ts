import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

type Row = Tables['handovers'];

export const addHandover = (ctx: Context, row: Insertable<Row>) => ctx.db.insertInto('handovers').values(row).execute();

/** The handing over that this visit came from. */
export const handoverIn = (ctx: Context, sessionId: string): Promise<Row | undefined> =>
  ctx.db.selectFrom('handovers').selectAll().where('session_id', '=', sessionId).executeTakeFirst();

export const handoverBy = (ctx: Context, id: string): Promise<Row | undefined> =>
  ctx.db.selectFrom('handovers').selectAll().where('id', '=', id).executeTakeFirst();

export const endHandover = (ctx: Context, id: string, sent: boolean) =>
  ctx.db
    .updateTable('handovers')
    .set({ ended_at: ctx.now.toISOString(), sent: sent ? 1 : 0 })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
