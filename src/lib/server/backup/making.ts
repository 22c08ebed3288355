import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { openApp, type App } from '#lib/server/app.ts';
import { holdFile } from '#lib/server/database/dialects/sqlite-file.ts';
import { lookAt } from '#lib/server/database/look.ts';
import { faultsOf, headOf, lookThrough, type AskChain } from './checking.ts';
import { copyDatabase, gently, type Pace } from './copying.ts';
import { digestOf, writeBackup } from './file.ts';
import { mayGo } from './keeping.ts';
import type { Manifest } from './manifest.ts';
import { madeAt, nameOf, whyNotInto } from './places.ts';

const release = join(import.meta.dirname, '../../../../package.json');
/** What an unfinished backup leaves beside the data; the next one clears it away. */
const BESIDE = '.backup-';
/** Held while a backup is made. It stays, empty: a lock that is deleted can be held twice. */
const LOCK = 'backup.lock';

export type Made = Readonly<{
  path: string;
  bytes: number;
  manifest: Manifest;
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
}>;

/**
 * Makes one backup while the service runs: a copy of one moment, looked through to its last sealed field, then sealed to
 * public keys and named only when all of it is on disk. Throws in words, and leaves nothing, when the copy is not whole,
 * `folder` is where keys are, or another backup of this data is being made.
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

async function makeAlone(app: App, { folder, recipients, chain, pace = gently }: Making): Promise<Made> {
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
    const copy = join(beside, 'heard.sqlite');
    const began = performance.now();
    await copyDatabase(app.database, app.settings.databaseUrl, copy, now, pace);
    const copied = performance.now();
    const manifest = await checked(app, copy, now, chain);
    const looked = performance.now();
    const bytes = await writeBackup(copy, manifest, app.ring, recipients, to);
    const ms = { copy: copied - began, check: looked - copied, seal: performance.now() - looked };
    return { path: to, bytes, manifest, removed: removeOld(folder, nameOf(now), now, app.settings.backupDays), ms };
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

/** Looks the copy through. Throws with what is wrong in it: a backup that does not open is none. */
async function checked(app: App, copy: string, now: Date, chain: AskChain): Promise<Manifest> {
  const inside = faultsOf(copy);
  if (inside.length > 0) throw new Error(`The copy is not whole, so it was not kept: ${inside.join('; ')}`);
  const opened = await openApp(
    { ...app.settings, databaseUrl: `sqlite:${copy}`, maxPages: null },
    { ring: app.ring, clock: app.clock }
  );
  try {
    await isThisOne(app, opened);
    const found = await lookThrough(opened, copy);
    if (found.damaged.length > 0)
      throw new Error(`${found.damaged.length} sealed fields do not open, so it was not kept: ${some(found.damaged)}`);
    const { entries, broken } = await chain(opened);
    if (broken !== null)
      throw new Error(`The audit chain does not fit at entry ${broken}, so it was not kept. See: npm run heard -- doctor`);
    const head = await headOf(opened);
    await opened.close();
    const { pending, newer } = await lookAt(`sqlite:${copy}`);
    if (pending.length + newer.length > 0) throw new Error('The database is of another release than this command.');
    return {
      ...{ format: 1, heard: versionHere(), madeAt: now.toISOString(), installation: opened.vault.installation },
      ...{ engine: app.database.engine, migrations: await migrationsOf(app), ...(await digestOf(copy)) },
      ...{ tables: { ...found.tables }, fields: found.fields, audit: { entries, head } }
    };
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

export const some = (all: readonly string[]): string =>
  `${all.slice(0, 5).join(', ')}${all.length > 5 ? ` and ${all.length - 5} more` : ''}`;

const migrationsOf = async ({ database: { db } }: App): Promise<string[]> =>
  (await db.selectFrom('migrations').select('name').orderBy('name').execute()).map(({ name }) => name);

function versionHere(): string {
  const parsed: { version?: unknown } = JSON.parse(readFileSync(release, 'utf8'));
  return String(parsed.version);
}

/** Takes away what the rule does not keep, never the one just made; names of files that are not ours are left alone. */
function removeOld(folder: string, made: string, now: Date, longest: number): string[] {
  const ours = readdirSync(folder).flatMap((name) => {
    const at = madeAt(name);
    return at ? [{ name, at }] : [];
  });
  const times = ours.map(({ at }) => at);
  const old = new Set(mayGo(times, now, longest));
  const gone = ours.filter(({ name, at }) => old.has(at) && name !== made);
  for (const { name } of gone) rmSync(join(folder, name));
  return gone.map(({ name }) => name);
}
