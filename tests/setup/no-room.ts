import Database from 'better-sqlite3';
import { join } from 'node:path';

/** As many pages as the database may have: several times what the demo needs. */
export const CEILING = 4000;

/** Another program takes all the room there is, down to the last page; `free` gives it back. */
export function fillUp(dir: string): { free: () => void } {
  const database = new Database(join(dir, 'heard.sqlite'), { timeout: 10_000 });
  database.pragma(`max_page_count = ${CEILING}`);
  database.exec('create table filler (bytes blob)');
  for (const size of [1_000_000, 100_000, 10_000, 3000, 100]) {
    const more = database.prepare(`insert into filler values (zeroblob(${size}))`);
    try {
      for (;;) more.run();
    } catch (error) {
      if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_FULL') throw error;
    }
  }
  return {
    free: () => {
      database.exec('drop table filler');
      database.close();
    }
  };
}
