import { Refusal } from '#lib/errors.ts';
import type { Db, Tx } from '#lib/server/database/open.ts';
import { asRefusal } from '#lib/server/database/open.ts';
import type { Ids, Random } from '#lib/server/ids.ts';
import type { Vault } from '#lib/server/keys/vault.ts';

export type StaffRole = (typeof staffRoles)[number];
export const staffRoles = ['iro', 'manager', 'social_worker', 'admin', 'advocate'] as const;

/** How sure we are who this is. `card`: the card alone, which may send and never read. */
export type Assurance = 'none' | 'card' | 'secret' | EntryWay | StaffAssurance | 'host';

/**
 * What is kept of how somebody came in with what they send. `handed`: a child wrote it on a worker's own device, with the worker
 * near, so neither a card nor a secret says whose words they are.
 */
export const assuranceSent = (actor: Actor): string =>
  actor.kind === 'child' && actor.device === 'handed' ? 'handed' : actor.assurance;

/**
 * By what a worker came in. `link`: a one-time link, a recovery code or a first passkey, which lets them set up their ways to
 * sign in and nothing else; `oidc`: the council's own sign-in; `passphrase`: a long passphrase and a one-time code.
 */
export type StaffAssurance = (typeof staffAssurances)[number];
export const staffAssurances = ['link', 'passkey', 'oidc', 'passphrase'] as const;

/** By what a contributor came in: a code sent to their address or number, or the one on their letter. */
export type EntryWay = (typeof entryWays)[number];
export const entryWays = ['email', 'text', 'letter'] as const;

/** Who is asking. */
export type Actor =
  | { kind: 'visitor'; assurance: 'none' }
  | {
      kind: 'child';
      id: string;
      sessionId: string;
      assurance: 'card' | 'secret';
      /**
       * `own`: this phone is the child's alone; `shared`: hide what I said, never that I was heard; `watched`: somebody looks
       * at whatever this child carries, so nothing is shown back at all; `handed`: a worker's own, handed over for one form.
       */
      device: 'own' | 'shared' | 'watched' | 'handed';
      /** ISO time until which the child's own words may be shown on a shared phone. */
      freshUntil: string | null;
      /** The visit this one went on from (the card before the PIN): what it began is still this child's sitting. */
      earlierVisit: string | null;
    }
  /** A parent, carer or professional who was asked: `id` is the contact, one person around one child. */
  | { kind: 'contributor'; id: string; childId: string; sessionId: string; assurance: EntryWay }
  | {
      kind: 'staff';
      id: string;
      sessionId: string;
      assurance: StaffAssurance;
      /** ISO time until which they count as having just shown again who they are; null: they have not, or it is over. */
      stepUpUntil: string | null;
      roles: readonly StaffRole[];
    }
  /** A command typed on the host, or a job the clock started; `id` is its name. */
  | { kind: 'command' | 'job'; id: string; assurance: 'host' };

/** Something that was refused: a permission, a try too many, an id that is nobody's. The door writes it down at the end. */
export type Aside = Readonly<{ verb: string; subject: string; subjectId: string; childId: string | null }>;

/** `begun`: something was to be noted of a look. `kept`: it goes into the database; false where that has no room for it. */
export type Looking = { begun: boolean; readonly kept: boolean };

/** The first argument of every verb: who is asking, when, and with what. One per request, command slice or job run. */
export type Context = Readonly<{
  db: Db | Tx;
  vault: Vault;
  actor: Actor;
  /** The time of the request: the same all the way through it. */
  now: Date;
  ids: Ids;
  random: Random;
  requestId: string;
  /** What goes on record when this is over, whatever became of its transaction. */
  asides?: Aside[];
  /** Of the transaction that is open: what it notes of somebody who only looks (`notesLooks`). */
  looking?: Looking;
  /** What kind of browser asks, coarsely (src/lib/sign-in/browser.ts), so that people know their visits apart. */
  browser?: string;
}>;

/**
 * Runs `work` in one transaction (the one already open, if there is one): facts, permission, write, audit and
 * outbox stand or fall together. Nothing but SQL may be awaited inside.
 * Where there was no room and somebody was being shown something, it is done once more, keeping nothing: with a full disk a
 * child still reads their words, and a worker what waits for them. What has to be kept is refused that second time too.
 * Throws `Refusal('full')` or `Refusal('busy')` when the database could not keep it.
 */
export async function within<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  if (ctx.db.isTransaction) return work(ctx);
  const looking: Looking = { begun: false, kept: true };
  let open = false;
  try {
    return await ctx.db.transaction().execute((tx) => {
      open = true;
      return work({ ...ctx, db: tx, looking });
    });
  } catch (error) {
    const refusal = asRefusal(error);
    const noRoom = refusal instanceof Refusal && refusal.problem === 'full';
    // A file that nobody may write does not even open for writing: then nothing is known of what was to be done.
    if (!noRoom || (open && !looking.begun)) throw refusal;
  }
  return keepingNothing(ctx, work);
}

async function keepingNothing<T>(ctx: Context, work: (ctx: Context) => Promise<T>): Promise<T> {
  const looking: Looking = { begun: false, kept: false };
  try {
    const transaction = ctx.db.transaction().setAccessMode('read only');
    return await transaction.execute((tx) => work({ ...ctx, db: tx, looking }));
  } catch (error) {
    throw asRefusal(error);
  }
}

/** Asked by whatever only notes that somebody looked, before it writes: false where there is no room, and it must not. */
export function notesLooks({ looking }: Context): boolean {
  if (looking) looking.begun = true;
  return looking?.kept ?? true;
}

/** The calendar day (UK) of an instant, as `YYYY-MM-DD`. */
export const dayOf = (at: Date): string => inLondon.format(at);

// Made once: making one takes longer than a query.
const inLondon = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });
