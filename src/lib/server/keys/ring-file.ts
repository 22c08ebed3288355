import { chmodSync, chownSync, readFileSync, realpathSync, statSync, type Stats } from 'node:fs';
import { replaceFile } from '#lib/server/replacing.ts';
import { KeyFault } from './faults.ts';
import { readRing } from './ring.ts';

/**
 * Puts another ring in the place of the one in this file, in one step: whoever reads it, and whatever moment the machine
 * stops at, there is the whole ring of before or the whole new one. It has the owner and the mode of the one before, so that
 * the service's account still reads it; behind a link the real file is replaced. Throws `KeyFault`, and nothing is changed,
 * when that cannot be, or when what is on the disk is not this ring.
 */
export function replaceRing(file: string, text: string, own: typeof chownSync = chownSync): void {
  const real = realpathSync(file);
  const before = statSync(real);
  replaceFile(real, text, (part) => {
    if (process.platform !== 'win32') likeBefore(real, part, before, own);
    isWhole(part, text);
  });
  // Whoever wraps by the new key has seen that it can be read where it is looked for.
  isWhole(file, text);
}

function likeBefore(file: string, part: string, { uid, gid, mode }: Stats, own: typeof chownSync): void {
  try {
    const { uid: ours, gid: group } = statSync(part);
    if (ours !== uid || group !== gid) own(part, uid, gid);
    chmodSync(part, mode & 0o7777);
  } catch {
    throw new KeyFault(
      `${file} belongs to another account, and a new ring could not be given to it: nothing was changed. Type it as that account, or as root.`
    );
  }
}

/** Reads it again from the file. */
function isWhole(file: string, text: string): void {
  const found = ringFileText(file);
  if (found !== text) throw new KeyFault(`${file} does not hold the ring that was written to it.`);
  readRing(found);
}

export const ringFileText = (file: string): string => readFileSync(file, 'utf8');
