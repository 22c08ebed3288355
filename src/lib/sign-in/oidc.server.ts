import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import type { OidcSettings } from '#lib/server/settings.ts';
import { tokenHash } from './hashing.server.ts';
import { ownStarts, staffStarts, takeOrWait } from './limits.server.ts';
import { whereToGo, whoCameBack, type Identity } from './oidc-client.server.ts';
import { noteRefusal } from './refusals.server.ts';
import { minutesOn } from './session.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import { passkeysOf } from './staff-store.server.ts';
import { steppedUp } from './step-up.server.ts';
import { rolesNow } from './store.server.ts';
import { isSettled, tellWorker, workerOf } from './ways.server.ts';
import * as store from './ways-store.server.ts';

/** Why somebody goes to the council's own sign-in: to come in, to have it as a way in from now on, or to confirm who they are. */
export type Purpose = 'sign-in' | 'join' | 'confirm';

/** How long they may take there, in minutes. */
export const councilMinutes = 10;

/** What it is run with: the settings, the address people use, and where the provider sends them back to. */
export type CouncilSignIn = Readonly<{ settings: OidcSettings; redirectUri: string }>;

export type CameBack =
  /** They are in (or have confirmed): `next` is where they wanted to go. */
  | Readonly<{ kind: 'in'; started: Started; next: string | null }>
  /** No second factor was shown there: their passkey is asked for as well. */
  | Readonly<{ kind: 'passkey'; purpose: Purpose }>
  /** They want it as a way in: to be confirmed on our own page (`joinCouncil`). */
  | Readonly<{ kind: 'to-join' }>
  /** Whatever was wrong, always the same. `loud`: what to say differs only when they are known to have no passkey. */
  | Readonly<{ kind: 'refused'; purpose: Purpose; why: 'council-refused' | 'council-one-factor' | 'council-away' }>;

/**
 * Begins: where to send this browser, and what its cookie holds until it comes back. Throws `slow-down`, and `invalid` (field
 * `council`) when the council's own sign-in does not answer.
 */
export async function beginCouncil(
  ctx: Context,
  { settings, redirectUri }: CouncilSignIn,
  purpose: Purpose,
  next: string | null
): Promise<{ url: string; browserToken: string }> {
  const staffId = purpose === 'sign-in' ? null : workerOf(ctx).id;
  await within(ctx, async (ctx) => {
    await allow(ctx, verbs[purpose]);
    await takeOrWait(ctx, staffId === null ? staffStarts : ownStarts(staffId));
  });
  const [state, nonce, browserToken] = [randomText(ctx), randomText(ctx), randomText(ctx)];
  // Always anew: whoever holds this browser now must not come in as whoever signed in there in it before.
  const going = { redirectUri, state, nonce };
  const { url, verifier } = await whereToGo(settings, ctx.now, going).catch(() => {
    throw new Refusal('invalid', { fields: { council: 'council-away' } });
  });
  await within(ctx, (ctx) =>
    store.addAttempt(ctx, {
      ...{ id: state, browser_hash: tokenHash(browserToken), purpose, nonce, verifier },
      ...{ staff_id: staffId, identity_index: null, next_path: next, expires_at: minutesOn(ctx.now, councilMinutes) }
    })
  );
  return { url, browserToken };
}

const verbs = { 'sign-in': 'council-sign-in.use', join: 'council-sign-in.join', confirm: 'step-up.use' } as const;
const randomText = (ctx: Context): string => Buffer.from(ctx.random(32)).toString('base64url');

type Attempt = NonNullable<Awaited<ReturnType<typeof store.spendAttempt>>>;

/**
 * Somebody came back to this address with this cookie. What was begun is used up by it, whatever comes of it; in another
 * browser it is nothing. Accounts exist already: an identity nobody joined to a worker is refused.
 */
export async function comeBack(
  ctx: Context,
  { settings }: CouncilSignIn,
  browserToken: string | undefined,
  url: URL
): Promise<CameBack> {
  const state = url.searchParams.get('state') ?? '';
  const attempt = await within(ctx, async (ctx) => {
    await allow(ctx, 'council-sign-in.use');
    return browserToken ? store.spendAttempt(ctx, state, tokenHash(browserToken)) : null;
  });
  const purpose = purposeOf(attempt?.purpose);
  if (!attempt) return refuse(ctx, purpose);
  const { nonce, verifier } = attempt;
  let identity: Identity | null;
  try {
    identity = await whoCameBack(settings, ctx.now, url, { state, nonce, verifier });
  } catch {
    return { kind: 'refused', purpose, why: 'council-away' };
  }
  if (!identity) return refuse(ctx, purpose);
  const known = identity;
  return within(ctx, (ctx) => (purpose === 'join' ? toJoin(ctx, attempt, known) : letIn(ctx, attempt, known)));
}

