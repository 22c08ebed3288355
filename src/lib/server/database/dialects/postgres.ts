import pg from 'pg';
import { PostgresDialect } from 'kysely';

// count(*) and bigint arrive as text unless told otherwise; ours never pass 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);

/** A pool with the time limits of security.md 5.1. `onError` hears about idle connections that broke. */
export function openPostgres(url: string, onError: (error: Error) => void): { pool: pg.Pool; dialect: PostgresDialect } {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 15_000
  });
  // Without a listener a restarting PostgreSQL would end this process.
  pool.on('error', onError);
  // Nor may one that breaks in the middle of a transaction: its statement has failed and says so itself.
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return { pool, dialect: new PostgresDialect({ pool }) };
}

/** What is wrong with this server's settings, in words; empty is good. */
export async function postgresFaults(pool: pg.Pool): Promise<string[]> {
  const wanted = { fsync: ['on'], full_page_writes: ['on'], synchronous_commit: ['on', 'remote_apply'] };
  const faults: string[] = [];
  for (const [name, good] of Object.entries(wanted)) {
    const { rows } = await pool.query<{ setting: string }>('select setting from pg_settings where name = $1', [name]);
    const value = rows[0]?.setting ?? 'unknown';
    if (!good.includes(value)) faults.push(`PostgreSQL ${name} is ${value}; it must be ${good.join(' or ')}`);
  }
  return faults;
}
