import { realpathSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/**
 * Which of these folders the key file lies together with, by its name; null when it is apart from all of them.
 * Together is: in it, below it, or in a folder that has it somewhere below; through links too, because what is copied
 * or stolen is the real folder.
 */
export function together(keyFile: string, folders: Readonly<Record<string, string>>): string | null {
  const keys = [dirname(real(keyFile)), real(dirname(keyFile))];
  const found = Object.entries(folders).find(([, folder]) => {
    const data = real(folder);
    return keys.some((key) => within(key, data) || within(data, key));
  });
  return found?.[0] ?? null;
}

/** Where a path really leads; of what is not there yet, where it would be. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(real(above), basename(path));
  }
}

const within = (path: string, folder: string) => `${path}${sep}`.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
