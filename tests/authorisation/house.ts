import { fork, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApp, type App } from '#lib/server/app.ts';
import { freePort } from '#lib/server/http/port.ts';
import { newRing } from '#lib/server/keys/ring-text.ts';
import { readSettings } from '#lib/server/settings.ts';

/** A Heard of its own: its data, its keys, the built pages in a process of theirs, and the same data opened here. */
export type House = Readonly<{
  app: App;
  url: string;
  dir: string;
  env: Readonly<Record<string, string>>;
  /** All the server has printed so far. */
  printed: () => string;
  /** For a build made for the trial of mutants: sets the one that holds from now (null: none), and gives the verbs asked for since. */
  mutate: (mutant: unknown) => Promise<readonly string[]>;
  close: () => Promise<void>;
}>;

export const builtHandler = join(import.meta.dirname, '../../build/handler.js');

/** Opens it with no data. `handler`: the build to serve. */
export async function openHouse(handler: string = builtHandler): Promise<House> {
  const dir = await mkdtemp(join(tmpdir(), 'heard-authorisation-'));
  await writeFile(join(dir, 'ring'), newRing(), { mode: 0o600 });
  const port = await freePort(0);
  const env = {
    ...{ HEARD_MODE: 'test', HEARD_DATA_DIR: join(dir, 'data'), HEARD_KEY_FILE: join(dir, 'ring'), HEARD_WORKER: 'off' },
    ...{ HEARD_PORT: String(port), HEARD_HOST: '127.0.0.1', HEARD_ORIGIN: `http://localhost:${port}` },
    // So that invitations go by mail; nothing is sent by itself.
    ...{ HEARD_SMTP_URL: 'smtp://127.0.0.1:9', HEARD_MAIL_FROM: 'heard@council.example' }
  };
  const app = await openApp(readSettings(env));
  let said = '';
  const served = fork(join(import.meta.dirname, 'served.ts'), [handler], {
    env: { PATH: process.env.PATH, ...env },
    silent: true
  });
  for (const stream of [served.stdout, served.stderr]) stream?.on('data', (part: Buffer) => (said += part.toString()));
  await ready(served, () => said);
  return {
    ...{ app, dir, env, url: `http://localhost:${port}`, printed: () => said },
    mutate: (mutant) =>
      new Promise((resolve) => {
        served.once('message', (verbs) => resolve(Array.isArray(verbs) ? verbs.map(String) : []));
        served.send({ mutant });
      }),
    close: async () => {
      await ended(served);
      await app.close();
      await rm(dir, { recursive: true, force: true });
    }
  };
}

function ready(served: ChildProcess, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    const look = () => (/^ready$/m.test(said()) ? resolve() : undefined);
    served.stdout?.on('data', look);
    served.once('exit', (code) => reject(new Error(`The built pages stopped (${code}):\n${said()}`)));
  });
}

function ended(served: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    served.once('exit', () => resolve());
    served.kill('SIGTERM');
    setTimeout(() => served.kill('SIGKILL'), 5_000).unref();
  });
}
