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
