import pg from 'pg';
import Sqlite from 'better-sqlite3';
import { beforeAll, expect, test } from 'vitest';
import { freshDatabaseUrl, testDatabase } from '#tests/setup/database.ts';

let url: string;
beforeAll(async () => {
  url = await freshDatabaseUrl();
});

test(`this run's rooms stand on a real, empty ${testDatabase}`, async () => {
  if (testDatabase === 'sqlite') {
    const database = new Sqlite(url.replace('sqlite:', ''));
    expect(database.prepare('select count(*) as n from sqlite_schema').get()).toEqual({ n: 0 });
    database.close();
    return;
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const version = await client.query('show server_version_num');
  expect(Number(version.rows[0].server_version_num)).toBeGreaterThan(180_000);
  const tables = await client.query("select count(*)::int as n from pg_tables where schemaname = 'public'");
  expect(tables.rows).toEqual([{ n: 0 }]);
  await client.end();
});

test('two fresh databases are two', async () => {
  expect(await freshDatabaseUrl()).not.toBe(url);
});
