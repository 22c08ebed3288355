import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openApp, type App } from '#lib/server/app.ts';
import type { Clock } from '#lib/server/clock.ts';
import { some } from '#lib/server/keys/damage.ts';
import type { KeyRing } from '#lib/server/keys/ring.ts';
import { readSettings, type Settings } from '#lib/server/settings.ts';
import { faultsOf, headOf, lookThrough, placeOf, type AskChain } from './checking.ts';
import { faultsFound, otherFaults } from './faults.ts';
import { readBackup, synced } from './file.ts';
import type { Manifest } from './manifest.ts';
import { whyNotRestoredTo } from './places.ts';

export type Restoring = Readonly<{
  file: string;
  identities: readonly string[];
  ring: KeyRing;
  /** A new folder; the database in it is called heard.sqlite. */
  into: string;
  chain: AskChain;
  /** What is done in what was restored, once all is checked: who was erased since is erased again. */
  afterwards(app: App): Promise<void>;
  clock: Clock;
}>;

export type Restored = Readonly<{
  manifest: Manifest;
  database: string;
  bytes: number;
  ms: Readonly<{ open: number; check: number }>;
}>;

/**
 * Puts a backup back into a new folder and looks all of it through: file, references, every sealed field, the audit
 * chain, every count of the manifest. Throws in words, and leaves no folder, when anything differs: the faults that its manifest
 * names must be there, and no other. The database has its
 * name only at the very end: whoever starts the service on what a restore left that was cut short finds none.
 */
export async function restoreBackup(asked: Restoring): Promise<Restored> {
  const whyNot = await whyNotRestoredTo(asked.into);
  if (whyNot) throw new Error(whyNot);
  if (!existsSync(asked.file)) throw new Error(`${asked.file} is not there.`);
  if (asked.identities.length === 0) throw new Error('That file holds no private key (AGE-SECRET-KEY-…).');
  mkdirSync(asked.into, { recursive: true, mode: 0o700 });
  const database = join(asked.into, 'heard.sqlite');
  const part = `${database}.part`;
  try {
    const began = performance.now();
    const manifest = await readBackup(asked.file, asked.identities, asked.ring, part);
    const open = performance.now() - began;
    await lookedThrough(asked, part, manifest);
    await nameIt(part, database);
    return { manifest, database, bytes: statSync(asked.file).size, ms: { open, check: performance.now() - began - open } };
  } catch (error) {
    rmSync(asked.into, { recursive: true, force: true });
    throw error;
  }
}

/** What was changed in it since it was opened is in the file itself by now: beside it nothing may be left. */
async function nameIt(part: string, database: string): Promise<void> {
  if ((statSync(`${part}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0)
    throw new Error('What was restored could not be closed: something else has it open.');
  for (const end of ['-wal', '-shm']) rmSync(`${part}${end}`, { force: true });
  await synced(part);
  renameSync(part, database);
  await synced(dirname(database)).catch(() => undefined);
}

async function lookedThrough(asked: Restoring, database: string, manifest: Manifest): Promise<void> {
  const inside = faultsOf(database);
  if (inside.length > 0) throw new Error(`The database in it is not whole: ${inside.join('; ')}`);
  const app = await openApp(settingsFor(asked.into, database), { ring: asked.ring, clock: asked.clock });
  try {
    const wrong = await differences(asked, app, database, manifest);
    if (wrong.length > 0) throw new Error(`What is in it is not what its manifest says: ${some(wrong)}`);
    await asked.afterwards(app);
  } finally {
    await app.close();
  }
}

/** Only where the data is matters here; nothing is served. */
const settingsFor = (into: string, database: string): Settings =>
  readSettings({ HEARD_MODE: 'test', HEARD_DATA_DIR: into, HEARD_DATABASE_URL: `sqlite:${database}` });

async function differences({ chain }: Restoring, app: App, database: string, manifest: Manifest): Promise<string[]> {
  const wrong: string[] = [];
  const { tables, fields, damaged } = await lookThrough(app, database);
  for (const [table, rows] of Object.entries(manifest.tables)) {
    // Opening it with a newer release adds migrations of its own.
    const here = tables[table] ?? 0;
    if (table === 'migrations' ? here < rows : here !== rows) wrong.push(`${table} has ${here} rows for ${rows}`);
  }
  if (fields !== manifest.fields) wrong.push(`${fields} sealed fields for ${manifest.fields}`);
  const { entries, broken } = await chain(app);
  wrong.push(...otherFaults(faultsFound(damaged.map(placeOf), broken), manifest.faults ?? null));
  if (entries !== manifest.audit.entries || (await headOf(app)) !== manifest.audit.head)
    wrong.push('the audit chain has another end');
  if (app.vault.installation !== manifest.installation) wrong.push('it is of another installation');
  return wrong;
}
