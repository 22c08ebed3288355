import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nothingAllowed, securityHeaders } from '#lib/server/http/headers.ts';
import { bodyLimit } from '#lib/server/http/refusals.ts';
import { ask, sendRaw, serverAround } from '#tests/http/asking.ts';

/** A stand-in for Kit's build that gives one answer of every class, each in the way its real maker writes it. */
const everyClass = new Map<string, (response: ServerResponse) => void>([
  ['/page', (r) => r.setHeader('content-security-policy', "script-src 'nonce-x'").writeHead(200).end('<p>hello')],
  ['/data', (r) => r.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'private, max-age=9' }).end('{}')],
  ['/_app/immutable/a.js', (r) => r.writeHead(200, { 'cache-control': 'public,max-age=31536000,immutable' }).end('a')],
  ['/_app/immutable/b.js', (r) => r.writeHead(304).end()],
  ['/_app/immutable/none.js', (r) => r.writeHead(404, 'Not Found', { 'cache-control': 'no-store' }).end()],
  [
    '/favicon.svg',
    (r) => r.writeHead(200, ['content-type', 'image/svg+xml', 'cache-control', 'public,max-age=60']).end('<svg/>')
  ],
  ['/moved', (r) => r.writeHead(303, { location: '/page' }).end()],
  ['/gone', (r) => r.writeHead(404).end('no')],
  ['/implicit', (r) => r.end('no head was written')],
  ['/lying', (r) => r.setHeader('x-content-type-options', 'sniff').writeHead(200, { 'x-powered-by': 'PHP', server: 'it' }).end()]
]);

let server: Awaited<ReturnType<typeof serverAround>>;
beforeAll(async () => {
  server = await serverAround((request, response, next) => {
    if (request.url === '/throws') throw new Error('broken');
    if (request.url === '/rejects') return Promise.reject(new Error('broken later'));
    if (request.url === '/next-error') return next(new Error('passed on'));
    const answer = everyClass.get(request.url ?? '');
    return answer ? answer(response) : next();
  });
});
afterAll(() => server.close());

const classes: [string, number, Parameters<typeof ask>[1]][] = [
  ['a page', 200, { path: '/page' }],
  ['data', 200, { path: '/data' }],
  ['a hashed file', 200, { path: '/_app/immutable/a.js' }],
  ['a hashed file the browser has', 304, { path: '/_app/immutable/b.js' }],
  ['a hashed file that is gone', 404, { path: '/_app/immutable/none.js' }],
  ['a plain file', 200, { path: '/favicon.svg' }],
  ['a redirect', 303, { path: '/moved' }],
  ['a page that is gone', 404, { path: '/gone' }],
  ['no head written', 200, { path: '/implicit' }],
  ['headers set against ours', 200, { path: '/lying' }],
  ['nobody answers', 404, { path: '/nobody' }],
  ['a throw', 500, { path: '/throws' }],
  ['a rejection', 500, { path: '/rejects' }],
  ['an error passed on', 500, { path: '/next-error' }],
  ['a climbing address', 400, { path: '/_app/immutable/%2e%2e/me' }],
  ['another site', 403, { path: '/page', method: 'POST', headers: { origin: 'https://elsewhere.example' } }],
  ['an unknown method', 405, { path: '/page', method: 'OPTIONS' }],
  ['another host', 421, { path: '/page', headers: { host: 'elsewhere.example' } }],
  [
    'too big',
    413,
    {
      path: '/page',
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: 'x'.repeat(bodyLimit + 1)
    }
  ],
  ['health', 200, { path: '/healthz' }]
];

describe('every class of answer carries the headers', () => {
  test.each(classes)('%s', async (_name, status, question) => {
    const answer = await ask(server.port, question);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject(securityHeaders(server.url));
    expect(answer.headers['content-security-policy']).toBe(
      question?.path === '/page' && status === 200 ? "script-src 'nonce-x'" : nothingAllowed
    );
    expect(answer.headers['x-powered-by']).toBeUndefined();
    expect(answer.headers.server).toBeUndefined();
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });

  test.each(classes)('%s: only hashed files may be kept', async (_name, status, question) => {
    const answer = await ask(server.port, question);
    const hashed = question?.path?.startsWith('/_app/immutable/') === true && (status === 200 || status === 304);
    if (hashed) expect(answer.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    else expect(answer.headers['cache-control']).toMatch(/^(private, )?no-store$/);
  });

  test('what is not HTTP at all', async () => {
    const answer = await sendRaw(server.port, 'NOT HTTP\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    for (const [name, value] of Object.entries(securityHeaders(server.url))) expect(answer).toContain(`${name}: ${value}`);
  });

  test('headers too long to read', async () => {
    const answer = await sendRaw(server.port, `GET / HTTP/1.1\r\nHost: ${server.host}\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain(`content-security-policy: ${nothingAllowed}`);
  });
});

test('over https a browser is told never to use anything else', async () => {
  const secure = await serverAround((_request, response) => response.end('x'), {}, 'https');
  const answer = await ask(secure.port, {});
  expect(answer.headers['strict-transport-security']).toBe('max-age=63072000; includeSubDomains');
  await secure.close();
});

test('the policy lets no feature be used and names none twice', () => {
  const rules = (securityHeaders('http://localhost')['permissions-policy'] ?? '').split(', ');
  for (const rule of rules) expect(rule).toMatch(/^[a-z-]+=\(\)$/);
  for (const needed of ['camera', 'microphone', 'geolocation', 'payment', 'usb', 'display-capture', 'browsing-topics'])
    expect(rules).toContain(`${needed}=()`);
  expect(new Set(rules).size).toBe(rules.length);
});
