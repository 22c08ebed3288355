import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { expect, test, vi } from 'vitest';
import { newRing } from '#lib/server/keys/ring-text.ts';
import { serving } from '#lib/server/serving.ts';
import { freshFolder, migratedDatabaseUrl } from '#tests/setup/database.ts';

/** The few parts of Kit's event that the door reads, on the way to `route`. */
function asked(route: string, request: Request, held: Readonly<Record<string, string>>): RequestEvent {
  const cookies: Pick<Cookies, 'get' | 'getAll' | 'delete' | 'set' | 'serialize'> = {
    get: (name) => held[name],
    getAll: () => [],
    delete: () => undefined,
    set: () => undefined,
    serialize: (name, value, options) => `${name}=${value}; Max-Age=${options.maxAge}; Path=${options.path}`
  };
  const url = new URL(request.url);
  return { cookies, request, url, route: { id: route }, locals: {}, params: {}, fetch } as unknown as RequestEvent;
}

const leaving = (headers: Record<string, string> = {}) => new Request('http://localhost:3000/leave', { method: 'POST', headers });

/** The door of a whole Heard that has started; `away` takes its database from it. */
async function door() {
  vi.stubEnv('HEARD_DATA_DIR', await freshFolder());
  vi.stubEnv('HEARD_DATABASE_URL', await migratedDatabaseUrl());
  vi.stubEnv('HEARD_KEYS', newRing());
  vi.stubEnv('HEARD_WORKER', 'off');
  const { handle, init } = await import('../../src/hooks.server.ts');
  const { POST } = await import('../../src/routes/leave/+server.ts');
  await init();
  return {
    away: () => serving().database.close(),
    ask: (route: string, request: Request, held: Readonly<Record<string, string>> = {}) => {
      const event = asked(route, request, held);
      const page = () => new Response('a page');
      return handle({
        event,
        resolve: async (event) => (route === '/leave' ? POST(event as Parameters<typeof POST>[0]) : page())
      });
    }
  };
}

test('whoever leaves has left, whatever this browser holds, and with no database at all', async () => {
  const { ask, away } = await door();
  // Somebody left before without a signal: what Leave now throws away is all of it all the same.
  const before = await ask('/leave', leaving(), { x: '1', s: 'a visit' });
  expect(before.headers.get('clear-site-data')).toBe('"cache", "cookies", "storage"');
  const page = await ask('/help', new Request('http://localhost:3000/help'), { x: '1' });
  expect(page.headers.get('clear-site-data')).toBe('"cache", "storage"');

  await away();
  const left = await ask('/leave', leaving(), { s: 'a visit', d: 'a phone' });
  expect([left.status, left.headers.get('location')]).toEqual([303, '/blank']);
  expect(left.headers.get('clear-site-data')).toBe('"cache", "cookies", "storage"');
  expect(left.headers.getSetCookie()).toEqual(['s=; Max-Age=0; Path=/', 'd=; Max-Age=0; Path=/']);
  const byScript = await ask('/leave', leaving({ accept: 'application/json' }), { s: 'a visit' });
  expect(byScript.status).toBe(204);

  const blank = await ask('/blank', new Request('http://localhost:3000/blank'));
  expect([blank.status, await blank.text()]).toEqual([200, '<!doctype html><title>Blank page</title>']);
  await expect(ask('/help', new Request('http://localhost:3000/help'))).rejects.toThrow();
});
