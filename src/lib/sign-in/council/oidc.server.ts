import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import type { OidcSettings } from '#lib/server/settings.ts';
import { begin, readBegun, secretOf, useUp, type Begun } from '#lib/sign-in/begun.server.ts';
import { ownStarts, takeOrWait } from '#lib/sign-in/limits.server.ts';
import { whereToGo, whoCameBack, type Expected, type Identity } from './oidc-client.server.ts';
import { noteRefusal } from '#lib/sign-in/refusals.server.ts';
import { startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { passkeysOf } from '#lib/sign-in/workers/staff-store.server.ts';
import { steppedUp } from '#lib/sign-in/workers/step-up.server.ts';
import { rolesNow } from '#lib/sign-in/store.server.ts';
import { isSettled, tellWorker, workerOf } from '#lib/sign-in/workers/ways.server.ts';
import * as store from '#lib/sign-in/workers/ways-store.server.ts';

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
  /** They want it as a way in: to be confirmed on our own page (`joinCouncil`), with what the cookie holds from now on. */
  | Readonly<{ kind: 'to-join'; browserToken: string }>
  /** Whatever was wrong, always the same; `why` differs only when they are known to have no passkey, or it does not answer. */
  | Readonly<{ kind: 'refused'; purpose: Purpose; why: 'council-refused' | 'council-one-factor' | 'council-away' }>;

/**
 * Begins: where to send this browser, and what its cookie holds until it comes back; nothing is written down. Throws `slow-down`
 * for a worker who begins again and again, and `invalid` (field `council`) when the council's own sign-in does not answer.
 */
export async function beginCouncil(
  ctx: Context,
  { settings, redirectUri }: CouncilSignIn,
  purpose: Purpose,
  next: string | null
): Promise<{ url: string; browserToken: string }> {
  const staffId = purpose === 'sign-in' ? null : workerOf(ctx).id;
  await allow(ctx, verbs[purpose]);
  if (staffId !== null) await within(ctx, (ctx) => takeOrWait(ctx, ownStarts(staffId)));
  const held = { purpose, ...(next !== null && { next }) };
  const { begun, token } = begin(ctx, 'council', councilMinutes, { staffId, held });
  const going = { redirectUri, ...expectedOf(ctx, begun) };
  const url = await whereToGo(settings, ctx.now, going).catch(() => {
    throw new Refusal('invalid', { fields: { council: 'council-away' } });
  });
  return { url, browserToken: token };
}

const verbs = { 'sign-in': 'council-sign-in.use', join: 'council-sign-in.join', confirm: 'step-up.use' } as const;

/** What must come back, and what must be said with it: none of it is in the cookie. */
function expectedOf(ctx: Context, begun: Begun): Expected {
  const text = (which: string) => secretOf(ctx, `council-${which}`, begun).toString('base64url');
  return { state: text('state'), nonce: text('nonce'), verifier: text('verifier') };
}

/**
 * Somebody came back to this address with this cookie. What was begun is used up once they have shown who they are; in another
 * browser it is nothing. Accounts exist already: an identity nobody joined to a worker is refused.
 */
export async function comeBack(
  ctx: Context,
  { settings }: CouncilSignIn,
  browserToken: string | undefined,
  url: URL
): Promise<CameBack> {
  await allow(ctx, 'council-sign-in.use');
  const begun = readBegun(ctx, 'council', browserToken);
  const purpose = purposeOf(begun?.held.purpose);
  const expected = begun && expectedOf(ctx, begun);
  if (!begun || expected?.state !== url.searchParams.get('state')) return refuse(ctx, purpose);
  let identity: Identity | null;
  try {
    identity = await whoCameBack(settings, ctx.now, url, expected);
  } catch {
    return { kind: 'refused', purpose, why: 'council-away' };
  }
  if (!identity) return refuse(ctx, purpose);
  const known = identity;
  return within(ctx, async (ctx) => {
    if (!(await useUp(ctx, begun))) return refuse(ctx, purpose);
    return purpose === 'join' ? toJoin(ctx, begun, known) : letIn(ctx, begun, known);
  });
}

const purposeOf = (text: string | undefined): Purpose => (text === 'join' || text === 'confirm' ? text : 'sign-in');

async function refuse(ctx: Context, purpose: Purpose, subjectId = 'unknown'): Promise<CameBack> {
  await within(ctx, (ctx) => noteRefusal(ctx, { verb: 'council-sign-in.use', subject: 'identity', subjectId, reason: purpose }));
  return { kind: 'refused', purpose, why: 'council-refused' };
}

async function letIn(ctx: Context, begun: Begun, identity: Identity): Promise<CameBack> {
  const purpose = purposeOf(begun.held.purpose);
  const joined = await store.identityBy(ctx, indexOf(ctx, identity));
  if (!joined || !(await rolesNow(ctx.db, joined.staff_id, dayOf(ctx.now)))) return refuse(ctx, purpose, joined?.id);
  const { staff_id: staffId } = joined;
  // What was begun by one worker is not finished by another.
  const mine = ctx.actor.kind === 'staff' && ctx.actor.id === staffId && begun.staffId === staffId;
  if (purpose === 'confirm' && !mine) return refuse(ctx, purpose, joined.id);
  if (!identity.mfa) {
    const hasPasskey = (await passkeysOf(ctx, staffId)).length > 0;
    return hasPasskey ? { kind: 'passkey', purpose } : { kind: 'refused', purpose, why: 'council-one-factor' };
  }
  await store.noteIdentityUse(ctx, joined.id);
  await record(ctx, { verb: 'council-sign-in.use', subject: 'identity', subjectId: joined.id, reason: purpose });
  const started =
    purpose === 'confirm' ? await steppedUp(ctx, 'oidc') : await startStaffSession(ctx, { staffId, assurance: 'oidc' });
  return { kind: 'in', started, next: begun.held.next ?? null };
}

/** Held by the same cookie until they press the button on our own page: being led back here joins nothing. */
async function toJoin(ctx: Context, { staffId }: Begun, identity: Identity): Promise<CameBack> {
  const mine = ctx.actor.kind === 'staff' && ctx.actor.id === staffId;
  if (!mine) return refuse(ctx, 'join');
  const { token } = begin(ctx, 'joining', councilMinutes, { staffId, held: { identity: indexOf(ctx, identity) } });
  return { kind: 'to-join', browserToken: token };
}

/** Whether this browser came back from the council's own sign-in and the worker can now press the button. */
export async function mayJoin(ctx: Context, browserToken: string | undefined): Promise<boolean> {
  await allow(ctx, 'ways.see');
  return readBegun(ctx, 'joining', browserToken)?.staffId === workerOf(ctx).id;
}

/**
 * From now on the worker signs in with who they are there; once, until it is taken away again. Throws `invalid` (field
 * `council`) when there is nothing to join, or it is joined already, to them or to somebody else.
 */
export async function joinCouncil(ctx: Context, browserToken: string | undefined): Promise<void> {
  const { id: staffId } = workerOf(ctx);
  await within(ctx, async (ctx) => {
    await allow(ctx, 'council-sign-in.join');
    const waiting = readBegun(ctx, 'joining', browserToken);
    const identity = waiting?.staffId === staffId && (await useUp(ctx, waiting)) ? waiting.held.identity : undefined;
    const id = ctx.ids();
    const row = { id, staff_id: staffId, made_at: ctx.now.toISOString(), last_used_at: null };
    const added = identity !== undefined && (await store.addIdentity(ctx, { ...row, identity_index: identity }));
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
