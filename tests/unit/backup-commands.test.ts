import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { run as backup } from '#commands/backup.ts';
import { run as erase } from '#commands/erase.ts';
import { run as restore } from '#commands/restore.ts';
import { anchorsAt, anchorWhenDue } from '#lib/audit/anchoring.server.ts';
import { inspectChain } from '#lib/audit/verifying.server.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { listBeside } from '#lib/server/backup/erased.ts';
import { identitiesIn } from '#lib/server/backup/sealing.ts';
import { newRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';
import { examined, setUp, type SetUp } from '#tests/setup/doctor.ts';

let set: SetUp;
let folder: string;
let identity: string;

/** Types a command with the set-up's own settings; its exit code and what it said. What it throws is its sentence, and 2. */
async function typed(run: typeof backup, ...args: string[]): Promise<{ code: number; said: string }> {
  const said: string[] = [];
  const code = await run(args, (line) => said.push(line)).catch((error: unknown) => {
    said.push(error instanceof Error ? error.message : 'threw');
    return 2;
  });
  return { code, said: said.join('\n') };
}

async function inIt<T>(env: SetUp['env'], work: (app: App) => Promise<T>): Promise<T> {
  const app = await openApp(readSettings(env));
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}

const asCommand = (app: App) => app.context({ kind: 'command', id: 'test', assurance: 'host' });
const newest = () =>
  join(
    folder,
    readdirSync(folder)
      .filter((name) => name.endsWith('.age'))
      .sort()
      .at(-1) ?? ''
  );

beforeEach(async () => {
  set = await setUp(1);
  folder = join(set.folder, 'backups');
  identity = join(set.folder, 'elsewhere', 'identity.txt');
  const made = await typed(backup, 'keys', identity);
  expect(made.code).toBe(0);
  set.env.HEARD_BACKUP_RECIPIENTS = /HEARD_BACKUP_RECIPIENTS=(age1\S+)/.exec(made.said)?.[1] ?? '';
  for (const [name, value] of Object.entries(set.env)) vi.stubEnv(name, value);
});
afterEach(() => vi.unstubAllEnvs());

test('keys: a file for its owner only, never overwritten, and where to keep it', async () => {
  expect(identitiesIn(identity)).toEqual([expect.stringMatching(/^AGE-SECRET-KEY-1/)]);
  if (process.platform !== 'win32') expect(statSync(identity).mode & 0o077).toBe(0);
  const before = readFileSync(identity, 'utf8');
  const again = await typed(backup, 'keys', identity);
  expect(again).toEqual({ code: 2, said: expect.stringContaining('never overwritten') });
  expect(readFileSync(identity, 'utf8')).toBe(before);
  expect((await typed(backup, 'keys')).code).toBe(2);
});

test('backup, drill, doctor: the day of each is known, and the drill leaves nothing', async () => {
  const made = await typed(backup, folder);
  expect(made).toEqual({ code: 0, said: expect.stringMatching(/rows and \d+ sealed fields, each of which opened/) });
  const temporary = join(set.folder, 'tmp');
  const drill = await typed(restore, newest(), '--identity', identity, '--drill');
  expect(drill).toEqual({ code: 0, said: expect.stringContaining('The drill went well') });
  expect(drill.said).toMatch(/Made \d{4}-.* by Heard \d/);
  expect(existsSync(temporary)).toBe(false);
  const { lines } = await examined(set.env);
  for (const code of ['backup', 'drill', 'backup-keys']) expect(lines.find((line) => line.code === code)?.state).toBe('fine');
  const verbs = await inIt(set.env, (app) => app.database.db.selectFrom('audit').select('verb').orderBy('seq').execute());
  expect(verbs.slice(-2).map(({ verb }) => verb)).toEqual(['backup.make', 'backup.drill']);
});

test('restored into a new folder it is an installation again, and its record says that it came from a copy', async () => {
  await typed(backup, folder);
  const dir = join(set.folder, 'anchors');
  // What is written and anchored from here on is lost with the data: nobody takes that for a cut chain for ever.
  await inIt(set.env, async (app) => {
    await saveChild(asCommand(app), { firstName: 'Robin', lastName: 'Ash', bornOn: '2017-05-04' });
    const job = app.context({ kind: 'job', id: 'test', assurance: 'host' });
    await anchorWhenDue(job, { dir, live: false }, null);
  });
  const into = join(set.folder, 'again');
  const back = await typed(restore, newest(), '--identity', identity, '--into', into);
  expect(back).toEqual({ code: 0, said: expect.stringContaining(`It is in ${into}`) });
  expect(readdirSync(into)).toContain('heard.sqlite');
  const chain = await inIt({ ...set.env, HEARD_DATA_DIR: into }, async (app) => {
    const anchors = anchorsAt(dir);
    expect(anchors.length).toBeGreaterThan(0);
    return inspectChain(asCommand(app), anchors);
  });
  expect(chain.fault).toBeNull();
  const { faults, lines } = await examined({ ...set.env, HEARD_DATA_DIR: into });
  expect(faults).toEqual([]);
  expect(lines.find(({ code }) => code === 'audit')?.state).toBe('fine');
  expect((await typed(restore, newest(), '--identity', identity, '--into', into)).said).toContain(
    'Nothing is ever restored over'
  );
});

test('who was erased since is erased again; the list that says so cannot be changed', async () => {
  const child = await inIt(set.env, (app) =>
    saveChild(asCommand(app), { firstName: 'Robin', lastName: 'Ash', bornOn: '2017-05-04' })
  );
  await typed(backup, folder);
  const before = newest();
  await inIt(set.env, (app) =>
    eraseChild(asCommand(app), { childId: child, reason: 'no longer needed', unreadToo: true, backupDays: 35 })
  );
  await new Promise((go) => setTimeout(go, 1_100));
  await typed(backup, folder);
  const into = join(set.folder, 'again');
  const back = await typed(restore, before, '--identity', identity, '--into', into);
  expect(back.said).toContain('1 child who was erased since');
  const left = (app: App) => app.database.db.selectFrom('children').select('id').where('id', '=', child).execute();
  expect(await inIt({ ...set.env, HEARD_DATA_DIR: into }, left)).toEqual([]);
  const drill = await typed(restore, before, '--identity', identity, '--drill');
  expect(drill.said).toContain('1 child who was erased since');
  const list = readFileSync(listBeside(folder), 'utf8');
  expect(list).not.toContain('Robin');
  writeFileSync(listBeside(folder), list.replace(child, '00000000-0000-7000-8000-000000000000'));
  const touched = await typed(restore, before, '--identity', identity, '--into', join(set.folder, 'third'));
  expect(touched).toEqual({ code: 2, said: expect.stringContaining('cannot be believed') });
});

describe('an erased child stays erased', () => {
  const robin = () =>
    inIt(set.env, (app) => saveChild(asCommand(app), { firstName: 'Robin', lastName: 'Ash', bornOn: '2017-05-04' }));
  const backedUp = async (into = folder) => {
    await new Promise((go) => setTimeout(go, 1_100));
    expect((await typed(backup, into)).code).toBe(0);
    return newest();
  };
  const erased = (env: SetUp['env'], child: string) =>
    inIt(env, async (app) => {
      const said: string[] = [];
      const code = await erase([child, '--reason', 'over', '--unread-too', '--again', child], app, (line) => said.push(line));
      expect(code).toBe(0);
      return said.join('\n');
    });
  const children = (into: string) =>
    inIt({ ...set.env, HEARD_DATA_DIR: into }, ({ database: { db } }) => db.selectFrom('children').select('id').execute());
  const restored = (file: string, into: string) => typed(restore, file, '--identity', identity, '--into', into);

  test('when no backup was made since: the list says so, or the live database does', async () => {
    const child = await robin();
    const before = await backedUp();
    expect(await erased({ ...set.env, HEARD_BACKUP_DIR: folder }, child)).toContain(listBeside(folder));
    vi.stubEnv('HEARD_DATA_DIR', join(set.folder, 'gone'));
    const byList = await restored(before, join(set.folder, 'one'));
    expect(byList.said).toContain(`1 child who was erased since it was made was erased in it again (by ${listBeside(folder)})`);
    expect(await children(join(set.folder, 'one'))).toEqual([]);
    expect(existsSync(join(set.folder, 'gone'))).toBe(false);

    vi.stubEnv('HEARD_DATA_DIR', join(set.folder, 'data'));
    const alone = join(set.folder, 'alone');
    mkdirSync(alone);
    copyFileSync(before, join(alone, 'old.age'));
    const byLive = await restored(join(alone, 'old.age'), join(set.folder, 'two'));
    expect(byLive.said).toContain('1 child who was erased since it was made was erased in it again (by the live database)');
    expect(await children(join(set.folder, 'two'))).toEqual([]);
  });

  test('when a copy from before the child was there came in between', async () => {
    const first = await backedUp();
    const child = await robin();
    const second = await backedUp();
    expect(await erased(set.env, child)).toContain('make a backup now');
    await backedUp();
    const older = join(set.folder, 'older');
    expect((await restored(first, older)).code).toBe(0);
    // From here on only the older copy is left, and a new folder for its backups.
    vi.stubEnv('HEARD_DATA_DIR', older);
    const anew = join(set.folder, 'anew');
    expect((await typed(backup, anew)).code).toBe(0);
    copyFileSync(second, join(anew, 'second.age'));
    vi.stubEnv('HEARD_DATA_DIR', join(set.folder, 'gone'));
    const back = await restored(join(anew, 'second.age'), join(set.folder, 'back'));
    expect(back.said).toContain('1 child who was erased since');
    expect(await children(join(set.folder, 'back'))).toEqual([]);
  });

  test('when a backup of an older copy is made into the same folder: the list only grows', async () => {
    const child = await robin();
    const before = await backedUp();
    await erased({ ...set.env, HEARD_BACKUP_DIR: folder }, child);
    const older = join(set.folder, 'older');
    const aside = join(set.folder, 'aside');
    mkdirSync(aside);
    copyFileSync(before, join(aside, 'old.age'));
    vi.stubEnv('HEARD_DATA_DIR', join(set.folder, 'gone'));
    expect((await restored(join(aside, 'old.age'), older)).said).toContain('No list of who was erased');
    vi.stubEnv('HEARD_DATA_DIR', older);
    await backedUp();
    expect(readFileSync(listBeside(folder), 'utf8')).toContain(child);
  });
});

describe('what is refused, each in a sentence', () => {
  test.each([
    [[], 'HEARD_BACKUP_DIR'],
    [['--now'], 'heard backup'],
    [['a', 'b'], 'heard backup']
  ])('backup %j', async (args, sentence) => {
    expect(await typed(backup, ...args)).toEqual({ code: 2, said: expect.stringContaining(sentence) });
  });

  test('a backup beside the key ring', async () => {
    expect((await typed(backup, join(set.folder, 'keys'))).said).toContain('one folder tree with the key ring');
    writeFileSync(join(set.folder, 'keys', 'other.json'), newRing());
  });

  test.each([
    [['FILE']],
    [['FILE', '--identity']],
    [['FILE', '--identity', 'KEY']],
    [['FILE', '--identity', 'KEY', '--into', 'x', '--drill']],
    [['--drill', '--identity', 'KEY']],
    [['FILE', '--identity', 'KEY', '--over', 'x']]
  ])('restore %j', async (args) => {
    expect(await typed(restore, ...args)).toEqual({ code: 2, said: expect.stringContaining('heard restore FILE') });
  });

  test('a key file that is not there, or holds none', async () => {
    await typed(backup, folder);
    const into = join(set.folder, 'x');
    expect((await typed(restore, newest(), '--identity', join(set.folder, 'none'), '--into', into)).said).toContain(
      'cannot be read'
    );
    expect((await typed(restore, newest(), '--identity', set.ring, '--into', into)).said).toContain('holds no private key');
  });
});
