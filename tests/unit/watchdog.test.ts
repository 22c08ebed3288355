import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LONGEST_STANDSTILL, STOOD_STILL, watchdog } from '#jobs/watchdog.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => void vi.useRealTimers());

test('a loop that goes round is left alone; one that stands still for two minutes ends the process', () => {
  expect(LONGEST_STANDSTILL).toBe(120_000);
  const bite = vi.fn();
  const dog = watchdog('send-outbox', { bite });
  for (let seconds = 0; seconds < 600; seconds += 30) {
    vi.advanceTimersByTime(30_000);
    dog.tick();
  }
  expect(bite).not.toHaveBeenCalled();
  vi.advanceTimersByTime(119_000);
  expect(bite).not.toHaveBeenCalled();
  vi.advanceTimersByTime(12_000);
  expect(bite).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(600_000);
  expect(bite).toHaveBeenCalledTimes(1);
});

test('one that was stopped bites nobody; neither does a machine that slept', () => {
  const bite = vi.fn();
  watchdog('send-outbox', { bite }).stop();
  let at = 0;
  watchdog('send-outbox', { bite, now: () => at });
  vi.advanceTimersByTime(10_000);
  at = 3_600_000;
  vi.advanceTimersByTime(10_000);
  expect(bite).not.toHaveBeenCalled();
});

test(
  'a whole process whose mail hangs for ever ends, with a code by which it is started again',
  { timeout: 30_000 },
  async () => {
    vi.useRealTimers();
    const code = await new Promise((ended) => {
      const hangs = `
      import { watchdog } from ${JSON.stringify(join(import.meta.dirname, '../../src/jobs/watchdog.ts'))};
      watchdog('send-outbox', { longestMs: 300 });
      setInterval(() => undefined, 1000);
      await new Promise(() => undefined);`;
      const child = spawn(process.execPath, ['--input-type=module', '-e', hangs], {
        cwd: join(import.meta.dirname, '../..'),
        stdio: 'ignore'
      });
      child.on('exit', ended);
    });
    expect(code).toBe(STOOD_STILL);
    expect(STOOD_STILL).not.toBe(0);
  }
);
