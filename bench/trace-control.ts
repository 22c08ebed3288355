import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { BrowserContext } from '@playwright/test';
import { canary } from '#tests/setup/canaries.ts';

/**
 * A page of the usual kind, in the same profile: it keeps what ours must not (a title that tells, a cached page in two packings,
 * three kinds of storage, a field the browser may fill in again). What the search finds of it shows that it can find things.
 */
export async function leavesTraces(context: BrowserContext): Promise<Readonly<Record<string, string>>> {
  const names = [
    'title',
    'cached gzip',
    'cached brotli',
    'localStorage',
    'indexedDB',
    'cache storage',
    'typed',
    'address'
  ] as const;
  const secrets = Object.fromEntries(names.map((name) => [`control: ${name}`, canary()]));
  const of = (name: (typeof names)[number]) => secrets[`control: ${name}`] ?? '';
  const server = createServer((request, response) => {
    const keep = { 'cache-control': 'public, max-age=86400', 'content-type': 'text/html; charset=utf-8' };
    if (request.url === '/gzip')
      return void response.writeHead(200, { ...keep, 'content-encoding': 'gzip' }).end(gzipSync(long(of('cached gzip'))));
    if (request.url === '/brotli')
      return void response
        .writeHead(200, { ...keep, 'content-encoding': 'br' })
        .end(brotliCompressSync(long(of('cached brotli'))));
    response.writeHead(200, keep).end(`<title>${of('title')}</title><form><input name="q"><button>Go</button></form>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const page = await context.newPage();
  await page.goto(`http://localhost:${port}/${of('address')}`);
  await page.evaluate(keep, { local: of('localStorage'), database: of('indexedDB'), cache: of('cache storage') });
  await page.evaluate(async () => Promise.all(['/gzip', '/brotli'].map(async (path) => (await fetch(path)).text())));
  await page.locator('input').pressSequentially(of('typed'));
  await page.getByRole('button').click();
  await page.waitForURL(/\?q=/);
  await page.close();
  server.closeAllConnections();
  server.close();
  return secrets;
}

const long = (word: string) => `<title>Kept</title>${`<p>${word} and more of it</p>`.repeat(40)}`;

async function keep({ local, database, cache }: { local: string; database: string; cache: string }): Promise<void> {
  localStorage.setItem('kept', local);
  await (await caches.open('kept')).put('/kept', new Response(cache));
  await new Promise<void>((done) => {
    const opening = indexedDB.open('kept', 1);
    opening.onupgradeneeded = () => opening.result.createObjectStore('kept');
    opening.onsuccess = () => {
      const writing = opening.result.transaction('kept', 'readwrite');
      writing.objectStore('kept').put(database, 'kept');
      writing.oncomplete = () => done();
    };
  });
}
