import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export const calledBy = (ctx: Context, childId: string, staffIds: readonly string[]): Promise<Tables['iro_names'][]> =>
  ctx.db
    .selectFrom('iro_names')
    .selectAll()
    .where('child_id', '=', childId)
    .where('staff_id', 'in', [...staffIds])
    .execute();

export const insertCalled = (ctx: Context, row: Insertable<Tables['iro_names']>) =>
  ctx.db.insertInto('iro_names').values(row).execute();

export const changeCalled = (ctx: Context, { id, ...row }: Tables['iro_names']) =>
  ctx.db.updateTable('iro_names').set(row).where('id', '=', id).execute();

export const removeCalled = (ctx: Context, id: string) => ctx.db.deleteFrom('iro_names').where('id', '=', id).execute();
