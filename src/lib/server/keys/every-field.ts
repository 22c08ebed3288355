import { setTimeout as pause } from 'node:timers/promises';
import type { Db } from '#lib/server/database/open.ts';
import { keyIdOf } from './envelope.ts';
import { sealedColumns } from './sealed-columns.ts';
import { sealedRows } from './sealed-rows.ts';
import { DAMAGED, type Noticed, type Vault } from './vault.ts';

export type EveryField = Readonly<{
  fields: number;
  damaged: readonly Noticed[];
  /** Data key id to the number of fields it seals. */
  byKey: ReadonlyMap<number, number>;
}>;

const AT_ONCE = 200;

/** Opens every sealed field of every table and keeps nothing of it: what does not open is named. */
export async function openEveryField(db: Db, vault: Vault): Promise<EveryField> {
  const damaged: Noticed[] = [];
  const byKey = new Map<number, number>();
  let fields = 0;
  for (const entry of sealedColumns.filter(({ fixed }) => !fixed))
    for (let after = ''; ;) {
      const rows = await sealedRows(db, entry, vault.installation, after, AT_ONCE);
      const last = rows.at(-1);
      if (!last) break;
      after = last.id;
      for (const row of rows) {
        if (row.sealed.size === 0) continue;
        const safe = (await vault.safes(db, row.subject.kind, [row.subject.id], row.purpose)).get(row.subject.id);
        for (const [column, bytes] of row.sealed) {
          fields += 1;
          byKey.set(keyIdOf(bytes), (byKey.get(keyIdOf(bytes)) ?? 0) + 1);
          const opened = safe?.openBytes(entry.table, column, row.id, row.rev, bytes) ?? DAMAGED;
          if (opened === DAMAGED)
            damaged.push({ table: entry.table, column, row: row.id, subject: `${row.subject.kind}:${row.subject.id}` });
        }
      }
      await pause(0);
    }
  return { fields, damaged, byKey };
}