const purposeOf = (text: string | undefined): Purpose => (text === 'join' || text === 'confirm' ? text : 'sign-in');

async function refuse(ctx: Context, purpose: Purpose, subjectId = 'unknown'): Promise<CameBack> {
  await within(ctx, (ctx) => noteRefusal(ctx, { verb: 'council-sign-in.use', subject: 'identity', subjectId, reason: purpose }));
  return { kind: 'refused', purpose, why: 'council-refused' };
}

async function letIn(ctx: Context, attempt: Attempt, identity: Identity): Promise<CameBack> {
  const purpose = purposeOf(attempt.purpose);
  const joined = await store.identityBy(ctx, indexOf(ctx, identity));
  if (!joined || !(await rolesNow(ctx.db, joined.staff_id, dayOf(ctx.now)))) return refuse(ctx, purpose, joined?.id);
  const { staff_id: staffId } = joined;
  // What was begun by one worker is not finished by another.
  const mine = ctx.actor.kind === 'staff' && ctx.actor.id === staffId && attempt.staff_id === staffId;
  if (purpose === 'confirm' && !mine) return refuse(ctx, purpose, joined.id);
  if (!identity.mfa) {
    const hasPasskey = (await passkeysOf(ctx, staffId)).length > 0;
    return hasPasskey ? { kind: 'passkey', purpose } : { kind: 'refused', purpose, why: 'council-one-factor' };
  }
  await store.noteIdentityUse(ctx, joined.id);
  await record(ctx, { verb: 'council-sign-in.use', subject: 'identity', subjectId: joined.id, reason: purpose });
  const started =
    purpose === 'confirm' ? await steppedUp(ctx, 'oidc') : await startStaffSession(ctx, { staffId, assurance: 'oidc' });
  return { kind: 'in', started, next: attempt.next_path };
}

/** Kept, under the same cookie, until they press the button on our own page: being led back here joins nothing. */
async function toJoin(ctx: Context, attempt: Attempt, identity: Identity): Promise<CameBack> {
  const mine = ctx.actor.kind === 'staff' && ctx.actor.id === attempt.staff_id;
  if (!mine) return refuse(ctx, 'join');
  await store.addAttempt(ctx, { ...attempt, purpose: 'joining', identity_index: indexOf(ctx, identity) });
  return { kind: 'to-join' };
}

/** Whether this browser came back from the council's own sign-in and the worker can now press the button. */
export async function mayJoin(ctx: Context, browserToken: string | undefined): Promise<boolean> {
  await allow(ctx, 'ways.see');
  const waiting = browserToken ? await store.attemptOf(ctx, tokenHash(browserToken), 'joining') : undefined;
  return waiting !== undefined && waiting.staff_id === workerOf(ctx).id && waiting.identity_index !== null;
}

/**
 * From now on the worker signs in with who they are there; once, until it is taken away again. Throws `invalid` (field
 * `council`) when there is nothing to join, or it is joined already, to them or to somebody else.
 */
export async function joinCouncil(ctx: Context, browserToken: string | undefined): Promise<void> {
  const { id: staffId } = workerOf(ctx);
  await within(ctx, async (ctx) => {
    await allow(ctx, 'council-sign-in.join');
    const hash = tokenHash(browserToken ?? '');
    const waiting = await store.attemptOf(ctx, hash, 'joining');
    const spent = waiting ? await store.spendAttempt(ctx, waiting.id, hash) : null;
    const id = ctx.ids();
    const { identity_index } = spent ?? { identity_index: null };
    const row = { id, staff_id: staffId, made_at: ctx.now.toISOString(), last_used_at: null };
    const added = spent?.staff_id === staffId && identity_index && (await store.addIdentity(ctx, { ...row, identity_index }));
    if (!added) throw new Refusal('invalid', { fields: { council: 'council-joined' } });
    await record(ctx, { verb: 'council-sign-in.join', subject: 'identity', subjectId: id });
    await tellWorker(ctx, staffId, 'council-joined');
  });
}

/** The worker signs in that way no longer. */
export async function leaveCouncil(ctx: Context): Promise<void> {
  const { id: staffId } = workerOf(ctx);
  await within(ctx, async (ctx) => {
    await allow(ctx, 'way.remove');
    if (!(await isSettled(ctx, staffId, 'council'))) throw new Refusal('invalid', { fields: { council: 'way-last' } });
    await store.removeIdentity(ctx, staffId);
    await record(ctx, { verb: 'way.remove', subject: 'identity', subjectId: staffId });
  });
}

const indexOf = (ctx: Context, { issuer, tenant, subject }: Identity): string =>
  ctx.vault.mac('index', 'council-identity', issuer, tenant, subject).toString('hex');
