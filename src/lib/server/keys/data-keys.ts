import type { Db, Tx } from '#lib/server/database/open.ts';
import { holdKeys, takeKeys } from '#lib/server/database/dialects/locks.ts';
import type { FieldKey } from './envelope.ts';
import { KeyMissing } from './faults.ts';
import type { KeyRing } from './ring.ts';

/** Whose data a key protects. Erasing a child is destroying their keys (and rows). */
export type Subject = Readonly<{ kind: 'child' | 'staff' | 'installation'; id: string }>;
/** `private`: only_iro and tell; `shared`: at_my_review; `record`: names, contacts and the rest. */
export type Purpose = (typeof purposes)[number];
export const purposes = ['private', 'shared', 'record'] as const;

/**
 * A subject's keys: the newest seals, every one of them opens what it sealed. One that cannot be unwrapped is left out, and what it
 * sealed is damaged; when that is the newest (null) nothing is sealed for this subject, and no key is made in its place.
 */
export type SubjectKeys = Readonly<{
  /** Such as `child:…`. */
  subject: string;
  newest: FieldKey | null;
  all: ReadonlyMap<number, FieldKey>;
  /** Whether every one of them could be unwrapped. */
  whole: boolean;
}>;

/** What a process has to know before it uses keys it remembers. */
export type KeyState = Readonly<{ stamp: string | null; ringKey: string | null }>;

/**
 * Reads the stamp that changes with every change of keys. In a transaction the keys then stay as they are until it ends,
 * so that whatever it opens is known to it, and whatever it seals is sealed with a key that stays.
 */
export async function keyState(db: Db | Tx): Promise<KeyState> {
  if (db.isTransaction) await holdKeys(db);
  const row = await db.selectFrom('installation').select(['keys_stamp', 'ring_key']).executeTakeFirst();
  return { stamp: row?.keys_stamp ?? null, ringKey: row?.ring_key ?? null };
}

/**
 * Alone with the keys until the transaction ends; every process then forgets what it remembers. Returns the key of the
 * ring that wraps; null: the ring's own active one.
 */
export async function changingKeys(tx: Db | Tx, stamp: string, ringKey?: string): Promise<string | null> {
  await takeKeys(tx);
  const { ring_key: wraps } = await tx
    .updateTable('installation')
    .set({ keys_stamp: stamp, ...(ringKey !== undefined && { ring_key: ringKey }) })
    .returning('ring_key')
    .executeTakeFirstOrThrow();
  return wraps;
}

export type StoredKey = Readonly<{
  id: number;
  subject_id: string;
  ring_key: string;
  wrapped: Uint8Array;
  generation: number;
}>;

/** The keys of these subjects for one purpose, the newest of each first. */
export const findKeys = (db: Db | Tx, kind: string, ids: readonly string[], purpose: string): Promise<StoredKey[]> =>
  db
    .selectFrom('data_keys')
    .select(['id', 'subject_id', 'ring_key', 'wrapped', 'generation'])
    .where('subject', '=', kind)
    .where('subject_id', 'in', [...ids])
    .where('purpose', '=', purpose)
    .orderBy('subject_id')
    .orderBy('generation', 'desc')
    .execute();

/** What binds a wrapped key to its row. */
export const aadOf = (installation: string, subject: Subject, purpose: string, generation: number) =>
  `dek|${installation}|${subject.kind}|${subject.id}|${purpose}${generation === 1 ? '' : `|${generation}`}`;

type Wrapped = Readonly<{ ring_key: string; wrapped: Uint8Array }>;

/** The data key of a row; null when its bytes are not what was wrapped. Throws `KeyMissing`: then nothing is known of it. */
export function openedKey(ring: KeyRing, { ring_key: ringKey, wrapped }: Wrapped, aad: string): Uint8Array | null {
  try {
    return ring.unwrap(ringKey, wrapped, aad);
  } catch (error) {
    if (error instanceof KeyMissing) throw error;
    return null;
  }
}

/** One subject's rows (the newest first) as keys ready for use; null when there are none. Throws `KeyMissing`. */
export function unwrapped(
  ring: KeyRing,
  installation: string,
  subject: Subject,
  purpose: Purpose,
  rows: readonly StoredKey[]
): SubjectKeys | null {
  if (rows.length === 0) return null;
  const name = `${subject.kind}:${subject.id}`;
  const keys = rows.map((row): FieldKey | null => {
    const bytes = openedKey(ring, row, aadOf(installation, subject, purpose, row.generation));
    return bytes && { id: Number(row.id), bytes, installation, subject: name };
  });
  const good = keys.filter((key) => key !== null);
  return {
    ...{ subject: name, newest: keys[0] ?? null, whole: good.length === keys.length },
    all: new Map(good.map((key) => [key.id, key]))
  };
}

export type MadeKey = Readonly<{ ringKey: string; wrapped: Uint8Array; generation: number }>;

/**
 * Keeps a new key, unless the subject has one of that generation already. Throws (`SUBJECT_ERASED`) for a child who was erased:
 * whoever waited for that to end must leave nothing of them. (By the receipt and not by the child's row: a child's first
 * key is there before their row is, because the row is sealed with it.)
 */
export async function keepKey(db: Db | Tx, subject: Subject, purpose: Purpose, made: MadeKey, at: Date): Promise<void> {
  if (subject.kind === 'child' && (await wasErased(db, subject.id)))
    throw Object.assign(new Error('no key is made for somebody who was erased'), { code: 'SUBJECT_ERASED' });
  await db
    .insertInto('data_keys')
    .values({
      subject: subject.kind,
      subject_id: subject.id,
      purpose,
      ring_key: made.ringKey,
      wrapped: made.wrapped,
      created_at: at.toISOString(),
      generation: made.generation
    })
    .onConflict((conflict) => conflict.columns(['subject', 'subject_id', 'purpose', 'generation']).doNothing())
    .execute();
}

const wasErased = async (db: Db | Tx, childId: string): Promise<boolean> =>
  (await db.selectFrom('erasures').select('id').where('child_id', '=', childId).limit(1).executeTakeFirst()) !== undefined;

/** A subject as its row names it. Throws when nobody knows such a kind. */
export function subjectIn(kind: string, id: string): Subject {
  if (kind !== 'child' && kind !== 'staff' && kind !== 'installation') throw new Error(`a data key of no known kind: ${kind}`);
  return { kind, id };
}
