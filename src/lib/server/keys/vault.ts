import type { Db, Tx } from '#lib/server/database/open.ts';
import type { Random } from '#lib/server/ids.ts';
import { seal, unseal, type FieldKey } from './envelope.ts';
import type { Derived, KeyRing } from './ring.ts';

/** Whose data a key protects. Erasing a child is destroying their keys (and rows). */
export type Subject = Readonly<{ kind: 'child' | 'staff' | 'installation'; id: string }>;
/** `private`: only_iro and tell; `shared`: at_my_review; `record`: names, contacts and the rest. */
export type Purpose = (typeof purposes)[number];
const purposes = ['private', 'shared', 'record'] as const;

/** What could not be opened. A page shows that one field as damaged and everything else as it is. */
export const DAMAGED = Symbol('damaged');

/** One subject's key, ready for use: nothing is awaited between here and the end of the transaction. */
export type Safe = Readonly<{
  seal(table: string, column: string, row: string, rev: number, value: string | Uint8Array): Uint8Array;
  open(table: string, column: string, row: string, rev: number, sealed: Uint8Array): string | typeof DAMAGED;
  openBytes(table: string, column: string, row: string, rev: number, sealed: Uint8Array): Buffer | typeof DAMAGED;
}>;

/** Field encryption for one installation. Keys are made at first use and remembered while the process lives. */
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
}>;

export function openVault(ring: KeyRing, installation: string, random: Random, now: () => Date): Vault {
  const known = new Map<string, FieldKey>();
  // Keys this process made, perhaps in a transaction that will roll back: remembered only once seen outside one.
  const unsure = new Set<string>();
  const nameOf = (subject: Subject, purpose: Purpose) => `${subject.kind}|${subject.id}|${purpose}`;
  const remember = (db: Db | Tx, subject: Subject, purpose: Purpose, row: StoredKey) => {
    const bytes = ring.unwrap(row.ring_key, row.wrapped, aadOf(installation, subject, purpose));
    const key = { id: Number(row.id), bytes, installation, subject: `${subject.kind}:${subject.id}` };
    const name = nameOf(subject, purpose);
    if (!db.isTransaction) unsure.delete(name);
    if (!unsure.has(name)) known.set(name, key);
    return safeOf(key, random);
  };

  async function safe(db: Db | Tx, subject: Subject, purpose: Purpose): Promise<Safe> {
    const key = known.get(nameOf(subject, purpose));
    if (key) return safeOf(key, random);
    const [row] = await findKeys(db, subject.kind, [subject.id], purpose);
    if (row) return remember(db, subject, purpose, row);
    unsure.add(nameOf(subject, purpose));
    const made = ring.wrap(random(32), aadOf(installation, subject, purpose));
    await keepKey(db, subject, purpose, made, now());
    // Read back rather than trusted: another process may have made it first.
    const [stored] = await findKeys(db, subject.kind, [subject.id], purpose);
    if (!stored) throw new Error('a data key could not be made');
    return remember(db, subject, purpose, stored);
  }

  async function safes(db: Db | Tx, kind: Subject['kind'], ids: readonly string[], purpose: Purpose) {
    const found = new Map<string, Safe>();
    const unknown = [...new Set(ids)].filter((id) => {
      const key = known.get(nameOf({ kind, id }, purpose));
      if (key) found.set(id, safeOf(key, random));
      return !key;
    });
    for (let start = 0; start < unknown.length; start += 500)
      for (const row of await findKeys(db, kind, unknown.slice(start, start + 500), purpose))
        found.set(row.subject_id, remember(db, { kind, id: row.subject_id }, purpose, row));
    return found;
  }

  return {
    installation,
    safe,
    safes,
    index: (what, value) => ring.mac('index', what, value.normalize('NFKC').trim().toLowerCase()).toString('hex'),
    mac: ring.mac,
    forget: (subject) => purposes.forEach((purpose) => known.delete(nameOf(subject, purpose)))
  };
}

type StoredKey = { id: number; ring_key: string; wrapped: Uint8Array };

const findKeys = (
  db: Db | Tx,
  kind: string,
  ids: readonly string[],
  purpose: Purpose
): Promise<(StoredKey & { subject_id: string })[]> =>
  db
    .selectFrom('data_keys')
    .select(['id', 'subject_id', 'ring_key', 'wrapped'])
    .where('subject', '=', kind)
    .where('subject_id', 'in', [...ids])
    .where('purpose', '=', purpose)
    .execute();

/** Keeps a new key, unless the subject has one already. */
async function keepKey(
  db: Db | Tx,
  subject: Subject,
  purpose: Purpose,
  made: { ringKey: string; wrapped: Uint8Array },
  at: Date
): Promise<void> {
  await db
    .insertInto('data_keys')
    .values({
      subject: subject.kind,
      subject_id: subject.id,
      purpose,
      ring_key: made.ringKey,
      wrapped: made.wrapped,
      created_at: at.toISOString()
    })
    .onConflict((conflict) => conflict.columns(['subject', 'subject_id', 'purpose']).doNothing())
    .execute();
}

const aadOf = (installation: string, subject: Subject, purpose: Purpose) =>
  `dek|${installation}|${subject.kind}|${subject.id}|${purpose}`;

function safeOf(key: FieldKey, random: Random): Safe {
  const openBytes: Safe['openBytes'] = (table, column, row, rev, sealed) => {
    try {
      return unseal(key, { table, column, row, rev }, sealed);
    } catch {
      return DAMAGED;
    }
  };
  return {
    seal: (table, column, row, rev, value) => seal(key, { table, column, row, rev }, value, random),
    openBytes,
    open: (table, column, row, rev, sealed) => {
      const bytes = openBytes(table, column, row, rev, sealed);
      return bytes === DAMAGED ? DAMAGED : bytes.toString('utf8');
    }
  };
}
