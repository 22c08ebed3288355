import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { fits, hashSlowly } from './hashing.server.ts';
import { plainPin, waitAfter, weaknessOfPictures, weaknessOfPin, type SecretKind, type WeakSecret } from './secret.ts';
import { startChildSession, type Started } from './sign-in.server.ts';
import * as store from './store.server.ts';

/** What a child typed or pressed. */
export type Given = Readonly<{ kind: 'pin'; pin: string } | { kind: 'pictures'; names: readonly string[] }>;

export type SecretState = Readonly<{
  /** Which kind this child has; null: none yet. */
  kind: SecretKind | null;
  /** Seconds in which it must not be tried again. */
  wait: number;
  /** Whether "only me" is offered: not to a child somebody looks over the shoulder of. */
  mayRemember: boolean;
}>;

/** What the page of the secret needs to know of this visit's child. */
export async function secretState(ctx: Context): Promise<SecretState> {
  const childId = childOf(ctx);
  await allow(ctx, 'secret.check', childId);
  const row = await store.secretOf(ctx, childId);
  return {
    kind: row ? kindOf(row.kind) : null,
    wait: secondsLeft(ctx, row?.wait_until ?? null),
    mayRemember: !(await store.isWatched(ctx, childId))
  };
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
 * (field `secret`) when wrong, and `slow-down` while the wait after wrong tries lasts: 1, 2, 4 … 60 s, never a lock.
 * Each try is counted before it is looked at, so that many at once are many.
 */
export async function checkSecret(ctx: Context, given: Given): Promise<Started> {
  const childId = childOf(ctx);
  const tried = await within(ctx, (ctx) => countTry(ctx, childId));
  const right = tried.kind === given.kind && (await fits(tried.verifier, peppered(ctx, childId, given)));
  const outcome = await within(ctx, (ctx) => settle(ctx, childId, right, tried.wrong));
  if (outcome instanceof Refusal) throw outcome;
  return outcome;
}

/** Returns (not throws) the refusal, so that what it wrote is kept. */
async function settle(ctx: Context, childId: string, right: boolean, wrong: number): Promise<Started | Refusal> {
  const act = { verb: 'secret.check', subject: 'child', subjectId: childId, childId };
  if (!right) {
    await record(ctx, { ...act, outcome: 'refused', reason: `wrong ${wrong}` });
    return new Refusal('invalid', { fields: { secret: 'wrong-secret' }, retryAfter: waitAfter(wrong) });
  }
  await store.countTry(ctx, childId, 0, null);
  await record(ctx, act);
  return goOn(ctx, childId);
}

async function countTry(ctx: Context, childId: string) {
  await allow(ctx, 'secret.check', childId);
  const row = await store.secretOf(ctx, childId);
  if (!row) throw notFound();
  const wait = secondsLeft(ctx, row.wait_until);
  if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
  const wrong = row.wrong + 1;
  await store.countTry(ctx, childId, wrong, new Date(ctx.now.getTime() + waitAfter(wrong) * 1000).toISOString());
  return { kind: row.kind, verifier: row.verifier, wrong };
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
    device: ctx.actor.kind === 'child' ? ctx.actor.device : 'shared'
  });

function childOf(ctx: Context): string {
  if (ctx.actor.kind !== 'child') throw notFound();
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
