import { createHash } from 'node:crypto';
import { Lucia, TimeSpan, type Adapter, type DatabaseSession, type DatabaseUser } from 'lucia';
import { dayOf, type StaffRole } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { asRefusal, type Db, type Tx } from '#lib/server/database/open.ts';
import { limitsOf, type Limits } from './session.ts';
import * as rows from './session-rows.server.ts';
import { rolesNow } from './store.server.ts';

/**
 * The only module that knows lucia (decision 2). Lucia keeps session ids as they are and reads the machine's clock;
 * the adapter below stores their SHA-256 only, and speaks to lucia in machine time and to the database in ours.
 * To do without lucia: keep the exported functions and write their bodies by hand; tests/rooms/sign-in.test.ts holds them.
 */
/** What is kept of a session beside whose it is. */
export type Kept = {
  startedAt: string;
  assurance: string;
  device: string;
  freshUntil: string | null;
  earlierVisit: string | null;
  /** Of a worker: until when they count as having just shown again who they are. */
  stepUpUntil: string | null;
  /** What kind of browser it is, coarsely. */
  browser: string | null;
};
type Person = { kind: string; personId: string };

/**
 * A session that holds now. `id` is what the database knows (the hash), never what the cookie holds. `roles`: of a worker, as
 * they are now; null for whoever does not work here, or no longer.
 */
export type Session = Readonly<Kept & Person & { id: string; roles: readonly StaffRole[] | null }>;

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<Kept, Person>;
    DatabaseSessionAttributes: Kept;
    DatabaseUserAttributes: Person;
  }
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Starts a session for an account. `many`: however many the person has already. Returns what the cookie holds. */
export async function startSession(
  db: Db | Tx,
  now: Date,
  person: Person & { accountId: string },
  token: string,
  kept: Kept,
  many = false
): Promise<{ token: string; id: string }> {
  const limits = limitsFor(person.kind, kept.device, await rolesOf(db, now, person));
  if (!many && kept.assurance !== 'card') await makeRoom(db, now, person.accountId, limits.parallel);
  const lucia = luciaOn(adapterOn(db, now, limits), limits);
  await lucia.createSession(person.accountId, kept, { sessionId: token });
  return { token, id: hashOf(token) };
}

/** The session of a cookie, kept alive by this use (unless it is only looked at); null when there is none, or it is over. */
export async function findSession(db: Db | Tx, now: Date, token: string, prolongs = true): Promise<Session | null> {
  const row = await rows.find(db, hashOf(token));
  if (!row) return null;
  const person = { kind: row.kind, personId: row.person_id };
  const roles = await rolesOf(db, now, person);
  const limits = limitsFor(row.kind, row.device, roles);
  // A worker may have been given a stricter role since this was last prolonged.
  if (row.kind === 'staff' && now.getTime() >= Date.parse(row.started_at) + limits.absolute * 60_000) return null;
  if (!prolongs) return row.expires_at > now.toISOString() ? { id: row.id, ...person, ...attributesOf(row), roles } : null;
  const { session } = await luciaOn(adapterOn(db, now, limits, row), limits).validateSession(token);
  return session ? { id: row.id, ...person, ...attributesOf(row), roles } : null;
}

/**
 * Of one person at most so many visits at once: the oldest end. As if they had run out, so that what a child was just writing
 * there can still be saved (`findLate`). Visits by the card alone are not counted and end for nobody: they read nothing, and
 * whoever else holds the card must not be able to put the child out of one again and again (decision 10).
 */
async function makeRoom(db: Db | Tx, now: Date, accountId: string, parallel: number): Promise<void> {
  const open = (await rows.ofAccount(db, accountId)).filter(
    (row) => row.expires_at > now.toISOString() && row.assurance !== 'card'
  );
  const newestFirst = open.sort((one, other) => other.started_at.localeCompare(one.started_at) || other.id.localeCompare(one.id));
  for (const row of newestFirst.slice(parallel - 1)) await rows.runOut(db, row.id, now.toISOString());
}

const rolesOf = async (db: Db | Tx, now: Date, { kind, personId }: Person): Promise<StaffRole[] | null> =>
  kind === 'staff' ? rolesNow(db, personId, dayOf(now)) : null;

const limitsFor = (kind: string, device: string, roles: readonly StaffRole[] | null) => limitsOf(kind, device, roles ?? []);

/** For what lucia does to many sessions at once, whosever they are. */
const anyLimits = limitsOf('child', 'shared', []);

/** How long a visit that ran out may still save (never read) what was being written in it. */
const LATE_MS = 24 * 3600_000;
const DAY_MS = 24 * 3600_000;

/** A session that ran out by itself less than a day ago; null when it holds, was ended, or never was. */
export async function findLate(db: Db | Tx, now: Date, token: string): Promise<Session | null> {
  const row = await rows.find(db, hashOf(token));
  if (!row || row.expires_at > now.toISOString()) return null;
  if (now.getTime() - Date.parse(row.expires_at) > LATE_MS) return null;
  return { id: row.id, kind: row.kind, personId: row.person_id, ...attributesOf(row), freshUntil: null, roles: null };
}

/** Ends one session, by what the database knows it as. */
export const endSessionById = (db: Db | Tx, id: string): Promise<void> => rows.remove(db, id);

/** Ends one session as if it had run out by itself: what is being written in it can still be saved (`findLate`). */
export const runOutSession = (db: Db | Tx, now: Date, id: string): Promise<void> => rows.runOut(db, id, now.toISOString());

