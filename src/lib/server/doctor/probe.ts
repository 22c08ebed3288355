import type { App } from '#lib/server/app.ts';
import type { Look } from '#lib/server/database/look.ts';
import type { KeyRing } from '#lib/server/keys/ring.ts';
import type { Settings } from '#lib/server/settings.ts';
import type { Machine } from './machine.ts';

/**
 * What doctor may look through. Everything is handed in, so that a broken set-up can be tried without breaking a
 * machine; the command hands in the real ones.
 */
export type Probe = Readonly<{
  env: Readonly<Record<string, string | undefined>>;
  /** The settings, or what is wrong with them. */
  settings: Settings;
  problems: readonly string[];
  now(): Date;
  machine: Machine;
  /** The key ring of the settings. Throws in plain words. */
  ring(): Promise<KeyRing>;
  /** The database seen from outside: nothing is made, nothing migrated. */
  look(): Promise<Look>;
  /** The whole Heard, opened once. Asked only where the database is there, current, and its keys fit. */
  app(): Promise<App>;
  house: House;
}>;

/** Questions that only the rooms can answer: the command hands in who asks them. */
export type House = Readonly<{
  /** Items that nobody could open now (decision 16), of all that are open. */
  withoutReader(app: App): Promise<{ items: number; withoutReader: number }>;
  /** The desks at which nobody sits who still works here. */
  emptyDesks(app: App): Promise<string[]>;
  /** The council's numbers for when a child cannot wait; empty text: not set. */
  numbers(app: App): Promise<Readonly<{ officePhone: string; outOfHoursPhone: string }>>;
  /** What a child may ask for that nobody would get, and what is missing behind it. */
  closedDoors(app: App): Promise<readonly Readonly<{ kind: string; wants: readonly string[] }>[]>;
  /** Whether anybody is on the duty rota of the days to come. */
  isSomebodyOnDuty(app: App): Promise<boolean>;
  /** Whether the only manager is rated too, so that nobody may read what is written about them. */
  onlyManagerIsRated(app: App): Promise<boolean>;
  /** What waits to be sent: the oldest that is due (ISO time, null: none), and how many were given up. */
  outbox(app: App): Promise<{ oldestDue: string | null; waiting: number; dead: number }>;
  /** The audit chain: how many entries fit, and the first that does not. */
  chain(app: App): Promise<{ entries: number; broken: number | null }>;
}>;
