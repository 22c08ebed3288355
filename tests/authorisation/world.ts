import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { App } from '#lib/server/app.ts';

/**
 * The data as it was when the town was ready, and back to it: what one check changed is gone before the next. The record of
 * who did what only grows, and visits go on.
 */
export type World = Readonly<{
  back: () => Promise<void>;
  /** One figure for all there is: the same figure, nothing has changed. */
  figure: () => Promise<string>;
}>;

/** Kept as they are: they only grow, or say nothing of anybody's data. */
const leftAlone = ['audit', 'audit_head', 'audit_checks', 'sessions', 'accounts', 'migrations', 'installation', 'data_keys'];
/** Changed by being asked at all: how often somebody tried, and what a browser was asked. */
const notCounted = [...leftAlone, 'limits', 'used_once', 'sqlite_sequence', 'marks_of_work'];

/** Takes down what there is now, in SQLite's own file, beside it. */
export async function worldOf(app: App): Promise<World> {
  const { db } = app.database;
  const all = await sql<{
    name: string;
  }>`select name from sqlite_master where type = 'table' and name not like 'sqlite%'`.execute(db);
  const names = all.rows.map(({ name }) => name);
  const kept = names.filter((name) => !leftAlone.includes(name));
  for (const name of kept)
    await sql`create temp table ${sql.table(`was_${name}`)} as select * from ${sql.table(name)}`.execute(db);
  return {
    back: () =>
      db.connection().execute(async (one) => {
        await sql`pragma foreign_keys = off`.execute(one);
        await sql`begin immediate`.execute(one);
        for (const name of kept) {
          await sql`delete from ${sql.table(`main.${name}`)}`.execute(one);
          await sql`insert into ${sql.table(`main.${name}`)} select * from ${sql.table(`temp.was_${name}`)}`.execute(one);
        }
        await sql`commit`.execute(one);
        await sql`pragma foreign_keys = on`.execute(one);
      }),
    figure: async () => {
      const hash = createHash('sha256');
      for (const name of names.filter((one) => !notCounted.includes(one))) {
        const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db);
        const lines = rows.map((row) => JSON.stringify(Object.values(row).map((value) => plain(value)))).sort();
        hash.update(`${name}\n${lines.join('\n')}\n`);
      }
      return hash.digest('hex');
    }
  };
}

const plain = (value: unknown): unknown => (value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value);
