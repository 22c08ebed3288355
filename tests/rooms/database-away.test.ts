import { Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { within, type Context } from '#lib/context.ts';
import { asRefusal, openDatabase } from '#lib/server/database/open.ts';
import { openApp } from '#lib/server/app.ts';
import { openPostgres } from '#lib/server/database/dialects/postgres.ts';
import { freePort } from '#lib/server/http/port.ts';
import { newRing, readRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';
import type { Tables } from '#lib/server/database/tables.ts';
import { command, testApp } from '#tests/setup/app.ts';
import { freshDatabaseUrl, freshFolder, testDatabase } from '#tests/setup/database.ts';

const busy = expect.objectContaining({ problem: 'busy', status: 503 });
const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test('a database that is away for the moment is busy, whatever its engine calls it; other faults stay what they are', () => {
  for (const code of ['SQLITE_BUSY', '57014', '57P01', '08006', 'ECONNREFUSED', 'ECONNRESET'])
    expect(asRefusal(coded(code)), code).toEqual(busy);
  for (const message of [
    'Connection terminated',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout'
  ])
    expect(asRefusal(new Error(message)), message).toEqual(busy);
  const bug = coded('23505', 'duplicate key');
  expect(asRefusal(bug)).toBe(bug);
});

/** What a verb hears when the database does this to it in the middle. */
async function during(ctx: Context, statement: ReturnType<typeof sql>): Promise<unknown> {
  return within(ctx, (inside) => statement.execute(inside.db)).catch((error: unknown) => error);
}

test('so a verb says when the server really stops a statement, ends its connection, or is not there', async () => {
  const { as } = await testApp();
  if (testDatabase === 'sqlite') {
    expect(asRefusal(await during(as(command), sql`select 1 from nowhere`))).not.toEqual(busy);
    return;
  }
  const { app } = await testApp();
  expect(await during(as(command), sql`set local statement_timeout = 20; select pg_sleep(5)`)).toEqual(busy);
  expect(await during(as(command), sql`select pg_terminate_backend(pg_backend_pid())`)).toEqual(busy);
  const { dialect } = openPostgres(`postgres://x@127.0.0.1:${await freePort(0)}/x`, () => undefined);
  const away = new Kysely<Tables>({ dialect });
  expect(await during({ ...app.context(command), db: away }, sql`select 1`)).toEqual(busy);
  await away.destroy();
});

test('processes that start at once on a new database are one installation', async () => {
  const [url, data] = [await freshDatabaseUrl(), await freshFolder()];
  const settings = readSettings({ HEARD_MODE: 'test', HEARD_DATA_DIR: data, HEARD_DATABASE_URL: url });
  const ring = readRing(newRing());
  const start = () => openApp(settings, { ring });
  // Two openings of one SQLite file within one process would wait for each other without end.
  const apps = testDatabase === 'sqlite' ? [await start(), await start()] : await Promise.all(Array.from({ length: 6 }, start));
  expect(new Set(apps.map((app) => app.vault.installation)).size).toBe(1);
  for (const app of apps) await app.close();
  const { db, close } = await openDatabase(url, { now: () => new Date() });
  expect(await db.selectFrom('installation').select('id').execute()).toHaveLength(1);
  await close();
});
