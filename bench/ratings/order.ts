import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { saveChild } from '#lib/children/children.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import { quarterOf } from '#lib/ratings/quarter.ts';
import { openRating, ownSafe } from '#lib/ratings/rows.server.ts';
import { ratingOffer, sendRating } from '#lib/ratings/sending.server.ts';
import { takeRatings, putRatings } from '#lib/ratings/store.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import type { App } from '#lib/server/app.ts';
import { within } from '#lib/context.ts';
import { choices, numberIn } from './numbered.ts';

/** How far one order follows another, from -1 to 1 (Spearman); near 0: not at all. */
export function rank(places: readonly number[]): number {
  const n = places.length;
  const sorted = [...places].sort((one, other) => one - other);
  const sum = places.reduce((total, place, at) => total + (sorted.indexOf(place) - at) ** 2, 0);
  return 1 - (6 * sum) / (n * (n * n - 1));
}

/** What a raw reading of one table gives: its rows in the order they lie in, by what the file alone tells. */
export type Reading = Readonly<{ by: string; follows: number }>;

/** So many children rate, one after the other, a minute apart, through the verb their page calls; their order is in what they chose. */
export async function rateInOrder(app: App, many: number): Promise<string[]> {
  const day = '2026-11-02';
  const at = (minutes: number) => new Date(Date.parse(`${day}T09:00:00Z`) + minutes * 60_000);
  const cmd = (): Context => ({ ...app.context({ kind: 'command', id: 'trial', assurance: 'host' }), now: at(0) });
  const iro = await saveStaff(cmd(), { name: 'Sam Okafor', roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] });
  const children: string[] = [];
  for (let done = 0; done < many; done += 1) {
    const id = await saveChild(cmd(), { firstName: `Kim${done}`, lastName: 'Test', bornOn: '2012-01-01' });
    await saveAllocation(cmd(), { childId: id, staffId: iro, role: 'iro', fromOn: '2020-01-01', toOn: null });
    await saveReview(cmd(), { childId: id, dueOn: null, plannedOn: day, heldOn: day, cancelled: false, participation: null });
    children.push(id);
  }
  for (const [number, id] of children.entries()) {
    const child: Actor = {
      ...{ kind: 'child', id, sessionId: id, assurance: 'secret', device: 'own', freshUntil: null, earlierVisit: null }
    };
    const ctx = () => ({ ...app.context(child), now: at(number) });
    const { open } = await ratingOffer(ctx());
    await sendRating(ctx(), { period: open ?? '', band: '12-17', answers: choices(number), box: '', worry: false });
  }
  return children;
}

/** Which one each row is, by opening it with the keys: what the trial knows and a thief of the file does not. */
export async function truth(app: App): Promise<Map<string, number>> {
  const ctx = app.context({ kind: 'command', id: 'trial', assurance: 'host' });
  const safe = await ownSafe(ctx);
  const rows = await ctx.db.selectFrom('ratings').selectAll().execute();
  return new Map(
    rows.map((row) => {
      const rating = openRating(safe, row);
      if (!rating) throw new Error('a rating does not open');
      return [row.id, numberIn(rating.answers)];
    })
  );
}

/** The rows as they lie in the file, by each thing that might tell their order. */
export async function readings(app: App, engine: 'sqlite' | 'postgres'): Promise<Reading[]> {
  const known = await truth(app);
  const follows = (ids: readonly string[]) => rank(ids.map((id) => known.get(id) ?? 0));
  const { db } = app.database;
  const byId = [...known.keys()].sort();
  if (engine === 'sqlite') {
    await sql`pragma wal_checkpoint(truncate)`.execute(db);
    const file = readFileSync(app.settings.databaseUrl.slice('sqlite:'.length)).toString('latin1');
    const lies = byId.toSorted((one, other) => file.indexOf(one) - file.indexOf(other));
    return [
      { by: 'its id', follows: follows(byId) },
      { by: 'where it lies in the file', follows: follows(lies) },
      { by: 'where it lies in its page', follows: inPages(lies, (id) => file.indexOf(id), follows) }
    ];
  }
  const { rows } = await sql<{ id: string; xmin: string }>`select id, xmin::text as xmin from ratings order by ctid`.execute(db);
  const writers = new Set(rows.map(({ xmin }) => xmin)).size;
  if (writers !== 1) throw new Error(`${writers} transactions can be told apart in the ratings of one quarter`);
  return [
    { by: 'its id', follows: follows(byId) },
    { by: 'where it lies in the table (ctid; xmin is the same of all)', follows: follows(rows.map(({ id }) => id)) }
  ];
}

const PAGE = 4096;

/** The mean over all pages, each by its rows: SQLite sorts rows into pages by their key, and fills a page from its end. */
function inPages(ids: readonly string[], placeOf: (id: string) => number, follows: (ids: readonly string[]) => number): number {
  const pages = [...Map.groupBy(ids, (id) => Math.floor(placeOf(id) / PAGE)).values()].filter((page) => page.length > 2);
  const weight = pages.reduce((sum, page) => sum + page.length - 1, 0);
  return pages.reduce((sum, page) => sum + follows(page) * (page.length - 1), 0) / weight;
}

/** How many tokens, in the order they lie in, stand at the place of their own rating; by chance it is one. */
export async function matches(app: App, children: readonly string[], engine: 'sqlite' | 'postgres'): Promise<number> {
  const known = await truth(app);
  const { db } = app.database;
  const place = engine === 'postgres' ? sql`ctid` : sql`id`;
  const tokens = await sql<{ child_id: string }>`select child_id from rating_tokens order by ${place}`.execute(db);
  const ratings = await sql<{ id: string }>`select id from ratings order by ${place}`.execute(db);
  return ratings.rows.filter(({ id }, at) => known.get(id) === children.indexOf(tokens.rows[at]?.child_id ?? '')).length;
}

/** The same rows written as a table usually is, one after the other: what the reading finds then. So it is known to find it. */
export async function control(app: App, engine: 'sqlite' | 'postgres'): Promise<Reading[]> {
  const known = await truth(app);
  const ctx = app.context({ kind: 'command', id: 'trial', assurance: 'host' });
  await within(ctx, async (ctx) => {
    const rows = await takeRatings(ctx, quarterOf('2026-11-02'));
    for (const row of rows.toSorted((one, other) => (known.get(one.id) ?? 0) - (known.get(other.id) ?? 0)))
      await putRatings(ctx, [row]);
  });
  return (await readings(app, engine)).slice(1);
}
