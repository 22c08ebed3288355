import type { App } from './app.ts';
import { stillDamaged } from './keys/damage.ts';

/** The one App of this web process, for the few routes that ask about the process itself (`/readyz`, the demo). */
let current: App | null = null;

export const serve = (app: App): void => void (current = app);

/** Throws before the server has started. */
export function serving(): App {
  if (!current) throw new Error('the server has not started');
  return current;
}

/** Whether the database answers and keeps what it acknowledges. */
export async function isReady(): Promise<boolean> {
  const { database } = serving();
  try {
    await database.db.selectFrom('installation').select('id').executeTakeFirstOrThrow();
    return (await database.faults()).length === 0;
  } catch {
    return false;
  }
}

/** Whether every field that was looked at opens. A damaged one stops nobody else: the service stays ready. */
export async function isWhole(): Promise<boolean> {
  const { database, vault } = serving();
  return (await stillDamaged(database.db, vault)).length === 0;
}
