import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openApp, type App } from '#lib/server/app.ts';
import { holdFile } from '#lib/server/database/dialects/sqlite-file.ts';
import { lookAt } from '#lib/server/database/look.ts';
import { thisMachine, type Machine } from '#lib/server/doctor/machine.ts';
import type { Noticed } from '#lib/server/keys/vault.ts';
import { faultsOf, headOf, lookThrough, placeOf, type AskChain } from './checking.ts';
import { copyDatabase, gently, type Pace } from './copying.ts';
import { faultsFound } from './faults.ts';
import { digestOf, writeBackup } from './file.ts';
import { keeps, newestOfEachDay } from './keeping.ts';
import type { Manifest } from './manifest.ts';
import { nameOf, removeOld, whyNotInto } from './places.ts';
import { whyNoRoom } from './space.ts';

const release = join(import.meta.dirname, '../../../../package.json');
/** What an unfinished backup leaves beside the data; the next one clears it away. */
const BESIDE = '.backup-';
/** Held while a backup is made. It stays, empty: a lock that is deleted can be held twice. */
const LOCK = 'backup.lock';

export type Made = Readonly<{
  path: string;
  bytes: number;
  manifest: Manifest;
  /** Fields that did not open: the manifest names them too. */
  damaged: readonly Noticed[];
  /** Older ones taken away by the rule. */
  removed: readonly string[];
  /** Milliseconds of each part of the work. */
  ms: Readonly<{ copy: number; check: number; seal: number }>;
}>;

export type Making = Readonly<{
  folder: string;
  recipients: readonly string[];
  chain: AskChain;
  pace?: Pace;
  /** Asks how much is free on a disk. */
  room?: Machine['room'];
}>;

/**
 * Makes one backup while the service runs: a copy of one moment, looked through to its last sealed field, then sealed to
 * public keys and named only when all of it is on disk. What does not open, or does not fit, in a file that is whole was so in
 * the database: the copy is kept and its manifest names it. Throws in words, and leaves nothing, when the file is not whole,
 * `folder` is where keys are, a disk has no room for it, or another backup of this data is being made.
 */
export async function makeBackup(app: App, making: Making): Promise<Made> {
  const { dataDir } = app.settings;
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const letGo = holdFile(join(dataDir, LOCK));
  if (!letGo) throw new Error('Another backup is being made: wait until it is done.');
  try {
    return await makeAlone(app, making);
  } finally {
    letGo();
  }
}

async function makeAlone(app: App, { folder, recipients, chain, pace = gently, room = thisMachine.room }: Making): Promise<Made> {
  if (recipients.length === 0)
    throw new Error(
      'There is no key to seal it to. Make a pair with: npm run heard -- backup keys FILE, then set HEARD_BACKUP_RECIPIENTS.'
    );
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const whyNot = whyNotInto(folder, app.settings.keyFile);
  if (whyNot) throw new Error(whyNot);
  const now = app.clock.now();
  const to = join(folder, nameOf(now));
  if (existsSync(to)) throw new Error(`${to} is there already: one backup a second is enough.`);
  const beside = placeBeside(app.settings.dataDir);
  try {
    // What a dead one left is cleared away by now, and counts as free.
    const noRoom = await whyNoRoom(app, folder, room);
    if (noRoom) throw new Error(noRoom);
    const copy = join(beside, 'heard.sqlite');
    const began = performance.now();
    await copyDatabase(app.database, app.settings.databaseUrl, copy, now, pace);
    const copied = performance.now();
    const { manifest, damaged } = await checked(app, copy, now, chain);
    const looked = performance.now();
    const bytes = await writeBackup(copy, manifest, app.ring, recipients, to);
    const ms = { copy: copied - began, check: looked - copied, seal: performance.now() - looked };
    const rule = manifest.faults ? newestOfEachDay : keeps;
    const removed = removeOld(folder, nameOf(now), now, app.settings.backupDays, rule);
    return { path: to, bytes, manifest, damaged, removed, ms };
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
}

/** A folder for the copy, on the disk that holds the data already, readable by its owner only. Whoever left one is dead. */
function placeBeside(dataDir: string): string {
  for (const name of readdirSync(dataDir))
    if (name.startsWith(BESIDE)) rmSync(join(dataDir, name), { recursive: true, force: true });
  return mkdtempSync(join(dataDir, BESIDE));
}

type Checked = Pick<Made, 'manifest' | 'damaged'>;

/** Looks the copy through. Throws with what is wrong with the file; what is wrong with the data in it goes into the manifest. */
async function checked(app: App, copy: string, now: Date, chain: AskChain): Promise<Checked> {
  const inside = faultsOf(copy);
  if (inside.length > 0) throw new Error(`The copy is not whole, so it was not kept: ${inside.join('; ')}`);
  const opened = await openApp(
    { ...app.settings, databaseUrl: `sqlite:${copy}`, maxPages: null },
    { ring: app.ring, clock: app.clock }
  );
  try {
    await isThisOne(app, opened);
    const { tables, fields, damaged } = await lookThrough(opened, copy);
    const { entries, broken } = await chain(opened);
    const faults = faultsFound(damaged.map(placeOf), broken);
    const head = await headOf(opened);
    await opened.close();
    const { pending, newer } = await lookAt(`sqlite:${copy}`);
    if (pending.length + newer.length > 0) throw new Error('The database is of another release than this command.');
    const manifest: Manifest = {
      ...{ format: 1, heard: versionHere(), madeAt: now.toISOString(), installation: opened.vault.installation },
      ...{ engine: app.database.engine, migrations: await migrationsOf(app), ...(await digestOf(copy)) },
      ...{ tables: { ...tables }, fields, audit: { entries, head }, ...(faults && { faults }) }
    };
    return { manifest, damaged };
  } finally {
    await opened.close();
  }
}

/** A copy that is not there is made anew when it is opened, and would pass for a whole one with nothing in it. */
async function isThisOne(app: App, copy: App): Promise<void> {
  if (copy.vault.installation !== app.vault.installation)
    throw new Error('The copy is of another installation than the data, so it was not kept.');
  if ((await headOf(copy)) === '' && (await headOf(app)) !== '')
    throw new Error('The copy has no audit and the data has one, so it was not kept.');
}

const migrationsOf = async ({ database: { db } }: App): Promise<string[]> =>
  (await db.selectFrom('migrations').select('name').orderBy('name').execute()).map(({ name }) => name);

function versionHere(): string {
  const parsed: { version?: unknown } = JSON.parse(readFileSync(release, 'utf8'));
  return String(parsed.version);
}
