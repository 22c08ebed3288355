import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Puts another ring in the place of the one in this file, in one step: whoever reads it, and whatever moment the machine
 * stops at, there is the whole ring of before or the whole new one. Readable by its owner only.
 */
export function replaceRing(file: string, text: string): void {
  const beside = `${file}.new`;
  const written = openSync(beside, 'w', 0o600);
  try {
    writeFileSync(written, text);
    fsyncSync(written);
  } finally {
    closeSync(written);
  }
  renameSync(beside, file);
  if (process.platform === 'win32') return;
  // The name is on disk too before anything is wrapped by the new key.
  const folder = openSync(dirname(file), 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export const ringFileText = (file: string): string => readFileSync(file, 'utf8');
