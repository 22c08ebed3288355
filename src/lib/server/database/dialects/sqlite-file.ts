import Sqlite from 'better-sqlite3';
import type { Seen } from '#lib/server/database/look.ts';

/** A SQLite file opened to be looked at only. Throws when it is not there or not a database. */
export function openToRead(path: string): Sqlite.Database {
  return new Sqlite(path, { readonly: true, fileMustExist: true, timeout: 5000 });
}

const has = (file: Sqlite.Database, table: string): boolean =>
  file.prepare("select 1 from sqlite_schema where type = 'table' and name = ?").get(table) !== undefined;

/** The column of names of a query, as texts. */
export const texts = (file: Sqlite.Database, query: string): string[] => file.prepare(query).pluck().all().map(String);

export function lookAtSqlite(path: string): Seen {
  const file = openToRead(path);
  try {
    return {
      version: String(file.prepare('select sqlite_version()').pluck().get()),
      applied: has(file, 'migrations') ? texts(file, 'select name from migrations order by name') : null,
      installation: has(file, 'installation') ? (texts(file, 'select id from installation')[0] ?? null) : null,
      journal: String(file.pragma('journal_mode', { simple: true }))
    };
  } finally {
    file.close();
  }
}

/**
 * What is wrong inside a SQLite file, in its own words; empty is good. `thorough` also checks every index against its
 * table, and takes that much longer.
 */
export function faultsInside(path: string, thorough: boolean): string[] {
  const file = openToRead(path);
  try {
    const said = texts(file, thorough ? 'pragma integrity_check(5)' : 'pragma quick_check(5)');
    const loose = file.prepare('pragma foreign_key_check').all().length;
    return [...said.filter((line) => line !== 'ok'), ...(loose > 0 ? [`${loose} rows point at others that are not there`] : [])];
  } catch (error) {
    return [error instanceof Error ? error.message : 'it cannot be read'];
  } finally {
    file.close();
  }
}

/**
 * Copies the file at `from`, as it is now, to `to`, some pages at a time, while others write to it. The copy is of one
 * moment: a reader's view is held open throughout. Without it SQLite begins anew at each write of another process, and
 * beside a busy service never ends.
 */
export async function copySqlite(from: string, to: string, pace: { pages: number; pauseMs: number }): Promise<void> {
  const file = openToRead(from);
  const pause = new Int32Array(new SharedArrayBuffer(4));
  try {
    file.exec('begin');
    file.prepare('select count(*) from sqlite_schema').get();
    await file.backup(to, {
      progress() {
        // A command's own process: to stand still is to let the service go first.
        if (pace.pauseMs > 0) Atomics.wait(pause, 0, 0, pace.pauseMs);
        return pace.pages;
      }
    });
  } finally {
    if (file.inTransaction) file.exec('rollback');
    file.close();
  }
}

/**
 * Holds a file that says "somebody is at work here", until what it returns is called; null: somebody else does. It is
 * SQLite's own lock, which the machine lets go of when its holder dies, however that was.
 */
export function holdFile(path: string): (() => void) | null {
  const file = new Sqlite(path, { timeout: 0 });
  try {
    file.exec('begin exclusive');
    return () => file.close();
  } catch (error) {
    file.close();
    if (error instanceof Sqlite.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

type Row = Readonly<Record<string, unknown>>;

/** Every table of a file, without SQLite's own. */
export const tablesIn = (file: Sqlite.Database): string[] =>
  texts(file, "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name");

/**
 * Fills a new file, made by the migrations, with rows from elsewhere: for each table, `rowsOf` hands over some at a time.
 * Rows come in no order, so references are not looked at: whoever fills it asks `faultsInside` afterwards.
 */
export async function fillSqlite(
  path: string,
  rowsOf: (table: string, put: (rows: readonly Row[]) => void) => Promise<void>
): Promise<void> {
  const file = new Sqlite(path, { fileMustExist: true });
  try {
    file.pragma('foreign_keys = off');
    file.pragma('synchronous = off');
    file.exec('begin immediate');
    for (const table of tablesIn(file)) {
      file.exec(`delete from "${table}"`);
      await rowsOf(table, (rows) => putAll(file, table, rows));
    }
    file.exec('commit');
    file.pragma('wal_checkpoint(truncate)');
  } finally {
    file.close();
  }
}

function putAll(file: Sqlite.Database, table: string, rows: readonly Row[]): void {
  const names = Object.keys(rows[0] ?? {});
  const marks = names.map(() => '?').join(', ');
  const put = file.prepare(`insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) values (${marks})`);
  for (const row of rows) put.run(names.map((name) => row[name]));
}

/** How many rows each table of a file has. */
export function countRows(path: string): Record<string, number> {
  const file = openToRead(path);
  try {
    return Object.fromEntries(
      tablesIn(file).map((table) => [table, Number(file.prepare(`select count(*) from "${table}"`).pluck().get())])
    );
  } finally {
    file.close();
  }
}
