import type { App } from '#lib/server/app.ts';
import { countRows, faultsInside } from '#lib/server/database/dialects/sqlite-file.ts';
import { openEveryField } from '#lib/server/keys/every-field.ts';
import type { Noticed } from '#lib/server/keys/vault.ts';

/** What was found in a copy that was opened and looked through. */
export type Found = Readonly<{
  tables: Readonly<Record<string, number>>;
  /** Sealed fields that opened, and those that did not. */
  fields: number;
  damaged: readonly Noticed[];
}>;

/** The audit chain of an opened copy: who asks is the room audit. */
export type AskChain = (app: App) => Promise<{ entries: number; broken: number | null }>;

/** What is wrong inside the file itself; empty is good. Before it is opened for anything else. */
export const faultsOf = (file: string): string[] => faultsInside(file, true);

/** Opens every sealed field of every table of an opened copy, and counts all rows. Nothing of what it opens is kept. */
export async function lookThrough({ database: { db }, vault }: App, file: string): Promise<Found> {
  const { fields, damaged } = await openEveryField(db, vault);
  return { tables: countRows(file), fields, damaged };
}

/** Where a field lies, as a manifest names it. */
export const placeOf = ({ table, column, row }: Noticed): string => `${table}.${column} ${row}`;

/** The last hash of the audit chain, as hex. */
export async function headOf({ database: { db } }: App): Promise<string> {
  const last = await db.selectFrom('audit').select('hash').orderBy('seq', 'desc').limit(1).executeTakeFirst();
  return last ? Buffer.from(last.hash).toString('hex') : '';
}
