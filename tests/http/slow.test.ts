import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { usualLimits } from '#lib/server/http/limits.ts';
import { atThisPace } from '#tests/setup/pace.ts';
import { ask, serverAround } from '#tests/http/asking.ts';

const quick = {
  ...usualLimits,
  ...{ headersTimeout: 400, requestTimeout: 1_000, connectionsCheckingInterval: 100, sweepEvery: 50 },
  ...{ slowAfter: 300, bytesPerSecond: 2_000, unfinishedPerAddress: 20, patience: 200 }
};

type Running = Awaited<ReturnType<typeof serverAround>>;
const running: Running[] = [];
const open: Socket[] = [];
afterEach(async () => {
  for (const socket of open.splice(0)) socket.destroy();
  await Promise.all(running.splice(0).map((server) => server.close()));
});

async function start(...given: Parameters<typeof serverAround>): Promise<Running> {
  const server = await serverAround(...given);
  running.push(server);
  return server;
}

/** A client of its own pace: what it got, and when it is hung up on. */
function client(port: number, first: string) {
  const socket = connect({ host: '127.0.0.1', port });
  open.push(socket);
  let got = '';
  socket.on('data', (part) => (got += part.toString()));
  socket.on('error', () => undefined);
  if (first !== '') socket.write(first);
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  return { socket, got: () => got, ended };
}

const head = (port: number, more = '') => `POST /x HTTP/1.1\r\nHost: localhost:${port}\r\nSec-Fetch-Site: same-origin\r\n${more}`;

test('who connects and says nothing, and who says a header a minute, is let go', async () => {
  const server = await start((_, response) => response.end('in'), { limits: quick });
  const soon = await atThisPace(1_500, 100, () => ask(server.port));
  const began = performance.now();
  const silent = client(server.port, '');
  const trickling = client(server.port, `GET / HTTP/1.1\r\nHost: localhost:${server.port}\r\n`);
  const more = setInterval(() => trickling.socket.write('X-A: b\r\n'), 100);
  await silent.ended;
  await trickling.ended;
  expect(performance.now() - began).toBeLessThan(soon);
  clearInterval(more);
  expect(trickling.got()).toMatch(/^HTTP\/1\.1 408 /);
  expect((await ask(server.port)).status).toBe(200);
});

test('a body that trickles in is answered 408 and let go, also when nobody reads it', async () => {
  const server = await start((request, response) => void (request.method === 'GET' && response.end('in')), { limits: quick });
  const soon = await atThisPace(2_500, 100, () => ask(server.port));
  const began = performance.now();
  const slow = client(server.port, head(server.port, 'Content-Length: 5000\r\n\r\n'));
  const more = setInterval(() => slow.socket.write('a'), 50);
  await slow.ended;
  expect(performance.now() - began).toBeLessThan(soon);
  clearInterval(more);
  expect(slow.got()).toMatch(/^HTTP\/1\.1 408 /);
});

test('a body on a poor line, slow but going, comes in', async () => {
  const limits = { ...quick, requestTimeout: 60_000, bytesPerSecond: 100 };
  const server = await start(
    (request, response) => {
      let size = 0;
      request.on('data', (part: Buffer) => (size += part.length));
      request.on('end', () => response.end(`${size} bytes`));
    },
    { limits }
  );
  const poor = client(server.port, head(server.port, 'Content-Length: 3000\r\nConnection: close\r\n\r\n'));
  for (let at = 0; at < 15; at += 1) {
    poor.socket.write('b'.repeat(200));
    await wait(80);
  }
  await poor.ended;
  expect(poor.got()).toContain('3000 bytes');
});

test('who does not take the answer is let go, and the answer with them', async () => {
  let closed = false;
  const server = await start(
    (_, response) => {
      response.once('close', () => (closed = true));
      response.setHeader('content-type', 'image/png');
      response.end(Buffer.alloc(30_000_000));
    },
    { limits: quick }
  );
  const reader = client(server.port, '');
  reader.socket.removeAllListeners('data');
  reader.socket.pause();
  reader.socket.write(`GET / HTTP/1.1\r\nHost: localhost:${server.port}\r\n\r\n`);
  await expect.poll(() => closed, { timeout: 20_000 }).toBe(true);
});

test('of one address with too many unfinished the longest waiting go; nobody there is refused meanwhile', async () => {
  const limits = { ...quick, headersTimeout: 20_000, requestTimeout: 20_000 };
  const server = await start((_, response) => response.end('in'), { limits });
  const loris = Array.from({ length: 60 }, () => client(server.port, 'GET / HTTP/1.1\r\nHost: '));
  let gone = 0;
  for (const one of loris) void one.ended.then(() => (gone += 1));
  await expect.poll(() => gone, { timeout: 15_000 }).toBe(40);
  // Whoever of us is just asking when the sockets are counted is one more of the address, and one more of the loris goes.
  for (let at = 0; at < 20; at += 1) expect((await ask(server.port)).status).toBe(200);
  expect(gone).toBeLessThanOrEqual(60);
});

test('two hundred of one address that ask at once are all answered', async () => {
  const server = await start((_, response) => void setTimeout(() => response.end('in'), 300), { limits: usualLimits });
  const answers = await Promise.all(Array.from({ length: 200 }, () => ask(server.port)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
}, 120_000);

test('at the end, those who never said what they want hold nothing up', async () => {
  const server = await start((_, response) => response.end('in'));
  client(server.port, '');
  client(server.port, 'GET / HT');
  await wait(100);
  const began = performance.now();
  await server.close();
  expect(performance.now() - began).toBeLessThan(usualLimits.headersTimeout / 2);
});
