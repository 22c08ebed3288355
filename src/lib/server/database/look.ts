import { existsSync } from 'node:fs';
import { lookAtPostgres } from './dialects/postgres.ts';
import { lookAtSqlite } from './dialects/sqlite-file.ts';
import { migrationNames } from './migrate.ts';

/** A database seen from outside, with nothing made or changed in it. */
export type Look = Readonly<{
  engine: 'sqlite' | 'postgres';
  /** False: there is none yet, or nothing in it; the first start makes it. */
  there: boolean;
  /** Of the SQLite library or the PostgreSQL server. */
  version: string;
  /** What has been applied to it that this program does not know. */
  newer: readonly string[];
  /** What this program would still apply. */
  pending: readonly string[];
  /** The installation's id; null while there is none. */
  installation: string | null;
  /** What the file keeps of its own way of being written (`wal`, `delete`…); null on PostgreSQL. */
  journal: string | null;
}>;

/** What each engine's own look gives. `applied` null: it has no tables of ours. */
export type Seen = Readonly<{
  version: string;
  applied: readonly string[] | null;
  installation: string | null;
  journal: string | null;
}>;

/** Looks at the database of `url`. Throws what the engine says when it cannot be opened at all. */
export async function lookAt(url: string): Promise<Look> {
  const engine = url.startsWith('sqlite:') ? 'sqlite' : 'postgres';
  const path = url.slice('sqlite:'.length);
  if (engine === 'sqlite' && !existsSync(path))
    return { engine, there: false, version: '', newer: [], pending: migrationNames, installation: null, journal: null };
  const seen = engine === 'sqlite' ? lookAtSqlite(path) : await lookAtPostgres(url);
  const applied = seen.applied ?? [];
  return {
    engine,
    there: seen.applied !== null,
    version: seen.version,
    newer: applied.filter((name) => !migrationNames.includes(name)),
    pending: migrationNames.filter((name) => !applied.includes(name)),
    installation: seen.installation,
    journal: seen.journal
  };
}
