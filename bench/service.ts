import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type App } from '#lib/server/app.ts';
import { freePort } from '#lib/server/http/port.ts';
import { newRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';

const serveCommand = join(import.meta.dirname, '../src/lib/server/http/serve.ts');

/** A place for a service of a trial's own: data folder, keys beside it, an address. Live, as a council would run it. */
export type Place = Readonly<{ dir: string; origin: string; env: Readonly<Record<string, string>> }>;

export async function newPlace(name: string): Promise<Place> {
  const dir = mkdtempSync(join(tmpdir(), `heard-${name}-`));
  const keyFile = join(dir, 'keys', 'ring.json');
  mkdirSync(join(dir, 'keys'), { mode: 0o700 });
  writeFileSync(keyFile, newRing(), { mode: 0o600 });
  const port = await freePort(0);
  const origin = `http://localhost:${port}`;
  const env = {
    HEARD_MODE: 'live',
    HEARD_DATA_DIR: join(dir, 'data'),
    HEARD_KEY_FILE: keyFile,
    HEARD_ORIGIN: origin,
    HEARD_HOST: '127.0.0.1',
    HEARD_PORT: String(port)
  };
  return { dir, origin, env };
}

export const clearAway = (place: Place): void => rmSync(place.dir, { recursive: true, force: true });

/** The same data, from this process: to put people in, and to look at what was kept. */
export const openPlace = (place: Place): Promise<App> => openApp(readSettings({ ...place.env }));

export type Service = Readonly<{
  /** Ends it well. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut would. */
  kill(): Promise<void>;
  /** What it wrote to its error log. */
  errors(): string;
  /** What it wrote to its ordinary one. */
  log(): string;
  /** How long each request took by its own log, in ms: without the network and whoever asks. */
  took(): number[];
  pid: number;
}>;

/** Starts the built server there and waits until it answers. Throws with what it said when it stops instead. */
export async function startService(place: Place): Promise<Service> {
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'production', ...place.env };
  const child = spawn(process.execPath, [serveCommand], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  let log = '';
  child.stdout.on('data', (part: Buffer) => (log += part.toString()));
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const gone = once(child, 'exit');
  await ready(place, child, () => errors);
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await gone;
  };
  return {
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
    errors: () => errors,
    log: () => log,
    took: () => tookIn(log),
    pid: child.pid ?? 0
  };
}

const tookIn = (log: string): number[] => [...log.matchAll(/"ms":(\d+)/g)].map(([, ms]) => Number(ms));

async function ready(place: Place, child: ChildProcess, said: () => string): Promise<void> {
  for (const until = Date.now() + 60_000; Date.now() < until;) {
    if (child.exitCode !== null) throw new Error(`The service stopped (${child.exitCode}) before it was ready:\n${said()}`);
    const answer = await fetch(`${place.origin}/readyz`).catch(() => null);
    await answer?.arrayBuffer();
    if (answer?.status === 200) return;
    await new Promise((go) => setTimeout(go, 20));
  }
  child.kill('SIGKILL');
  throw new Error(`The service was not ready after a minute:\n${said()}`);
}
