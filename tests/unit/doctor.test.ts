import { chmod, copyFile, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, request as forward } from 'node:http';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';
import { within } from '#lib/context.ts';
import { addItem } from '#lib/routing/items.server.ts';
import { openApp } from '#lib/server/app.ts';
import { assertions } from '#lib/server/doctor/list.ts';
import { printed } from '#lib/server/doctor/examine.ts';
import { isNetwork, mountIn } from '#lib/server/doctor/mounts.ts';
import { freePort } from '#lib/server/http/port.ts';
import { startServer, type Handler } from '#lib/server/http/server.ts';
import { faultsFound, noteOf } from '#lib/server/backup/faults.ts';
import { newRing } from '#lib/server/keys/ring.ts';
import { noteTime } from '#lib/server/last-times.ts';
import { readSettings } from '#lib/server/settings.ts';
import { lookAtNotify } from '#lib/server/doctor/notify.ts';
import { notifyKey, notifyStub, notifyTemplates } from '#tests/setup/notify-stub.ts';
import { examined, setUp, type Env, type Seen, type SetUp } from '#tests/setup/doctor.ts';

const toClose: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of toClose.splice(0)) await close();
});

const handler: Handler = (request, response, next) => (request.url === '/readyz' ? response.end('ready\n') : next());

/** A service that answers at `origin`, as far as doctor asks it. */
async function running(port: number, origin: string): Promise<void> {
  const server = await startServer({ handler, settings: { origin, host: '127.0.0.1', port } });
  toClose.push(server.close);
}

