import type { Context } from '#lib/context.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import type { Quarter } from './quarter.ts';
import { openBox, openRating, ownSafe, randomId, sealBox, sealRating, shuffled } from './rows.server.ts';
import * as store from './store.server.ts';

/**
 * Whenever a rating comes, everything of its quarter is taken out of the tables and put back in an order that chance alone
 * decides: ratings and texts under new ids and newly sealed too. So no row of the open quarter is older than another: not by
 * its id, nor by where it lies in the file (SQLite writes a page from its end, PostgreSQL one row after the other), nor by the
 * transaction that wrote it (`xmin`): they all have the last one's. What a copy of yesterday beside one of today still
 * tells stands in docs/decisions/0016. Called in the transaction of whatever came; a few hundred rows.
 */
export async function mix(ctx: Context, quarter: Quarter): Promise<void> {
  const safe = await ownSafe(ctx);
  await store.putTokens(ctx, shuffled(ctx, await store.takeTokens(ctx, quarter)));
  const ratings = (await store.takeRatings(ctx, quarter)).map((row) => renewed(ctx, safe, row));
  await store.putRatings(ctx, shuffled(ctx, ratings));
  const words = (await store.takeWords(ctx, ['waiting'])).map((row) => rewritten(ctx, safe, row));
  await store.putWords(ctx, shuffled(ctx, words));
}

/** The same rating in a row that nobody saw before. One that does not open stays as it is: nothing is lost. */
function renewed(ctx: Context, safe: Safe, row: store.RatingRow): store.RatingRow {
  const rating = openRating(safe, row);
  if (!rating) return row;
  const id = randomId(ctx);
  return { ...row, id, body_sealed: sealRating(safe, id, rating) };
}

function rewritten(ctx: Context, safe: Safe, row: store.WordsRow): store.WordsRow {
  const box = openBox(safe, row);
  if (!box) return row;
  const id = randomId(ctx);
  return { ...row, id, body_sealed: sealBox(safe, id, row.rev, box) };
}

/**
 * Lets texts go on to a manager: those that may be a worry, or all of them. They and those not read yet are put back in another
 * order, under the ids they have, because a page may be open that names one. Returns how many went.
 */
export async function letGo(ctx: Context, which: 'worries' | 'all'): Promise<number> {
  const safe = await ownSafe(ctx);
  const rows = await store.takeWords(ctx, ['waiting', 'ready']);
  const goes = (row: store.WordsRow) => row.state === 'waiting' && (which === 'all' || openBox(safe, row)?.worry !== false);
  await store.putWords(
    ctx,
    shuffled(
      ctx,
      rows.map((row) => (goes(row) ? { ...row, state: 'ready' } : row))
    )
  );
  return rows.filter(goes).length;
}
