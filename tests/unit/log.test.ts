import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as v from 'valibot';
import { droppedSoFar, log, quietConsole } from '#lib/server/log.ts';
import { framesOf } from '#lib/server/log-fields.ts';
import { canary } from '#tests/setup/canaries.ts';

const printed: string[] = [];
beforeEach(() => {
  printed.length = 0;
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((part) => (printed.push(String(part)), true));
});
afterEach(() => void vi.restoreAllMocks());

const line = () => JSON.parse(printed.at(-1) ?? '{}');

test('what is on the list is written, with its kind and time', () => {
  log.info('request', { id: '0193f0aa-1111-7000-8000-000000000001', method: 'POST', status: 303, ms: 12 });
  expect(line()).toEqual({
    ...{ level: 'info', at: expect.stringMatching(/^\d{4}-/), kind: 'request' },
    ...{ id: '0193f0aa-1111-7000-8000-000000000001', method: 'POST', status: 303, ms: 12 }
  });
});

test('whatever else is passed is left out, keys and all, and counted', () => {
  const secret = canary();
  const before = droppedSoFar();
  const passed = { [secret]: 1, body: secret, url: `/me?${secret}`, childId: secret, id: secret, name: secret, code: secret };
  const shaped = { where: [`at ${secret} (/tmp/x.ts:1:1)`], method: secret, status: secret, hash: secret, job: `${secret} x` };
  log.error('unexpected', { ...passed, ...shaped });
  expect(printed.join('')).not.toContain(secret);
  expect(line()).toEqual({ level: 'error', at: expect.any(String), kind: 'unexpected', dropped: 12 });
  expect(droppedSoFar() - before).toBe(12);
});

test('of an error its class, codes and place; never its text, however it is dressed', () => {
  const secret = canary();
  const frame = `\n    at ${secret} (${process.cwd()}/src/${secret}.ts:1:1)`;
  const cause = Object.assign(new Error(secret), { code: '23505', detail: secret, where: secret, parameters: [secret] });
  const errors = [
    Object.assign(new Error(`no such column: ${secret}${frame}`), { code: 'SQLITE_ERROR', detail: secret }),
    Object.assign(new Error(secret, { cause }), { name: secret }),
    Object.assign(new TypeError(secret), { code: secret, query: secret, parameters: [secret], internalQuery: secret }),
    new AggregateError([new Error(secret)], secret),
    new v.ValiError([{ kind: 'schema', type: 'string', input: secret, expected: 'x', received: secret, message: secret }])
  ];
  for (const error of errors) log.failure('unexpected', error);
  log.failure('unexpected', secret);
  log.failure('unexpected', { message: secret });
  expect(printed.join('')).not.toContain(secret);
  expect(JSON.parse(printed[0] ?? '')).toMatchObject({ name: 'Error', code: 'SQLITE_ERROR' });
  expect(JSON.parse(printed[0] ?? '').where[0]).toMatch(/^tests\/unit\/log\.test\.ts:\d+$/);
  expect(JSON.parse(printed[1] ?? '')).toMatchObject({ cause: '23505', dropped: 1 });
  expect(printed.join('')).not.toContain(process.cwd());
});

test('frames that an error’s text makes up are not taken for its own', () => {
  const made = `x\n    at robinAshby (${process.cwd()}/src/robinAshby.ts:1:1)\n    at y`;
  expect(framesOf(new Error(made)).join(' ')).not.toContain('robinAshby');
});

test('what anybody prints by hand becomes a line without its words', () => {
  const secret = canary();
  const kept = { ...console };
  try {
    quietConsole('live');
    console.log(secret, { secret });
    console.warn(`%s ${secret}`, 1);
    console.error(new RangeError(secret));
  } finally {
    Object.assign(console, kept);
  }
  expect(printed.join('')).not.toContain(secret);
  expect(printed.map((text) => JSON.parse(text)).map(({ level, kind, name }) => [level, kind, name])).toEqual([
    ['info', 'console', undefined],
    ['warn', 'console', undefined],
    ['error', 'console', 'RangeError']
  ]);
});
