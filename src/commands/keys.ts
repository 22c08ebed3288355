import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { newRing } from '#lib/server/keys/ring.ts';

export const usage = 'heard keys new FILE';

/** Makes a key ring in a file that must not exist yet; only its owner may read it. Returns the exit code. */
export function newKeys(args: readonly string[], out: (line: string) => void): number {
  const [act, file] = args;
  if (act !== 'new' || !file || args.length > 2) {
    out(`Say where to write it: ${usage}`);
    return 2;
  }
  const path = resolve(file);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, newRing(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const there = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    out(
      there
        ? `${file} exists already. A key ring is never overwritten: without it nothing can be read.`
        : `${file} could not be written.`
    );
    return 2;
  }
  out(`The key ring is in ${path}.`);
  out('Keep a copy somewhere safe, away from the data and its backups: without it nothing can ever be read again.');
  out(`Then set HEARD_KEY_FILE=${path}`);
  return 0;
}
