import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#lib/server/http/port.ts';
import { newRing } from '#lib/server/keys/ring.ts';

export type RunningLive = Readonly<{ url: string; output: () => string; stop: () => Promise<void> }>;

const serveCommand = join(import.meta.dirname, '../../src/lib/server/http/serve.ts');

/** A service as a council runs it: live, on an empty database, its keys in a folder of their own. */
export async function startLive(): Promise<RunningLive> {
  const [data, keys] = [await mkdtemp(join(tmpdir(), 'heard-live-')), await mkdtemp(join(tmpdir(), 'heard-ring-'))];
  const [port, keyFile] = [await freePort(0), join(keys, 'ring.json')];
  await writeFile(keyFile, newRing(), { mode: 0o600 });
  const url = `http://localhost:${port}`;
  const own = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HEARD_')));
  const child = spawn(process.execPath, [serveCommand], {
    env: {
      ...own,
      ...{ HEARD_MODE: 'live', HEARD_DATA_DIR: data, HEARD_KEY_FILE: keyFile, HEARD_ORIGIN: url },
      ...{ HEARD_HOST: '127.0.0.1', HEARD_PORT: String(port) }
    },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let said = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const hear = (part: Buffer) => {
      said += part.toString();
      if (said.includes('Heard is running at')) resolve();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    void ended.then(() => reject(new Error(`It stopped:\n${said}`)));
  });
  return {
    ...{ url, output: () => said },
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      for (const dir of [data, keys]) await rm(dir, { recursive: true, force: true });
    }
  };
}
