import { setImmediate } from 'node:timers/promises';
import type { Db } from '#lib/server/database/open.ts';
import { purposes } from './data-keys.ts';
import { keyIdOf } from './envelope.ts';
import { sealedColumns, type SealedColumns } from './sealed-columns.ts';
import { sealedRows, type SealedRow } from './sealed-rows.ts';
import { DAMAGED, type Noticed, type Vault } from './vault.ts';

export type EveryField = Readonly<{
  /** How many opened. */
  fields: number;
  damaged: readonly Noticed[];
  /** Data key id to the number of fields it seals. */
  byKey: ReadonlyMap<number, number>;
}>;

/** Rows opened at once. */
const AT_ONCE = 200;

type Sum = { fields: number; damaged: Noticed[]; byKey: Map<number, number> };

/** Opens every sealed field of every table and keeps nothing of it: what does not open is named. Makes no key. */
export async function openEveryField(db: Db, vault: Vault): Promise<EveryField> {
  const sum: Sum = { fields: 0, damaged: [], byKey: new Map() };
  // What is sealed once and for good in the audit is covered by its chain, hash by hash.
  for (const entry of sealedColumns.filter(({ fixed }) => !fixed))
    for (let after = ''; ;) {
      const rows = await sealedRows(db, entry, vault.installation, after, AT_ONCE);
      const last = rows.at(-1);
      if (!last) break;
      await openRows({ db, vault }, entry, rows, sum);
      after = last.id;
      await setImmediate();
    }
  return sum;
}

async function openRows({ db, vault }: { db: Db; vault: Vault }, entry: SealedColumns, rows: readonly SealedRow[], sum: Sum) {
  for (const purpose of purposes)
    for (const kind of ['child', 'staff', 'installation'] as const) {
      const own = rows.filter((row) => row.purpose === purpose && row.subject.kind === kind);
      if (own.length === 0) continue;
      const safes = await vault.safes(db, kind, [...new Set(own.map(({ subject }) => subject.id))], purpose);
      for (const { id: row, rev, subject, sealed } of own)
        for (const [column, bytes] of sealed) {
          const key = keyIdOf(bytes);
          sum.byKey.set(key, (sum.byKey.get(key) ?? 0) + 1);
          const found = safes.get(subject.id)?.openBytes(entry.table, column, row, rev, bytes) ?? DAMAGED;
          if (found === DAMAGED) sum.damaged.push({ table: entry.table, column, row, subject: `${kind}:${subject.id}` });
          else sum.fields += 1;
        }
    }
}
