import { sql } from 'kysely';
import type { Db } from '#lib/server/database/open.ts';
import { isPostgres } from './locks.ts';

/** What is left of deleted rows where the database keeps its files: `clean`, or in words what is not. */
export type Scrubbed = Readonly<{ clean: boolean; left: string }>;

/** How often another reader is waited for. */
const TRIES = 10;

/**
 * After an erasure: nothing deleted stays readable in the files of the database. SQLite has overwritten it already
 * (secure_delete, asserted at the start); here its journal is emptied and free pages are given back. PostgreSQL keeps dead
 * rows until it needs the room: the table of keys is written anew, so that the wrapped keys are gone; dead ciphertext
 * without a key may lie in other tables until autovacuum.
 */
export async function scrub(db: Db): Promise<Scrubbed> {
  if (isPostgres(db)) {
    await sql`vacuum full data_keys`.execute(db);
    return { clean: true, left: '' };
  }
  await freePages(db);
  for (let tries = 0; tries < TRIES; tries += 1) {
    const { rows } = await sql<{ busy: number; log: number }>`pragma wal_checkpoint(truncate)`.execute(db);
    if (rows[0]?.busy === 0) return { clean: true, left: '' };
    await new Promise((go) => setTimeout(go, 500));
  }
  return {
    clean: false,
    left: 'The journal (-wal) could not be emptied because somebody reads without a pause: it goes with the next start.'
  };
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
