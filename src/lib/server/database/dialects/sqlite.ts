import { closeSync, openSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import {
  CompiledQuery,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type SqliteDatabase,
  type SqliteDialectConfig,
  type TransactionSettings
} from 'kysely';

/**
 * Kysely's driver with two changes.
 * It begins `immediate`, so that a reader that turns writer waits its turn instead of failing (SQLITE_BUSY_SNAPSHOT); but
 * not where it was said that nothing is written.
 * On a full disk SQLite rolls back by itself; a second rollback would hide SQLITE_FULL behind its own complaint.
 */
class ImmediateDriver extends SqliteDriver {
  readonly #file: Sqlite.Database;

  constructor(config: SqliteDialectConfig, file: Sqlite.Database) {
    super(config);
    this.#file = file;
  }

  override async beginTransaction(connection: DatabaseConnection, { accessMode }: TransactionSettings = {}): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw(accessMode === 'read only' ? 'begin' : 'begin immediate'));
  }

  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#file.inTransaction) await super.rollbackTransaction(connection);
  }
}

class ImmediateDialect extends SqliteDialect {
  readonly #file: Sqlite.Database;

  constructor(file: Sqlite.Database) {
    super({ database: remembering(file) });
    this.#file = file;
  }

  override createDriver(): SqliteDriver {
    return new ImmediateDriver({ database: remembering(this.#file) }, this.#file);
  }
}

/** Statements kept ready: preparing one costs as much as running it. */
const MOST_KEPT = 500;

/** The file, keeping the statements it has prepared: the same few are run again and again. */
function remembering(file: Sqlite.Database): SqliteDatabase {
  const kept = new Map<string, Sqlite.Statement>();
  return {
    close: () => void file.close(),
    prepare(text) {
      const known = kept.get(text);
      if (known) return known;
      // Lists of many lengths make many texts; starting afresh now and then keeps memory flat.
      if (kept.size >= MOST_KEPT) kept.clear();
      const made = file.prepare(text);
      kept.set(text, made);
      return made;
    }
  };
}

/** What must be true of an open SQLite file: pragma, the value wanted, and why. */
export const durable = [
  ['journal_mode', 'wal', 'readers go on while one writes'],
  ['synchronous', 2, 'an acknowledged answer survives a power cut (better-sqlite3 drops to NORMAL by itself)'],
  ['foreign_keys', 1, 'nothing points at a record that is not there'],
  ['secure_delete', 1, 'what is erased is overwritten'],
  ['temp_store', 2, 'no words in temporary files'],
  ['trusted_schema', 0, 'a tampered schema cannot run functions'],
  ['cell_size_check', 1, 'damage is noticed early']
] as const;

/** Opens and hardens the file. `maxPages` caps its size (tests of a full disk). */
export function openSqlite(path: string, maxPages: number | null): { file: Sqlite.Database; dialect: SqliteDialect } {
  // A new file, and what SQLite puts beside it, can be read by its owner only.
  closeSync(openSync(path, 'a', 0o600));
  const file = new Sqlite(path, { timeout: 5000 });
  // Only a file that is still empty takes this: free pages can then be given back after an erasure.
  file.pragma('auto_vacuum = incremental');
  for (const [name, value] of durable) file.pragma(`${name} = ${value}`);
  file.pragma('wal_autocheckpoint = 1000');
  file.pragma('journal_size_limit = 67108864');
  if (maxPages !== null) file.pragma(`max_page_count = ${maxPages}`);
  return { file, dialect: new ImmediateDialect(file) };
}

/**
 * Checks the promises of `durable` on a file that has already committed once: on a new file
 * `synchronous` reads right and only then drops. Returns what is wrong, in words; empty is good.
 */
export function sqliteFaults(file: Sqlite.Database): string[] {
  const faults = durable
    .filter(([name, value]) => String(file.pragma(name, { simple: true })) !== String(value))
    .map(([name, value, why]) => `SQLite ${name} must be ${value}: ${why}`);
  const version = String(file.prepare('select sqlite_version()').pluck().get());
  if (olderThan(version, [3, 51, 3])) faults.push(`SQLite ${version} can damage a file under load; 3.51.3 or newer is needed`);
  return faults;
}

function olderThan(version: string, floor: readonly number[]): boolean {
  const parts = version.split('.').map(Number);
  for (const [index, least] of floor.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part < least;
  }
  return false;
}
