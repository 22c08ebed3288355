import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'heard-set-up-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `code` as its own program with `scripts/` beside it; resolves with exit code and what it printed. */
function runModule(code: string): Promise<{ code: number | null; said: string }> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], {
    env: { ...process.env, FOLDER: folder }
  });
  let said = '';
  child.stdout.on('data', (part) => (said += part));
  child.stderr.on('data', (part) => (said += part));
  return new Promise((resolve) => child.once('close', (exit) => resolve({ code: exit, said })));
}

const lockModule = new URL('../../scripts/lock.mjs', import.meta.url).href;
const countsModule = new URL('../../scripts/counts.mjs', import.meta.url).href;

describe('two runs at once', () => {
  const holding = `
    import { alone } from '${lockModule}';
    import { appendFileSync } from 'node:fs';
    const line = (what) => appendFileSync(process.env.FOLDER + '/log', what + '\\n');
    await alone(process.env.FOLDER + '/lock', async () => {
      line('in'); await new Promise((resolve) => setTimeout(resolve, 150)); line('out');
    });`;

  test('take turns', async () => {
    const runs = await Promise.all([runModule(holding), runModule(holding), runModule(holding)]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(readFileSync(join(folder, 'log'), 'utf8')).toBe('in\nout\n'.repeat(3));
    expect(existsSync(join(folder, 'lock'))).toBe(false);
  });

  test('a lock whose run died does not stop the next', async () => {
    const dead = await runModule('console.log(process.pid)');
    writeFileSync(join(folder, 'lock'), dead.said.trim());
    expect(await runModule(holding)).toEqual({ code: 0, said: '' });
  });
});

describe('the sum at the end', () => {
  const count = async (how: string, report: unknown) => {
    writeFileSync(join(folder, 'report.json'), JSON.stringify(report));
    const { said } = await runModule(
      `import * as counts from '${countsModule}'; console.log(JSON.stringify(counts.${how}(process.env.FOLDER + '/report.json')))`
    );
    return JSON.parse(said);
  };
  const file = (status: string, ...each: string[]) => ({
    status,
    assertionResults: each.map((one) => ({ status: one }))
  });

  test('counts a file that could not be loaded as one that failed', async () => {
    const testResults = [file('passed', 'passed', 'passed'), file('failed', 'failed'), file('failed')];
    const report = { numPassedTests: 2, numFailedTests: 1, numPendingTests: 1, numTodoTests: 0, testResults };
    expect(await count('countOfVitest', report)).toEqual({ passed: 2, failed: 2, skipped: 1 });
  });

  test('is preceded by what failed and why, in a few lines', async () => {
    const assertionResults = [{ status: 'failed', fullName: 'adds', failureMessages: ['\u001b[31mtwo is not three\u001b[0m'] }];
    const testResults = [
      { name: 'sum.test.ts', status: 'failed', assertionResults },
      { name: 'broken.test.ts', status: 'failed', message: 'no such file', assertionResults: [] }
    ];
    expect(await count('failedOfVitest', { testResults })).toEqual([
      'sum.test.ts › adds\ntwo is not three',
      'broken.test.ts\nno such file'
    ]);
    const errors = [{ message: Array.from({ length: 30 }, (_, at) => `line ${at}`).join('\n') }];
    const spec = { file: 'way.test.ts', line: 7, title: 'she comes in' };
    const once = (status: string) => ({ ...spec, tests: [{ status, results: [{ errors }, { errors: [] }] }] });
    const told = await count('failedOfPlaywright', {
      suites: [{ suites: [{ specs: [once('unexpected'), once('expected'), once('flaky')] }] }],
      errors: []
    });
    expect(told[0].split('\n')).toHaveLength(21);
    expect(told).toHaveLength(2);
    expect(told[1]).toMatch(/^way\.test\.ts:7 › she comes in \(passed when tried again\)\nline 0\n/);
    expect(told[0]).toMatch(/^way\.test\.ts:7 › she comes in\nline 0\n/);
  });

  test('counts a browser run that broke outside any story', async () => {
    const stats = { expected: 3, unexpected: 0, flaky: 0, skipped: 0 };
    expect(await count('countOfPlaywright', { stats, errors: [{}] })).toEqual({
      passed: 3,
      failed: 1,
      skipped: 0
    });
    expect(await count('countOfPlaywright', { stats, errors: [] })).toEqual({
      passed: 3,
      failed: 0,
      skipped: 0
    });
  });

  test('a report that is half written counts for nothing', async () => {
    writeFileSync(join(folder, 'report.json'), '{"stats":');
    const { said } = await runModule(
      `import { countOfPlaywright } from '${countsModule}'; console.log(JSON.stringify(countOfPlaywright(process.env.FOLDER + '/report.json')))`
    );
    expect(JSON.parse(said)).toEqual({ passed: 0, failed: 0, skipped: 0 });
  });
});

test('every command of package.json is one that scripts/run.mjs knows, and the other way round', async () => {
  const names = Object.keys(JSON.parse(readFileSync('package.json', 'utf8')).scripts);
  const child = spawn(process.execPath, ['scripts/run.mjs', 'no-such-command'], {
    stdio: ['ignore', 'ignore', 'pipe']
  });
  let said = '';
  child.stderr.on('data', (part) => (said += part));
  await new Promise((resolve) => child.once('close', resolve));
  const known = /There are: (.*)\./.exec(said)?.[1]?.split(', ') ?? [];
  expect(known.sort()).toEqual(names.sort());
});
