import type { Insertable, Selectable } from 'kysely';
import { dayOf, type Context } from '#lib/context.ts';
import type { Tables } from '#lib/server/database/tables.ts';

export type RatingRow = Selectable<Tables['ratings']>;
export type TokenRow = Selectable<Tables['rating_tokens']>;
export type WordsRow = Selectable<Tables['rating_words']>;
export type GroupRow = Selectable<Tables['rating_groups']>;

/** One person who may rate. */
export type Holder = Readonly<{ childId: string; holder: 'child' | 'contributor'; holderId: string }>;

export const tokensOf = (ctx: Context, { holder, holderId }: Holder): Promise<TokenRow[]> =>
  ctx.db.selectFrom('rating_tokens').selectAll().where('holder', '=', holder).where('holder_id', '=', holderId).execute();

/** What somebody did with an offer. What was put off can be used all the same; what was used stays used. */
export const spend = (ctx: Context, row: Insertable<Tables['rating_tokens']>) =>
  ctx.db
    .insertInto('rating_tokens')
    .values(row)
    .onConflict((on) =>
      on
        .columns(['holder', 'holder_id', 'period'])
        .doUpdateSet({ choice: row.choice, quarter: row.quarter })
        .where('rating_tokens.choice', '!=', 'used')
    )
    .execute();

export const dropToken = (ctx: Context, { holder, holderId }: Holder, period: string) =>
  ctx.db
    .deleteFrom('rating_tokens')
    .where('holder', '=', holder)
    .where('holder_id', '=', holderId)
    .where('period', '=', period)
    .where('choice', '!=', 'used')
    .execute();

/* All of a quarter are taken out and put back in another order (mixing.server.ts). */

export const takeTokens = (ctx: Context, quarter: string): Promise<TokenRow[]> =>
  ctx.db.deleteFrom('rating_tokens').where('quarter', '=', quarter).returningAll().execute();

export const putTokens = (ctx: Context, rows: readonly TokenRow[]) =>
  inPieces(rows, (piece) => ctx.db.insertInto('rating_tokens').values(piece).execute());

export const takeRatings = (ctx: Context, quarter: string): Promise<RatingRow[]> =>
  ctx.db.deleteFrom('ratings').where('quarter', '=', quarter).returningAll().execute();

export const putRatings = (ctx: Context, rows: readonly RatingRow[]) =>
  inPieces(rows, (piece) => ctx.db.insertInto('ratings').values(piece).execute());

export const takeWords = (ctx: Context, states: readonly string[]): Promise<WordsRow[]> =>
  ctx.db
    .deleteFrom('rating_words')
    .where('state', 'in', [...states])
    .returningAll()
    .execute();

export const putWords = (ctx: Context, rows: readonly WordsRow[]) =>
  inPieces(rows, (piece) => ctx.db.insertInto('rating_words').values(piece).execute());

/** Several rows in one statement; so many at a time that no engine finds too many values in it. */
async function inPieces<Row>(rows: readonly Row[], put: (piece: Row[]) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < rows.length; start += 500) await put(rows.slice(start, start + 500));
}

/* The end of a quarter. */

export const ratingsBefore = (ctx: Context, quarter: string): Promise<RatingRow[]> =>
  ctx.db.selectFrom('ratings').selectAll().where('quarter', '<', quarter).orderBy('id').execute();

export const deleteRatings = (ctx: Context, ids: readonly string[]) =>
  inPieces(ids, (piece) => ctx.db.deleteFrom('ratings').where('id', 'in', piece).execute());

export const insertGroup = (ctx: Context, row: Insertable<Tables['rating_groups']>) =>
  ctx.db.insertInto('rating_groups').values(row).execute();

/** Groups made in or after this quarter; of one reviewer, when one is named. */
export const groupsSince = (ctx: Context, quarter: string, about: string | null): Promise<GroupRow[]> =>
  ctx.db
    .selectFrom('rating_groups')
    .selectAll()
    .where('closed_quarter', '>=', quarter)
    .$if(about !== null, (query) => query.where('about', '=', about))
    .orderBy('id')
    .execute();

export const clearRatings = (ctx: Context, before: string) =>
  ctx.db.deleteFrom('ratings').where('quarter', '<', before).execute();
export const clearWords = (ctx: Context, before: string) =>
  ctx.db.deleteFrom('rating_words').where('quarter', '<', before).execute();
