import type { Db, Tx } from '#lib/server/database/open.ts';
import { aadOf, openedKey, subjectIn } from './data-keys.ts';
import { KeyMissing } from './faults.ts';
import type { KeyRing } from './ring.ts';

const AT_ONCE = 1000;

/** A data key that cannot be unwrapped: what it sealed is damaged until its row is put back. */
export type DamagedKey = Readonly<{ id: number; ringKey: string; subject: string; purpose: string }>;

/** As an operator reads it: whose key, for what, and which row. */
export const keyName = ({ id, subject, purpose }: DamagedKey): string => `${subject} ${purpose} (data_keys ${id})`;

type Where = Readonly<{ db: Db | Tx; ring: KeyRing; installation: string }>;

/**
 * Every data key that does not open. One whose key of the ring is not there is none of them: another line says that. Changes
 * nothing and makes nothing.
 */
export async function damagedKeys({ db, ring, installation }: Where): Promise<DamagedKey[]> {
  const found: DamagedKey[] = [];
  for (let after = 0; ;) {
    const rows = await db.selectFrom('data_keys').selectAll().where('id', '>', after).orderBy('id').limit(AT_ONCE).execute();
    for (const row of rows) {
      const subject = subjectIn(row.subject, row.subject_id);
      if (opens(ring, row, aadOf(installation, subject, row.purpose, row.generation))) continue;
      found.push({ id: Number(row.id), ringKey: row.ring_key, subject: `${subject.kind}:${subject.id}`, purpose: row.purpose });
    }
    const last = rows.at(-1);
    if (!last) return found;
    after = Number(last.id);
  }
}

function opens(ring: KeyRing, row: Parameters<typeof openedKey>[1], aad: string): boolean {
  try {
    return openedKey(ring, row, aad) !== null;
  } catch (error) {
    if (error instanceof KeyMissing) return true;
    throw error;
  }
}
