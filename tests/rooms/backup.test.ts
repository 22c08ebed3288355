import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { sql } from 'kysely';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { seeOwn } from '#lib/consultations/heard.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { makeBackup } from '#lib/server/backup/making.ts';
import { restoreBackup } from '#lib/server/backup/restoring.ts';
import { newPair } from '#lib/server/backup/sealing.ts';
import { MARGIN } from '#lib/server/backup/space.ts';
import { bytesOf } from '#lib/server/database/dialects/size.ts';
import { openDatabase } from '#lib/server/database/open.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { newRing, readRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';
import { childActor } from '#tests/setup/app.ts';
import { cast, sayAndSend, type Cast } from '#tests/setup/cast.ts';
import { freshFolder, testDatabase } from '#tests/setup/database.ts';
import { unseal } from '#tests/setup/tampering.ts';

let t: Cast;
let pair: Awaited<ReturnType<typeof newPair>>;
let folder: string;
const chain = (app: App) => verifyChain(app.context({ kind: 'command', id: 'test', assurance: 'host' }));
const words = 'I would like to see my sister more often.';

beforeAll(async () => {
  t = await cast();
  pair = await newPair();
  folder = await freshFolder();
  const me = t.asChild(t.robin);
  await sayAndSend(me, t.robin, { change: words });
});

const making = (into = folder) => ({ folder: into, recipients: [pair.recipient], chain, pace: { pages: 50, pauseMs: 0 } });

const restoring = (file: string, into: string, more: Partial<Parameters<typeof restoreBackup>[0]> = {}) =>
  restoreBackup({
    ...{ file, into, identities: [pair.identity], ring: t.app.ring, chain },
    ...{ clock: t.clock, afterwards: async () => undefined, ...more }
  });

test('what was written is in it, in a new folder, all of it, whatever database it came from', async () => {
  const made = await makeBackup(t.app, making());
  expect(made.manifest).toMatchObject({ engine: testDatabase, installation: t.app.vault.installation });
  expect(made.manifest.fields).toBeGreaterThan(20);
  const into = join(await freshFolder(), 'back');
  const restored = await restoring(made.path, into);
  expect(restored.manifest).toEqual(made.manifest);
  const app = await openApp(readSettings({ HEARD_MODE: 'test', HEARD_DATA_DIR: into }), { ring: t.app.ring, clock: t.clock });
  const counts = async ({ database: { db } }: App) =>
    Promise.all(
      Object.keys(made.manifest.tables).map(async (table) => {
        const { rows } = await sql<{ many: number }>`select count(*) as many from ${sql.table(table)}`.execute(db);
        return [table, Number(rows[0]?.many)];
      })
    );
  expect(await counts(app)).toEqual(await counts(t.app));
  // It goes on where it stopped: a new entry fits the chain.
  const { id } = await app.database.db.selectFrom('contributions').select('id').executeTakeFirstOrThrow();
  const { answers } = await seeOwn(app.context(childActor(t.robin)), t.robin, id);
  expect(JSON.stringify(answers)).toContain(words);
  expect((await chain(app)).broken).toBeNull();
  await app.close();
});

test('the file is sealed, readable by its owner only, and nothing else is left anywhere', async () => {
  const into = await freshFolder();
  const { path } = await makeBackup(t.app, making(into));
  const bytes = await readFile(path);
  expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  for (const clear of ['SQLite format', 'heard-backup', t.app.vault.installation, words])
    expect([clear, bytes.includes(clear)]).toEqual([clear, false]);
  if (process.platform !== 'win32') expect((await stat(path)).mode & 0o077).toBe(0);
  expect(await readdir(into)).toHaveLength(1);
  expect((await readdir(t.app.settings.dataDir)).filter((name) => name.startsWith('.backup-'))).toEqual([]);
});

