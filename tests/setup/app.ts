import { afterAll } from 'vitest';
import type { Actor, Context } from '#lib/context.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { fixedClock } from '#lib/server/clock.ts';
import { newRing } from '#lib/server/keys/ring-text.ts';
import { readRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';
import { freshFolder, migratedDatabaseUrl } from './database.ts';

/** A Monday morning in term time: 7 December 2026, 09:00. */
export const monday = '2026-12-07T09:00:00.000Z';

/** A whole Heard on a database with nothing in it, with a clock that stands still. Closed when the test file ends. */
export async function testApp(): Promise<{ app: App; clock: ReturnType<typeof fixedClock>; as(actor: Actor): Context }> {
  const clock = fixedClock(monday);
  const settings = readSettings({
    HEARD_MODE: 'test',
    HEARD_DATA_DIR: await freshFolder(),
    HEARD_DATABASE_URL: await migratedDatabaseUrl()
  });
  const app = await openApp(settings, { clock, ring: readRing(newRing()) });
  afterAll(() => app.close());
  return { app, clock, as: (actor) => app.context(actor) };
}

export const visitor: Actor = { kind: 'visitor', assurance: 'none' };
export const command: Actor = { kind: 'command', id: 'test', assurance: 'host' };
export const job: Actor = { kind: 'job', id: 'test', assurance: 'host' };

export const childActor = (id: string, how: Partial<Extract<Actor, { kind: 'child' }>> = {}): Actor => ({
  kind: 'child',
  id,
  sessionId: 'session-of-the-child',
  assurance: 'secret',
  device: 'own',
  freshUntil: null,
  earlierVisit: null,
  ...how
});

export const staffActor = (id: string, how: Partial<Extract<Actor, { kind: 'staff' }>> = {}): Actor => ({
  kind: 'staff',
  id,
  sessionId: 'session-of-the-worker',
  assurance: 'passkey',
  stepUpUntil: null,
  roles: ['iro'],
  ...how
});
