import { lockName } from './dialects/locks.ts';
import type { Db, Engine, Tx } from './open.ts';
import { first } from './migrations/0001-first.ts';
import { looks } from './migrations/0002-looks.ts';
import { requests } from './migrations/0003-requests.ts';
import { adultsDoor } from './migrations/0005-adults-door.ts';
import { callBacks } from './migrations/0006-call-backs.ts';
import { keys } from './migrations/0011-keys.ts';
import { audit } from './migrations/0012-audit.ts';
import { checkpoints } from './migrations/0014-checkpoints.ts';
import { cards } from './migrations/0008-cards.ts';
import { locking } from './migrations/0009-locking.ts';
import { breakGlass } from './migrations/0010-break-glass.ts';
import { lastTimes } from './migrations/0013-last-times.ts';
import { watchedWays } from './migrations/0015-watched-ways.ts';
import { messages } from './migrations/0017-messages.ts';
import { usedOnce } from './migrations/0016-used-once.ts';
import { ratings } from './migrations/0022-ratings.ts';
import { cover } from './migrations/0020-cover.ts';
import { telling } from './migrations/0021-telling.ts';
import { keptFrom } from './migrations/0019-kept-from.ts';
import { myIro } from './migrations/0018-my-iro.ts';
import { staffSignIn } from './migrations/0007-staff-sign-in.ts';
import { guideWords } from './migrations/0023-guide-words.ts';
import { shownOpenly } from './migrations/0004-shown-openly.ts';

/** Forward only, in this order, for ever. A released one is never edited: add the next. */
const migrations: readonly Migration[] = [
  first,
  looks,
  requests,
  shownOpenly,
  adultsDoor,
  callBacks,
  staffSignIn,
  cards,
  locking,
  breakGlass,
  keys,
  audit,
  lastTimes,
  checkpoints,
  watchedWays,
  usedOnce,
  messages,
  myIro,
  keptFrom,
  cover,
  telling,
  ratings,
  guideWords
];

/** Every migration of this program, in order. */
export const migrationNames: readonly string[] = migrations.map(({ name }) => name);

export type Migration = Readonly<{ name: string; up(tx: Tx, engine: Engine): Promise<void> }>;

/**
 * Brings the schema up to date, each migration in one transaction with its ledger row.
 * Throws when the database is newer than this program.
 */
export async function migrate(db: Db, engine: Engine, now: Date): Promise<void> {
  await db.transaction().execute(async (tx) => {
    // Two processes may start at once: the second waits here, then finds nothing to do.
    await lockName(tx, 'migrations');
    await tx.schema
      .createTable('migrations')
      .ifNotExists()
      .addColumn('name', 'text', (column) => column.primaryKey())
      .addColumn('applied_at', 'text', (column) => column.notNull())
      .execute();
    const known = new Set(migrations.map(({ name }) => name));
    const applied = new Set((await tx.selectFrom('migrations').select('name').execute()).map(({ name }) => name));
    const newer = [...applied].filter((name) => !known.has(name));
    if (newer.length > 0)
      throw new Error(`This database was written by a newer Heard (${newer.join(', ')}). Update the program.`);
    for (const migration of migrations.filter(({ name }) => !applied.has(name))) {
      await migration.up(tx, engine);
      await tx.insertInto('migrations').values({ name: migration.name, applied_at: now.toISOString() }).execute();
    }
  });
}
