import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = 'heard-drill-';

/** A new folder for a drill. Those of drills that were killed go first: the whole database lies in them. */
export function drillFolder(above: string = tmpdir()): string {
  for (const name of readdirSync(above)) {
    const [, pid] = /^heard-drill-(\d+)-/.exec(name) ?? [];
    if (pid && !isAlive(Number(pid)) && isOurs(join(above, name))) rmSync(join(above, name), { recursive: true, force: true });
  }
  return mkdtempSync(join(above, `${NAME}${process.pid}-`));
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    // Somebody else's process is one too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The folder for passing things is everybody's: what another account left there is theirs. */
function isOurs(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return found?.isDirectory() === true && (process.getuid === undefined || found.uid === process.getuid());
}
