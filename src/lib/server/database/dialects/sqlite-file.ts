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
