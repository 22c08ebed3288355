import { dayOf, within, type Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { lastTime, noteTime } from '#lib/server/last-times.ts';
import { closeQuarter, WINDOW, type Waiting } from './grouping.ts';
import { letGo } from './mixing.server.ts';
import { asQuarter, quarterOf, quartersBefore, quartersFrom, type Quarter } from './quarter.ts';
import { FLOOR } from './release.ts';
import { openRating, ownSafe, randomId, sealGroup } from './rows.server.ts';
import * as store from './store.server.ts';

/**
 * By the clock: texts go on to managers (those that may be a worry every day, the others on Mondays, so that none comes alone
 * more often than it must), and what a quarter left becomes groups when it is over. Run again it does nothing more.
 */
export async function groupRatings(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.group');
    await lockName(ctx.db, 'ratings');
    const last = (await lastTime(ctx.db, 'ratings'))?.at ?? null;
    const [today, before] = [dayOf(ctx.now), last === null ? null : dayOf(last)];
    if (before === today) return;
    await letGo(ctx, before !== null && mondayOf(before) === mondayOf(today) ? 'worries' : 'all');
    await closeQuarters(ctx, quarterOf(today));
    await clear(ctx, quarterOf(today));
    await noteTime(ctx.db, 'ratings', ctx.now);
  });
}

/** The Monday of a day's week. */
function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  const since = (at.getUTCDay() + 6) % 7;
  return new Date(at.getTime() - since * 24 * 3600_000).toISOString().slice(0, 10);
}

/** One quarter after the other, as if each had been closed on its last night, also after a long silence. */
async function closeQuarters(ctx: Context, now: Quarter): Promise<void> {
  const safe = await ownSafe(ctx);
  const atLeast = Math.max(FLOOR, Number((await councilSettings(ctx)).ratingsFrom));
  let waiting = (await store.ratingsBefore(ctx, now)).flatMap((row): Waiting[] => {
    const [rating, quarter] = [openRating(safe, row), asQuarter(row.quarter)];
    return rating && quarter ? [{ id: row.id, quarter, rating }] : [];
  });
  const oldest = waiting.reduce<Quarter>((first, { quarter }) => (quarter < first ? quarter : first), now);
  for (const closed of quartersFrom(oldest, quartersBefore(now, 1))) {
    const made = closeQuarter(waiting, closed, atLeast);
    for (const { group } of made) {
      const id = randomId(ctx);
      await store.insertGroup(ctx, {
        ...{ id, audience: group.audience, about: group.about, from_quarter: group.from },
        ...{ closed_quarter: group.closed, body_sealed: sealGroup(safe, id, group) }
      });
    }
    const gone = new Set(made.flatMap(({ ids }) => ids));
    await store.deleteRatings(ctx, [...gone]);
    waiting = waiting.filter(({ id }) => !gone.has(id));
  }
}

/** What nobody may be shown any more: ratings that found no group in two years, texts after one, counts after three. */
async function clear(ctx: Context, now: Quarter): Promise<void> {
  await store.clearRatings(ctx, quartersBefore(now, 2 * WINDOW));
  await store.clearWords(ctx, quartersBefore(now, WINDOW));
  await store.clearTokens(ctx, quartersBefore(now, WINDOW));
  await store.clearGroups(ctx, quartersBefore(now, 3 * WINDOW));
  await store.clearVotes(ctx, quartersBefore(now, 3 * WINDOW));
}
