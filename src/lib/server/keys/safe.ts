import type { Random } from '#lib/server/ids.ts';
import type { SubjectKeys } from './data-keys.ts';
import { keyIdOf, seal, unseal } from './envelope.ts';
import { isSealed } from './sealed-columns.ts';

/** What could not be opened. A page shows that one field as damaged and everything else as it is. */
export const DAMAGED = Symbol('damaged');

/** A field that did not open, and whose key should have opened it. */
export type Noticed = Readonly<{ table: string; column: string; row: string; subject: string }>;

/** One subject's keys, ready for use: nothing is awaited between here and the end of the transaction. */
export type Safe = Readonly<{
  seal(table: string, column: string, row: string, rev: number, value: string | Uint8Array): Uint8Array;
  open(table: string, column: string, row: string, rev: number, sealed: Uint8Array): string | typeof DAMAGED;
  openBytes(table: string, column: string, row: string, rev: number, sealed: Uint8Array): Buffer | typeof DAMAGED;
}>;

/** Seals with the newest key; opens with whichever the field names. `notice` hears of what did not open. */
export function safeOf(keys: SubjectKeys, random: Random, notice: (field: Noticed) => void): Safe {
  const openBytes: Safe['openBytes'] = (table, column, row, rev, sealed) => {
    try {
      return unseal(keys.all.get(keyIdOf(sealed)) ?? keys.newest, { table, column, row, rev }, sealed);
    } catch {
      // What a form brought back and is not ours is no damage: nothing is stored there.
      if (isSealed(table, column)) notice({ table, column, row, subject: keys.newest.subject });
      return DAMAGED;
    }
  };
  return {
    seal: (table, column, row, rev, value) => seal(keys.newest, { table, column, row, rev }, value, random),
    openBytes,
    open: (table, column, row, rev, sealed) => {
      const bytes = openBytes(table, column, row, rev, sealed);
      return bytes === DAMAGED ? DAMAGED : bytes.toString('utf8');
    }
  };
}
