import { sql } from 'kysely';
import type { Db, Tx } from '#lib/server/database/open.ts';

/** Whether this connection speaks PostgreSQL: the few things that must differ ask here. */
export const isPostgres = (db: Db | Tx): boolean => db.getExecutor().adapter.supportsTransactionalDdl === true;

const AUDIT_CHAIN = 7_211_001;

/**
 * Holds the audit chain's head until the transaction ends. SQLite has one writer at a time (begin immediate),
 * so there is nothing to do there.
 */
export async function lockChain(db: Db | Tx): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${AUDIT_CHAIN})`.execute(db);
}

/**
 * Makes others who name the same thing wait until the transaction ends, where there is no row yet to lock: two tabs
 * that begin the same draft. SQLite has one writer at a time anyway.
 */
export async function lockName(db: Db | Tx, name: string): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(db);
}

const DATA_KEYS = 7_211_002;

/**
 * Until the transaction ends no data key is made for somebody who has one, none is destroyed, and no other key of the
 * ring begins to wrap. Many transactions hold this at once.
 */
export async function holdKeys(db: Db | Tx): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock_shared(${DATA_KEYS})`.execute(db);
}

/** Waits for every transaction that holds the keys, and keeps new ones waiting until this one ends. */
export async function takeKeys(db: Db | Tx): Promise<void> {
  if (isPostgres(db)) await sql`select pg_advisory_xact_lock(${DATA_KEYS})`.execute(db);
}

/**
 * From here on this transaction waits so long for any lock and no longer. Less than the second after which PostgreSQL looks
 * for two who wait for each other: it is this one that gives way, and never whoever reads or writes meanwhile.
 */
export async function waitAtMost(db: Db | Tx, ms: number): Promise<void> {
  if (isPostgres(db)) await sql`select set_config('lock_timeout', ${String(ms)}, true)`.execute(db);
}
