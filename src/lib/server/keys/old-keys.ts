import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '#lib/server/database/open.ts';
import { changingKeys } from './data-keys.ts';
import { sealedColumns } from './sealed-columns.ts';
import { namedKeys } from './sealed-rows.ts';
import type { Turning } from './rotating.ts';

const BREATH = 5;
const ROWS_AT_ONCE = 1000;
const KEYS_AT_ONCE = 200;

/**
 * Destroys data keys up to `boundary` that have a successor and that no field names. A field that could not be opened
 * keeps its key, in case what damaged it is undone. Returns how many went and how many stay.
 */
export async function dropOldKeys(turning: Turning, boundary: number): Promise<{ removed: number; kept: number }> {
  const named = await stillNamed(turning.db, boundary);
  const old = await oldKeys(turning.db, boundary);
  const gone = old.filter((id) => !named.has(id));
  for (let start = 0; start < gone.length; start += KEYS_AT_ONCE) {
    await turning.db.transaction().execute(async (tx) => {
      await changingKeys(tx, turning.ids());
      await tx
        .deleteFrom('data_keys')
        .where('id', 'in', gone.slice(start, start + KEYS_AT_ONCE))
        .execute();
    });
    await pause(BREATH);
  }
  return { removed: gone.length, kept: old.length - gone.length };
}

async function stillNamed(db: Db, boundary: number): Promise<Set<number>> {
  const named = new Set<number>();
  for (const entry of sealedColumns)
    for (let after: string | number = entry.key?.from ?? ''; ;) {
      const { ids, last } = await namedKeys(db, entry, after, ROWS_AT_ONCE);
      for (const id of ids) if (id <= boundary) named.add(id);
      if (last === undefined) break;
      after = entry.key ? Number(last) : String(last);
      await pause(BREATH);
    }
  return named;
}

async function oldKeys(db: Db, boundary: number): Promise<number[]> {
  const rows = await db
    .selectFrom('data_keys as key')
    .innerJoin('data_keys as newer', (join) =>
      join
        .onRef('newer.subject', '=', 'key.subject')
        .onRef('newer.subject_id', '=', 'key.subject_id')
        .onRef('newer.purpose', '=', 'key.purpose')
        .onRef('newer.generation', '>', 'key.generation')
    )
    .select('key.id')
    .distinct()
    .where('key.id', '<=', boundary)
    .orderBy('key.id')
    .execute();
  return rows.map(({ id }) => Number(id));
}
