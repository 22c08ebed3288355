import { Secret, TOTP } from 'otpauth';
import type { Context } from '#lib/context.ts';

/** The only module that knows the library for one-time codes (RFC 6238: six digits, half a minute). */

const periodMs = 30_000;

/**
 * What the codes of one worker come from: computed from a random id, so that it is kept nowhere and a stolen database makes
 * none.
 */
function totpOf(ctx: Context, staffId: string, totpId: string, shown = { issuer: '', label: '' }): TOTP {
  const bytes = new Uint8Array(ctx.vault.mac('pepper', 'totp', staffId, totpId).subarray(0, 20));
  return new TOTP({ secret: new Secret({ buffer: bytes.buffer }), algorithm: 'SHA1', digits: 6, period: 30, ...shown });
}

/** What an app on the worker's phone needs: an address for its camera, and the same as text to be typed. */
export function totpToKeep(ctx: Context, staffId: string, totpId: string, shown: { product: string; name: string }) {
  const totp = totpOf(ctx, staffId, totpId, { issuer: shown.product, label: shown.name });
  return { address: totp.toString(), text: totp.secret.base32.match(/.{1,4}/g)?.join(' ') ?? '' };
}

/** Seconds until the phone shows its next code, and one for a slow clock. */
export const secondsToNextCode = (ctx: Context): number => Math.ceil((periodMs - (ctx.now.getTime() % periodMs)) / 1000) + 1;

/** Which half minute this code is of, one early or late allowed; null when it is none of them. */
export function stepOfCode(ctx: Context, staffId: string, totpId: string, typed: string): number | null {
  const token = typed.normalize('NFKC').replace(/\D/g, '');
  if (token.length !== 6) return null;
  const timestamp = ctx.now.getTime();
  const delta = totpOf(ctx, staffId, totpId).validate({ token, timestamp, window: 1 });
  return delta === null ? null : Math.floor(timestamp / periodMs) + delta;
}
