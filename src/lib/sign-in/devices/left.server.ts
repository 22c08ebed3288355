import { randomUUIDv7 } from 'node:crypto';
import type { App } from '#lib/server/app.ts';
import { log } from '#lib/server/log.ts';
import { cookieName, cookieOptions, leftName } from '#lib/sign-in/cookie.ts';
import { endSession, readSession } from '#lib/sign-in/sign-in.server.ts';

/** The part of SvelteKit's cookies that this needs. */
type Jar = Readonly<{
  get(name: string): string | undefined;
  delete(name: string, options: ReturnType<typeof cookieOptions>): void;
}>;

/**
 * Leave now without a signal, or with a server that was too slow: the visit could not end then, so it ends with the first
 * request that comes through, whatever it asks for, and that request is a stranger's. Returns whether somebody had left.
 * Never throws: whatever the database says, this browser gets no visit.
 */
export async function endWhatWasLeft(heard: App, jar: Jar): Promise<boolean> {
  if (jar.get(leftName) === undefined) return false;
  const { origin } = heard.settings;
  const visit = jar.get(cookieName(origin, 'session'));
  try {
    const actor = await readSession(heard.database.db, heard.clock.now(), visit);
    if (actor) await endSession(heard.context(actor, randomUUIDv7()));
  } catch (error) {
    logNotEnded(error);
  }
  forget(jar, origin);
  return true;
}

/** Every cookie of ours goes: a visit, a phone that was remembered, a code asked for, the council's sign-in, having left. */
export function forget(jar: Jar, origin: string): void {
  const names = (['session', 'device', 'entry', 'council'] as const).map((which) => cookieName(origin, which));
  for (const name of [...names, leftName]) if (jar.get(name) !== undefined) jar.delete(name, cookieOptions(origin));
}

/** What Leave now asks the browser to throw away: everything of ours. */
export const clearsAll = '"cache", "cookies", "storage"';

/** SvelteKit's cookies, and what it writes into an answer of theirs. */
type WrittenJar = Pick<Jar, 'get'> &
  Readonly<{ serialize(name: string, value: string, options: ReturnType<typeof cookieOptions>): string }>;

/**
 * Leave now where nothing could be asked, not even whose visit it is (the database is away): whatever of ours this browser has
 * goes, and our own blank page comes. The visit then ends by itself, and no browser knows it.
 */
export function leaveAllTheSame({ cookies, request }: { cookies: WrittenJar; request: Request }, origin: string): Response {
  const headers = new Headers({ 'clear-site-data': clearsAll, 'cache-control': 'private, no-store' });
  const gone = (name: string) => headers.append('set-cookie', cookies.serialize(name, '', cookieOptions(origin, 0)));
  forget({ get: (name) => cookies.get(name), delete: gone }, origin);
  if (request.headers.get('accept') === 'application/json') return new Response(null, { status: 204, headers });
  headers.set('location', '/blank');
  return new Response(null, { status: 303, headers });
}

/** The blank page where nothing could be asked for the usual one. `title`: for whoever hears it instead of seeing it. */
export function blankAllTheSame(title: string): Response {
  const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'private, no-store' };
  return new Response(`<!doctype html><title>${title}</title>`, { headers });
}

/** What kind of failure, and nothing of whose visit it was. */
export function logNotEnded(error: unknown): void {
  log.failure('leave-failed', error);
}
