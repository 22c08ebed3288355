import type { Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { begin, secretOf, type Begun } from '#lib/sign-in/begun.server.ts';

/** What a browser is asked to do, and what its answer comes back with. `options` is what the WebAuthn standard says. */
export type Asked<Options> = Readonly<{ challengeId: string; options: Options }>;

const minutes = 5;

/** A new challenge, for the worker who is signed in or (null) for anybody. Nothing is kept of it. */
export function newChallenge(ctx: Context, what: 'sign-in' | 'add' | 'confirm', staffId: string | null) {
  const { begun, token } = begin(ctx, what, minutes, { staffId });
  return { challengeId: token, challenge: challengeOf(ctx, begun) };
}

/** What the browser was to answer. */
export const challengeOf = (ctx: Context, begun: Begun): Buffer => secretOf(ctx, 'challenge', begun);

/** Always the same, whatever was wrong. */
export const refused = () => new Refusal('invalid', { fields: { passkey: 'passkey-refused' } });
