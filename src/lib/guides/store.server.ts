import type { Insertable, Selectable } from 'kysely';
import type { Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type GuideWordsRow = Selectable<Tables['guide_words']>;

/** Every change in these guides and languages, the newest first. */
export const changesIn = (ctx: Context, audience: string, languages: readonly string[]): Promise<GuideWordsRow[]> =>
  ctx.db
    .selectFrom('guide_words')
    .selectAll()
    .where('audience', '=', audience)
    .where('language', 'in', [...languages])
    .orderBy('seq', 'desc')
    .execute();

export const changeOf = (ctx: Context, id: string) =>
  ctx.db.selectFrom('guide_words').select('words').where('id', '=', id).executeTakeFirst();

export async function insertChange(ctx: Context, row: Insertable<Tables['guide_words']>): Promise<void> {
  await ctx.db
    .insertInto('guide_words')
    .values(row)
    .onConflict((on) => on.column('id').doNothing())
    .execute();
}
