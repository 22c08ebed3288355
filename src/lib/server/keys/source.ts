import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { together } from './apart.ts';
import { startKeyCommand } from './key-command.ts';
import { KeyFault } from './faults.ts';
import { readRing, type KeyRing } from './ring.ts';

export type RingSettings = Readonly<{
  keys: string | null;
  keyFile: string | null;
  keyCommand: string | null;
  dataDir: string;
  databaseUrl: string;
  backupDir?: string | null;
  mode: string;
}>;

/**
 * Finds the ring of the settings: the text in HEARD_KEYS, the file HEARD_KEY_FILE, or what HEARD_KEY_COMMAND prints.
 * Live, a key file in one folder tree with the data or its backups is refused: whoever takes the disk would have both.
 * Throws `KeyFault` with one plain sentence.
 */
export async function loadRing(settings: RingSettings): Promise<KeyRing> {
  if (settings.keys) return readRing(settings.keys, { kind: 'environment', again: () => null });
  if (settings.keyCommand) {
    const command = startKeyCommand(settings.keyCommand);
    return readRing(await command.first, { kind: 'command', again: command.again });
  }
  const { keyFile } = settings;
  if (!keyFile || !existsSync(keyFile))
    throw new KeyFault('There is no key ring. Make one with: npm run heard -- keys new FILE, then set HEARD_KEY_FILE to it.');
  if (settings.mode === 'live') refuseIfCareless(keyFile, settings);
  const read = () => readFileSync(keyFile, 'utf8');
  return readRing(read(), { kind: 'file', again: read });
}

function refuseIfCareless(keyFile: string, settings: RingSettings): void {
  const folder = together(keyFile, foldersOf(settings));
  if (folder)
    throw new KeyFault(
      `HEARD_KEY_FILE lies in one folder tree with ${folder}. Keys and data must not be kept together: move the key file to a folder of its own.`
    );
  if (process.platform !== 'win32' && (statSync(keyFile).mode & 0o077) !== 0)
    throw new KeyFault('HEARD_KEY_FILE can be read by others on this machine: chmod 600 it.');
}

/** What a key must not lie with, each by what an operator calls it. */
export function foldersOf({ dataDir, databaseUrl, backupDir }: RingSettings): Readonly<Record<string, string>> {
  const file = databaseUrl.startsWith('sqlite:') ? databaseUrl.slice('sqlite:'.length) : null;
  return {
    'the data folder': dataDir,
    ...(file && { 'the database': dirname(file) }),
    ...(backupDir && { 'the backups': backupDir })
  };
}
