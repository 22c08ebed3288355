import type { Db, Tx } from '#lib/server/database/open.ts';
import { subjectIn } from './data-keys.ts';
import { sealedColumns } from './sealed-columns.ts';
import { sealedRow } from './sealed-rows.ts';
import { DAMAGED, type Noticed, type Vault } from './vault.ts';

/** The first of these in words, for a sentence. */
export const some = (all: readonly string[]): string =>
  `${all.slice(0, 5).join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`;

/** The same field is put on record again after this long, in ms, if it still does not open. */
const AGAIN = 3600_000;

/**
 * Of these fields that did not open, those to put on record now: the others were within the last hour. Remembers all of
 * them, for readiness and `heard doctor`.
 */
export async function toRecord(tx: Db | Tx, noticed: readonly Noticed[], now: Date): Promise<Noticed[]> {
  const at = now.toISOString();
  const since = new Date(now.getTime() - AGAIN).toISOString();
  const fresh: Noticed[] = [];
  for (const field of noticed) {
    const id = `${field.table}|${field.column}|${field.row}`;
    const before = await tx.selectFrom('damaged_fields').select('recorded_at').where('id', '=', id).executeTakeFirst();
    if (before && before.recorded_at > since) continue;
    const { table: table_name, column: column_name, row: row_id, subject } = field;
    await tx
      .insertInto('damaged_fields')
      .values({ id, table_name, column_name, row_id, subject, first_seen_at: at, recorded_at: at })
      .onConflict((same) => same.column('id').doUpdateSet({ recorded_at: at }))
      .execute();
    fresh.push(field);
  }
  return fresh;
}

/** More than this are not looked at one by one: something greater is wrong. */
const MOST = 200;

/** Fields that were seen not to open and still do not: one that was put right, written anew or erased is none. */
export async function stillDamaged(db: Db, vault: Vault): Promise<Noticed[]> {
  const seen = await db.selectFrom('damaged_fields').selectAll().orderBy('first_seen_at').limit(MOST).execute();
  const left: Noticed[] = [];
  for (const { table_name: table, column_name: column, row_id: row, subject } of seen)
    if (await isDamaged(db, vault, { table, column, row, subject })) left.push({ table, column, row, subject });
  return left;
}

async function isDamaged(db: Db, vault: Vault, { table, column, row, subject }: Noticed): Promise<boolean> {
  const entry = sealedColumns.find((one) => one.table === table && one.columns.includes(column) && !one.fixed);
  const found = entry && (await sealedRow(db, entry, vault.installation, row));
  const bytes = found?.sealed.get(column);
  if (!entry || !found || !bytes) return false;
  const [kind = '', id = ''] = subject.split(':');
  const safe = (await vault.safes(db, subjectIn(kind, id).kind, [id], found.purpose)).get(id);
  return (safe?.openBytes(table, column, row, found.rev, bytes) ?? DAMAGED) === DAMAGED;
}
