import { randomUUIDv7 } from 'node:crypto';
import { join } from 'node:path';
import type { Actor, Context } from '#lib/context.ts';
import { movableClock, systemClock, type Clock } from './clock.ts';
import { lockName } from './database/dialects/locks.ts';
import { openDatabase, type Database, type Db, type Tx } from './database/open.ts';
import { systemIds, systemRandom, type Ids, type Random } from './ids.ts';
import { loadRing, type KeyRing } from './keys/ring.ts';
import { openVault, type Vault } from './keys/vault.ts';
import type { Settings } from './settings.ts';

/** Everything a process runs on, put together once. Tests put in their own clock, ids and randomness. */
export type App = Readonly<{
  settings: Settings;
  database: Database;
  vault: Vault;
  clock: Clock;
  /** A fresh context: one per request, command slice or job run. */
  context(actor: Actor, requestId?: string): Context;
  close(): Promise<void>;
}>;

export type Parts = { clock?: Clock; ids?: Ids; random?: Random; ring?: KeyRing; onError?: (error: Error) => void };

/** Where the demo's clock is kept, so that a command can move it while the server runs. */
export const clockFile = (settings: Settings) => join(settings.dataDir, 'demo', 'clock');

/**
 * Opens the database with its keys. Throws in plain words when a key is missing or wrong: with data but without its
 * key nothing is made anew, ever.
 */
export async function openApp(settings: Settings, parts: Parts = {}): Promise<App> {
  const clock = parts.clock ?? (settings.mode === 'live' ? systemClock : movableClock(clockFile(settings)));
  const ids = parts.ids ?? systemIds;
  const random = parts.random ?? systemRandom;
  const ring = parts.ring ?? loadRing(settings);
  const now = () => clock.now();
  const database = await openDatabase(settings.databaseUrl, {
    now,
    maxPages: settings.maxPages,
    ...(parts.onError && { onError: parts.onError })
  });
  const vault = await openInstallation(database.db, ring, random, now);
  return {
    settings,
    database,
    vault,
    clock,
    context: (actor, requestId = randomUUIDv7()) => ({ db: database.db, vault, actor, now: now(), ids, random, requestId }),
    close: () => database.close()
  };
}

const CANARY = 'the keys fit';

/** The installation's row: made once; afterwards its canary proves at every start that these are the right keys. */
async function openInstallation(db: Db, ring: KeyRing, random: Random, now: () => Date): Promise<Vault> {
  const found = (await installationIn(db)) ?? (await makeInstallation(db, ring, random, now));
  const vault = openVault(ring, found.id, random, now);
  const opened = await opensCanary(vault, db, found);
  if (!opened)
    throw new Error('This key ring does not open this database. Nothing was changed. Find the ring that was used before.');
  return vault;
}

const installationIn = (db: Db | Tx) => db.selectFrom('installation').selectAll().executeTakeFirst();

/** Of two processes that start at once on a new database, the second finds what the first made. */
async function makeInstallation(db: Db, ring: KeyRing, random: Random, now: () => Date) {
  return db.transaction().execute(async (tx) => {
    await lockName(tx, 'installation');
    const found = await installationIn(tx);
    if (found) return found;
    const id = randomUUIDv7();
    const safe = await openVault(ring, id, random, now).safe(tx, { kind: 'installation', id }, 'record');
    const canary_sealed = safe.seal('installation', 'canary_sealed', id, 0, CANARY);
    const row = { id, created_at: now().toISOString(), canary_sealed };
    await tx.insertInto('installation').values(row).execute();
    return row;
  });
}

async function opensCanary(vault: Vault, db: Db, row: { id: string; canary_sealed: Uint8Array }): Promise<boolean> {
  try {
    const safe = await vault.safe(db, { kind: 'installation', id: row.id }, 'record');
    return safe.open('installation', 'canary_sealed', row.id, 0, row.canary_sealed) === CANARY;
  } catch {
    return false;
  }
}
