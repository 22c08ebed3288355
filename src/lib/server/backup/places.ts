import { readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { isNetwork, mountOf } from '#lib/server/doctor/mounts.ts';
import { together } from '#lib/server/keys/apart.ts';
import { readRing } from '#lib/server/keys/ring.ts';
import { mayGo, type Rule } from './keeping.ts';

/** Keys are short: a file longer than this is none. */
const LONGEST_KEY_FILE = 64 * 1024;

/**
 * Why backups may not go to this folder, in one sentence; null when they may. A backup beside its key ring, or beside the
 * private key it is sealed to, is as good as no seal.
 */
export function whyNotInto(folder: string, keyFile: string | null): string | null {
  if (keyFile && together(keyFile, { 'the backups': folder }))
    return `${folder} lies in one folder tree with the key ring: whoever takes it has both. Choose another.`;
  for (const file of smallFilesIn(folder)) {
    const text = readFileSync(file, 'utf8');
    if (isRing(text)) return `${file} is a key ring. Move it away: backups and keys are never kept together.`;
    if (/AGE-SECRET-KEY-/i.test(text)) return `${file} is a private key that opens backups. Take it off this machine.`;
  }
  return null;
}

function smallFilesIn(folder: string): string[] {
  const names = readdirSync(folder).map((name) => join(folder, name));
  return names.filter((path) => {
    const found = statSync(path, { throwIfNoEntry: false });
    return found?.isFile() === true && found.size <= LONGEST_KEY_FILE;
  });
}

function isRing(text: string): boolean {
  try {
    return readRing(text).keys().length > 0;
  } catch {
    return false;
  }
}

/** Why a database may not be put back into this folder; null when it may. It must be new, or empty, and on a local disk. */
export async function whyNotRestoredTo(folder: string): Promise<string | null> {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found && (!found.isDirectory() || readdirSync(folder).length > 0))
    return `${folder} is there already, and not empty. Nothing is ever restored over something: name a new folder.`;
  const mount = await mountOf(folder);
  return mount && isNetwork(mount)
    ? `${folder} lies on ${mount.at}, which is ${mount.type}: a SQLite file loses writes over a network. Choose a local disk.`
    : null;
}

/** Whether both are on one disk, so that what destroys one destroys the other. */
export function onOneDisk(folder: string, dataDir: string): boolean {
  try {
    return statSync(realpathSync(folder)).dev === statSync(realpathSync(dataDir)).dev;
  } catch {
    return false;
  }
}

/** The name of a backup made at this time: sorts by time, says nothing else. */
export const nameOf = (at: Date): string => `heard-${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z.backup.age`;

/** When the backup of this file name was made; null: not one of ours. */
export function madeAt(path: string): Date | null {
  const [, y, mo, d, h, mi, s] = /^heard-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.backup\.age$/.exec(basename(path)) ?? [];
  return y ? new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`) : null;
}

/** Takes away what the rule does not keep, never the one just made; names of files that are not ours are left alone. */
export function removeOld(folder: string, made: string, now: Date, longest: number, rule: Rule): string[] {
  const ours = readdirSync(folder).flatMap((name) => {
    const at = madeAt(name);
    return at ? [{ name, at }] : [];
  });
  const times = ours.map(({ at }) => at);
  const old = new Set(mayGo(times, now, longest, rule));
  const gone = ours.filter(({ name, at }) => old.has(at) && name !== made);
  for (const { name } of gone) rmSync(join(folder, name));
  return gone.map(({ name }) => name);
}

/** The folder of a path that is about to be made. */
export const folderOf = (path: string): string => dirname(resolve(path));
