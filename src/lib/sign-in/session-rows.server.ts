import type { Insertable } from 'kysely';
import type { Db, Tx } from '#lib/server/database/open.ts';
import type { Tables } from '#lib/server/database/tables.ts';

/** The sessions table, for lucia.server.ts: rows and nothing of lucia. `id` is always the hash. */
export type Row = Tables['sessions'];
/** A session with whose it is. */
export type Found = Row & { kind: string; person_id: string };

export const find = (db: Db | Tx, id: string): Promise<Found | undefined> =>
  db
    .selectFrom('sessions')
    .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
    .selectAll('sessions')
    .select(['accounts.kind', 'accounts.person_id'])
    .where('sessions.id', '=', id)
    .executeTakeFirst();

export const ofAccount = (db: Db | Tx, accountId: string): Promise<Row[]> =>
  db.selectFrom('sessions').selectAll().where('account_id', '=', accountId).execute();

export async function insert(db: Db | Tx, row: Insertable<Row>): Promise<void> {
  await db.insertInto('sessions').values(row).execute();
}

export async function prolong(db: Db | Tx, id: string, until: string, seenAt: string): Promise<void> {
  await db.updateTable('sessions').set({ expires_at: until, seen_at: seenAt }).where('id', '=', id).execute();
}

/** Ends it as if it had run out by itself at `at`; one that ran out before stays as it was. */
export async function runOut(db: Db | Tx, id: string, at: string): Promise<void> {
  await db.updateTable('sessions').set({ expires_at: at }).where('id', '=', id).where('expires_at', '>', at).execute();
}

/** Ends it at `ends`, if it would not end before; `started` moves too, so that nothing prolongs it again. */
export async function shorten(db: Db | Tx, id: string, ends: string, started: string): Promise<void> {
  await db
    .updateTable('sessions')
    .set({ expires_at: ends, started_at: started })
    .where('id', '=', id)
    .where('expires_at', '>', ends)
    .execute();
}

export async function remove(db: Db | Tx, id: string): Promise<void> {
  await db.deleteFrom('sessions').where('id', '=', id).execute();
}

export async function removeOf(db: Db | Tx, accountId: string): Promise<void> {
  await db.deleteFrom('sessions').where('account_id', '=', accountId).execute();
}

export async function removeOfKind(db: Db | Tx, kind: string): Promise<void> {
  const theirs = db.selectFrom('accounts').select('id').where('kind', '=', kind);
  await db.deleteFrom('sessions').where('account_id', 'in', theirs).execute();
}

export async function removeEndedBefore(db: Db | Tx, time: string): Promise<void> {
  await db.deleteFrom('sessions').where('expires_at', '<=', time).execute();
}
