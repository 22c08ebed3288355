import { sql } from 'kysely';
import type { House } from './house.ts';
import { newMark } from './marks.ts';
import { atOnce, named, run, type Asking } from './running.ts';
import type { Check } from './checks.ts';

/**
 * Every table that holds something sealed gets a column nobody thought of, a mark in each of its rows; then everybody who
 * may looks at everything they may. What goes out is named one by one, so none of it is anywhere. It comes last: the data
 * is no longer what the program expects.
 */
export async function shapes(
  asking: Asking,
  house: House,
  columns: readonly string[],
  checks: readonly Check[]
): Promise<string[]> {
  const { db } = house.app.database;
  const tables = [...new Set(columns.map((column) => column.split('.')[0] ?? ''))];
  const added = new Map<string, string>();
  for (const table of tables) {
    const mark = newMark();
    await sql`alter table ${sql.table(table)} add column added_later text`.execute(db);
    // The record of who did what refuses to be changed, also here.
    if (table !== 'audit') await sql`update ${sql.table(table)} set added_later = ${mark}`.execute(db);
    added.set(mark, table);
  }
  const faults: string[] = [];
  const may = checks.filter(
    (check) => check.may && check.method === 'GET' && (check.relation === 'own' || check.relation === 'none')
  );
  await atOnce(6, may, async (check) => {
    const { given } = await run(asking, check);
    const text = `${given.headers}\n${given.body}`.toLowerCase();
    for (const [mark, table] of added)
      if (text.includes(mark)) faults.push(`${named(check)}: is given a column of ${table} that nobody named`);
    if (given.status >= 500) faults.push(`${named(check)}: fails when ${tables.join(', ')} have one more column`);
  });
  return may.length === 0 ? [...faults, 'nobody looked at what has a new column'] : faults;
}
