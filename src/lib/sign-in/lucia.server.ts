import { createHash } from 'node:crypto';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import { asRefusal, type Db, type Tx } from '#lib/server/database/open.ts';
import { Refusal } from '#lib/errors.ts';
import { limitsOf } from './session.ts';

/**
 * The only module that knows lucia (decision 2). Lucia keeps session ids as they are and reads the machine's clock;
 * the adapter below stores their SHA-256 only, and speaks to lucia in machine time and to the database in ours.
 * To do without lucia: keep the exported functions and write their bodies by hand. sign-in.test.ts holds them.
 */
type Kept = { startedAt: string; assurance: string; device: string; freshUntil: string | null };
type Person = { kind: string; personId: string };

/** A session that holds now. `id` is what the database knows (the hash), never what the cookie holds. */
export type Session = Readonly<Kept & Person & { id: string }>;

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Kept, Person>;
    DatabaseSessionAttributes: Kept;
    DatabaseUserAttributes: Person;
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Starts a session for an account. Returns what the cookie holds. */
export async function startSession(
  db: Db | Tx,
  now: Date,
  person: Person & { accountId: string },
  token: string,
  kept: Omit<Kept, 'startedAt'>
): Promise<{ token: string; id: string }> {
  const attributes = { ...kept, startedAt: now.toISOString() };
  await luciaOn(adapterOn(db, now), person.kind, kept.device).createSession(person.accountId, attributes, { sessionId: token });
  return { token, id: hashOf(token) };
}

/** The session of a cookie, kept alive by this use; null when there is none, or it is over. */
export async function findSession(db: Db | Tx, now: Date, token: string): Promise<Session | null> {
  const adapter = adapterOn(db, now);
  const [stored, account] = await adapter.getSessionAndUser(token);
  if (!stored || !account) return null;
  const lucia = luciaOn(adapter, account.attributes.kind, stored.attributes.device);
  const { session, user } = await lucia.validateSession(token);
  if (!session) return null;
  const { startedAt, assurance, device, freshUntil } = session;
  return { id: hashOf(token), kind: user.kind, personId: user.personId, startedAt, assurance, device, freshUntil };
}

/** How long a visit that ran out may still save (never read) what was being written in it. */
const LATE_MS = 24 * 3600_000;

/** A session that ran out by itself less than a day ago; null when it holds, was ended, or never was. */
export async function findLate(db: Db | Tx, now: Date, token: string): Promise<Session | null> {
  const row = await db.selectFrom('sessions').innerJoin('accounts', 'accounts.id', 'sessions.account_id').selectAll('sessions')
    .select(['accounts.kind', 'accounts.person_id']).where('sessions.id', '=', hashOf(token)).executeTakeFirst();
  if (!row || row.expires_at > now.toISOString() || now.getTime() - Date.parse(row.expires_at) > LATE_MS) return null;
  return { id: row.id, kind: row.kind, personId: row.person_id, startedAt: row.started_at, assurance: row.assurance, device: row.device, freshUntil: null };
}

/** Ends one session, by what the database knows it as. */
export async function endSessionById(db: Db | Tx, id: string): Promise<void> {
  await db.deleteFrom('sessions').where('id', '=', id).execute();
}

/** Lets a session run for half a minute more and not a moment longer: its start moves back, so nothing prolongs it. */
export async function endSessionSoon(db: Db | Tx, now: Date, id: string): Promise<void> {
  const ends = new Date(now.getTime() + 30_000).toISOString();
  const started = new Date(now.getTime() - 24 * 3600_000).toISOString();
  await db.updateTable('sessions').set({ expires_at: ends, started_at: started }).where('id', '=', id).where('expires_at', '>', ends).execute();
}

/** Ends every session of an account. */
export async function endSessionsOf(db: Db | Tx, now: Date, accountId: string): Promise<void> {
  await luciaOn(adapterOn(db, now), 'child', 'shared').invalidateUserSessions(accountId);
}

