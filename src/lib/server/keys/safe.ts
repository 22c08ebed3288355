import type { Random } from '#lib/server/ids.ts';
import type { SubjectKeys } from './data-keys.ts';
import { keyIdOf, seal, unseal } from './envelope.ts';
import { KeyDamaged } from './faults.ts';
import { isSealed } from './sealed-columns.ts';

/** What could not be opened. A page shows that one field as damaged and everything else as it is. */
export const DAMAGED = Symbol('damaged');

/** A field that did not open, and whose key should have opened it. */
export type Noticed = Readonly<{ table: string; column: string; row: string; subject: string }>;

/** One subject's keys, ready for use: nothing is awaited between here and the end of the transaction. */
export type Safe = Readonly<{
  /** False when the newest key does not open: `seal` then throws `KeyDamaged`, and what older keys sealed still opens. */
  seals: boolean;
  seal(table: string, column: string, row: string, rev: number, value: string | Uint8Array): Uint8Array;
  open(table: string, column: string, row: string, rev: number, sealed: Uint8Array): string | typeof DAMAGED;
  openBytes(table: string, column: string, row: string, rev: number, sealed: Uint8Array): Buffer | typeof DAMAGED;
}>;

/** Seals with the newest key; opens with whichever the field names: under a key that does not open, every field is damaged. `notice` hears of what did not open. */
export function safeOf(keys: SubjectKeys, random: Random, notice: (field: Noticed) => void): Safe {
  const newest = () => {
    if (!keys.newest) throw new KeyDamaged(keys.subject);
    return keys.newest;
  };
  const openBytes: Safe['openBytes'] = (table, column, row, rev, sealed) => {
    try {
      return unseal(keys.all.get(keyIdOf(sealed)) ?? newest(), { table, column, row, rev }, sealed);
    } catch {
      // What a form brought back and is not ours is no damage: nothing is stored there.
      if (isSealed(table, column)) notice({ table, column, row, subject: keys.subject });
      return DAMAGED;
    }
  };
  return {
    seals: keys.newest !== null,
    seal: (table, column, row, rev, value) => seal(newest(), { table, column, row, rev }, value, random),
    openBytes,
    open: (table, column, row, rev, sealed) => {
      const bytes = openBytes(table, column, row, rev, sealed);
      return bytes === DAMAGED ? DAMAGED : bytes.toString('utf8');
    }
  };
}
