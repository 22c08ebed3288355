import type { Db, Tx } from '#lib/server/database/open.ts';
import {
  keyState,
  purposes,
  unwrapped,
  type KeyState,
  type Purpose,
  type StoredKey,
  type Subject,
  type SubjectKeys
} from './data-keys.ts';
import type { KeyRing } from './ring.ts';

/** The keys a process remembers, each under the stamp it was read with: whoever reads another stamp asks again. */
export type Memory = Readonly<{
  /** Read once a transaction (within it the keys stay as they are), and at every call outside one. */
  state(db: Db | Tx): Promise<KeyState>;
  recall(state: KeyState, subject: Subject, purpose: Purpose): SubjectKeys | null;
  /** Unwraps what was read, and remembers it; null when there was nothing. */
  keep(db: Db | Tx, state: KeyState, subject: Subject, purpose: Purpose, rows: readonly StoredKey[]): SubjectKeys | null;
  /** A key is being made, perhaps in a transaction that will roll back: it is remembered only once seen outside one. */
  doubt(subject: Subject, purpose: Purpose): void;
  forget(subject: Subject): void;
}>;

const nameOf = (subject: Subject, purpose: Purpose) => `${subject.kind}|${subject.id}|${purpose}`;

export function openMemory(ring: KeyRing, installation: string): Memory {
  const known = new Map<string, Readonly<{ stamp: string | null; keys: SubjectKeys }>>();
  const unsure = new Set<string>();
  const states = new WeakMap<Db | Tx, KeyState>();
  let lastStamp: string | null = null;
  const changed = (stamp: string | null) => {
    // What is remembered of before is let go, and the ring may be another one too.
    for (const [name, remembered] of known) if (remembered.stamp !== stamp) known.delete(name);
    ring.again();
    lastStamp = stamp;
  };
  return {
    async state(db) {
      const read = states.get(db);
      if (read) return read;
      const state = await keyState(db);
      if (db.isTransaction) states.set(db, state);
      if (state.stamp !== lastStamp) changed(state.stamp);
      return state;
    },
    recall(state, subject, purpose) {
      const found = known.get(nameOf(subject, purpose));
      return found && found.stamp === state.stamp ? found.keys : null;
    },
    keep(db, state, subject, purpose, rows) {
      const keys = unwrapped(ring, installation, subject, purpose, rows);
      if (!keys) return null;
      const name = nameOf(subject, purpose);
      if (!db.isTransaction) unsure.delete(name);
      // One that is damaged is read anew each time, so that it is found as soon as it is put right.
      if (!unsure.has(name) && keys.whole) known.set(name, { stamp: state.stamp, keys });
      return keys;
    },
    doubt: (subject, purpose) => void unsure.add(nameOf(subject, purpose)),
    forget: (subject) => purposes.forEach((purpose) => known.delete(nameOf(subject, purpose)))
  };
}
