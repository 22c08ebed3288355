import { randomUUID } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';

/** Which of the two databases this run of the rooms' suite is about. */
export const testDatabase: 'sqlite' | 'postgres' = process.env.HEARD_TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite';

/**
 * The address of a new, empty database of this run's kind, as `HEARD_DATABASE_URL` takes it.
 * Call it once a test file, in `beforeAll`; close what you open. What it made goes when the run is over.
 * Throws when the PostgreSQL of this run is not there.
 */
export async function freshDatabaseUrl(): Promise<string> {
  return testDatabase === 'postgres' ? freshPostgres() : freshSqlite();
}

/** A new empty folder of a test's own (a data folder, files to import); it goes when the run is over. */
export async function freshFolder(): Promise<string> {
  return mkdtemp(join(inject('testFolder'), 'of-'));
}

async function freshSqlite(): Promise<string> {
  return `sqlite:${join(await freshFolder(), 'heard.sqlite')}`;
}

async function freshPostgres(): Promise<string> {
  const server = new URL(inject('postgresUrl'));
  const name = `heard_${randomUUID().replaceAll('-', '')}`;
  const client = new pg.Client({ connectionString: server.href });
  await client.connect();
  // template0 and the "C" order: text sorts by its bytes, as SQLite does.
  await client.query(`create database ${name} template template0 encoding 'UTF8' locale 'C'`);
  await client.end();
  server.pathname = `/${name}`;
  return server.href;
}
