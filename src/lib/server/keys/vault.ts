import type { Db, Tx } from '#lib/server/database/open.ts';
import type { Random } from '#lib/server/ids.ts';
import {
  aadOf,
  findKeys,
  keepKey,
  keyState,
  purposes,
  unwrapped,
  type KeyState,
  type Purpose,
  type StoredKey,
  type Subject,
  type SubjectKeys
} from './data-keys.ts';
import { DAMAGED, safeOf, type Noticed, type Safe } from './safe.ts';
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

/** Keys as they were under one stamp: whoever reads another stamp asks again. */
type Remembered = Readonly<{ stamp: string | null; keys: SubjectKeys }>;

export function openVault(ring: KeyRing, installation: string, random: Random, now: () => Date): Vault {
  const known = new Map<string, Remembered>();
  // Keys this process made, perhaps in a transaction that will roll back: remembered only once seen outside one.
  const unsure = new Set<string>();
  const states = new WeakMap<Db | Tx, KeyState>();
  const noticed = new Map<string, Noticed>();
  let lastStamp: string | null = null;
  const nameOf = (subject: Subject, purpose: Purpose) => `${subject.kind}|${subject.id}|${purpose}`;
  const open = (keys: SubjectKeys) =>
    safeOf(keys, random, (field) => noticed.set(`${field.table}|${field.column}|${field.row}`, field));

  /** Once a transaction (within it the keys stay as they are), and at every call outside one. */
  async function stateOf(db: Db | Tx): Promise<KeyState> {
    const read = states.get(db);
    if (read) return read;
    const state = await keyState(db);
    if (db.isTransaction) states.set(db, state);
    if (state.stamp !== lastStamp) {
      // Keys changed: what is remembered is let go, and the ring may be another one too.
      for (const [name, { stamp }] of known) if (stamp !== state.stamp) known.delete(name);
      ring.again();
      lastStamp = state.stamp;
    }
    return state;
  }

  const recall = (state: KeyState, subject: Subject, purpose: Purpose): Safe | null => {
    const found = known.get(nameOf(subject, purpose));
    return found && found.stamp === state.stamp ? open(found.keys) : null;
  };

  const remember = (db: Db | Tx, state: KeyState, subject: Subject, purpose: Purpose, rows: readonly StoredKey[]) => {
    const keys = unwrapped(ring, installation, subject, purpose, rows);
    if (!keys) return null;
    const name = nameOf(subject, purpose);
    if (!db.isTransaction) unsure.delete(name);
    if (!unsure.has(name)) known.set(name, { stamp: state.stamp, keys });
    return open(keys);
  };

  async function safe(db: Db | Tx, subject: Subject, purpose: Purpose): Promise<Safe> {
    const state = await stateOf(db);
    const recalled = recall(state, subject, purpose);
    if (recalled) return recalled;
    const read = async () => remember(db, state, subject, purpose, await findKeys(db, subject.kind, [subject.id], purpose));
    const found = await read();
    if (found) return found;
    unsure.add(nameOf(subject, purpose));
    const made = ring.wrap(random(32), aadOf(installation, subject, purpose, 1), state.ringKey);
    await keepKey(db, subject, purpose, { ...made, generation: 1 }, now());
    // Read back rather than trusted: another process may have made it first.
    const stored = await read();
    if (!stored) throw new Error('a data key could not be made');
    return stored;
  }

  async function safes(db: Db | Tx, kind: Subject['kind'], ids: readonly string[], purpose: Purpose) {
    const state = await stateOf(db);
    const found = new Map<string, Safe>();
    const unknown = [...new Set(ids)].filter((id) => {
      const recalled = recall(state, { kind, id }, purpose);
      if (recalled) found.set(id, recalled);
      return !recalled;
    });
    for (let start = 0; start < unknown.length; start += 500) {
      const rows = await findKeys(db, kind, unknown.slice(start, start + 500), purpose);
      for (const [id, own] of Map.groupBy(rows, (row) => row.subject_id)) {
        const opened = remember(db, state, { kind, id }, purpose, own);
        if (opened) found.set(id, opened);
      }
    }
    return found;
  }

  return {
    installation,
    safe,
    safes,
    index: (what, value) => ring.mac('index', what, value.normalize('NFKC').trim().toLowerCase()).toString('hex'),
    mac: ring.mac,
    forget: (subject) => purposes.forEach((purpose) => known.delete(nameOf(subject, purpose))),
    takeNoticed: () => {
      const all = [...noticed.values()];
      noticed.clear();
      return all;
    }
  };
}
