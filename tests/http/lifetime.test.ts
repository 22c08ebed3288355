import { createServer } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { freePort } from '#lib/server/http/port.ts';
import { PortTaken, startServer, type RequestLine } from '#lib/server/http/server.ts';
import { ask, serverAround } from '#tests/http/asking.ts';

const running: { close: () => Promise<void> }[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((server) => server.close()))));

const page = `<p>${'What is going well? '.repeat(200)}</p>`;

test('stopping: ready says no, what is under way is finished, then the database is closed', async () => {
  const happened: string[] = [];
  let finish = () => {};
  const slow = new Promise<void>((resolve) => (finish = resolve));
  let arrived = () => {};
  const begun = new Promise<void>((resolve) => (arrived = resolve));
  const server = await serverAround(
    async (request, response) => {
      if (request.url !== '/slow') return response.end('in');
      arrived();
      await slow;
      happened.push('answered');
      return response.end('saved');
    },
    { settleMs: 300, onClose: () => void happened.push('closed') }
  );
  expect((await ask(server.port, { path: '/readyz' })).body.toString()).toBe('in');
  const answer = ask(server.port, { path: '/slow' });
  await begun;
  const stopped = server.close();
  const ready = await ask(server.port, { path: '/readyz' });
  expect([ready.status, ready.body.toString()]).toEqual([503, 'stopping\n']);
  expect((await ask(server.port, { path: '/healthz' })).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, 400));
  await expect(ask(server.port, {})).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(happened).toEqual([]);
  finish();
  expect((await answer).body.toString()).toBe('saved');
  expect((await answer).headers.connection).toBe('close');
  await stopped;
  expect(happened).toEqual(['answered', 'closed']);
});

test('stopping: a request that never ends is cut off in the end', async () => {
  let closed = 0;
  const server = await serverAround(() => {}, { finishMs: 200, onClose: () => void (closed += 1) });
  const answer = ask(server.port, {}).catch((error: NodeJS.ErrnoException) => error.code);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await Promise.all([server.close(), server.close()]);
  expect(await answer).toBe('ECONNRESET');
  expect(closed).toBe(1);
});

test('a taken port is named', async () => {
  const holder = createServer();
  const port = await freePort(0);
  await new Promise<void>((resolve) => holder.listen(port, '127.0.0.1', resolve));
  const settings = { origin: `http://localhost:${port}`, host: '127.0.0.1', port };
  const refused = startServer({ handler: () => {}, settings });
  await expect(refused).rejects.toThrow(PortTaken);
  await expect(refused).rejects.toThrow(String(port));
  const other = await freePort(port);
  expect(other).not.toBe(port);
  running.push(await startServer({ handler: () => {}, settings: { ...settings, port: other } }));
  holder.close();
});

test('a free port is kept', async () => {
  const port = await freePort(0);
  expect(await freePort(port)).toBe(port);
});

test('a page is compressed by brotli or gzip, whichever the browser takes, and says that it depends', async () => {
  const server = await serverAround((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8');
    response.end(page);
  });
  running.push(server);
  const brotli = await ask(server.port, { headers: { 'accept-encoding': 'gzip, deflate, br' } });
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotli.headers.vary?.toLowerCase()).toContain('accept-encoding');
  expect(brotliDecompressSync(brotli.body).toString()).toBe(page);
  expect(brotli.body.length).toBeLessThan(200);
  const gzip = await ask(server.port, { headers: { 'accept-encoding': 'gzip' } });
  expect(gunzipSync(gzip.body).toString()).toBe(page);
  const plain = await ask(server.port, {});
  expect(plain.headers['content-encoding']).toBeUndefined();
  expect(plain.body.toString()).toBe(page);
});

test('the log has a line for each request and in it nothing of who asked for what', async () => {
  const lines: RequestLine[] = [];
  const ids: unknown[] = [];
  const server = await serverAround(
    (request, response) => {
      ids.push(request.headers['x-request-id']);
      response.writeHead(204).end();
    },
    { log: (line) => lines.push(line) }
  );
  running.push(server);
  await ask(server.port, {
    path: '/me/canary-address?card=CANARY-CARD',
    headers: { 'x-request-id': 'CANARY-ID', cookie: 'CANARY=1' }
  });
  await ask(server.port, { path: '/', headers: { host: 'canary.example' } });
  await expect.poll(() => lines.length).toBe(2);
  expect(lines.map((line) => [line.method, line.status])).toEqual([
    ['GET', 204],
    ['GET', 421]
  ]);
  expect(JSON.stringify(lines).toLowerCase()).not.toContain('canary');
  expect(Object.keys(lines[0] ?? {}).sort()).toEqual(['id', 'method', 'ms', 'status']);
  expect(ids).toEqual([lines[0]?.id]);
});

test('an error no page answers is told to whoever watches, with the id of its request', async () => {
  const told: [unknown, string][] = [];
  const lines: RequestLine[] = [];
  const server = await serverAround(() => Promise.reject(new Error('CANARY')), {
    onError: (error, id) => told.push([error, id]),
    log: (line) => lines.push(line)
  });
  running.push(server);
  const answer = await ask(server.port, {});
  expect(answer.body.toString()).not.toContain('CANARY');
  await expect.poll(() => lines.length).toBe(1);
  expect(told).toEqual([[expect.objectContaining({ message: 'CANARY' }), lines[0]?.id]]);
});
