import pg from 'pg';
import { PostgresDialect } from 'kysely';
import type { Seen } from '#lib/server/database/look.ts';

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

/** The server's version and what has been applied, asked on one connection that changes nothing. */
export async function lookAtPostgres(url: string): Promise<Seen> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000, statement_timeout: 10_000 });
  await client.connect();
  try {
    await client.query('set default_transaction_read_only = on');
    const { rows: versions } = await client.query<{ version: string }>("select current_setting('server_version') as version");
    const { rows: there } = await client.query<{ it: string | null }>("select to_regclass('migrations')::text as it");
    const has = there[0]?.it !== null && there[0]?.it !== undefined;
    const names = has ? (await client.query<{ name: string }>('select name from migrations order by name')).rows : [];
    const rows = has ? (await client.query<{ id: string }>('select id from installation')).rows : [];
    return {
      version: versions[0]?.version ?? '',
      applied: has ? names.map(({ name }) => name) : null,
      installation: rows[0]?.id ?? null,
      journal: null
    };
  } finally {
    await client.end();
  }
}
