import type { Db, Tx } from '#lib/server/database/open.ts';
import type { Random } from '#lib/server/ids.ts';
import { aadOf, findKeys, keepKey, type Purpose, type Subject, type SubjectKeys } from './data-keys.ts';
import { openMemory, type Memory } from './memory.ts';
import { safeOf, type Noticed, type Safe } from './safe.ts';
import type { Derived, KeyRing } from './ring.ts';

export { DAMAGED, type Noticed, type Safe } from './safe.ts';
export type { Purpose, Subject } from './data-keys.ts';

/** Field encryption for one installation. Keys are made at first use and remembered until the stamp says otherwise. */
export type Vault = Readonly<{
  installation: string;
  safe(db: Db | Tx, subject: Subject, purpose: Purpose): Promise<Safe>;
  /** The safes of many children at once, in one query: a page of 60 names. */
  safes(db: Db | Tx, kind: Subject['kind'], ids: readonly string[], purpose: Purpose): Promise<Map<string, Safe>>;
  /** Keyed hash for looking something up by equality (normalised NFKC, trimmed, lower case), as hex. */
  index(what: string, value: string): string;
  mac(purpose: Derived, ...parts: (string | Uint8Array)[]): Buffer;
  /** Forget remembered keys, e.g. of an erased child. */
  forget(subject: Subject): void;
  /** The fields that did not open since this was last asked. */
  takeNoticed(): Noticed[];
}>;

export function openVault(ring: KeyRing, installation: string, random: Random, now: () => Date): Vault {
  const memory = openMemory(ring, installation);
  const noticed = new Map<string, Noticed>();
  const open = (keys: SubjectKeys) =>
    safeOf(keys, random, (field) => noticed.set(`${field.table}|${field.column}|${field.row}`, field));
  return {
    installation,
    safe: async (db, subject, purpose) => open(await keysOf({ ring, installation, random, now, memory }, db, subject, purpose)),
    async safes(db, kind, ids, purpose) {
      const keys = await keysOfMany(memory, db, kind, ids, purpose);
      return new Map([...keys].map(([id, own]) => [id, open(own)]));
    },
    index: (what, value) => ring.mac('index', what, value.normalize('NFKC').trim().toLowerCase()).toString('hex'),
    mac: ring.mac,
    forget: memory.forget,
    takeNoticed: () => {
      const all = [...noticed.values()];
      noticed.clear();
      return all;
    }
  };
}

type Making = Readonly<{ ring: KeyRing; installation: string; random: Random; now: () => Date; memory: Memory }>;

/** A subject's keys; made when there are none, and never because there is one that does not open. */
async function keysOf(making: Making, db: Db | Tx, subject: Subject, purpose: Purpose): Promise<SubjectKeys> {
  const { ring, installation, random, now, memory } = making;
  const state = await memory.state(db);
  const read = async () => memory.keep(db, state, subject, purpose, await findKeys(db, subject.kind, [subject.id], purpose));
  const found = memory.recall(state, subject, purpose) ?? (await read());
  if (found) return found;
  memory.doubt(subject, purpose);
  const made = ring.wrap(random(32), aadOf(installation, subject, purpose, 1), state.ringKey);
  await keepKey(db, subject, purpose, { ...made, generation: 1 }, now());
  // Read back rather than trusted: another process may have made it first.
  const stored = await read();
  if (!stored) throw new Error('a data key could not be made');
  return stored;
}

async function keysOfMany(memory: Memory, db: Db | Tx, kind: Subject['kind'], ids: readonly string[], purpose: Purpose) {
  const state = await memory.state(db);
  const found = new Map<string, SubjectKeys>();
  const unknown = [...new Set(ids)].filter((id) => {
    const recalled = memory.recall(state, { kind, id }, purpose);
    if (recalled) found.set(id, recalled);
    return !recalled;
  });
  for (let start = 0; start < unknown.length; start += 500) {
    const rows = await findKeys(db, kind, unknown.slice(start, start + 500), purpose);
    for (const [id, own] of Map.groupBy(rows, (row) => row.subject_id)) {
      const keys = memory.keep(db, state, { kind, id }, purpose, own);
      if (keys) found.set(id, keys);
    }
  }
  return found;
}
