import { mkdirSync, writeFileSync } from 'node:fs';
import { constants, getPriority, setPriority } from 'node:os';
import { dirname, resolve } from 'node:path';
import { record, verifyChain } from '#lib/audit/audit.server.ts';
import { recordDamage } from '#lib/audit/damage.server.ts';
import { within, type Context } from '#lib/context.ts';
import { erasures } from '#lib/erasing/erasing.server.ts';
import { allow } from '#lib/relations.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { writeErased } from '#lib/server/backup/erased.ts';
import { faultLines, noteOf, type Faults } from '#lib/server/backup/faults.ts';
import { makeBackup, type Made } from '#lib/server/backup/making.ts';
import { onOneDisk } from '#lib/server/backup/places.ts';
import { newPair } from '#lib/server/backup/sealing.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { readSettings } from '#lib/server/settings.ts';

export const usage = 'heard backup [FOLDER] | keys FILE';

/**
 * Makes a backup while the service runs, or a pair of keys to seal backups to. Returns 0 when done, 1 when it was made and holds
 * what does not open or fit, 2 when it could not be.
 */
export async function run(args: readonly string[], out: (line: string) => void): Promise<number> {
  if (args[0] === 'keys') return newKeys(args.slice(1), out);
  if (args.length > 1 || args[0]?.startsWith('-')) {
    out(usage);
    return 2;
  }
  // The service beside it comes first.
  setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + 5));
  const app = await openApp(readSettings());
  try {
    return await backUp(app, args[0] ?? app.settings.backupDir, out);
  } finally {
    await app.close();
  }
}

export const asBackup = (app: App): Context => app.context({ kind: 'command', id: 'backup', assurance: 'host' });

async function backUp(app: App, given: string | null, out: (line: string) => void): Promise<number> {
  if (given === null) {
    out(`Say where to: ${usage}, or set HEARD_BACKUP_DIR.`);
    return 2;
  }
  const folder = resolve(given);
  await allow(asBackup(app), 'backup.make');
  const made = await makeBackup(app, {
    folder,
    recipients: app.settings.backupRecipients,
    chain: (copy) => verifyChain(asBackup(copy))
  });
  await within(asBackup(app), async (ctx) => {
    await noteTime(ctx.db, 'backup', ctx.now, noteOf(made.bytes, made.manifest.faults ?? null));
    await record(ctx, { verb: 'backup.make', subject: 'installation', subjectId: app.vault.installation });
  });
  writeErased(folder, app.ring, await erasures(asBackup(app)));
  for (const line of saying(made)) out(line);
  if (onOneDisk(folder, app.settings.dataDir))
    out('It lies on the same disk as the data: take it off this machine, or it is lost when the disk is.');
  if (!made.manifest.faults) return 0;
  // What the copy found is on record here too: nobody may have looked at those fields for years.
  const noticed = made.damaged.slice(0, ON_RECORD);
  await recordDamage({ ...asBackup(app), vault: { ...app.vault, takeNoticed: () => [...noticed] } });
  for (const line of faulty(made.manifest.faults)) out(line);
  return 1;
}

/** More fields than this are not put on record one by one: the manifest has their number. */
const ON_RECORD = 200;

const faulty = (faults: Faults): string[] => [
  'IT WAS KEPT, BUT THE DATA HAS FAULTS, and so has this copy:',
  ...faultLines(faults).map((line) => `  ${line}`),
  'All else in it is whole. What is damaged may be whole in an older backup: none of other days is taken away until this is put right.',
  'See: npm run heard -- doctor'
];

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

function saying({ path, bytes, manifest, removed, ms }: Made): string[] {
  const rows = Object.values(manifest.tables).reduce((sum, many) => sum + many, 0);
  return [
    `${path}: ${megabytes(bytes)} of ${megabytes(manifest.bytes)}, copied in ${seconds(ms.copy)}, checked in ${seconds(ms.check)}, sealed in ${seconds(ms.seal)}.`,
    manifest.faults
      ? `It holds ${rows} rows; ${manifest.fields} sealed fields opened, ${manifest.audit.entries} audit entries fit.`
      : `It holds ${rows} rows and ${manifest.fields} sealed fields, each of which opened, and ${manifest.audit.entries} audit entries that fit.`,
    ...(removed.length > 0 ? [`${removed.length} older ones were taken away (14 days, 8 weeks and 12 months are kept).`] : [])
  ];
}

/** Makes a pair in a file that must not exist yet; only its owner may read it. */
async function newKeys(args: readonly string[], out: (line: string) => void): Promise<number> {
  const [file] = args;
  if (!file || args.length > 1) {
    out('Say where to write the private key: heard backup keys FILE');
    return 2;
  }
  const { identity, recipient } = await newPair();
  const path = resolve(file);
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    writeFileSync(path, `# Opens the backups of Heard. Never on its server.\n# public key: ${recipient}\n${identity}\n`, {
      flag: 'wx',
      mode: 0o600
    });
  } catch (error) {
    const there = error instanceof Error && 'code' in error && error.code === 'EEXIST';
    out(there ? `${file} exists already. A key is never overwritten.` : `${file} could not be written.`);
    return 2;
  }
  out(`The private key is in ${path}. It opens every backup sealed to it, and nothing else does:`);
  out(
    '  keep it off this machine (made on another one is best), in two places, such as the council’s safe and a sealed envelope elsewhere;'
  );
  out('  say who may take it out. Opening a backup needs it and the key ring, so keep those two apart as well.');
  out(`On the server set HEARD_BACKUP_RECIPIENTS=${recipient}`);
  return 0;
}