/** Something else that listens there. */
async function listener(port: number, answer: Parameters<typeof createServer>[1]): Promise<void> {
  const server = createServer({}, answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  toClose.push(() => new Promise((resolve) => (server.closeAllConnections(), server.close(resolve))));
}

/** Changes the file as somebody with a tool would, past everything Heard asserts. */
function tamper(file: string, ...statements: string[]): void {
  const database = new Sqlite(file);
  for (const statement of statements) database.exec(statement);
  database.close();
}

/** The same Heard doctor would open, to break something in it that only an open one has. */
async function opened(env: Env) {
  const app = await openApp(readSettings(env));
  toClose.push(() => app.close());
  return app;
}

test('a set-up as it must be has no fault, running or not', async () => {
  const port = await freePort(0);
  const { env } = await setUp(port);
  const stopped = await examined(env);
  expect([stopped.faults, stopped.code]).toEqual([[], 0]);
  expect(stopped.lines.map(({ code }) => code)).toEqual(assertions.map(({ code }) => code));
  await running(port, env.HEARD_ORIGIN ?? '');
  const going = await examined(env);
  expect([going.faults, going.code]).toEqual([[], 0]);
  const unasked = going.lines.flatMap(({ state, code }) => (state === 'unasked' ? [code] : []));
  expect(unasked).toEqual(['https', 'mail', 'notify']);
});

test('GOV.UK Notify is asked for its templates, and nothing is sent', async () => {
  const stub = await notifyStub();
  toClose.push(stub.stop);
  const asked = (templates: Readonly<Record<'email' | 'text' | 'letter', string | null>>) =>
    lookAtNotify({ url: stub.url, key: notifyKey, templates });
  expect(await asked(notifyTemplates)).toEqual([]);
  expect(await asked({ email: notifyTemplates.text, text: null, letter: '44444444-4444-4444-8444-444444444444' })).toEqual([
    'email: the template is of another kind',
    'letter: it answers 404'
  ]);
  expect(stub.taken).toEqual([]);
  await stub.stop();
  expect(await asked({ ...notifyTemplates, text: null, letter: null })).toEqual(['email: ECONNREFUSED']);
  toClose.pop();
});

type Broken = readonly [
  name: string,
  fault: string,
  cure: RegExp,
  breakIt: (set: SetUp, port: number) => Promise<Parameters<typeof examined>[1] | void>
];

const broken: readonly Broken[] = [
  ['a setting nobody can read', 'settings', /\.env\.example/, async ({ env }) => void (env.HEARD_PORT = 'http')],
  [
    'the demo on the internet',
    'mode',
    /HEARD_MODE=live/,
    async ({ env }) => {
      Object.assign(env, { HEARD_MODE: 'demo', HEARD_ORIGIN: 'https://mysay.example' });
    }
  ],
  ['a debugger in NODE_OPTIONS', 'debugger', /NODE_OPTIONS/, async () => ({ machine: { flags: ['--inspect=0.0.0.0'] } })],
  [
    'a ring inside the data folder',
    'keys-apart',
    /folder of its own/,
    async ({ env, ring }) => {
      env.HEARD_KEY_FILE = join(env.HEARD_DATA_DIR ?? '', 'ring.json');
      await rename(ring, env.HEARD_KEY_FILE);
    }
  ],
  ['a ring anybody can read', 'keys-private', /chmod 600/, async ({ ring }) => chmod(ring, 0o644)],
  ['no ring at all', 'keys', /from its copy/, async ({ ring }) => rm(ring)],
  [
    'a data key with one bit that is wrong',
    'keys-open',
    /data_keys back/,
    async ({ file }) =>
      tamper(
        file,
        "update data_keys set wrapped = zeroblob(60) where id = (select max(id) from data_keys where subject = 'staff')"
      )
  ],
  ['the ring of another installation', 'keys-fit', /Make no new one/, async ({ ring }) => writeFile(ring, newRing())],
  [
    'a port that somebody else has',
    'running',
    /HEARD_PORT/,
    async (_, port) => listener(port, (_request, response) => response.end('hello'))
  ],
  [
    'a proxy that changes the Host',
    'address',
    /Host header on unchanged/,
    async ({ env }, port) => {
      await running(port, 'https://mysay.example');
      env.HEARD_ORIGIN = `http://localhost:${port}`;
    }
  ],
  [
    'a proxy that drops where a form came from',
    'address',
    /Origin and Sec-Fetch-Site/,
    async ({ env }, port) => {
      const outside = await freePort(0);
      env.HEARD_ORIGIN = `http://localhost:${outside}`;
      await running(port, env.HEARD_ORIGIN);
      await listener(outside, ({ method, url, headers: { origin: _dropped, ...headers } }, response) => {
        const asked = forward({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        });
        asked.end();
      });
    }
  ],
  [
    'an address that leads nowhere',
    'address',
    /Start the proxy/,
    async ({ env }, port) => {
      await running(port, `http://localhost:${port}`);
      env.HEARD_ORIGIN = `http://localhost:${await freePort(0)}`;
    }
  ],
  [
    'data on a network disk',
    'local-disk',
    /local disk/,
    async ({ folder }) => {
      const list = `27 1 254:0 / / rw - ext4 /dev/vda rw\n90 27 0:50 / ${folder} rw,relatime shared:1 - nfs4 store:/heard rw`;
      return { machine: { mountOf: async (path: string) => mountIn(list, path) } };
    }
  ],
  ['a disk that is nearly full', 'disk', /Make room/, async () => ({ machine: { room: async () => ({ free: 2e8, of: 1e11 }) } })],
  [
    'a disk that is full',
    'writes',
    /Make room/,
    async ({ env, file }) => {
      tamper(file, 'vacuum');
      env.HEARD_DATABASE_MAX_PAGES = '1';
    }
  ],
  [
    'a file that is no database',
    'database',
    /restore a backup/,
    async ({ file }) => writeFile(file, 'not a database'.repeat(900))
  ],
  [
    'a file with a hole in it',
    'whole',
    /keep the damaged file/,
    async ({ file }) => {
      tamper(file, 'pragma wal_checkpoint(truncate)');
      const database = new Sqlite(file, { readonly: true });
      const page = Number(database.prepare("select rootpage from sqlite_schema where name = 'watch_words'").pluck().get());
      database.close();
      const handle = await open(file, 'r+');
      await handle.write(Buffer.alloc(4096, 7), 0, 4096, (page - 1) * 4096);
      await handle.close();
    }
  ],
  ['a database anybody can read', 'file-private', /chmod 600/, async ({ file }) => chmod(file, 0o640)],
  [
    'a database of a newer Heard',
    'newer',
    /newer release/,
    async ({ file }) => tamper(file, "insert into migrations values ('9999-of-next-year', '2027-01-01')")
  ],
  [
    'a migration that is missing',
    'migrations',
    /start the service once/,
    async ({ file }) => tamper(file, "delete from migrations where name = '0013-last-times'")
  ],
  [
    'synchronous turned down',
    'durable',
    /nothing but Heard may set these/,
    async ({ env }) => {
      const app = await opened(env);
      await sql`pragma synchronous = normal`.execute(app.database.db);
      return { app: async () => app };
    }
  ],
  ['an old Node', 'node', /Node 26/, async () => ({ machine: { node: '20.11.1' } })],
  [
    'a package below its floor',
    'packages',
    /npm ci/,
    async () => ({
      machine: { read: async () => JSON.stringify({ packages: { 'node_modules/nodemailer': { version: '7.0.6' } } }) }
    })
  ],
  [
    'a key that GOV.UK Notify does not know',
    'notify',
    /HEARD_NOTIFY_KEY/,
    async ({ env }) => {
      const stub = await notifyStub();
      toClose.push(stub.stop);
      const templates = {
        HEARD_NOTIFY_EMAIL_TEMPLATE: notifyTemplates.email,
        HEARD_NOTIFY_LETTER_TEMPLATE: notifyTemplates.letter
      };
      Object.assign(env, templates, { HEARD_NOTIFY_KEY: notifyKey.replace(/.$/, '0') });
      return { machine: { notify: (notify) => lookAtNotify({ ...notify, url: stub.url }) } };
    }
  ],
  ['a clock that went back', 'clock', /chrony/, async () => ({ now: () => new Date(Date.now() - 3 * 3600_000) })],
  [
    'a worker that stopped',
    'worker',
    /HEARD_WORKER=on/,
    async ({ env }, port) => {
      await running(port, `http://localhost:${port}`);
      const app = await opened(env);
      await noteTime(app.database.db, 'worker', new Date(Date.now() - 3600_000));
    }
  ],
  [
    'a mail server that is away',
    'mail',
    /HEARD_SMTP_URL/,
    async ({ env }) => {
      Object.assign(env, { HEARD_SMTP_URL: `smtp://127.0.0.1:${await freePort(0)}`, HEARD_MAIL_FROM: 'heard@council.example' });
    }
  ],
  [
    'mail that does not go out',
    'outbox',
    /lines mail, notify and worker/,
    async ({ file }) =>
      tamper(
        file,
        `insert into outbox (id, kind, dedupe_key, payload_sealed, state, not_before, due_at, attempts, created_at)
       values ('1', 'urgent', 'k', x'00', 'waiting', '2099-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 3, '2026-01-01T00:00:00.000Z')`
      )
  ],
  [
    'an empty duty desk',
    'desks',
    /duty desk/,
    async ({ file }) => tamper(file, "delete from desk_members where desk_id = (select id from desks where code = 'duty')")
  ],
  [
    'no number for the night',
    'numbers',
    /outOfHoursPhone/,
    async ({ file }) => tamper(file, "delete from council_settings where key = 'outOfHoursPhone'")
  ],
  [
    'a complaint nobody would get',
    'doors',
    /Name people for the desk, or a manager/,
    async ({ file }) =>
      tamper(
        file,
        "delete from desk_members where desk_id = (select id from desks where code = 'complaints')",
        "delete from staff_roles where role = 'manager'"
      )
  ],
  ['nobody on duty', 'rota', /under Cover/, async ({ file }) => tamper(file, 'delete from rota')],
  [
    'a manager who reviews too, and no other',
    'ratings',
    /second manager/,
    async ({ file }) =>
      tamper(
        file,
        "insert into staff_roles (id, staff_id, role, from_on, to_on) select 'too', staff_id, 'iro', from_on, to_on from staff_roles where role = 'manager'"
      )
  ],
  [
    'an audit entry that was changed',
    'audit',
    /Somebody changed the record/,
    async ({ file }) => {
      const database = new Sqlite(file);
      const triggers = database
        .prepare("select name from sqlite_schema where type = 'trigger' and tbl_name = 'audit'")
        .pluck()
        .all();
      for (const name of triggers) database.exec(`drop trigger ${String(name)}`);
      database.exec("update audit set subject_id = 'somebody else' where seq = 2");
      database.close();
    }
  ],
  ['no key to seal backups to', 'backup-keys', /On another machine/, async ({ env }) => void delete env.HEARD_BACKUP_RECIPIENTS],
  [
    'a backup of last week',
    'backup',
    /timer/,
    async ({ file }) =>
      tamper(file, `update last_times set at = '${new Date(Date.now() - 6 * 86_400_000).toISOString()}' where what = 'backup'`)
  ],
  [
    'a backup of data with faults',
    'backup',
    /older backup/,
    async ({ file }) => tamper(file, `update last_times set note = '${noteOf(9, faultsFound([], 7))}' where what = 'backup'`)
  ],
  [
    'backups nobody ever opened',
    'drill',
    /a hope/,
    async ({ file }) => tamper(file, "delete from last_times where what = 'drill'")
  ]
];

describe('broken set-ups', () => {
  test.each(broken)('%s', async (_, code, cure, breakIt) => {
    const port = await freePort(0);
    const set = await setUp(port);
    const parts = (await breakIt(set, port)) ?? {};
    const seen: Seen = await examined(set.env, parts);
    expect(seen.faults).toContain(code);
    // What hangs on it is not asked; nothing else is blamed for it.
    expect(seen.faults.filter((other) => other !== code)).toEqual(alsoOf[code] ?? []);
    expect(seen.code).toBe(1);
    const line = seen.lines.find((each) => each.code === code);
    expect(line?.cure).toMatch(cure);
    expect(line?.said).not.toBe('');
  });

  /** Faults that are one and the same thing seen from two sides. */
  const alsoOf: Readonly<Record<string, readonly string[]>> = {
    disk: ['backup-room'],
    // Without the number for the night "I am not safe" shows numbers only: that door is shut.
    numbers: ['doors'],
    'keys-apart': ['keys'],
    'keys-private': ['keys']
  };

  test('an item nobody could open: its desk is empty too', async () => {
    const { env, file } = await setUp(await freePort(0));
    const app = await opened(env);
    await within(app.context({ kind: 'job', id: 'test', assurance: 'host' }), (ctx) =>
      addItem(ctx, { kind: 'call-back', subject: 'call-back', subjectId: '1', childId: null, neededBy: null })
    );
    expect((await examined(env)).faults).toEqual([]);
    tamper(file, 'delete from desk_members', 'update staff set active = 0');
    const seen = await examined(env);
    expect(seen.faults).toEqual(['readers', 'desks', 'doors', 'rota']);
    expect(seen.lines.find(({ code }) => code === 'readers')?.said).toBe('1 of 1 have nobody');
  });
});

test('looking changes nothing but the note that doctor looked', async () => {
  const { env, file, folder } = await setUp(await freePort(0));
  const before = join(folder, 'before.sqlite');
  await copyFile(file, before);
  await examined(env);
  const rows = (path: string) => {
    const database = new Sqlite(path, { readonly: true });
    const names = database
      .prepare("select name from sqlite_schema where type = 'table' and name <> 'last_times' order by name")
      .pluck()
      .all();
    const all = names.map((name) => [
      name,
      database
        .prepare(`select * from ${String(name)}`)
        .raw()
        .all()
    ]);
    database.close();
    return JSON.stringify(all);
  };
  expect(rows(file)).toBe(rows(before));
});

test('before the first start there is nothing to open, and nothing is made', async () => {
  const { env, folder } = await setUp(await freePort(0));
  await rm(join(folder, 'data'), { recursive: true });
  const seen = await examined(env);
  expect(seen.faults).toEqual([]);
  expect(seen.lines.find(({ code }) => code === 'database')?.said).toContain('the first start makes it');
  await expect(readFile(join(folder, 'data', 'heard.sqlite'))).rejects.toThrow('ENOENT');
});

test('a mail server that answers, and encrypts, is fine; no message is sent', async () => {
  let messages = 0;
  const server = new SMTPServer({ authOptional: true, onData: (_stream, _session, done) => ((messages += 1), done()) });
  const port = await freePort(0);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  toClose.push(() => new Promise<void>((resolve) => server.close(resolve)));
  const { env } = await setUp(await freePort(0));
  Object.assign(env, { HEARD_SMTP_URL: `smtp://127.0.0.1:${port}`, HEARD_MAIL_FROM: 'heard@council.example' });
  const seen = await examined(env);
  expect(seen.lines.find(({ code }) => code === 'mail')?.state).toBe('fine');
  expect(messages).toBe(0);
});

test('which file systems are a network', () => {
  const types = ['nfs', 'nfs4', 'cifs', 'smb3', '9p', 'ceph', 'fuse.sshfs', 'fuse.rclone', 'fuse', 'davfs', 'virtiofs'];
  for (const type of types) expect([type, isNetwork({ type, at: '/' })]).toEqual([type, true]);
  for (const type of ['ext4', 'xfs', 'btrfs', 'zfs', 'tmpfs', 'overlay', 'apfs', 'fuseblk'])
    expect([type, isNetwork({ type, at: '/' })]).toEqual([type, false]);
  const list = '1 0 1:1 / / rw - ext4 a rw\n2 1 1:2 / /srv rw - nfs4 b rw\n3 2 1:3 / /srv/with\\040space rw - xfs c rw';
  expect([mountIn(list, '/srv/x')?.type, mountIn(list, '/srvx')?.type, mountIn(list, '/srv/with space/y')?.type]).toEqual([
    'nfs4',
    'ext4',
    'xfs'
  ]);
});

test('a fault is printed with its cure below it', async () => {
  const { env } = await setUp(await freePort(0));
  delete env.HEARD_BACKUP_RECIPIENTS;
  const { lines } = await examined(env);
  const said = lines.flatMap(printed);
  expect(said.filter((line) => line.startsWith('FAULT'))).toEqual([expect.stringContaining('backup-keys: ')]);
  expect(said[said.findIndex((line) => line.startsWith('FAULT')) + 1]).toMatch(/^ {7}cure: On another machine/);
  await mkdir(env.HEARD_DATA_DIR ?? '', { recursive: true });
});

test('every line has a code of its own, and is explained where operators read', async () => {
  const codes = assertions.map(({ code }) => code);
  expect(new Set(codes).size).toBe(codes.length);
  const known = new Set(codes);
  for (const { needs } of assertions) for (const need of needs ?? []) expect(known.has(need)).toBe(true);
  const read = await readFile(join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
  expect(codes.filter((code) => !read.includes(`| \`${code}\` |`))).toEqual([]);
});
