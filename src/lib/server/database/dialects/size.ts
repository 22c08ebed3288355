import { statSync } from 'node:fs';
import { sql } from 'kysely';
import type { Database } from '#lib/server/database/open.ts';

/** Bytes that a database takes on its disk now, with its journal. */
export async function bytesOf({ db, engine }: Pick<Database, 'db' | 'engine'>, url: string): Promise<number> {
  if (engine === 'postgres') {
    const { rows } = await sql<{ bytes: number }>`select pg_database_size(current_database()) as bytes`.execute(db);
    return Number(rows[0]?.bytes ?? 0);
  }
  const file = url.slice('sqlite:'.length);
  return ['', '-wal'].reduce((sum, end) => sum + (statSync(`${file}${end}`, { throwIfNoEntry: false })?.size ?? 0), 0);
}
