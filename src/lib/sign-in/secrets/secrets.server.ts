import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { fits, hashSlowly } from '#lib/sign-in/hashing.server.ts';
import {
  paceAfter,
  plainPin,
  waitAfter,
  weaknessOfPictures,
  weaknessOfPin,
  type Pace,
  type SecretKind,
  type WeakSecret
} from './secret.ts';
import { startChildSession, visitStillHolds, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as cards from '#lib/sign-in/cards/cards.store.server.ts';
import * as tries from './secrets.store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/** What a child typed or pressed. */
export type Given = Readonly<{ kind: 'pin'; pin: string } | { kind: 'pictures'; names: readonly string[] }>;

export type SecretState = Readonly<{
  /** Which kind this child has; null: none yet. */
  kind: SecretKind | null;
  /** Seconds in which it must not be tried again, and until when (ISO time; null: now). */
  wait: number;
  waitUntil: string | null;
  /** What has to be done before it can be tried: open the card again, or (`off`) begin anew in person. Null: nothing. */
  before: 'card' | 'off' | null;
  /** When a new card was made in the place of another, until its child was told; null: none was. */
  newCard: string | null;
  /** Whether "only me" is offered: not to a child somebody looks over the shoulder of. */
  mayRemember: boolean;
}>;

/** What the page of the secret needs to know of this visit's child. */
export async function secretState(ctx: Context): Promise<SecretState> {
  const childId = childOf(ctx);
  await allow(ctx, 'secret.check', childId);
  const row = await store.secretOf(ctx, childId);
  const wait = secondsLeft(ctx, row?.wait_until ?? null);
  return {
    kind: row ? kindOf(row.kind) : null,
    wait,
    waitUntil: wait > 0 ? (row?.wait_until ?? null) : null,
    before: row ? before(ctx, row, await paceNow(ctx, childId, row.wrong)) : null,
    newCard: await cards.untoldSince(ctx, childId),
    mayRemember: !(await store.isWatched(ctx, childId))
  };
}

const dayBefore = (ctx: Context) => new Date(ctx.now.getTime() - 24 * 3600_000).toISOString();

const paceNow = async (ctx: Context, childId: string, wrong: number): Promise<Pace> =>
  paceAfter(wrong, await tries.triesSince(ctx, childId, dayBefore(ctx)));

function before(ctx: Context, row: { card_visit: string | null }, pace: Pace): SecretState['before'] {
  if (pace === 'off') return 'off';
  const opened = ctx.actor.kind === 'child' && ctx.actor.sessionId === row.card_visit;
  return pace === 'slow' && !opened ? 'card' : null;
}

/**
 * Sets the PIN or the pictures at first use, and goes on as a visit that may read. Throws `invalid` (field `secret`,
 * why it is too weak), and `not-found` when another secret is set already: only a new start in person changes one.
 * The same secret twice (a double tap) is the same as once.
 */
export async function chooseSecret(ctx: Context, given: Given): Promise<Started> {
  const childId = childOf(ctx);
  const weak = weakness(given);
  if (weak) throw new Refusal('invalid', { fields: { secret: weak } });
  const verifier = await hashSlowly('secret', peppered(ctx, childId, given));
  const added = await within(ctx, async (ctx) => {
    await allow(ctx, 'secret.set', childId);
    if (!(await visitStillHolds(ctx))) throw new Refusal('sign-in-needed');
    const row = {
      child_id: childId,
      kind: given.kind,
      verifier,
      set_at: ctx.now.toISOString(),
      wrong: 0,
      wait_until: null,
      rev: 1
    };
    if (!(await store.addSecret(ctx, row))) return null;
    await cards.noteTold(ctx, childId);
    await record(ctx, {
      verb: 'secret.set',
      subject: 'child',
      subjectId: childId,
      childId,
      reason: given.kind
    });
    return goOn(ctx, childId);
  });
  return added ?? againAfterDoubleTap(ctx, given);
}

async function againAfterDoubleTap(ctx: Context, given: Given): Promise<Started> {
  try {
    return await checkSecret(ctx, given);
  } catch (error) {
    if (error instanceof Refusal && error.problem === 'invalid') throw notFound();
    throw error;
  }
}

/**
 * Checks the PIN or the pictures and goes on as a visit that may read; on a shared phone for a while. Throws `invalid`
 * (field `secret`) when wrong, `slow-down` while the wait after wrong tries lasts (1, 2, 4 … 60 s; after ten in a day a
 * quarter of an hour), and `invalid` with `card-again` or `secret-off` where the card has to be opened again first, or all
 * of it begun anew in person. Never a lock: the card alone goes on sending. Each try is counted as wrong before it is
 * looked at, so that many at once are many.
 */
export async function checkSecret(ctx: Context, given: Given): Promise<Started> {
  const childId = childOf(ctx);
  const tried = await within(ctx, (ctx) => countTry(ctx, childId));
  const right = tried.kind === given.kind && (await fits(tried.verifier, peppered(ctx, childId, given)));
  const outcome = await within(ctx, (ctx) => settle(ctx, childId, right, tried));
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

type Tried = Readonly<{ id: string; kind: string; verifier: string; wrong: number; wait: number }>;

/** Returns (not throws) the refusal, so that what it wrote is kept. */
async function settle(ctx: Context, childId: string, right: boolean, tried: Tried): Promise<Started | Refusal> {
  const act = { verb: 'secret.check', subject: 'child', subjectId: childId, childId };
  if (!right) {
    await record(ctx, { ...act, outcome: 'refused', reason: `wrong ${tried.wrong}` });
    return new Refusal('invalid', { fields: { secret: 'wrong-secret' }, retryAfter: tried.wait });
  }
  // While it was being looked at, the card may have been ended, or the secret begun anew: nothing is born of what is over.
  const sameSecret = (await store.secretOf(ctx, childId))?.verifier === tried.verifier;
  if (!sameSecret || !(await visitStillHolds(ctx))) return new Refusal('sign-in-needed');
  await tries.removeTry(ctx, tried.id);
  await tries.setCount(ctx, childId, { wrong: 0, wait_until: null });
  await cards.noteTold(ctx, childId);
  await record(ctx, act);
  return goOn(ctx, childId);
}

async function countTry(ctx: Context, childId: string): Promise<Tried> {
  await allow(ctx, 'secret.check', childId);
  const row = await store.secretOf(ctx, childId);
  if (!row) throw notFound();
  const first = before(ctx, row, await paceNow(ctx, childId, row.wrong));
  if (first !== null) throw new Refusal('invalid', { fields: { secret: first === 'off' ? 'secret-off' : 'card-again' } });
  const left = secondsLeft(ctx, row.wait_until);
  if (left > 0) throw new Refusal('slow-down', { retryAfter: left });
  const id = await tries.addTry(ctx, childId);
  const wrong = row.wrong + 1;
  const pace = await paceNow(ctx, childId, wrong);
  const wait = waitAfter(wrong, pace);
  const until = new Date(ctx.now.getTime() + wait * 1000).toISOString();
  await tries.setCount(ctx, childId, { wrong, wait_until: until, ...(pace !== 'usual' && { card_visit: null }) });
  return { id, kind: row.kind, verifier: row.verifier, wrong, wait };
}

/**
 * Since when this child's secret is set: what was written before is not shown to whoever set it (decision 10: a reset
 * never unlocks the past). Null: none is set. Asks no permission: its callers are verbs.
 */
export async function secretSince(ctx: Context, childId: string): Promise<string | null> {
  return (await store.secretOf(ctx, childId))?.set_at ?? null;
}

const goOn = (ctx: Context, childId: string) =>
  startChildSession(ctx, {
    childId,
    assurance: 'secret',
    device: ctx.actor.kind === 'child' && ctx.actor.device === 'own' ? 'own' : 'shared'
  });

function childOf(ctx: Context): string {
  // On a worker's device, handed over for one form, nothing is proved and nothing read.
  if (ctx.actor.kind !== 'child' || ctx.actor.device === 'handed') throw notFound();
  return ctx.actor.id;
}

const kindOf = (kind: string): SecretKind => (kind === 'pictures' ? 'pictures' : 'pin');

function weakness(given: Given): WeakSecret | null {
  return given.kind === 'pin' ? weaknessOfPin(plainPin(given.pin)) : weaknessOfPictures(given.names);
}

function peppered(ctx: Context, childId: string, given: Given): Buffer {
  const value = given.kind === 'pin' ? plainPin(given.pin) : given.names.join(' ');
  return ctx.vault.mac('pepper', 'secret', childId, given.kind, value);
}

const secondsLeft = (ctx: Context, until: string | null): number =>
  until === null ? 0 : Math.max(0, Math.ceil((Date.parse(until) - ctx.now.getTime()) / 1000));
