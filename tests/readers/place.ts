import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Actor, Context, StaffRole } from '#lib/context.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { fixedClock } from '#lib/server/clock.ts';
import { newRing } from '#lib/server/keys/ring-text.ts';
import { readRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';

/** Somebody who works in these histories: what they are, and how their child says their name. */
export type Worker = Readonly<{ id: string; called: string; roles: readonly StaffRole[] }>;

export type Place = Readonly<{
  app: App;
  clock: ReturnType<typeof fixedClock>;
  workers: readonly Worker[];
  as(actor: Actor): Context;
  /** Everything of the history before is over: nobody is away, nothing is open, everybody works here. */
  clear(): Promise<void>;
  close(): Promise<void>;
}>;

const staff: readonly (readonly [string, StaffRole])[] = [
  ...(['Ira', 'Ida', 'Ivo', 'Ilse', 'Igor'] as const).map((name) => [name, 'iro'] as const),
  ...(['Mara', 'Max'] as const).map((name) => [name, 'manager'] as const),
  ...(['Dot', 'Dan'] as const).map((name) => [name, 'social_worker'] as const),
  ...(['Ada', 'Abe'] as const).map((name) => [name, 'advocate'] as const)
];

/**
 * A whole Heard for many histories, one after the other: the real verbs on a real SQLite, which here need not survive a power
 * cut. Monday 7 December 2026, 09:00, is the first moment of each.
 */
export async function openPlace(): Promise<Place> {
  const folder = await mkdtemp(join(tmpdir(), 'heard-readers-'));
  const clock = fixedClock('2026-01-05T09:00:00.000Z');
  const settings = readSettings({
    HEARD_MODE: 'test',
    HEARD_DATA_DIR: folder,
    HEARD_DATABASE_URL: `sqlite:${join(folder, 'heard.sqlite')}`
  });
  const app = await openApp(settings, { clock, ring: readRing(newRing()) });
  const { db } = app.database;
  for (const pragma of ['journal_mode = memory', 'synchronous = off', 'secure_delete = off'])
    await sql.raw(`pragma ${pragma}`).execute(db);
  const as = (actor: Actor) => app.context(actor);
  const cmd = () => as({ kind: 'command', id: 'readers', assurance: 'host' });
  const workers: Worker[] = [];
  for (const [called, role] of staff) {
    const roles = [{ role, fromOn: '2020-01-01', toOn: null }];
    workers.push({ id: await saveStaff(cmd(), { name: `${called} Test`, called, roles }), called, roles: [role] });
  }
  return {
    ...{ app, clock, workers, as },
    clear: async () => {
      await db.updateTable('items').set({ done_at: '2026-01-01T00:00:00.000Z' }).where('done_at', 'is', null).execute();
      for (const table of ['covers', 'rota', 'allocations', 'outbox'] as const) await db.deleteFrom(table).execute();
      await db.updateTable('staff').set({ active: 1 }).execute();
    },
    close: async () => {
      await app.close();
      await rm(folder, { recursive: true, force: true });
    }
  };
}
