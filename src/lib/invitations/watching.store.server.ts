import type { Insertable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export const watchedOf = async (ctx: Context, childId: string): Promise<string[]> => {
  const rows = await ctx.db.selectFrom('watch_words').select('word_index').where('child_id', '=', childId).execute();
  return rows.map((row) => row.word_index);
};

/** One that is there already stays as it is. */
export async function insertWatched(ctx: Context, row: Insertable<Tables['watch_words']>): Promise<void> {
  await ctx.db
    .insertInto('watch_words')
    .values(row)
    .onConflict((conflict) => conflict.columns(['child_id', 'word_index']).doNothing())
    .execute();
}

export async function deleteWatched(ctx: Context, childId: string): Promise<void> {
  await ctx.db.deleteFrom('watch_words').where('child_id', '=', childId).execute();
}