test('a restore that is cut short leaves no database of that name, and one that is done nothing else', async () => {
  t.clock.forward(1000);
  const { path } = await makeBackup(t.app, making(await freshFolder()));
  const into = join(await freshFolder(), 'back');
  let meanwhile: string[] = [];
  const afterwards = async (app: App) => {
    meanwhile = await readdir(into);
    await noteTime(app.database.db, 'drill', t.clock.now());
  };
  await restoring(path, into, { afterwards });
  expect(meanwhile).toContain('heard.sqlite.part');
  expect(meanwhile).not.toContain('heard.sqlite');
  expect(await readdir(into)).toEqual(['heard.sqlite']);
  const failing = async () => {
    throw new Error('no more');
  };
  const other = join(await freshFolder(), 'other');
  await expect(restoring(path, other, { afterwards: failing })).rejects.toThrow('no more');
  await expect(stat(other)).rejects.toThrow('ENOENT');
});

describe('it is refused', () => {
  let path: string;
  let bytes: Buffer;
  beforeAll(async () => {
    const own = await freshFolder();
    t.clock.forward(1000);
    ({ path } = await makeBackup(t.app, making(own)));
    bytes = await readFile(path);
  });
  const damagedAt = async (at: number) => {
    const other = Buffer.from(bytes);
    other[at] = (other[at] ?? 0) ^ 1;
    const file = join(await freshFolder(), 'damaged.age');
    await writeFile(file, other);
    return file;
  };

  test('with another private key', async () => {
    const other = await newPair();
    const into = join(await freshFolder(), 'x');
    await expect(restoring(path, into, { identities: [other.identity] })).rejects.toThrow('None of these keys opens this file');
    await expect(stat(into)).rejects.toThrow('ENOENT');
  });

  test('with another key ring', async () => {
    const into = join(await freshFolder(), 'x');
    await expect(restoring(path, into, { ring: readRing(newRing()) })).rejects.toThrow('not written with this key ring');
    await expect(stat(into)).rejects.toThrow('ENOENT');
  });

  test('over anything that is there', async () => {
    const into = await freshFolder();
    await writeFile(join(into, 'heard.sqlite'), 'kept');
    await expect(restoring(path, into)).rejects.toThrow('Nothing is ever restored over something');
    expect(await readFile(join(into, 'heard.sqlite'), 'utf8')).toBe('kept');
  });

  test('changed by one bit anywhere, or cut short', async () => {
    const places = Array.from({ length: 24 }, (_, at) => Math.floor(((at + 0.5) * bytes.length) / 24));
    for (const at of [...places, bytes.length - 1]) {
      const into = join(await freshFolder(), 'x');
      await expect(restoring(await damagedAt(at), into), `byte ${at}`).rejects.toThrow();
      await expect(stat(into)).rejects.toThrow('ENOENT');
    }
    for (const length of [100, 5_000, bytes.length - 16, bytes.length - 1]) {
      const file = join(await freshFolder(), 'cut.age');
      await writeFile(file, bytes.subarray(0, length));
      await expect(restoring(file, join(await freshFolder(), 'x')), `cut at ${length}`).rejects.toThrow();
    }
  });
});

