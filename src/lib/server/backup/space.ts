import type { App } from '#lib/server/app.ts';
import { bytesOf } from '#lib/server/database/dialects/size.ts';
import type { Machine } from '#lib/server/doctor/machine.ts';
import { onOneDisk } from './places.ts';

/** Left free on every disk, in bytes: the service goes on writing while a backup is made. */
export const MARGIN = 256_000_000;

/** How often the database lies beside itself while it is copied: of PostgreSQL all of it passes through the copy's journal. */
const copies = { sqlite: 1, postgres: 2 } as const;

const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;

/**
 * Why there is no room for a backup to `folder`, in one sentence; null when there is: the copy lies in the data folder, and what is
 * sealed is at most as long. A disk that does not say how much is free is not asked.
 */
export async function whyNoRoom(
  { database, settings: { dataDir, databaseUrl } }: Pick<App, 'database' | 'settings'>,
  folder: string,
  room: Machine['room']
): Promise<string | null> {
  const bytes = await bytesOf(database, databaseUrl);
  const copy = bytes * copies[database.engine];
  const disks = onOneDisk(folder, dataDir)
    ? [{ path: dataDir, needs: copy + bytes }]
    : [
        { path: dataDir, needs: copy },
        { path: folder, needs: bytes }
      ];
  for (const { path, needs } of disks) {
    const found = await room(path);
    if (found && found.free < needs + MARGIN)
      return `There is no room for a backup on the disk of ${path}: it needs ${megabytes(needs)} and leaves ${megabytes(MARGIN)} to the service, and ${megabytes(found.free)} are free.`;
  }
  return null;
}
