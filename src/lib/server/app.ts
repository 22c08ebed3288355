import { randomUUIDv7 } from 'node:crypto';
import { join } from 'node:path';
import type { Actor, Context } from '#lib/context.ts';
import { movableClock, systemClock, type Clock } from './clock.ts';
import { openDatabase, type Database } from './database/open.ts';
import { systemIds, systemRandom, type Ids, type Random } from './ids.ts';
import { openInstallation } from './keys/installation.ts';
import type { KeyRing } from './keys/ring.ts';
import { loadRing } from './keys/source.ts';
import type { Vault } from './keys/vault.ts';
import type { Settings } from './settings.ts';

/** Everything a process runs on, put together once. Tests put in their own clock, ids and randomness. */
export type App = Readonly<{
  settings: Settings;
  database: Database;
  vault: Vault;
  /** What wraps the vault's keys. */
  ring: KeyRing;
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
  const ring = parts.ring ?? (await loadRing(settings));
  const now = () => clock.now();
  const database = await openDatabase(settings.databaseUrl, {
    now,
    maxPages: settings.maxPages,
    ...(parts.onError && { onError: parts.onError })
  });
  const vault = await openInstallation(database.db, ring, random, now).catch(async (error: unknown) => {
    await database.close();
    throw error;
  });
  return {
    settings,
    database,
    vault,
    ring,
    clock,
    context: (actor, requestId = randomUUIDv7()) => ({
      ...{ db: database.db, vault, actor, now: now(), ids, random, requestId },
      asides: []
    }),
    close: () => database.close()
  };
}