describe('none is made', () => {
  test('while another is being made, which goes on; what a dead one left is cleared away', async () => {
    const [one, other] = [await freshFolder(), await freshFolder()];
    const left = join(t.app.settings.dataDir, '.backup-left');
    await mkdir(left);
    await writeFile(join(left, 'heard.sqlite'), 'half');
    const first = makeBackup(t.app, making(one));
    await expect(makeBackup(t.app, making(other))).rejects.toThrow('Another backup is being made');
    const { path } = await first;
    expect(await readdir(one)).toEqual([basename(path)]);
    expect(await readdir(other)).toEqual([]);
    expect((await readdir(t.app.settings.dataDir)).filter((name) => name.startsWith('.backup-'))).toEqual([]);
    await makeBackup(t.app, making(other));
    expect(await readdir(other)).toHaveLength(1);
  });

  test('of a copy that is another installation', async () => {
    const into = await freshFolder();
    const vault = { ...t.app.vault, installation: '00000000-0000-7000-8000-000000000000' };
    await expect(makeBackup({ ...t.app, vault }, making(into))).rejects.toThrow('of another installation');
    expect(await readdir(into)).toEqual([]);
  });

  test.runIf(testDatabase === 'sqlite')('of a copy that has lost its audit, while the data has one', async () => {
    const into = await freshFolder();
    const lost = join(await freshFolder(), 'lost.sqlite');
    await sql`vacuum into ${lost}`.execute(t.app.database.db);
    const other = await openDatabase(`sqlite:${lost}`, { now: () => t.clock.now() });
    await unseal(other.db, 'sqlite');
    await sql`delete from audit`.execute(other.db);
    await other.close();
    const settings = { ...t.app.settings, databaseUrl: `sqlite:${lost}` };
    await expect(makeBackup({ ...t.app, settings }, making(into))).rejects.toThrow('has no audit');
    expect(await readdir(into)).toEqual([]);
  });

  test('beside the key ring, in its folder, or beside a private key', async () => {
    const keys = await freshFolder();
    const keyFile = join(keys, 'ring.json');
    await writeFile(keyFile, newRing());
    const app = { ...t.app, settings: { ...t.app.settings, keyFile } };
    await expect(makeBackup(app, making(keys))).rejects.toThrow('one folder tree with the key ring');
    await expect(makeBackup(app, making(join(keys, 'below')))).rejects.toThrow('one folder tree with the key ring');
    await expect(makeBackup(t.app, making(keys))).rejects.toThrow('is a key ring');
    const other = await freshFolder();
    await writeFile(join(other, 'identity.txt'), `# kept here\n${pair.identity}\n`);
    await expect(makeBackup(t.app, making(other))).rejects.toThrow('private key that opens backups');
    expect(await readdir(other)).toEqual(['identity.txt']);
  });

  test('where it would fill the disk on which the service writes', async () => {
    const into = await freshFolder();
    const bytes = await bytesOf(t.app.database, t.app.settings.databaseUrl);
    const asked: string[] = [];
    const room = (free: number) => async (path: string) => (asked.push(path), { free, of: 1e12 });
    // The copy and what is sealed lie on one disk here.
    const least = MARGIN + bytes * (testDatabase === 'postgres' ? 3 : 2);
    await expect(makeBackup(t.app, { ...making(into), room: room(least - 1e6) })).rejects.toThrow(
      'There is no room for a backup'
    );
    expect(await readdir(into)).toEqual([]);
    expect((await readdir(t.app.settings.dataDir)).filter((name) => name.startsWith('.backup-'))).toEqual([]);
    await makeBackup(t.app, { ...making(into), room: room(least + 1e6) });
    expect(new Set(asked)).toEqual(new Set([t.app.settings.dataDir]));
  });

  test('without a key to seal it to', async () => {
    await expect(makeBackup(t.app, { ...making(), recipients: [] })).rejects.toThrow('HEARD_BACKUP_RECIPIENTS');
  });
});

test('nothing goes, least of all what was just made, while a clock runs wrong', async () => {
  const into = await freshFolder();
  const old = ['heard-20240101T030000Z.backup.age', 'heard-20240102T030000Z.backup.age', 'heard-20991231T030000Z.backup.age'];
  for (const name of old) await writeFile(join(into, name), 'old');
  const { path, removed } = await makeBackup(t.app, making(into));
  expect(removed).toEqual([]);
  expect((await readdir(into)).toSorted()).toEqual([...old, basename(path)].toSorted());
});

test('older ones go by the rule; files that are not ours stay', async () => {
  const into = await freshFolder();
  await mkdir(into, { recursive: true });
  const day = (at: Date) => `heard-${at.toISOString().replace(/[-:]/g, '').slice(0, 15)}Z.backup.age`;
  const now = t.clock.now();
  for (let ago = 1; ago <= 500; ago += 1) await writeFile(join(into, day(new Date(now.getTime() - ago * 86_400_000))), 'old');
  await writeFile(join(into, 'notes.txt'), 'ours');
  const { removed } = await makeBackup(t.app, making(into));
  const left = await readdir(into);
  expect(left).toContain('notes.txt');
  expect(removed).toHaveLength(501 - (left.length - 1));
  expect(left.length - 1).toBeGreaterThanOrEqual(14 + 4 + 8);
  expect(left.length - 1).toBeLessThanOrEqual(14 + 8 + 12);
});
