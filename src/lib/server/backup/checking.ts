import { setImmediate } from 'node:timers/promises';
import type { App } from '#lib/server/app.ts';
import { countRows, faultsInside } from '#lib/server/database/dialects/sqlite-file.ts';
import { purposes } from '#lib/server/keys/data-keys.ts';
import { sealedColumns, type SealedColumns } from '#lib/server/keys/sealed-columns.ts';
import { sealedRows, type SealedRow } from '#lib/server/keys/sealed-rows.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';

/** Rows opened at once. */
const SLICE = 200;

/** What was found in a copy that was opened and looked through. */
export type Found = Readonly<{
  tables: Readonly<Record<string, number>>;
  /** Sealed fields that opened, and places (table.column row) of those that did not. */
  fields: number;
  damaged: readonly string[];
}>;

/** The audit chain of an opened copy: who asks is the room audit. */
export type AskChain = (app: App) => Promise<{ entries: number; broken: number | null }>;

/** What is wrong inside the file itself; empty is good. Before it is opened for anything else. */
export const faultsOf = (file: string): string[] => faultsInside(file, true);

/** Opens every sealed field of every table of an opened copy, and counts all rows. Nothing of what it opens is kept. */
export async function lookThrough(app: App, file: string): Promise<Found> {
  const damaged: string[] = [];
  let fields = 0;
  // What is sealed once and for good in the audit is covered by its chain, hash by hash.
  for (const entry of sealedColumns.filter(({ fixed }) => fixed === undefined)) {
    for (let after = ''; ;) {
      const rows = await sealedRows(app.database.db, entry, app.vault.installation, after, SLICE);
      const last = rows.at(-1);
      if (!last) break;
      fields += await openAll(app, entry, rows, damaged);
      after = last.id;
      await setImmediate();
    }
  }
  return { tables: countRows(file), fields, damaged };
}

/** Opens the fields of these rows; how many opened. A key that is not there is never made. */
async function openAll(app: App, entry: SealedColumns, rows: readonly SealedRow[], damaged: string[]): Promise<number> {
  let opened = 0;
  for (const purpose of purposes)
    for (const kind of ['child', 'staff', 'installation'] as const) {
      const own = rows.filter((row) => row.purpose === purpose && row.subject.kind === kind);
      if (own.length === 0) continue;
      const safes = await app.vault.safes(app.database.db, kind, [...new Set(own.map(({ subject }) => subject.id))], purpose);
      for (const { id, rev, subject, sealed } of own)
        for (const [column, bytes] of sealed) {
          const found = safes.get(subject.id)?.openBytes(entry.table, column, id, rev, bytes) ?? DAMAGED;
          if (found === DAMAGED) damaged.push(`${entry.table}.${column} ${id}`);
          else opened += 1;
        }
    }
  return opened;
}

/** The last hash of the audit chain, as hex. */
export async function headOf({ database: { db } }: App): Promise<string> {
  const last = await db.selectFrom('audit').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ? Buffer.from(last.hash).toString('hex') : '';
}
