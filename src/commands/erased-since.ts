import type { Context } from '#lib/context.ts';
import { eraseAgain } from '#lib/erasing/again.server.ts';
import { erasures } from '#lib/erasing/erasing.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import type { Erased } from '#lib/server/backup/erased.ts';
import { scrub } from '#lib/server/database/dialects/scrub.ts';
import { lookAt } from '#lib/server/database/look.ts';
import { readSettings } from '#lib/server/settings.ts';

export const asRestore = (app: App): Context => app.context({ kind: 'command', id: 'restore', assurance: 'host' });

/** Erases again, in what was restored, whoever was erased since it was made. Returns how many children. */
export async function eraseSince(app: App, gone: readonly Erased[]): Promise<number> {
  const went = await eraseAgain(() => asRestore(app), gone, app.settings.backupDays);
  // Also when nobody was in it: what an import had staged went too.
  await scrub(app.database.db);
  return went;
}

/**
 * The receipts of the database the settings name, when it is there, opens, and is of this installation; else null. Nothing
 * is made or migrated in it: on a bad day it may be all that is left.
 */
export async function erasedInLive(installation: string): Promise<readonly Erased[] | null> {
  try {
    const settings = readSettings();
    const seen = await lookAt(settings.databaseUrl);
    if (!seen.there || seen.installation !== installation || seen.pending.length + seen.newer.length > 0) return null;
    const live = await openApp(settings);
    try {
      return await erasures(asRestore(live));
    } finally {
      await live.close();
    }
  } catch {
    return null;
  }
}

/** How many were erased again, and by which list. */
export function erasedLine(went: number, list: string | null): string {
  if (list === null) return 'No list of who was erased since was found: if anybody was, erase them again before it is used.';
  const who =
    went === 1 ? '1 child who was erased since it was made was' : `${went} children who were erased since it was made were`;
  return `${who} erased in it again (by ${list}).`;
}
