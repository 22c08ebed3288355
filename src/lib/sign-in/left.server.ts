import { randomUUIDv7 } from 'node:crypto';
import type { App } from '#lib/server/app.ts';
import { log } from '#lib/server/log.ts';
import { cookieName, cookieOptions, leftName } from './cookie.ts';
import { endSession, readSession } from './sign-in.server.ts';

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

/** Every cookie of ours goes: of a visit, of a phone that was remembered, of a code that was asked for, of having left. */
export function forget(jar: Jar, origin: string): void {
  const names = (['session', 'device', 'entry'] as const).map((which) => cookieName(origin, which));
  for (const name of [...names, leftName]) if (jar.get(name) !== undefined) jar.delete(name, cookieOptions(origin));
}

/** What kind of failure, and nothing of whose visit it was. */
export function logNotEnded(error: unknown): void {
  log.failure('leave-failed', error);
}
