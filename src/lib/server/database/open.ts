import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Kysely, type Dialect, type Transaction } from 'kysely';
import { notFound, Refusal } from '#lib/errors.ts';
import { openSqlite, sqliteFaults } from './dialects/sqlite.ts';
import { openPostgres, postgresFaults } from './dialects/postgres.ts';
import { migrate } from './migrate.ts';
import type { Tables } from './tables.ts';

export type Db = Kysely<Tables>;
export type Tx = Transaction<Tables>;
export type Engine = 'sqlite' | 'postgres';

export type Database = Readonly<{
  db: Db;
  engine: Engine;
  /** What is not durable about it now, in words; empty is good. */
  faults(): Promise<string[]>;
  close(): Promise<void>;
}>;

/**
 * Opens, migrates and checks a database. `url` is `sqlite:/path` or `postgres://…`.
 * Throws with every fault named when the engine would not keep what it acknowledges.
 */
export async function openDatabase(
  url: string,
  options: { now: () => Date; maxPages?: number | null; onError?: (error: Error) => void }
): Promise<Database> {
  const database = url.startsWith('sqlite:')
    ? onSqlite(url.slice('sqlite:'.length), options.maxPages ?? null)
    : onPostgres(url, options.onError ?? (() => undefined));
  try {
    await migrate(database.db, database.engine, options.now());
    const faults = await database.faults();
    if (faults.length > 0) throw new Error(`The database is not safe to use:\n${faults.join('\n')}`);
  } catch (error) {
    await database.close();
    throw error;
  }
  return database;
}

function onSqlite(path: string, maxPages: number | null): Database {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const { file, dialect } = openSqlite(path, maxPages);
  const db = kysely(dialect);
  return { db, engine: 'sqlite', faults: async () => sqliteFaults(file), close: () => db.destroy() };
}

function onPostgres(url: string, onError: (error: Error) => void): Database {
  const { pool, dialect } = openPostgres(url, onError);
  const db = kysely(dialect);
  return { db, engine: 'postgres', faults: () => postgresFaults(pool), close: () => db.destroy() };
}

const kysely = (dialect: Dialect) => new Kysely<Tables>({ dialect });

/** No room, or nobody may write: either way nothing is kept until whoever looks after the machine has been there. */
const FULL = new Set(['SQLITE_FULL', '53100', 'ENOSPC', '25006']);
const UNWRITABLE = /^SQLITE_(READONLY|IOERR_(WRITE|FSYNC|DIR_FSYNC|TRUNCATE|SHMSIZE))/;
const BUSY = new Set([
  'SQLITE_BUSY',
  'SQLITE_BUSY_SNAPSHOT',
  'SQLITE_LOCKED',
  'KEY_MISSING',
  '40001',
  '40P01',
  '55P03',
  '57014',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'ECONNREFUSED',
  'ECONNRESET'
]);

/** What pg says, without a code, when the server went away while it waited or before it could connect. */
const GONE = /^Connection terminated|^timeout exceeded when trying to connect/;

/** Turns an engine's own error into ours where a person can be told something true; passes others on. */
export function asRefusal(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (FULL.has(code) || UNWRITABLE.test(code)) return new Refusal('full', { cause: error });
  if (code === 'SUBJECT_ERASED') return notFound();
  if (code === 'KEY_DAMAGED') return new Refusal('damaged', { cause: error });
  const gone = error instanceof Error && GONE.test(error.message);
  if (BUSY.has(code) || code.startsWith('08') || code.startsWith('SQLITE_IOERR') || gone)
    return new Refusal('busy', { cause: error });
  return error;
}
