import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes all of it: a disk that is nearly full takes a part and says how much, and only the next write fails. */
export function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    const taken = writeSync(file, bytes, at);
    if (taken <= 0) throw new Error('the disk took nothing of what was to be written');
    at += taken;
  }
}

/** The name of a new file is on the disk too when this returns. Windows keeps folders by itself. */
export function keepName(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(path), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
