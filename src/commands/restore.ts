import { existsSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { record, verifyChain } from '#lib/audit/audit.server.ts';
import { noteRestore } from '#lib/audit/pruning.server.ts';
import { within } from '#lib/context.ts';
import { erasures } from '#lib/erasing/erasing.server.ts';
import { allow } from '#lib/relations.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { drillFolder } from '#lib/server/backup/drill-folder.ts';
import { listBeside, readErased, union } from '#lib/server/backup/erased.ts';
import { faultLines } from '#lib/server/backup/faults.ts';
import { restoreBackup, type Restored } from '#lib/server/backup/restoring.ts';
import { identitiesIn } from '#lib/server/backup/sealing.ts';
import { systemClock } from '#lib/server/clock.ts';
import type { KeyRing } from '#lib/server/keys/ring.ts';
import { loadRing } from '#lib/server/keys/source.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { readSettings } from '#lib/server/settings.ts';
import { Unable } from './command.ts';
import { asRestore, erasedInLive, eraseSince, erasedLine } from './erased-since.ts';

export const usage = 'heard restore FILE --identity KEYFILE [--erased LIST] (--into NEWFOLDER | --drill)';

type Asked = Readonly<{ file: string; identity: string; erased: string; into: string | null }>;

/**
 * Puts a backup back into a new folder, or (`--drill`) into one that is taken away again, and says what was found. A
 * drill that went well is remembered in the live database. Returns 0 when all of it is as it was, 2 otherwise.
 */
export async function run(args: readonly string[], out: (line: string) => void): Promise<number> {
  const asked = understood(args);
  if (!asked) {
    out(usage);
    return 2;
  }
  const began = performance.now();
  if (asked.into !== null) {
    const into = resolve(asked.into);
    const ring = await ringFor(into);
    const gone = readErased(asked.erased, ring);
    let went = 0;
    const by = existsSync(asked.erased) ? [asked.erased] : [];
    const restored = await restoring(asked, into, ring, async (app) => {
      await noteRestore(asRestore(app));
      const live = await erasedInLive(app.vault.installation);
      if (live) by.push('the live database');
      went = await eraseSince(app, union(gone, live ?? []));
    });
    for (const line of saying(restored, performance.now() - began)) out(line);
    out(erasedLine(went, by.length > 0 ? by.join(' and ') : null));
    out(`It is in ${into}. To use it: stop the service, set HEARD_DATA_DIR to it, start, and run heard doctor.`);
    return 0;
  }
  return drill(asked, out, began);
}

async function drill(asked: Asked, out: (line: string) => void, began: number): Promise<number> {
  const live = await openApp(readSettings());
  const folder = drillFolder();
  try {
    await allow(asRestore(live), 'backup.drill');
    const gone = await erasures(asRestore(live));
    let went = 0;
    const restored = await restoring(asked, folder, live.ring, async (app) => void (went = await eraseSince(app, gone)));
    for (const line of saying(restored, performance.now() - began)) out(line);
    out(erasedLine(went, 'the live database'));
    await within(asRestore(live), async (ctx) => {
      await noteTime(ctx.db, 'drill', ctx.now, restored.manifest.madeAt);
      await record(ctx, { verb: 'backup.drill', subject: 'installation', subjectId: live.vault.installation });
    });
    out('The drill went well; what was restored is gone again, and the day is noted.');
    return 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
    await live.close();
  }
}

const restoring = (asked: Asked, into: string, ring: KeyRing, afterwards: (app: App) => Promise<void>): Promise<Restored> =>
  restoreBackup({
    ...{ file: resolve(asked.file), identities: keysIn(asked.identity), ring, into, afterwards },
    ...{ chain: (app) => verifyChain(asRestore(app)), clock: systemClock }
  });

function keysIn(file: string): string[] {
  try {
    return identitiesIn(file);
  } catch {
    throw new Unable(`${file} cannot be read. It holds the private key that opens backups.`);
  }
}

/** The ring of the environment alone: a machine on which things are put back need have nothing else set. */
const ringFor = (into: string): Promise<KeyRing> =>
  loadRing({
    ...{ keys: process.env.HEARD_KEYS || null, keyCommand: process.env.HEARD_KEY_COMMAND || null },
    ...{ keyFile: process.env.HEARD_KEY_FILE ? resolve(process.env.HEARD_KEY_FILE) : null },
    ...{ dataDir: into, databaseUrl: '', mode: 'live' }
  });

function understood(args: readonly string[]): Asked | null {
  const [file = '', ...rest] = args;
  const values = new Map<string, string>();
  const single: string[] = [];
  for (let at = 0; at < rest.length; at += 1) {
    const name = rest[at] ?? '';
    const value = rest[at + 1];
    if (['--identity', '--erased', '--into'].includes(name) && value !== undefined) {
      values.set(name, value);
      at += 1;
    } else single.push(name);
  }
  const identity = values.get('--identity');
  const into = values.get('--into') ?? null;
  const drill = single.length === 1 && single[0] === '--drill';
  if (file === '' || file.startsWith('-') || !identity || (single.length > 0 && !drill) || drill === (into !== null)) return null;
  return { file, identity, erased: values.get('--erased') ?? listBeside(dirname(resolve(file))), into };
}

function saying({ manifest, ms }: Restored, all: number): string[] {
  const hours = (Date.now() - Date.parse(manifest.madeAt)) / 3600_000;
  const old = hours < 48 ? `${hours.toFixed(1)} hours` : `${Math.round(hours / 24)} days`;
  const rows = Object.values(manifest.tables).reduce((sum, many) => sum + many, 0);
  return [
    `Made ${manifest.madeAt} by Heard ${manifest.heard}, ${old} ago: what was written since is not in it.`,
    manifest.faults
      ? `${rows} rows, ${manifest.fields} sealed fields that opened, ${manifest.audit.entries} audit entries that fit, all as the manifest says.`
      : `${rows} rows, ${manifest.fields} sealed fields, all opened, ${manifest.audit.entries} audit entries that fit, all as the manifest says.`,
    ...(manifest.faults ? ['IT HAS FAULTS, those that were in the data when it was made, and no other:'] : []),
    ...(manifest.faults ? faultLines(manifest.faults).map((line) => `  ${line}`) : []),
    `Opened in ${(ms.open / 1000).toFixed(1)} s, checked in ${(ms.check / 1000).toFixed(1)} s, ${(all / 1000).toFixed(1)} s in all.`
  ];
}
