import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '#lib/server/http/port.ts';

/** One person to be, as the demo lists them in `demo/people.json`. */
export type Person = Readonly<{
  who: string;
  role: string;
  band: '8-11' | '12-17' | null;
  name: string;
  signInUrl: string;
  code: string | null;
  pin: string | null;
  pictures: readonly string[] | null;
  /** Why they are in the list; null for those who are only more of the same. */
  why: string | null;
}>;

export type RunningDemo = Readonly<{
  /** Where it answers, without a closing slash. */
  url: string;
  /** Its data folder. */
  dir: string;
  people: readonly Person[];
  /** The person listed as `who`. Throws with the list when there is none. */
  person: (who: string) => Person;
  /** All it has printed so far. */
  output: () => string;
  pid: number;
  /** Ends it as Ctrl-C does; clears its folder when `startDemo` made it. Gives its exit code. */
  stop: () => Promise<number | null>;
  /** Ends it at once, as a power cut would; keeps the folder. */
  kill: () => Promise<void>;
}>;

export type DemoOptions = Readonly<{
  /** Build the data anew. Default true. */
  fresh?: boolean;
  /** Data folder; a new temporary one when left out. */
  dir?: string;
  port?: number;
  env?: Record<string, string>;
  /** Ms until it must be ready. Default 300,000: a machine may be busy. */
  readyMs?: number;
}>;

const demoCommand = join(import.meta.dirname, '../../src/commands/demo.ts');

/** Starts the demo as a person would and waits until it says that it is ready. Throws with all it said when it stops instead. */
export async function startDemo(options: DemoOptions = {}): Promise<RunningDemo> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'heard-demo-')));
  const port = options.port ?? (await freePort(0));
  const child = spawn(process.execPath, [demoCommand, ...(options.fresh === false ? [] : ['--fresh'])], {
    cwd: join(import.meta.dirname, '../..'),
    env: {
      ...process.env,
      HEARD_MODE: 'demo',
      HEARD_DATA_DIR: dir,
      HEARD_PORT: String(port),
      HEARD_ORIGIN: `http://localhost:${port}`,
      ...options.env
    },
    stdio: ['ignore', 'pipe', 'pipe']
  });
  let said = '';
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const url = await ready(
    child,
    options.readyMs ?? 300_000,
    (part) => (said += part),
    () => said
  );
  const people: Person[] = JSON.parse(await readFile(join(dir, 'demo', 'people.json'), 'utf8'));
  return {
    ...{ url, dir, people, pid: child.pid ?? 0, output: () => said },
    person: (who) => find(people, who),
    stop: async () => {
      const code = await end(child, 'SIGTERM', ended);
      if (options.dir === undefined) await rm(dir, { recursive: true, force: true });
      return code;
    },
    kill: async () => void (await end(child, 'SIGKILL', ended))
  };
}

function find(people: readonly Person[], who: string): Person {
  const found = people.find((person) => person.who === who);
  if (!found) throw new Error(`The demo has no "${who}". It has: ${people.map((person) => person.who).join(', ')}.`);
  return found;
}

/** Its address, from the line that starts "Heard is ready at". */
function ready(child: ChildProcess, limit: number, add: (part: string) => void, said: () => string): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      child.kill('SIGKILL');
      reject(new Error(`The demo ${why}:\n${said()}`));
    };
    const late = setTimeout(() => fail(`was not ready after ${limit / 1000} s`), limit);
    const hear = (part: Buffer) => {
      add(part.toString());
      const found = /^Heard is ready at (http:\/\/[^\s/]+)/m.exec(said());
      if (!found?.[1]) return;
      clearTimeout(late);
      resolve(found[1]);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.once('exit', (code) => (clearTimeout(late), fail(`stopped (${code}) before it was ready`)));
  });
}

async function end(child: ChildProcess, signal: NodeJS.Signals, ended: Promise<number | null>): Promise<number | null> {
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), 35_000);
  const code = await ended;
  clearTimeout(late);
  return code;
}
