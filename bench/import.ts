/**
 * `npm run trial:import [-- CHILDREN]`: 20,000 children with allocations and reviews go in by the command, in its own
 * process, while the service answers on the same database. Prints time, memory and the slowest web request meanwhile.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemo, type RunningDemo } from '#tests/setup/server.ts';

const children = Number(process.argv[2] ?? 20_000);
const officers = Math.max(4, Math.ceil(children / 70));
const commands = join(import.meta.dirname, '../src/commands/heard.ts');

const first = ['Robin', 'Kai', 'Mina', 'Layla', 'Seren', 'Zofia', 'Hodan', 'Minh', 'Alfie', 'Ana', 'Theo', 'Bethan'];
const last = ['Ashby', 'Mensah', 'Dewar', 'Haddad', 'Lloyd', 'Wójcik', 'Warsame', 'Tran', 'Barker', 'Munteanu', 'Rees'];
const pick = (list: readonly string[], index: number) => list[index % list.length] ?? '';
const day = (base: string, days: number) => new Date(Date.parse(base) + days * 86_400_000).toISOString().slice(0, 10);

/** Writes one file, row by row, no faster than the disk takes it. */
async function write(path: string, header: string, count: number, rowOf: (index: number) => string): Promise<void> {
  const file = createWriteStream(path);
  file.write(`${header}\n`);
  for (let index = 0; index < count; index += 1) if (!file.write(`${rowOf(index)}\n`)) await once(file, 'drain');
  file.end();
  await once(file, 'finish');
}

/** An invented council of that size. Two allocations and two reviews a child. */
async function makeCouncil(dir: string): Promise<number> {
  const today = new Date().toISOString().slice(0, 10);
  const id = (index: number) => String(900_000 + index).padStart(8, '0');
  const officer = (index: number) => `T${index % officers}`;
  await write(join(dir, 'staff.csv'), 'staff_id,name,email,role', officers * 2, (index) => {
    const worker = index >= officers;
    return `${worker ? 'W' : 'T'}${index % officers},${pick(first, index)} ${pick(last, index * 7)},t${index}@large.example,${worker ? 'social_worker' : 'iro'}`;
  });
  await write(join(dir, 'children.csv'), 'lcs_id,first_name,last_name,date_of_birth,entered_care_on', children, (index) =>
    [
      id(index),
      pick(first, index),
      pick(last, index * 3),
      day('2010-01-01', index % 4000),
      day(today, -400 - (index % 900))
    ].join(',')
  );
  await write(join(dir, 'allocations.csv'), 'allocation_ref,lcs_id,staff_id,role,start_date,end_date', children * 2, (index) => {
    const child = index >> 1;
    return [
      `L${index}`,
      id(child),
      index % 2 ? `W${child % officers}` : officer(child),
      index % 2 ? 'social_worker' : 'iro',
      day(today, -300),
      ''
    ].join(',');
  });
  await write(join(dir, 'reviews.csv'), 'review_ref,lcs_id,due_on,held_on', children * 2, (index) => {
    const child = index >> 1;
    const at = (child % 150) + 1;
    return [`V${index}`, id(child), day(today, index % 2 ? at : at - 175), index % 2 ? '' : day(today, at - 175)].join(',');
  });
  return officers * 2 + children * 5;
}

type Times = { name: string; took: number[]; failed: number };

/** Asks for a page again and again until told to stop, with 25 ms between. */
async function ask(times: Times, url: string, cookie: string | null, going: () => boolean): Promise<void> {
  while (going()) {
    const started = performance.now();
    const answer = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} }).catch(() => null);
    await answer?.arrayBuffer();
    if (answer && answer.status < 400) times.took.push(performance.now() - started);
    else times.failed += 1;
    await new Promise((go) => setTimeout(go, 25));
  }
}

/** One reader (a child's first page) and one writer (somebody signing in: a new session each time) until `done`. */
async function meanwhile(demo: RunningDemo, done: Promise<unknown>): Promise<Times[]> {
  const child = demo.person('child-8-11');
  const signed = await fetch(child.signInUrl, { redirect: 'manual' });
  const cookie = signed.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ');
  let going = true;
  const reading: Times = { name: 'reading a page', took: [], failed: 0 };
  const writing: Times = { name: 'signing in (writes)', took: [], failed: 0 };
  const loops = [ask(reading, `${demo.url}/me`, cookie, () => going), ask(writing, child.signInUrl, null, () => going)];
  await done;
  going = false;
  await Promise.all(loops);
  return [reading, writing];
}

const at = (sorted: readonly number[], share: number) =>
  Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

function show(title: string, all: readonly Times[]): void {
  for (const { name, took, failed } of all) {
    const sorted = [...took].sort((one, other) => one - other);
    console.log(
      `  ${title}, ${name}: ${took.length} requests, half within ${at(sorted, 0.5)} ms, 99 % within ${at(sorted, 0.99)} ms, slowest ${at(sorted, 1)} ms, failed ${failed}`
    );
  }
}

type Ran = { code: number | null; seconds: number; megabytes: number; lines: string[] };

/** Runs the import as an operator does; the process itself says at its end how much memory it needed at most. */
async function importing(demo: RunningDemo, dir: string): Promise<Ran> {
  const peak = 'data:text/javascript,process.on("exit",()=>process.stderr.write("peak "+process.resourceUsage().maxRSS))';
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('HEARD_')));
  const started = performance.now();
  const child = spawn(process.execPath, ['--import', peak, commands, 'import', dir, '--apply', '--system', 'trial'], {
    env: { ...env, HEARD_DATA_DIR: demo.dir }
  });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const [code]: unknown[] = await once(child, 'close');
  const lines = out.split('\n').filter((line) => /^ {2}\S|^Left|^Applied|^There|^Nothing|^The /.test(line));
  if (!err.startsWith('peak ')) lines.push(err.slice(0, 500));
  return {
    code: typeof code === 'number' ? code : null,
    seconds: (performance.now() - started) / 1000,
    megabytes: Math.round(Number(/peak (\d+)/.exec(err)?.[1] ?? 0) / 1024),
    lines
  };
}

const dir = await mkdtemp(join(tmpdir(), 'heard-large-'));
const demo = await startDemo();
try {
  const rows = await makeCouncil(dir);
  console.log(
    `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model ?? 'processor'}: ${rows} rows, ${children} children`
  );
  show('before', await meanwhile(demo, new Promise((go) => setTimeout(go, 5_000))));
  for (const round of ['first import', 'the same again']) {
    const running = importing(demo, dir);
    const times = await meanwhile(demo, running);
    const { code, seconds, megabytes, lines } = await running;
    console.log(`${round}: ${seconds.toFixed(1)} s, at most ${megabytes} MB, ended with ${code}`);
    for (const line of lines) console.log(`  ${line.trim()}`);
    show('meanwhile', times);
    if (code !== 0 || times.some(({ failed }) => failed > 0)) process.exitCode = 1;
  }
} finally {
  await demo.stop();
  await rm(dir, { recursive: true, force: true });
}
