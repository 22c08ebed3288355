import { readSymbols, symbols } from '#lib/sign-in/cards/card.ts';
import type { Random } from '#lib/server/ids.ts';

/**
 * A recovery code: 16 symbols of 32, so 80 bits (security.md 2.2), of the same letters and figures as a card's code. Shown
 * once; kept as a keyed hash.
 */
const length = 16;

/** How many a worker gets at once. */
export const recoveryCodes = 8;

export const newRecoveryCode = (random: Random): string => symbols(random, length);

/** As it is shown: `7KQ4 M2XR 9H3T B6WD`. */
export const showRecoveryCode = (code: string): string => code.match(/.{1,4}/g)?.join(' ') ?? code;

/** Reads what somebody typed, in any case, with or without what stands between; null when it cannot be one. */
export const readRecoveryCode = (typed: string): string | null => (typed.length > 100 ? null : readSymbols(typed, length));
