import { setTimeout as pause } from 'node:timers/promises';
import { takeKeys } from '#lib/server/database/dialects/locks.ts';
import type { Db, Tx } from '#lib/server/database/open.ts';
import type { Ids } from '#lib/server/ids.ts';
import { damagedKeys, keyName, type DamagedKey } from './damaged-keys.ts';
import { aadOf, changingKeys, openedKey, subjectIn } from './data-keys.ts';
import { some } from './damage.ts';
import type { KeyRing } from './ring.ts';

/** What turning the ring over needs. */
export type Turning = Readonly<{ db: Db; ring: KeyRing; installation: string; ids: Ids; now: () => Date }>;

/** How long others get the database between two transactions, in milliseconds. */
const BREATH = 12;
/** Data keys to a transaction. */
const AT_ONCE = 500;

export type KeyEvent = 'rotated' | 'reencrypted' | 'retired' | 'copied';

/** Puts on record what happened to the ring. */
export async function keepEvent(tx: Db | Tx, { ids, now }: Pick<Turning, 'ids' | 'now'>, kind: KeyEvent, ringKey: string) {
  await tx.insertInto('key_events').values({ id: ids(), kind, ring_key: ringKey, at: now().toISOString() }).execute();
}

/**
 * Lets the ring's active key wrap every new data key from now on, in every process. `turn` puts a new key into the ring
 * beforehand, in the same transaction, so that two who turn it over at once wait for each other; it is called only when
 * nothing is left of a turning that was cut short, or `anyway`. Returns the key that wraps now, and whether it is new.
 */
export async function turnOver(turning: Turning, turn: () => void, anyway = false): Promise<{ ringKey: string; isNew: boolean }> {
  const { db, ring, ids } = turning;
  return db.transaction().execute(async (tx) => {
    await takeKeys(tx);
    ring.again();
    const isNew = anyway || !(await isCutShort({ ...turning, db: tx }));
    if (isNew) turn();
    ring.again();
    const ringKey = ring.active();
    await changingKeys(tx, ids(), ringKey);
    return { ringKey, isNew };
  });
}

type Where = Pick<Turning, 'ring' | 'installation'> & Readonly<{ db: Db | Tx }>;

/** Whether the ring has a new key that not everything is wrapped by. What does not open never will be, and holds up no later one. */
export async function isCutShort(where: Where): Promise<boolean> {
  const active = where.ring.active();
  const [{ rows = 0 } = {}] = await where.db
    .selectFrom('data_keys')
    .select((select) => select.fn.countAll<number>().as('rows'))
    .where('ring_key', '!=', active)
    .execute();
  if (Number(rows) === 0) return false;
  return Number(rows) > (await damagedKeys(where)).filter(({ ringKey }) => ringKey !== active).length;
}

/**
 * Wraps every data key anew with this key of the ring, 500 a transaction; the keys themselves stay, so nobody notices.
 * Goes on where it was cut short, because what is wrapped already is not looked at. Returns how many were wrapped, and
 * those that could not be because they do not open: they stay as they are, and what they sealed is damaged.
 */
export async function rewrapAll(turning: Turning, ringKey: string): Promise<{ wrapped: number; damaged: DamagedKey[] }> {
  const sum: { wrapped: number; damaged: DamagedKey[] } = { wrapped: 0, damaged: [] };
  for (let after = 0; ;) {
    const slice = await turning.db.transaction().execute((tx) => rewrapSome(turning, tx, ringKey, after));
    if (slice.last === null) break;
    after = slice.last;
    sum.wrapped += slice.wrapped;
    sum.damaged.push(...slice.damaged);
    await pause(BREATH);
  }
  if (sum.wrapped > 0) await keepEvent(turning.db, turning, 'rotated', ringKey);
  return sum;
}

