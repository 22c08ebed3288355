import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
  type WebAuthnCredential
} from '@simplewebauthn/server';

/** The only module that knows the WebAuthn library. `origin` is the address people use. */

/** A passkey as it is kept: all that checking its answers needs. */
export type Kept = Readonly<{ id: string; publicKey: Uint8Array; counter: number }>;

const host = (origin: string) => new URL(origin).hostname;

/**
 * What a browser is asked to sign in with: any passkey of this site, or one of those whose ids are given, with the device's own
 * check of the person.
 */
export const signInOptions = (origin: string, challenge: Uint8Array, only: readonly string[] = []) =>
  generateAuthenticationOptions({
    rpID: host(origin),
    userVerification: 'required',
    challenge: new Uint8Array(challenge),
    ...(only.length > 0 && { allowCredentials: only.map((id) => ({ id })) })
  });

/** What a browser is asked to make a passkey with. `known` are the ids of those the person has. */
export const addOptions = (
  origin: string,
  challenge: Uint8Array,
  person: { id: string; name: string; product: string; known: readonly string[] }
) =>
  generateRegistrationOptions({
    rpName: person.product,
    rpID: host(origin),
    userName: person.name,
    userID: new TextEncoder().encode(person.id),
    challenge: new Uint8Array(challenge),
    attestationType: 'none',
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    excludeCredentials: person.known.map((id) => ({ id }))
  });

/** The id of the passkey that an answer says it is from; null when it is no answer at all. */
export const answeredBy = (answer: unknown): string | null => (looksLikeAnswer(answer) ? answer.id : null);

/** Checks an answer to `signInOptions`. Gives the passkey's new counter; null for whatever is wrong. */
export async function checkSignIn(origin: string, challenge: string, answer: unknown, kept: Kept): Promise<number | null> {
  return orNull(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      // The library checks every field of an answer itself; this says only what it is meant to be.
      response: answer as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host(origin),
      credential: { ...kept, publicKey: new Uint8Array(kept.publicKey) }
    });
    return verified ? authenticationInfo.newCounter : null;
  });
}

/** Checks an answer to `addOptions`. Gives the new passkey; null for whatever is wrong. */
export async function checkAdded(origin: string, challenge: string, answer: unknown): Promise<WebAuthnCredential | null> {
  if (!looksLikeAnswer(answer)) return null;
  return orNull(async () => {
    const made = await verifyRegistrationResponse({
      // As above.
      response: answer as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: host(origin)
    });
    return made.verified ? made.registrationInfo.credential : null;
  });
}

const looksLikeAnswer = (answer: unknown): answer is { id: string; response: object } =>
  typeof answer === 'object' &&
  answer !== null &&
  'id' in answer &&
  typeof answer.id === 'string' &&
  'response' in answer &&
  typeof answer.response === 'object' &&
  answer.response !== null;

/** The library throws for each thing that can be wrong with an answer; to whoever sent it they are all the same. */
const orNull = <T>(check: () => Promise<T | null>): Promise<T | null> => check().catch(() => null);
