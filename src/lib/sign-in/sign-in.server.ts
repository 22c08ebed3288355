import { allow, invitationNow } from '#lib/relations.server.ts';
import { record } from '#lib/audit/audit.server.ts';
import { dayOf, entryWays, staffAssurances, within } from '#lib/context.ts';
import type { Actor, Context, EntryWay, StaffAssurance } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import type { Db, Tx } from '#lib/server/database/open.ts';
import {
  clearSessions,
  endSessionById,
  findLate,
  endSessionsOf,
  endSessionSoon,
  findSession,
  startOf,
  startSession,
  stillHolds,
  type Kept,
  type Session
} from './lucia.server.ts';
import { cookieSeconds, freshMinutes, minutesOn, type Device } from './session.ts';
import { clearKept } from '#lib/sign-in/devices/lock-visit.server.ts';
import * as store from './store.server.ts';
import { clearWays } from '#lib/sign-in/workers/ways-store.server.ts';

/** What a route puts into the session cookie. `maxAge` in seconds, null: until the browser is closed. */
export type Started = Readonly<{ token: string; maxAge: number | null; actor: Actor }>;

/**
 * Who the holder of this cookie is, now: read afresh at every request, so that an ended card, a worker who left or a
 * role that ended takes effect at once. Null when nobody. `prolongs`: somebody did something, so the visit goes on.
 */
export async function readSession(
  db: Db | Tx,
  now: Date,
  cookieValue: string | undefined,
  prolongs = true
): Promise<Actor | null> {
  if (!cookieValue || cookieValue.length > 100) return null;
  const session = await findSession(db, now, cookieValue, prolongs);
  return session ? actorOf(db, now, session) : null;
}

/**
 * Whose visit ran out while they were writing, a child's or a contributor's: good for saving that page and for nothing else
 * (hooks.server.ts). Null for workers, for visits that were ended, and after a day.
 */
export async function lateWriter(db: Db | Tx, now: Date, cookieValue: string | undefined): Promise<Actor | null> {
  if (!cookieValue || cookieValue.length > 100) return null;
  const session = await findLate(db, now, cookieValue);
  return session && session.kind !== 'staff' ? actorOf(db, now, session) : null;
}

async function actorOf(db: Db | Tx, now: Date, session: Session): Promise<Actor | null> {
  if (session.kind === 'staff') {
    const { roles, personId: id, id: sessionId } = session;
    if (!roles) return null;
    const assurance = staffAssurances.find((way) => way === session.assurance) ?? 'link';
    const stepUpUntil = session.stepUpUntil && session.stepUpUntil > now.toISOString() ? session.stepUpUntil : null;
    return { kind: 'staff', id, sessionId, assurance, stepUpUntil, roles };
  }
  if (session.kind === 'contributor') {
    const invitation = await invitationNow(db, session.personId, now);
    const assurance = entryWays.find((way) => way === session.assurance);
    if (!invitation || !assurance) return null;
    return { kind: 'contributor', id: session.personId, childId: invitation.childId, sessionId: session.id, assurance };
  }
  const privacy = await store.privacyOf(db, session.personId);
  if (privacy === null) return null;
  const assurance = session.assurance === 'secret' ? 'secret' : 'card';
  return {
    kind: 'child',
    id: session.personId,
    sessionId: session.id,
    assurance,
    device: deviceOf(session.device, privacy),
    freshUntil: session.freshUntil,
    // By the card alone a visit is no other's: what went before it opens only once the secret was given again.
    earlierVisit: assurance === 'secret' ? session.earlierVisit : null
  };
}

/** A worker's device stays theirs; anything else a watched child holds is looked at. */
function deviceOf(device: string, privacy: string): ChildActor['device'] {
  if (device === 'handed') return 'handed';
  if (privacy === 'watched') return 'watched';
  return device === 'own' ? 'own' : 'shared';
}

type ChildActor = Extract<Actor, { kind: 'child' }>;

/**
 * Ends the visit this request belongs to, if there is one. The route clears the cookie and the browser's stores.
 * A visit whose end cannot be recorded (the disk is full) ends all the same: a child who leaves has left. Throws
 * `full` or `busy` when not even that could be done.
 */
