import type { Db, Tx } from './database/open.ts';

/** What must happen again and again, by the clock or by an operator. */
export type Recurring = 'worker' | 'backup' | 'drill' | 'doctor' | 'ratings' | 'readers';

/** Remembers that it just happened. `note` holds figures or a file's name, never anything about anybody. */
export async function noteTime(db: Db | Tx, what: Recurring, at: Date, note: string | null = null): Promise<void> {
  const row = { at: at.toISOString(), note };
  await db
    .insertInto('last_times')
    .values({ what, ...row })
    .onConflict((on) => on.column('what').doUpdateSet(row))
    .execute();
}

/** When it last happened, or null: never. */
export async function lastTime(db: Db | Tx, what: Recurring): Promise<{ at: Date; note: string | null } | null> {
  const row = await db.selectFrom('last_times').select(['at', 'note']).where('what', '=', what).executeTakeFirst();
  return row ? { at: new Date(row.at), note: row.note } : null;
}
