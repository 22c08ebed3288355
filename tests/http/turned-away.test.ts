import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { usualLimits, limitsFor } from '#lib/server/http/limits.ts';
import { bodyLimit } from '#lib/server/http/refusals.ts';
import { isShed, turns } from '#lib/server/http/shedding.ts';
import { countVisits } from '#lib/server/http/visits.ts';
import { areas } from '#tests/http/addresses.ts';
import { ask, sendRaw, serverAround } from '#tests/http/asking.ts';

const running: { close: () => Promise<void> }[] = [];
afterEach(async () => void (await Promise.all(running.splice(0).map((server) => server.close()))));
async function start(...given: Parameters<typeof serverAround>) {
  const server = await serverAround(...given);
  running.push(server);
  return server;
}
const ours = { 'sec-fetch-site': 'same-origin' };

describe('a body whose length nobody said', () => {
  const chunked = (port: number, size: number) =>
    `POST /x HTTP/1.1\r\nHost: localhost:${port}\r\nSec-Fetch-Site: same-origin\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n` +
    `${'10000\r\n' + 'x'.repeat(65_536) + '\r\n'}`.repeat(size / 65_536) +
    '0\r\n\r\n';
  const counting = async () =>
    start((request, response) => {
      let size = 0;
      request.on('data', (part: Buffer) => (size += part.length));
      request.on('end', () => response.end(`got ${size}`));
    });

  test('comes in when it is as big as allowed', async () => {
    const server = await counting();
    expect(await sendRaw(server.port, chunked(server.port, bodyLimit))).toContain(`got ${bodyLimit}`);
  });

  test('is too big one chunk later, and whoever works on it hears no more of it', async () => {
    const server = await counting();
    const answer = await sendRaw(server.port, chunked(server.port, bodyLimit + 65_536));
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).not.toContain('got');
  });

  test('that nobody reads is not taken in: the pipe stands still, and the answer goes out', async () => {
    let taken = 0;
    const server = await start((request, response) => {
      setTimeout(() => {
        taken = request.socket.bytesRead;
        response.end('late');
      }, 200);
    });
    const socket = connect({ host: '127.0.0.1', port: server.port });
    let got = '';
    socket.on('data', (part) => (got += part.toString()));
    socket.on('error', () => undefined);
    socket.write(chunked(server.port, bodyLimit * 8));
    await expect.poll(() => got).toContain('late');
    expect(taken).toBeGreaterThan(0);
    expect(taken).toBeLessThan(bodyLimit);
    socket.destroy();
  });
});

