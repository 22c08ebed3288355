import { rmSync } from 'node:fs';
import { sql } from 'kysely';
import { copySqlite, faultsInside, fillSqlite } from '#lib/server/database/dialects/sqlite-file.ts';
import { openDatabase, type Database } from '#lib/server/database/open.ts';

/** Pages of 4 KB copied at once, and for how long others go first afterwards, in ms. */
export type Pace = Readonly<{ pages: number; pauseMs: number }>;

/** A megabyte, then a breath: on a small machine the service beside it hardly notices. */
export const gently: Pace = { pages: 256, pauseMs: 15 };

/** Rows of PostgreSQL taken at once. */
const ROWS = 500;

/**
 * Copies a database, as it is at one moment, to the new SQLite file `to`; the service goes on meanwhile. From PostgreSQL
 * it is the same tables, read in one snapshot (REPEATABLE READ): so one kind of backup is checked, opened and restored
 * in one way whatever it came from, without a pg_dump of the server's own release beside it.
 */
export async function copyDatabase(from: Database, url: string, to: string, now: Date, pace: Pace = gently): Promise<void> {
  if (from.engine === 'sqlite') return copySqlite(url.slice('sqlite:'.length), to, pace);
  try {
    // Its tables are those this program makes; what its migrations put in goes before the rows come.
    const empty = await openDatabase(`sqlite:${to}`, { now: () => now });
    await empty.close();
    await from.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .setAccessMode('read only')
      .execute((tx) =>
        fillSqlite(to, async (table, put) => {
          await sql`declare all_rows no scroll cursor for select * from ${sql.table(table)}`.execute(tx);
          for (;;) {
            const { rows } = await sql<Record<string, unknown>>`fetch ${sql.raw(String(ROWS))} from all_rows`.execute(tx);
            if (rows.length === 0) break;
            put(rows);
          }
          await sql`close all_rows`.execute(tx);
        })
      );
    // Only when the snapshot is let go of: the check of a large file would hold back the server's cleaning for minutes.
    const faults = faultsInside(to, true);
    if (faults.length > 0) throw new Error(`The copy is not whole: ${faults.join('; ')}`);
  } catch (error) {
    for (const end of ['', '-wal', '-shm']) rmSync(`${to}${end}`, { force: true });
    throw error;
  }
}