export const clearTokens = (ctx: Context, before: string) =>
  ctx.db.deleteFrom('rating_tokens').where('quarter', '<', before).where('period', '!=', 'ever').execute();
export const clearGroups = (ctx: Context, before: string) =>
  ctx.db.deleteFrom('rating_groups').where('closed_quarter', '<', before).execute();
export const clearVotes = (ctx: Context, before: string) =>
  ctx.db.deleteFrom('page_votes').where('quarter', '<', before).execute();

/* What was written. */

export const wordsIn = (ctx: Context, states: readonly string[]): Promise<WordsRow[]> =>
  ctx.db
    .selectFrom('rating_words')
    .selectAll()
    .where('state', 'in', [...states])
    .orderBy('id')
    .execute();

export const oneOfWords = (ctx: Context, id: string): Promise<WordsRow | undefined> =>
  ctx.db.selectFrom('rating_words').selectAll().where('id', '=', id).executeTakeFirst();

export const decideWords = (ctx: Context, { id, ...row }: Omit<WordsRow, 'quarter'>) =>
  ctx.db.updateTable('rating_words').set(row).where('id', '=', id).where('state', '=', 'ready').execute();

/* You said, we did. */

export const changes = (ctx: Context) =>
  ctx.db
    .selectFrom('rating_changes')
    .selectAll()
    .where('ended_on', 'is', null)
    .orderBy('made_on', 'desc')
    .orderBy('id', 'desc')
    .execute();

export const insertChange = (ctx: Context, row: Insertable<Tables['rating_changes']>) =>
  ctx.db
    .insertInto('rating_changes')
    .values(row)
    .onConflict((on) => on.column('id').doNothing())
    .execute();

export const endChange = async (ctx: Context, id: string): Promise<boolean> => {
  const { numUpdatedRows } = await ctx.db
    .updateTable('rating_changes')
    .set({ ended_on: dayOf(ctx.now) })
    .where('id', '=', id)
    .where('ended_on', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

/* Was this helpful? */

export const countVote = (ctx: Context, id: string, page: string, quarter: string, vote: 'yes' | 'no') =>
  ctx.db
    .insertInto('page_votes')
    .values({ id, page, quarter, yes: vote === 'yes' ? 1 : 0, no: vote === 'no' ? 1 : 0 })
    .onConflict((on) => on.columns(['page', 'quarter']).doUpdateSet((is) => ({ [vote]: is(`page_votes.${vote}`, '+', 1) })))
    .execute();

export const votes = (ctx: Context, from: string, to: string) =>
  ctx.db
    .selectFrom('page_votes')
    .select((select) => ['page', select.fn.sum<number>('yes').as('yes'), select.fn.sum<number>('no').as('no')])
    .where('quarter', '>=', from)
    .where('quarter', '<=', to)
    .groupBy('page')
    .execute();

/* Facts of other rooms, read only. */

/** The last review of this child that was held until this day; null: none. */
export const lastHeld = async (ctx: Context, childId: string, today: string): Promise<{ id: string; on: string } | null> => {
  const row = await ctx.db
    .selectFrom('reviews')
    .select(['id', 'held_on'])
    .where('child_id', '=', childId)
    .where('cancelled', '=', 0)
    .where('held_on', '<=', today)
    .orderBy('held_on', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst();
  return row?.held_on ? { id: row.id, on: row.held_on } : null;
};

/** Whose IRO this child's was on that day; null: nobody's. */
export const iroOn = async (ctx: Context, childId: string, day: string): Promise<string | null> => {
  const row = await ctx.db
    .selectFrom('allocations')
    .select('staff_id')
    .where('child_id', '=', childId)
    .where('role', '=', 'iro')
    .where('from_on', '<=', day)
    .where((is) => is.or([is('to_on', 'is', null), is('to_on', '>=', day)]))
    .orderBy('from_on', 'desc')
    .orderBy('id')
    .executeTakeFirst();
  return row?.staff_id ?? null;
};

/** Everybody who is or was a reviewer, for the manager's list. */
export const reviewers = async (ctx: Context): Promise<string[]> => {
  const rows = await ctx.db
    .selectFrom('staff_roles')
    .innerJoin('staff', 'staff.id', 'staff_roles.staff_id')
    .select('staff_roles.staff_id')
    .distinct()
    .where('staff_roles.role', '=', 'iro')
    .where('staff.active', '=', 1)
    .execute();
  return rows.map(({ staff_id }) => staff_id);
};