/** Clears away what has run out. */
export async function clearSessions(db: Db | Tx, now: Date): Promise<void> {
  await luciaOn(adapterOn(db, now), 'child', 'shared').deleteExpiredSessions();
}

/** Lucia prolongs when less than half of its span is left. This span makes that once a minute and no more often. */
function luciaOn(adapter: Adapter, kind: string, device: string): Lucia<Kept, Person> {
  const span = new TimeSpan(2 * (limitsOf(kind, device).idle - 1), 'm');
  return new Lucia(adapter, { sessionExpiresIn: span, getSessionAttributes: (kept) => kept, getUserAttributes: (person) => person });
}

type Row = { id: string; account_id: string; expires_at: string; started_at: string; assurance: string; device: string; fresh_until: string | null };
type Found = Row & { kind: string; person_id: string };

function adapterOn(db: Db | Tx, now: Date): Adapter {
  const moved = Date.now() - now.getTime();
  const inMachineTime = (iso: string) => new Date(Date.parse(iso) + moved);
  let found: Promise<Found | undefined> | undefined;
  const read = (hash: string) =>
    (found ??= db.selectFrom('sessions').innerJoin('accounts', 'accounts.id', 'sessions.account_id').selectAll('sessions')
      .select(['accounts.kind', 'accounts.person_id']).where('sessions.id', '=', hash).executeTakeFirst());
  const seen = (row: Row, id: string): DatabaseSession => ({
    id,
    userId: row.account_id,
    expiresAt: inMachineTime(row.expires_at),
    attributes: { startedAt: row.started_at, assurance: row.assurance, device: row.device, freshUntil: row.fresh_until }
  });
  return {
    async getSessionAndUser(token): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const row = await read(hashOf(token));
      if (!row) return [null, null];
      return [seen(row, token), { id: row.account_id, attributes: { kind: row.kind, personId: row.person_id } }];
    },
    async getUserSessions(accountId) {
      const rows = await db.selectFrom('sessions').selectAll().where('account_id', '=', accountId).execute();
      // What the cookie holds is not known here, so these carry their hash.
      return rows.map((row) => seen(row, row.id));
    },
    async setSession({ id, userId, attributes }) {
      const account = await db.selectFrom('accounts').select('kind').where('id', '=', userId).executeTakeFirstOrThrow();
      await db.insertInto('sessions').values({
        id: hashOf(id), account_id: userId, expires_at: until(now, account.kind, attributes), started_at: attributes.startedAt,
        assurance: attributes.assurance, device: attributes.device, fresh_until: attributes.freshUntil
      }).execute();
    },
    async updateSessionExpiration(token) {
      const row = await read(hashOf(token));
      if (!row) return;
      const later = until(now, row.kind, { device: row.device, startedAt: row.started_at });
      if (later <= row.expires_at) return;
      await unlessFull(db.updateTable('sessions').set({ expires_at: later }).where('id', '=', row.id).execute());
    },
    async deleteSession() {
      // Lucia removes what has run out at once. Ours stays a day, so that words posted just too late are not lost.
    },
    async deleteUserSessions(accountId) {
      await db.deleteFrom('sessions').where('account_id', '=', accountId).execute();
    },
    async deleteExpiredSessions() {
      await db.deleteFrom('sessions').where('expires_at', '<=', new Date(now.getTime() - LATE_MS).toISOString()).execute();
    }
  };
}

/** Lucia proposes that a session goes on; how long is ours to say: idle from now, and never past its absolute end. */
function until(now: Date, kind: string, { device, startedAt }: { device: string; startedAt: string }): string {
  const { idle, absolute } = limitsOf(kind, device);
  return new Date(Math.min(now.getTime() + idle * 60_000, Date.parse(startedAt) + absolute * 60_000)).toISOString();
}

/** A full or busy disk must not sign anyone out: the session simply is not prolonged this time. */
async function unlessFull(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(asRefusal(error) instanceof Refusal)) throw error;
  }
}
