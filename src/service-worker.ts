/// <reference types="@sveltejs/kit" />
/// <reference lib="webworker" />
import { build, version } from '$service-worker';

/**
 * Keeps, on a child's own device, what is needed when there is no signal: a page with numbers to call, what a child can ask for
 * (the guides that are open to anybody), the blank page of Leave now, and two files of letters. Nothing of a person is ever kept: every other page, picture and answer comes from
 * the network or not at all. Leave now empties it (Clear-Site-Data), a page of a child who may be watched takes it away,
 * and it never asks to be installed.
 */
declare const self: ServiceWorkerGlobalScope;

const asked = new URLSearchParams(self.location.search);
const language = asked.get('lang') ?? 'en';
const band = ['young', 'teen'].find((one) => one === asked.get('band')) ?? 'mid';
// With the language and the age in its name: what was kept for another one goes.
const cacheName = `kept-${version}-${language}-${band}`;
const offline = `/offline?lang=${encodeURIComponent(language)}`;
const guides = `/guide/${band}?lang=${encodeURIComponent(language)}&kept`;
const blank = '/blank';
const leave = '/leave';
/** An empty cache: that it is there says that Leave now was pressed without a signal, so the visit is still open. */
const left = 'left';
const letters = build.filter((file) => /lexend-latin-(400|700)-normal/.test(file));

/** Asked for as a stranger would: without a cookie, what comes back is the same for everybody. */
const asStranger = (path: string) => new Request(path, { credentials: 'omit', cache: 'reload' });

async function keep(): Promise<void> {
  const cache = await caches.open(cacheName);
  await cache.addAll([offline, blank, ...letters].map(asStranger));
  // Numbers to call are kept even where the guides cannot be.
  await cache.add(asStranger(guides)).catch(() => undefined);
}

/** What an earlier one kept goes. One that took its turn while this one waited may have taken this one's, too. */
async function takeTurn(): Promise<void> {
  const older = (await caches.keys()).filter((name) => name !== cacheName && name !== left);
  await Promise.all(older.map((name) => caches.delete(name)));
  if (!(await caches.has(cacheName))) await keep().catch(() => undefined);
  await self.clients.claim();
}

/** What a child reads there is in the guides that are open to anybody, too. */
const isToKnow = (path: string): boolean => /^\/(me\/know|guide)(\/|$)/.test(path);

const kept = async (path: string): Promise<Response> => (await caches.match(path)) ?? Response.error();

/** Before anything of the visit can be shown again, it ends. Throws while there is no signal. */
async function endVisit(): Promise<void> {
  if (!(await caches.has(left))) return;
  await fetch(leave, { method: 'POST', headers: { accept: 'application/json' } });
  await caches.delete(left);
}

async function forgetAll(): Promise<void> {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  // Not waited for: whether it is gone at once or with its last page, no page has to stand still for that.
  void self.registration.unregister();
}

/**
 * Leave now, as the script of a page posts it. The page is gone before the answer comes, and then no browser empties
 * itself because the answer says so: it is done here. Without a signal it is kept in mind.
 */
async function leaving(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    await forgetAll();
    return response;
  } catch {
    await caches.open(left);
    return new Response(null, { status: 204 });
  }
}

/** A line that is back in a moment is no missing signal: what only reads is asked for once more. */
async function fetched(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (request.method !== 'GET') throw error;
    await new Promise((done) => setTimeout(done, AGAIN_MS));
    return fetch(request);
  }
}
const AGAIN_MS = 500;

/** A page: always from the network. Without one, the way out stays blank and everything else gives the numbers. */
async function page(request: Request, path: string): Promise<Response> {
  let response: Response;
  try {
    await endVisit();
    response = await fetched(request);
  } catch {
    if (isToKnow(path)) return (await caches.match(guides)) ?? kept(offline);
    if (path !== blank && path !== leave) return kept(offline);
    await caches.open(left);
    return kept(blank);
  }
  // Kept before somebody said that this child may be watched; and the blank page is where one has left.
  if (path === blank || response.headers.get('x-keeps') === 'nothing') await forgetAll();
  return response;
}

// The first one needs no leave to begin. One in another language, or of a newer build, waits until no page is open any
// more: pushed in before its turn it leaves a page that is on its way waiting for ever. Leave now takes both away.
self.addEventListener('install', (event) => {
  event.waitUntil(keep());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeTurn());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(page(request, pathname));
  else if (request.method === 'POST' && pathname === leave) {
    const ended = leaving(request);
    event.waitUntil(ended);
    event.respondWith(ended);
  } else if (request.method === 'GET' && letters.includes(pathname))
    event.respondWith(caches.match(pathname).then((found) => found ?? fetch(request)));
});
