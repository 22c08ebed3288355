/**
 * `npm run trial:ratings [-- SETS [PEOPLE]]`: somebody who may see every page on every day tries to work out what fewer than the threshold
 * said, in 2,000 random councils: by reading, by subtracting every pair, by solving all of it as one linear system. They are given more
 * than any page shows: the exact number behind every view. Beside it the same attack on the usual way (filter, and hide what is below eight), so
 * that it is known to find something. Then who has the files of both databases: does a row tell whose it is by its id, its place or its time?
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRing } from '#lib/server/keys/ring.ts';
import { newRing } from '#lib/server/keys/ring-text.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { readSettings } from '#lib/server/settings.ts';
import { createDatabase } from '#tests/setup/database.ts';
import { setup, teardown } from '#tests/setup/postgres.ts';
import { attack, nothing, plus, type Found } from './ratings/attack.ts';
import { control, matches, rateInOrder, readings, type Reading } from './ratings/order.ts';
import { makeSet, picker, type Set as MadeUp } from './ratings/sets.ts';
import { viewsOf } from './ratings/views.ts';
import { naiveViews } from './ratings/naive.ts';

const sets = Number(process.argv[2] ?? 2000);
const many = Number(process.argv[3] ?? 200);
/** How far an order may follow another by chance, five times in a million. */
const CHANCE = 4.5 / Math.sqrt(many - 1);

/** Everybody by what a reviewer knows of them: when, about whom, how old. */
const cellsOf = ({ all }: MadeUp): string[][] =>
  [...Map.groupBy(all, ({ quarter, rating }) => [quarter, rating.about, rating.audience, rating.band].join(' ')).values()].map(
    (ratings) => ratings.map(({ id }) => id)
  );

let [ours, usual, views, groups] = [nothing, nothing, 0, 0];
const began = performance.now();
for (let seed = 0; seed < sets; seed += 1) {
  const pick = picker(seed);
  const set = makeSet(pick);
  const [cells, least] = [cellsOf(set), Math.min(...set.threshold.values())];
  const seen = viewsOf(set);
  views += seen.length;
  groups += set.made.length;
  ours = plus(
    ours,
    attack(
      seen.map(({ people }) => people),
      cells,
      least
    )
  );
  // Of two items, picked anew for each: who answered them.
  for (const item of ['listened', pick(2) === 0 ? 'did' : 'informed']) {
    const answered =
      seen.flatMap(({ items }) => items.get(item) ?? []).length === 0
        ? []
        : seen.flatMap(({ items }) => (items.has(item) ? [items.get(item) ?? []] : []));
    const those = new Set(
      set.all
        .filter(({ rating }) => ['always', 'mostly', 'sometimes', 'hardly', 'never'].includes(rating.answers[item] ?? ''))
        .map(({ id }) => id)
    );
    ours = plus(
      ours,
      attack(
        answered,
        cells.map((ids) => ids.filter((id) => those.has(id))),
        least
      )
    );
  }
  if (seed % 20 === 0) usual = plus(usual, attack(naiveViews(set), cells, 8));
}
const say = ({ read, bySubtraction, bySystem, pairs, targets }: Found) =>
  `read ${read}, by subtraction ${bySubtraction} of ${pairs} pairs, by the system ${bySystem} of ${targets} numbers`;
console.log(
  `${sets} sets, ${groups} groups, ${views} different views, ${((performance.now() - began) / 1000).toFixed(0)} s, load ${loadavg()[0]?.toFixed(1)}, ${cpus()[0]?.model}`
);
console.log(`numbers below the threshold found: ${say(ours)}`);
console.log(`the usual way (every 20th set):    ${say(usual)}`);
let wrong = ours.read + ours.bySubtraction + ours.bySystem > 0;
if (usual.bySubtraction + usual.bySystem === 0) wrong = true;

async function byOrder(app: App, engine: 'sqlite' | 'postgres'): Promise<void> {
  const children = await rateInOrder(app, many);
  const print = (what: string, { by, follows }: Reading) =>
    console.log(`  ${what} by ${by}: follows the true order ${follows.toFixed(3)}`);
  console.log(`${engine}: ${many} children rate, one after the other (by chance within ±${CHANCE.toFixed(2)})`);
  for (const reading of await readings(app, engine)) {
    print('a rating', reading);
    if (Math.abs(reading.follows) > CHANCE) wrong = true;
  }
  const same = await matches(app, children, engine);
  console.log(`  tokens that lie where their own rating lies: ${same} (by chance 1)`);
  if (same > 9) wrong = true;
  for (const reading of await control(app, engine)) print('written as usual, to compare:', reading);
}

const folder = mkdtempSync(join(tmpdir(), 'heard-ratings-'));
const open = (url: string | null): Promise<App> =>
  openApp(readSettings({ HEARD_MODE: 'test', HEARD_DATA_DIR: folder, ...(url && { HEARD_DATABASE_URL: url }) }), {
    ring: readRing(newRing())
  });

const lite = await open(null);
await byOrder(lite, 'sqlite');
await lite.close();
let server = '';
await setup({ provide: (_: string, url: unknown) => void (server = String(url)) });
try {
  const address = new URL(server);
  await createDatabase(server, 'heard_ratings');
  address.pathname = '/heard_ratings';
  const post = await open(address.href);
  await byOrder(post, 'postgres');
  await post.close();
} finally {
  await teardown();
  rmSync(folder, { recursive: true, force: true });
}
if (wrong) process.exitCode = 1;
