import { setTimeout } from 'node:timers/promises';
import { sql } from 'kysely';
import type { Db } from '#lib/server/database/open.ts';
import { isPostgres } from './locks.ts';

/** What is left of deleted rows where the database keeps its files: `clean`, or in words what is not. */
export type Scrubbed = Readonly<{ clean: boolean; left: string }>;

/** How often another reader is waited for, and how long between, in ms. */
const TRIES = 10;
const PAUSE = 500;
/** How long each try waits for others, in ms: whoever comes meanwhile waits behind it. */
const QUEUES = 200;

/**
 * After an erasure: nothing deleted stays readable in the files of the database. SQLite has overwritten it already
 * (secure_delete, asserted at the start); here its journal is emptied and free pages are given back. PostgreSQL keeps dead
 * rows until it needs the room: the table of keys is written anew, so that the wrapped keys are gone; dead ciphertext
 * without a key may lie in other tables until autovacuum. Nobody who reads meanwhile, such as a backup, is held up or stopped: it
 * gives way to them, and says so when they are not done soon.
 */
export async function scrub(db: Db, tries = TRIES): Promise<Scrubbed> {
  if (isPostgres(db)) return (await keysWrittenAnew(db, tries)) ? { clean: true, left: '' } : { clean: false, left: STILL_READ };
  await freePages(db);
  return (await journalEmptied(db, tries)) ? { clean: true, left: '' } : { clean: false, left: STILL_JOURNAL };
}

const STILL_JOURNAL =
  'The journal (-wal) could not be emptied because somebody reads without a pause: it goes with the next start.';

/** Each try waits for a moment only, because nobody can write while it does. */
async function journalEmptied(db: Db, tries: number): Promise<boolean> {
  const { rows: before } = await sql<{ timeout: number }>`pragma busy_timeout`.execute(db);
  await sql`pragma busy_timeout = ${sql.lit(QUEUES)}`.execute(db);
  try {
    for (let done = 0; done < tries; done += 1) {
      const { rows } = await sql<{ busy: number; log: number }>`pragma wal_checkpoint(truncate)`.execute(db);
      if (rows[0]?.busy === 0) return true;
      await setTimeout(PAUSE);
    }
    return false;
  } finally {
    await sql`pragma busy_timeout = ${sql.lit(before[0]?.timeout ?? 5000)}`.execute(db);
  }
}

const STILL_READ =
  'The table of keys could not be written anew because somebody reads without a pause, such as a backup: until then the wrapped keys lie in its file.';

/** Returns false when others did not let go of the table, or of what it was before, in time. */
async function keysWrittenAnew(db: Db, tries: number): Promise<boolean> {
  return db.connection().execute(async (one) => {
    const { rows } = await sql<{ now: string }>`select now()::text as now`.execute(one);
    const since = rows[0]?.now ?? '';
    await sql`set lock_timeout = ${sql.lit(QUEUES)}`.execute(one);
    try {
      for (let done = 0; done < tries; done += 1) {
        if (!(await isSeenFromBefore(one, since)) && (await vacuumed(one))) return true;
        await setTimeout(PAUSE);
      }
      return false;
    } finally {
      await sql`reset lock_timeout`.execute(one);
    }
  });
}

/** Whether somebody still sees the database as it was before then: what was deleted would be written anew with the rest. */
async function isSeenFromBefore(db: Db, since: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
      and backend_xmin is not null and xact_start < ${since}::timestamptz limit 1`.execute(db);
  return rows.length > 0;
}

async function vacuumed(db: Db): Promise<boolean> {
  try {
    await sql`vacuum full data_keys`.execute(db);
    return true;
  } catch (error) {
    // Somebody else has the table: no lock within that time.
    if (error instanceof Error && 'code' in error && error.code === '55P03') return false;
    throw error;
  }
}

/** Gives free pages back, as far as the file was made for it; without that they stay in it, overwritten with zeros. */
async function freePages(db: Db): Promise<void> {
  const free = async () =>
    (await sql<{ freelist_count: number }>`pragma freelist_count`.execute(db)).rows[0]?.freelist_count ?? 0;
  for (let before = await free(); before > 0;) {
    await sql`pragma incremental_vacuum`.execute(db);
    const after = await free();
    if (after >= before) return;
    before = after;
  }
}
