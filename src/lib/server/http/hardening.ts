import { readFileSync, writeFileSync } from 'node:fs';
import { url as inspectorUrl } from 'node:inspector';
import { isNetwork, mountOf } from '#lib/server/doctor/mounts.ts';
import type { Settings } from '#lib/server/settings.ts';

/** Ways in which Node shows or writes out its memory, keys and all. */
const showing = /^--(inspect|heapsnapshot|heap-prof|report-|diagnostic-report|abort-on-uncaught-exception)/;

/** The flags that may not be given to a live service. */
export const flagsThatShow = (flags: readonly string[]): string[] => flags.filter((flag) => showing.test(flag));

/**
 * Before a live service opens its keys: nothing may show its memory, and a crash may not write it to the disk; and a
 * SQLite file may not lie on a network. Throws one sentence with the cure. In the demo and in tests anything goes.
 */
export async function harden({ mode, databaseUrl }: Pick<Settings, 'mode' | 'databaseUrl'>): Promise<void> {
  if (mode !== 'live') return;
  const flags = flagsThatShow([...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)]);
  if (flags.length > 0 || inspectorUrl() !== undefined)
    throw new Error(
      `A live service does not start with ${flags.join(', ') || 'a debugger attached'}: it would show everything in its memory. Take it off the command line and out of NODE_OPTIONS.`
    );
  // Node would open its debugger at this signal; a listener takes that away.
  process.on('SIGUSR1', () => undefined);
  if (process.platform === 'linux') withoutCoreDumps();
  const mount = databaseUrl.startsWith('sqlite:') ? await mountOf(databaseUrl.slice('sqlite:'.length)) : null;
  if (mount && isNetwork(mount))
    throw new Error(
      `The SQLite file would lie on ${mount.at}, which is ${mount.type}: a network file system loses writes. Put HEARD_DATA_DIR on a local disk, or use PostgreSQL.`
    );
}

/** Takes the memory out of every core dump of this process and those it starts; refused where that cannot be done. */
function withoutCoreDumps(): void {
  try {
    writeFileSync('/proc/self/coredump_filter', '0');
  } catch {
    // Read back below: it may have been taken out already.
  }
  if (Number.parseInt(read('/proc/self/coredump_filter'), 16) === 0) return;
  if (/^Max core file size\s+0\s/m.test(read('/proc/self/limits'))) return;
  throw new Error('A crash could write keys and words to a core dump. Set LimitCORE=0 in its unit, or run: ulimit -c 0');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