describe('one visit asks too much', () => {
  const limits = { ...usualLimits, looksPerMinute: 3, sendsPerMinute: 5 };
  const cookie = 's=one';

  test('it waits, in words and with a time; other visits of the same address do not', async () => {
    const server = await start((_, response) => response.end('in'), { limits });
    for (let at = 0; at < 3; at += 1) expect((await ask(server.port, { path: '/me', headers: { cookie } })).status).toBe(200);
    const late = await ask(server.port, { path: '/me', headers: { cookie, 'accept-language': 'cy-GB,en;q=0.5' } });
    expect(late.status).toBe(429);
    expect(Number(late.headers['retry-after'])).toBeGreaterThan(0);
    expect(late.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(late.headers['x-content-type-options']).toBe('nosniff');
    expect(late.body.toString()).toContain('<html lang="cy"');
    expect(late.body.toString()).toContain('<a href="/me">');
    for (const other of [{ cookie: 's=two' }, { cookie: 'd=one' }, {}])
      expect((await ask(server.port, { path: '/me', headers: { ...other } })).status).toBe(200);
  });

  test('it still sends what it wrote, and leaves', async () => {
    const server = await start((_, response) => response.end('in'), { limits });
    for (let at = 0; at < 5; at += 1) await ask(server.port, { path: '/me', headers: { cookie } });
    const sent = await ask(server.port, { path: '/me/check', method: 'POST', headers: { ...ours, cookie }, body: 'a=b' });
    expect(sent.status).toBe(200);
    for (let at = 0; at < 9; at += 1) expect((await ask(server.port, { path: '/leave', headers: { cookie } })).status).toBe(200);
    expect((await ask(server.port, { path: '/_app/immutable/a.js', headers: { cookie } })).status).toBe(200);
  });

  test('by the clock: as many a minute as it may, no more', () => {
    let now = 0;
    const visits = countVisits('https://x.example', usualLimits, () => now);
    let went = 0;
    for (; now < 60_000; now += 10) went += visits.wait('GET', '__Host-s=a; x=y') === 0 ? 1 : 0;
    expect(went).toBeGreaterThanOrEqual(599);
    expect(went).toBeLessThanOrEqual(601);
    now += 60_000;
    expect(visits.wait('GET', '__Host-s=a')).toBe(0);
    expect(visits.wait('GET', 's=a')).toBe(0);
  });
});

describe('while the event loop lags', () => {
  const lagging = (ms: number) => ({ lag: { now: () => ms, stop: () => undefined }, limits: usualLimits });

  test('workers wait first, then those who were asked, children last; what they send is taken', async () => {
    const answers = async (ms: number) => {
      const server = await start((_, response) => response.end('in'), lagging(ms));
      const statuses: number[] = [];
      for (const path of ['/staff', '/views/part/p1', '/me', '/leave']) statuses.push((await ask(server.port, { path })).status);
      const post = { method: 'POST', headers: ours, body: 'a=b' };
      for (const path of ['/staff/notes', '/views/part/p1', '/me/check'])
        statuses.push((await ask(server.port, { ...post, path })).status);
      return statuses;
    };
    expect(await answers(200)).toEqual([200, 200, 200, 200, 200, 200, 200]);
    expect(await answers(300)).toEqual([503, 200, 200, 200, 200, 200, 200]);
    expect(await answers(3_000)).toEqual([503, 503, 200, 200, 503, 200, 200]);
    expect(await answers(9_000)).toEqual([503, 503, 503, 200, 503, 200, 200]);
  });

  test('the answer is a page in words that says when to come back; health is still told', async () => {
    const server = await start((_, response) => response.end('in'), lagging(9_000));
    const look = await ask(server.port, { path: '/me/say/b01?x=<"' });
    expect([look.status, look.headers['retry-after']]).toEqual([503, '5']);
    expect(look.body.toString()).toContain('<h1>Please wait a moment</h1>');
    expect(look.body.toString()).not.toContain('x=<');
    const send = await ask(server.port, { path: '/staff/notes', method: 'POST', headers: ours, body: 'a=b' });
    expect(send.body.toString()).toContain('Your words are still on this page');
    expect((await ask(server.port, { path: '/healthz' })).status).toBe(200);
    expect((await ask(server.port, { path: '/readyz' })).status).toBe(200);
  });

  test('every address there is has its turn, and none of a child or of leaving waits before a worker’s', () => {
    for (const { route, area } of areas()) {
      const path = route.replaceAll(/\[\[?\.*(\w+)\]?\]/g, 'x');
      if (area === 'staff') expect([path, isShed('GET', path, 300)]).toEqual([path, true]);
      if (area === 'child') expect([path, isShed('GET', path, 4_999), isShed('POST', path, 1e9)]).toEqual([path, false, false]);
      if (area === 'contributor')
        expect([path, isShed('GET', path, 300), isShed('POST', path, 1e9)]).toEqual([path, false, false]);
    }
    expect(turns.at(-1)?.under).toEqual(['/']);
  });

  test('nobody is turned away in the demo or in tests', () => {
    expect(limitsFor('demo').sheds).toBe(false);
    expect(limitsFor('test').looksPerMinute).toBeGreaterThan(10_000);
    expect(limitsFor('live')).toBe(usualLimits);
  });
});
