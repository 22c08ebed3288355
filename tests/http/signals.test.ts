import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { flagsThatShow } from '#lib/server/http/hardening.ts';
import { ask } from '#tests/http/asking.ts';

const script = join(import.meta.dirname, 'stopping-child.ts');
const onLinux = process.platform === 'linux';

function start(flags: readonly string[] = [], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [...flags, script], { env: { PATH: process.env.PATH, ...env } });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const port = async () => {
    await expect.poll(() => said, { timeout: 20_000 }).toMatch(/^at \d+$/m);
    return Number(/^at (\d+)$/m.exec(said)?.[1]);
  };
  return { child, said: () => said, ended, port };
}

test('SIGTERM: ready says no first, what was asked is answered, the end comes, with 0', async () => {
  const one = start();
  const port = await one.port();
  const answer = ask(port, { path: '/slow' });
  await wait(100);
  one.child.kill('SIGTERM');
  await expect.poll(async () => (await ask(port, { path: '/readyz' })).status).toBe(503);
  expect((await answer).body.toString()).toBe('done');
  expect(await one.ended).toBe(0);
  expect(one.said()).toContain('closed');
});

test('SIGTERM twice means now', async () => {
  const one = start();
  const port = await one.port();
  const cut = ask(port, { path: '/slow' }).catch((error: NodeJS.ErrnoException) => error.code);
  await wait(50);
  one.child.kill('SIGTERM');
  await wait(510);
  one.child.kill('SIGTERM');
  expect(await one.ended).toBe(1);
  await cut;
});

test.each([
  [['--inspect=0'], {}],
  [['--heapsnapshot-signal=SIGUSR2'], {}],
  [[], { NODE_OPTIONS: '--report-uncaught-exception' }]
])('a live service does not start with %j %j: it would show its memory', async (flags, env) => {
  const one = start(flags, env);
  expect(await one.ended).toBe(78);
  expect(one.said()).toContain('it would show everything in its memory');
});

test.runIf(onLinux)('no debugger opens at a signal, and a crash writes no memory out', async () => {
  const one = start();
  await one.port();
  one.child.kill('SIGUSR1');
  await wait(300);
  expect(one.said()).not.toContain('Debugger');
  expect(Number.parseInt(readFileSync(`/proc/${one.child.pid}/coredump_filter`, 'utf8'), 16)).toBe(0);
  one.child.kill('SIGKILL');
  await one.ended;
});

test('which flags show', () => {
  expect(flagsThatShow(['--inspect-brk', '--env-file=.env', '--max-old-space-size=512', '--heap-prof'])).toEqual([
    '--inspect-brk',
    '--heap-prof'
  ]);
});