/** Lets a session run for half a minute more and not a moment longer: its start moves back a day, so nothing prolongs it. */
export async function endSessionSoon(db: Db | Tx, now: Date, id: string): Promise<void> {
  const row = await rows.find(db, id);
  if (!row) return;
  const ends = new Date(now.getTime() + 30_000).toISOString();
  await rows.shorten(db, id, ends, new Date(Date.parse(row.started_at) - DAY_MS).toISOString());
}

/** Whether a session still holds. */
export async function stillHolds(db: Db | Tx, now: Date, id: string): Promise<boolean> {
  const row = await rows.find(db, id);
  return row !== undefined && row.expires_at > now.toISOString();
}

/** When a session that holds began, also one that ends soon (none lasts a day); null when there is none. */
export async function startOf(db: Db | Tx, now: Date, id: string): Promise<string | null> {
  const row = await rows.find(db, id);
  if (!row) return null;
  const began = Date.parse(row.started_at);
  return began > now.getTime() - DAY_MS ? row.started_at : new Date(began + DAY_MS).toISOString();
}

/** Ends every session of an account. */
export async function endSessionsOf(db: Db | Tx, now: Date, accountId: string): Promise<void> {
  await luciaOn(adapterOn(db, now, anyLimits), anyLimits).invalidateUserSessions(accountId);
}

/** Ends every session of everybody who works here. */
export const endAllStaffSessions = (db: Db | Tx): Promise<void> => rows.removeOfKind(db, 'staff');

/** Every session of an account that holds now: where somebody is signed in. `id` is what the database knows it as. */
export async function openSessionsOf(db: Db | Tx, now: Date, accountId: string) {
  const found = await rows.ofAccount(db, accountId);
  return found
    .filter((row) => row.expires_at > now.toISOString())
    .map((row) => ({ id: row.id, seenAt: row.seen_at ?? row.started_at, ...attributesOf(row) }));
}

/** Clears away what has run out. */
export async function clearSessions(db: Db | Tx, now: Date): Promise<void> {
  await luciaOn(adapterOn(db, now, anyLimits), anyLimits).deleteExpiredSessions();
}

/** Lucia prolongs when less than half of its span is left. This span makes that once a minute and no more often. */
function luciaOn(adapter: Adapter, { idle }: Limits): Lucia<Kept, Person> {
  return new Lucia(adapter, {
    sessionExpiresIn: new TimeSpan(2 * (idle - 1), 'm'),
    getSessionAttributes: (kept) => kept,
    getUserAttributes: (person) => person
  });
}

/** `known`: the row that is asked for, when it was read already. */
function adapterOn(db: Db | Tx, now: Date, limits: Limits, known?: rows.Found): Adapter {
  const moved = Date.now() - now.getTime();
  const read = async (token: string) => known ?? rows.find(db, hashOf(token));
  return {
    async getSessionAndUser(token): Promise<[DatabaseSession | null, DatabaseUser | null]> {
      const row = await read(token);
      if (!row) return [null, null];
      const account = { id: row.account_id, attributes: { kind: row.kind, personId: row.person_id } };
      return [asLucia(row, token, moved), account];
    },
    async getUserSessions(accountId) {
      // What the cookie holds is not known here, so these carry their hash.
      return (await rows.ofAccount(db, accountId)).map((row) => asLucia(row, row.id, moved));
    },
    setSession: (session) => keep(db, now, limits, session),
    async updateSessionExpiration(token) {
      const row = await read(token);
      if (!row) return;
      const later = until(now, limits, row.started_at);
      if (later > row.expires_at) await unlessFull(rows.prolong(db, row.id, later, now.toISOString()));
    },
    async deleteSession() {
      // Lucia removes what has run out at once. Ours stays a day, so that words posted just too late are not lost.
    },
    deleteUserSessions: (accountId) => rows.removeOf(db, accountId),
    deleteExpiredSessions: () => rows.removeEndedBefore(db, new Date(now.getTime() - LATE_MS).toISOString())
  };
}

const asLucia = (row: rows.Row, id: string, moved: number): DatabaseSession => ({
  id,
  userId: row.account_id,
  expiresAt: new Date(Date.parse(row.expires_at) + moved),
  attributes: attributesOf(row)
});

const attributesOf = (row: rows.Row): Kept => ({
  startedAt: row.started_at,
  assurance: row.assurance,
  device: row.device,
  freshUntil: row.fresh_until,
  earlierVisit: row.earlier_id,
  stepUpUntil: row.step_up_until,
  browser: row.browser
});

async function keep(db: Db | Tx, now: Date, limits: Limits, { id, userId, attributes }: DatabaseSession): Promise<void> {
  const { startedAt, assurance, device, freshUntil, earlierVisit, stepUpUntil, browser } = attributes;
  await rows.insert(db, {
    id: hashOf(id),
    account_id: userId,
    expires_at: until(now, limits, startedAt),
    started_at: startedAt,
    assurance,
    device,
    fresh_until: freshUntil,
    earlier_id: earlierVisit,
    step_up_until: stepUpUntil,
    browser,
    seen_at: now.toISOString()
  });
}

/** Lucia proposes that a session goes on; how long is ours to say: idle from now, and never past its absolute end. */
function until(now: Date, { idle, absolute }: Limits, startedAt: string): string {
  const ends = Math.min(now.getTime() + idle * 60_000, Date.parse(startedAt) + absolute * 60_000);
  return new Date(ends).toISOString();
}

/** A full or busy disk must not sign anyone out: the session simply is not prolonged this time. */
async function unlessFull(write: Promise<unknown>): Promise<void> {
  try {
    await write;
  } catch (error) {
    if (!(asRefusal(error) instanceof Refusal)) throw error;
  }
}
