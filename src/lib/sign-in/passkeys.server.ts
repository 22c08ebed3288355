import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON
} from '@simplewebauthn/server';
import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { passkeyStarts, take } from './limits.server.ts';
import { minutesOn } from './session.ts';
import { startStaffSession, type Started } from './sign-in.server.ts';
import * as staffStore from './staff-store.server.ts';
import * as store from './store.server.ts';

/** What a browser is asked to do, and under which name its answer comes back. `options` is what the WebAuthn standard says. */
export type Asked<Options> = Readonly<{ challengeId: string; options: Options }>;

/** A passkey as its owner sees it. */
export type PasskeyShown = Readonly<{ id: string; name: string; madeAt: string; lastUsedAt: string | null }>;

const minutes = 5;
const refused = () => new Refusal('invalid', { fields: { passkey: 'passkey-refused' } });
const host = (origin: string) => new URL(origin).hostname;

async function keep(ctx: Context, purpose: string, value: string, staffId: string | null): Promise<string> {
  const id = ctx.ids();
  await staffStore.addChallenge(ctx, {
    id,
    value,
    purpose,
    staff_id: staffId,
    expires_at: minutesOn(ctx.now, minutes)
  });
  return id;
}

/** Begins signing in: any passkey of this site will do, so nobody types who they are. `slow-down` when too many begin. */
export async function beginPasskeySignIn(ctx: Context, origin: string) {
  const options = await generateAuthenticationOptions({
    rpID: host(origin),
    userVerification: 'required',
    challenge: challenge(ctx)
  });
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'passkey.use');
    const wait = await take(ctx, passkeyStarts);
    if (wait > 0) throw new Refusal('slow-down', { retryAfter: wait });
    return { challengeId: await keep(ctx, 'sign-in', options.challenge, null), options };
  });
}

/** Signs a worker in with the browser's answer. Throws `invalid` (field `passkey`) for whatever is wrong, always the same. */
export async function finishPasskeySignIn(ctx: Context, origin: string, challengeId: string, answer: unknown): Promise<Started> {
  const response = asAuthentication(answer);
  const kept = await within(ctx, async (ctx) => {
    await allow(ctx, 'passkey.use');
    const asked = await staffStore.spendChallenge(ctx, challengeId, 'sign-in');
    return { asked, passkey: response && (await staffStore.passkeyByCredential(ctx, response.id)) };
  });
  if (!kept.asked || !kept.passkey || !response) throw refused();
  const { passkey } = kept;
  const counter = await verified(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: kept.asked?.value ?? '',
      expectedOrigin: origin,
      expectedRPID: host(origin),
      credential: {
        id: passkey.credential_id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: passkey.counter
      }
    });
    return verified ? authenticationInfo.newCounter : null;
  });
  return within(ctx, async (ctx) => {
    if (!(await store.rolesNow(ctx.db, passkey.staff_id, dayOf(ctx.now)))) throw refused();
    await staffStore.notePasskeyUse(ctx, passkey.id, counter);
    await record(ctx, { verb: 'passkey.use', subject: 'passkey', subjectId: passkey.id });
    return startStaffSession(ctx, { staffId: passkey.staff_id, assurance: 'passkey' });
  });
}

/** Begins adding a passkey for the worker who is signed in. `product` and `name` are what their device will show. */
export async function beginPasskey(ctx: Context, origin: string, shown: { product: string; name: string }) {
  const staffId = staffOf(ctx);
  const known = await staffStore.passkeysOf(ctx, staffId);
  const options = await generateRegistrationOptions({
    rpName: shown.product,
    rpID: host(origin),
    userName: shown.name,
    userID: new TextEncoder().encode(staffId),
    challenge: challenge(ctx),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: known.map(({ credential_id }) => ({ id: credential_id }))
  });
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'passkey.add');
    return { challengeId: await keep(ctx, 'add', options.challenge, staffId), options };
  });
}

/** Adds the passkey the browser made, under a name its owner will know it by. Throws `invalid` (field `passkey`). */
export async function finishPasskey(
  ctx: Context,
  origin: string,
  challengeId: string,
  answer: unknown,
  name: string
): Promise<void> {
  const staffId = staffOf(ctx);
  const response = asRegistration(answer);
  const asked = await within(ctx, async (ctx) => {
    await allow(ctx, 'passkey.add');
    return staffStore.spendChallenge(ctx, challengeId, 'add');
  });
  if (!asked || asked.staff_id !== staffId || !response) throw refused();
  const { credential } = await verified(async () => {
    const made = await verifyRegistrationResponse({
      response,
      expectedChallenge: asked.value,
      expectedOrigin: origin,
      expectedRPID: host(origin)
    });
    return made.verified ? made.registrationInfo : null;
  });
  await within(ctx, async (ctx) => {
    const id = ctx.ids();
    const added = await staffStore.addPasskey(ctx, {
      id,
      staff_id: staffId,
      credential_id: credential.id,
      public_key: credential.publicKey,
      counter: credential.counter,
      transports: (credential.transports ?? []).join(' '),
      name: name.trim().slice(0, 60),
      made_at: ctx.now.toISOString(),
      last_used_at: null
    });
    if (!added) throw refused();
    await record(ctx, { verb: 'passkey.add', subject: 'passkey', subjectId: id });
  });
}

/** The passkeys of the worker who is signed in. */
export async function ownPasskeys(ctx: Context): Promise<PasskeyShown[]> {
  await allow(ctx, 'passkey.add');
  const rows = await staffStore.passkeysOf(ctx, staffOf(ctx));
  return rows.map(({ id, name, made_at, last_used_at }) => ({
    id,
    name,
    madeAt: made_at,
    lastUsedAt: last_used_at
  }));
}

/** Removes one of one's own. `not-found` when it is not. */
export async function removePasskey(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'passkey.add');
    if (!(await staffStore.removePasskey(ctx, staffOf(ctx), id))) throw notFound();
    await record(ctx, { verb: 'passkey.remove', subject: 'passkey', subjectId: id });
  });
}

const challenge = (ctx: Context) => new Uint8Array(ctx.random(32));

function staffOf(ctx: Context): string {
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor.id;
}

/** The library throws for each thing that can be wrong with an answer; to whoever sent it they are all the same. */
async function verified<T>(check: () => Promise<T | null>): Promise<T> {
  const result = await check().catch(() => null);
  if (result === null) throw refused();
  return result;
}

const looksLikeAnswer = (answer: unknown): answer is { id: string; response: object } =>
  typeof answer === 'object' &&
  answer !== null &&
  'id' in answer &&
  typeof answer.id === 'string' &&
  'response' in answer &&
  typeof answer.response === 'object' &&
  answer.response !== null;

// The library checks every field of an answer itself and throws on odd ones; these say only what it is meant to be.
const asAuthentication = (answer: unknown) => (looksLikeAnswer(answer) ? (answer as AuthenticationResponseJSON) : null);
const asRegistration = (answer: unknown) => (looksLikeAnswer(answer) ? (answer as RegistrationResponseJSON) : null);
