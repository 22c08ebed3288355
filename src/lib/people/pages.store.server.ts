import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export const manyPages = (ctx: Context, ids: readonly string[]): Promise<Tables['staff_pages'][]> =>
  inSlices(ids, (slice) => ctx.db.selectFrom('staff_pages').selectAll().where('id', 'in', slice).execute());

export const putPage = (ctx: Context, { id, ...row }: Insertable<Tables['staff_pages']>) =>
  ctx.db
    .insertInto('staff_pages')
    .values({ id, ...row })
    .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
    .execute();
