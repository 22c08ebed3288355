import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { bodyLimit, refusal } from '#lib/server/http/refusals.ts';
import { ask, sendRaw, serverAround } from '#tests/http/asking.ts';

let reached: string[] = [];
let server: Awaited<ReturnType<typeof serverAround>>;
beforeAll(async () => {
  server = await serverAround((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    response.end('in');
  });
});
afterAll(() => server.close());

describe('which posts come in', () => {
  const cases: [string, number, (own: string) => Record<string, string>][] = [
    ['our own page says same-origin', 200, (own) => ({ 'sec-fetch-site': 'same-origin', origin: own })],
    ['typed or from a bookmark', 200, () => ({ 'sec-fetch-site': 'none' })],
    ['an old browser with our Origin', 200, (own) => ({ origin: own })],
    ['a neighbour on the same site', 403, (own) => ({ 'sec-fetch-site': 'same-site', origin: own })],
    ['another site', 403, () => ({ 'sec-fetch-site': 'cross-site', origin: 'https://elsewhere.example' })],
    ['same-origin, yet another Origin', 403, () => ({ 'sec-fetch-site': 'same-origin', origin: 'https://elsewhere.example' })],
    ['neither said', 403, () => ({})],
    ['Origin null alone', 403, () => ({ origin: 'null' })]
  ];
  test.each(cases)('%s: %i', async (_name, status, headers) => {
    reached = [];
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      const answer = await ask(server.port, {
        path: '/me',
        method,
        headers: headers(server.url),
        body: 'a=b'
      });
      expect(answer.status).toBe(status);
    }
    expect(reached).toHaveLength(status === 200 ? 4 : 0);
  });
});

describe('which hosts are us', () => {
  test.each(['elsewhere.example', '127.0.0.1', 'localhost', 'localhost:1', 'localhost.:80', ''])('%s is not', async (host) => {
    reached = [];
    const answer = await ask(server.port, { path: '/me', headers: { host } });
    expect(answer.status).toBe(421);
    expect(answer.body.toString()).toContain(server.url);
    expect(reached).toEqual([]);
  });
  test('no Host at all is refused in the same way', async () => {
    expect(await sendRaw(server.port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).toMatch(/^HTTP\/1\.1 421 /);
  });
  test('capitals do not matter', async () => {
    expect((await ask(server.port, { headers: { host: server.host.toUpperCase() } })).status).toBe(200);
  });
  test('a proxy may ask for health by number', async () => {
    expect((await ask(server.port, { path: '/healthz', headers: { host: '10.0.0.7' } })).status).toBe(200);
    expect((await ask(server.port, { path: '/readyz', headers: { host: '10.0.0.7' } })).body.toString()).toBe('in');
  });
});

describe('bodies', () => {
  const ours = { 'sec-fetch-site': 'same-origin' };
  test('as big as allowed comes in, one byte more does not', async () => {
    expect((await ask(server.port, { method: 'POST', headers: ours, body: 'x'.repeat(bodyLimit) })).status).toBe(200);
    expect((await ask(server.port, { method: 'POST', headers: ours, body: 'x'.repeat(bodyLimit + 1) })).status).toBe(413);
  });
});

test('whatever is asked, nothing but a plain path on our own host gets in', () => {
  const origin = 'http://localhost:3000';
  const headers = { host: 'localhost:3000' };
  expect(refusal({ method: 'GET', url: '/me/home?x=/../', headers }, origin)).toBeNull();
  const piece = fc.constantFrom('/', '.', '..', '%2e', '%2E%2e', '\\', '@', 'evil', 'http://', ':', 'me', '?', '#');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
      const url = pieces.join('');
      if (refusal({ method: 'GET', url, headers }, origin) !== null) return;
      const seen = new URL(origin + url);
      expect(seen.origin).toBe(origin);
      expect(seen.pathname).toBe(url.split(/[?#]/)[0]);
    })
  );
});
