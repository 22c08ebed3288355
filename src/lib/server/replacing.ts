import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Puts a text in the place of a file, in one step and on the disk itself: whoever reads it, and whatever moment the machine
 * stops at, there is the whole of before or the whole of now. `ready` may look at the new file, or refuse, before it counts.
 */
export function replaceFile(file: string, text: string, ready: (part: string) => void = () => undefined): void {
  const part = `${file}.${process.pid}.part`;
  try {
    const written = openSync(part, 'w', 0o600);
    try {
      writeFileSync(written, text);
      fsyncSync(written);
    } finally {
      closeSync(written);
    }
    ready(part);
    renameSync(part, file);
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
  if (process.platform === 'win32') return;
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
