import { randomUUID } from 'node:crypto';
import { copyFile, mkdtemp } from 'node:fs/promises';
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
  return testDatabase === 'postgres' ? freshPostgres('template0') : freshSqlite();
}

/** The address of a new database with every table and nothing in it: a copy of one that was migrated once for the whole run. */
export async function migratedDatabaseUrl(): Promise<string> {
  if (testDatabase === 'postgres') return freshPostgres(postgresModel);
  const url = await freshSqlite();
  await copyFile(inject('sqliteModel'), url.slice('sqlite:'.length));
  return url;
}

/** A new empty folder of a test's own (a data folder, files to import); it goes when the run is over. */
export async function freshFolder(): Promise<string> {
  return mkdtemp(join(inject('testFolder'), 'of-'));
}

async function freshSqlite(): Promise<string> {
  return `sqlite:${join(await freshFolder(), 'heard.sqlite')}`;
}

/** The database in the run's PostgreSQL that others are copied from. */
export const postgresModel = 'heard_model';

async function freshPostgres(template: string): Promise<string> {
  const server = new URL(inject('postgresUrl'));
  const name = `heard_${randomUUID().replaceAll('-', '')}`;
  await createDatabase(server.href, name, template);
  server.pathname = `/${name}`;
  return server.href;
}

/** Makes a database in this server: empty, or like another that nobody has open. */
export async function createDatabase(server: string, name: string, template = 'template0'): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  // The "C" order: text sorts by its bytes, as SQLite does.
  await client.query(`create database ${name} template ${template} encoding 'UTF8' locale 'C'`);
  await client.end();
}