export async function endSession(ctx: Context): Promise<void> {
  const { actor } = ctx;
  await allow(ctx, 'session.end');
  if (!('sessionId' in actor)) return;
  try {
    await within(ctx, async (ctx) => {
      await endSessionById(ctx.db, actor.sessionId);
      const childId = actor.kind === 'child' ? actor.id : actor.kind === 'contributor' ? actor.childId : null;
      await record(ctx, { verb: 'session.end', subject: actor.kind, subjectId: actor.id, childId });
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await within(ctx, (ctx) => endSessionById(ctx.db, actor.sessionId));
  }
}

/** For this room's verbs, in their transaction: opens a child's visit. A session the request already had ends. */
export async function startChildSession(
  ctx: Context,
  child: { childId: string; assurance: 'card' | 'secret'; device: Device }
): Promise<Started> {
  const freshUntil = child.assurance === 'secret' ? minutesOn(ctx.now, freshMinutes) : null;
  return openForChild(ctx, { ...child, freshUntil, startedAt: ctx.now.toISOString() });
}

/**
 * For this room's verbs, in their transaction: the child's visit goes on as one on another kind of device. Nothing was
 * proved anew, so it began when it began, and own words are shown no longer than before.
 */
export async function goOnChildSession(ctx: Context, device: Device): Promise<Started> {
  const { actor } = ctx;
  if (actor.kind !== 'child') throw notFound();
  const startedAt = await startOf(ctx.db, ctx.now, actor.sessionId);
  if (startedAt === null) throw notFound();
  const { id: childId, assurance, freshUntil } = actor;
  return openForChild(ctx, { childId, assurance, device, freshUntil, startedAt });
}

type ChildVisit = Readonly<{
  childId: string;
  assurance: 'card' | 'secret';
  device: Device;
  freshUntil: string | null;
  startedAt: string;
}>;

async function openForChild(ctx: Context, visit: ChildVisit): Promise<Started> {
  const { childId, assurance, device, freshUntil, startedAt } = visit;
  await endThisVisit(ctx, childId);
  // Only a visit that the secret opened, or one that it opened and that was locked, goes on from another.
  const earlierVisit = assurance === 'secret' ? visitBefore(ctx.actor, childId) : null;
  const kept = { ...beginning(ctx), startedAt, assurance, device, freshUntil, earlierVisit };
  const { token, id } = await open(ctx, 'child', childId, kept);
  return {
    token,
    maxAge: cookieSeconds(device),
    actor: { kind: 'child', id: childId, sessionId: id, assurance, device, freshUntil, earlierVisit }
  };
}

/** The card's visit that the same child goes on from, through however many steps. */
function visitBefore(actor: Actor, childId: string): string | null {
  if (actor.kind !== 'child' || actor.id !== childId) return null;
  return actor.assurance === 'card' ? actor.sessionId : actor.earlierVisit;
}

/**
 * For this room's verbs, in their transaction: opens a worker's visit. `stepUp`: for how many minutes they count as having just
 * shown again who they are. `many`: however many visits they have already.
 */
export async function startStaffSession(
  ctx: Context,
  staff: { staffId: string; assurance: StaffAssurance; stepUp?: number; many?: true }
): Promise<Started> {
  await endThisVisit(ctx, null);
  const { staffId, assurance, stepUp } = staff;
  const stepUpUntil = stepUp === undefined ? null : minutesOn(ctx.now, stepUp);
  const { token, id } = await open(
    ctx,
    'staff',
    staffId,
    { ...beginning(ctx), assurance, device: 'own', stepUpUntil },
    staff.many
  );
  const roles = (await store.rolesNow(ctx.db, staffId, dayOf(ctx.now))) ?? [];
  return { token, maxAge: null, actor: { kind: 'staff', id: staffId, sessionId: id, assurance, stepUpUntil, roles } };
}

/** For the verbs that let a contributor in, in their transaction: opens the visit of somebody who was asked. */
export async function startContributorSession(
  ctx: Context,
  contributor: { contactId: string; childId: string; assurance: EntryWay }
): Promise<Started> {
  await endThisVisit(ctx, null);
  const { contactId, childId, assurance } = contributor;
  const { token, id } = await open(ctx, 'contributor', contactId, { ...beginning(ctx), assurance, device: 'shared' });
  return { token, maxAge: null, actor: { kind: 'contributor', id: contactId, childId, sessionId: id, assurance } };
}

/** What a visit begins with, unless it says otherwise. */
const beginning = (ctx: Context) => ({
  startedAt: ctx.now.toISOString(),
  freshUntil: null,
  earlierVisit: null,
  stepUpUntil: null,
  browser: ctx.browser ?? null
});

async function open(ctx: Context, kind: string, personId: string, kept: Kept, many = false) {
  const accountId = await store.accountOf(ctx, kind, personId);
  const token = Buffer.from(ctx.random(32)).toString('base64url');
  return startSession(ctx.db, ctx.now, { kind, personId, accountId }, token, kept, many);
}

/**
 * What was open in this browser ends. When the same child only goes on with more (the PIN after the card), the old
 * visit lasts half a minute longer as it was: a button pressed twice then still finds it.
 */
async function endThisVisit(ctx: Context, goesOn: string | null): Promise<void> {
  if (!('sessionId' in ctx.actor)) return;
  if (ctx.actor.id === goesOn) await endSessionSoon(ctx.db, ctx.now, ctx.actor.sessionId);
  else await endSessionById(ctx.db, ctx.actor.sessionId);
}

/**
 * For this room's verbs, in their transaction, after something slow: whether the visit that asks was not ended meanwhile. Until
 * the transaction is over nobody ends it (`endVisitsOf` waits), so that nothing is born of it afterwards.
 */
export async function visitStillHolds(ctx: Context): Promise<boolean> {
  if (!('sessionId' in ctx.actor)) return false;
  await lockName(ctx.db, visitsOf(ctx.actor.kind, ctx.actor.id));
  return stillHolds(ctx.db, ctx.now, ctx.actor.sessionId);
}

const visitsOf = (kind: string, personId: string): string => `visits:${kind}:${personId}`;

/** For verbs that sign somebody out, in their transaction: ends every visit of a person, on every device. */
export async function endVisitsOf(ctx: Context, kind: 'child' | 'contributor' | 'staff', personId: string): Promise<void> {
  await lockName(ctx.db, visitsOf(kind, personId));
  await endSessionsOf(ctx.db, ctx.now, await store.accountOf(ctx, kind, personId));
}

/** Removes visits, challenges, links and waiting times that have run out. A job's work; nothing personal is in it. */
export async function clearAway(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'session.clear');
    await clearSessions(ctx.db, ctx.now);
    await store.clearExpired(ctx);
    await clearWays(ctx);
    await clearKept(ctx);
  });
}
