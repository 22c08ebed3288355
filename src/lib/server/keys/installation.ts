import { randomUUIDv7 } from 'node:crypto';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import type { Db, Tx } from '#lib/server/database/open.ts';
import type { Random } from '#lib/server/ids.ts';
import { headMac, NOTHING_BEFORE } from './chain-start.ts';
import { findKeys, unwrapped } from './data-keys.ts';
import { KeyFault } from './faults.ts';
import type { KeyRing } from './ring.ts';
import { safeOf } from './safe.ts';
import { openVault, type Vault } from './vault.ts';

const CANARY = 'the keys fit';

/**
 * The installation's row: made once; afterwards its canary proves at every start that these are the right keys. Throws
 * `KeyFault` when there is ciphertext and its key is not in the ring: no key is ever made then.
 */
export async function openInstallation(db: Db, ring: KeyRing, random: Random, now: () => Date): Promise<Vault> {
  const lacking = await lackingKeys(db, ring);
  if (lacking.length > 0)
    throw new KeyFault(
      `This key ring lacks what this database was written with (${lacking.join(', ')}). Nothing was changed. Find the ring that was used before.`
    );
  const found = (await installationIn(db)) ?? (await makeInstallation(db, ring, random, now));
  // Keys may be exchanged between reading the row and its keys: then it is read again.
  if (!(await opensCanary(db, ring, found)) && !(await opensCanary(db, ring, (await installationIn(db)) ?? found)))
    throw new KeyFault('This key ring does not open this database. Nothing was changed. Find the ring that was used before.');
  return openVault(ring, found.id, random, now);
}

/** Keys of the ring that data keys name and the ring has not, also when read again. */
export async function lackingKeys(db: Db, ring: KeyRing): Promise<string[]> {
  const named = await db.selectFrom('data_keys').select('ring_key').distinct().execute();
  const has = () => new Set(ring.keys().flatMap(({ id, state }) => (state === 'retired' ? [] : [id])));
  if (named.some(({ ring_key: id }) => !has().has(id))) ring.again();
  return named.map(({ ring_key: id }) => id).filter((id) => !has().has(id));
}

const installationIn = (db: Db | Tx) =>
  db.selectFrom('installation').select(['id', 'created_at', 'canary_sealed']).executeTakeFirst();

/** Of two processes that start at once on a new database, the second finds what the first made. */
async function makeInstallation(db: Db, ring: KeyRing, random: Random, now: () => Date) {
  return db.transaction().execute(async (tx) => {
    await lockName(tx, 'installation');
    const found = await installationIn(tx);
    if (found) return found;
    if (await tx.selectFrom('data_keys').select('id').limit(1).executeTakeFirst())
      throw new KeyFault('This database has keys but no installation: it is damaged. Nothing was changed. Restore a backup.');
    const id = randomUUIDv7();
    const vault = openVault(ring, id, random, now);
    const safe = await vault.safe(tx, { kind: 'installation', id }, 'record');
    const canary_sealed = safe.seal('installation', 'canary_sealed', id, 0, CANARY);
    const row = { id, created_at: now().toISOString(), canary_sealed };
    await tx.insertInto('installation').values(row).execute();
    const head = { id: 'one', seq: 0, hash: NOTHING_BEFORE, mac: headMac(vault, 0, NOTHING_BEFORE) };
    await tx.insertInto('audit_head').values(head).execute();
    return row;
  });
}

/** Whether these keys open what they sealed. Makes no key, whatever it finds. */
export async function opensCanary(db: Db, ring: KeyRing, row: { id: string; canary_sealed: Uint8Array }): Promise<boolean> {
  const subject = { kind: 'installation', id: row.id } as const;
  try {
    const keys = unwrapped(ring, row.id, subject, 'record', await findKeys(db, 'installation', [row.id], 'record'));
    const safe =
      keys &&
      safeOf(
        keys,
        () => new Uint8Array(),
        () => undefined
      );
    return safe?.open('installation', 'canary_sealed', row.id, 0, row.canary_sealed) === CANARY;
  } catch {
    return false;
  }
}