async function rewrapSome({ ring, installation }: Turning, tx: Tx, ringKey: string, after: number) {
  const rows = await tx
    .selectFrom('data_keys')
    .select(['id', 'subject', 'subject_id', 'purpose', 'generation', 'ring_key', 'wrapped'])
    .where('ring_key', '!=', ringKey)
    .where('id', '>', after)
    .orderBy('id')
    .limit(AT_ONCE)
    .execute();
  const damaged: DamagedKey[] = [];
  for (const row of rows) {
    const aad = aadOf(installation, subjectIn(row.subject, row.subject_id), row.purpose, row.generation);
    const key = openedKey(ring, row, aad);
    if (!key) {
      const { id, ring_key: wrappedBy, purpose } = row;
      damaged.push({ id: Number(id), ringKey: wrappedBy, subject: `${row.subject}:${row.subject_id}`, purpose });
      continue;
    }
    const { wrapped } = ring.wrap(key, aad, ringKey);
    await tx
      .updateTable('data_keys')
      .set({ ring_key: ringKey, wrapped })
      .where('id', '=', row.id)
      .where('ring_key', '=', row.ring_key)
      .execute();
  }
  return { last: rows.at(-1)?.id ?? null, wrapped: rows.length - damaged.length, damaged };
}

/** Why a key of the ring cannot be retired now, in words for the operator; null: it can. `lostToo`: in spite of data keys that never open. */
export async function whyNotRetired(where: Where, id: string, lostToo = false): Promise<string | null> {
  const { db, ring } = where;
  const known = ring.keys().find((key) => key.id === id);
  if (!known) return `The ring has no key ${id}.`;
  if (known.state === 'retired') return `${id} is retired already.`;
  if (known.state === 'active') return `${id} is the key that wraps: turn the ring over first (heard keys rotate).`;
  const { ring_key: wraps } = await db.selectFrom('installation').select('ring_key').executeTakeFirstOrThrow();
  if (wraps === id || wraps === null) return `New data keys may still be wrapped by ${id}: turn the ring over first.`;
  const [{ rows = 0 } = {}] = await db
    .selectFrom('data_keys')
    .select((select) => select.fn.countAll<number>().as('rows'))
    .where('ring_key', '=', id)
    .execute();
  if (Number(rows) === 0) return null;
  const lost = await lostWith(where, id);
  if (lost.length < Number(rows)) return `${rows} data keys are still wrapped by ${id}: finish heard keys rotate first.`;
  if (lostToo) return null;
  return `${rows} data keys that do not open are wrapped by ${id}: ${some(lost.map(keyName))}. Put these rows back from a backup.`;
}

/** The data keys wrapped by this key of the ring that do not open: with it goes the last hope for what they sealed. */
export const lostWith = async (where: Where, id: string): Promise<DamagedKey[]> =>
  (await damagedKeys(where)).filter(({ ringKey }) => ringKey === id);

/** Gives up data keys that do not open, and with them what they sealed, so that their key of the ring may go. Returns how many. */
export async function giveUp(turning: Turning, id: string): Promise<number> {
  return turning.db.transaction().execute(async (tx) => {
    await changingKeys(tx, turning.ids());
    const lost = await lostWith({ ...turning, db: tx }, id);
    for (const key of lost) await tx.deleteFrom('data_keys').where('id', '=', key.id).execute();
    return lost.length;
  });
}

/**
 * Takes a key out of the ring for good, when nothing names it: `remove` writes the ring without it, in the same
 * transaction. Returns why not, or null when it is done.
 */
export async function retire(turning: Turning, id: string, remove: () => void): Promise<string | null> {
  const { db, ring, ids } = turning;
  return db.transaction().execute(async (tx) => {
    await takeKeys(tx);
    ring.again();
    const why = await whyNotRetired({ ...turning, db: tx }, id);
    if (why !== null) return why;
    remove();
    await keepEvent(tx, turning, 'retired', id);
    await changingKeys(tx, ids());
    return null;
  });
}
