import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { hash, verify } from '@node-rs/argon2';

/**
 * Argon2id (security.md S-01, S-03). What goes in is already a keyed hash (`vault.mac('pepper', …)`), so a stolen
 * database alone cannot be searched for cards or PINs. Always done before a transaction is opened, never inside one.
 */
const costs = {
  card: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
  secret: { memoryCost: 65_536, timeCost: 3, parallelism: 1 }
} as const;

export const hashSlowly = (what: keyof typeof costs, peppered: Uint8Array): Promise<string> => hash(hex(peppered), costs[what]);

// The library checks text only.
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

export const fits = (verifier: string, peppered: Uint8Array): Promise<boolean> => verify(verifier, hex(peppered));

let line: Promise<unknown> = Promise.resolve();

/**
 * The same, one after the other: however many wrong codes are tried at one card, they take one processor's time between them
 * and leave the rest to everybody else.
 */
export function fitsInLine(verifier: string, peppered: Uint8Array): Promise<boolean> {
  const checked = line.then(() => fits(verifier, peppered));
  line = checked.catch(() => undefined);
  return checked;
}

let nobodys: Promise<string> | undefined;
/** How long the last check of a card that nobody has took, in milliseconds. */
let took = 30;

/**
 * Checks a code no card begins like, against a card that nobody has: it takes as long to refuse as a wrong one.
 * `idle`: only takes the time, without the work. Always false.
 */
export async function fitsNobody(peppered: Uint8Array, idle: boolean): Promise<false> {
  if (idle) await setTimeout(took);
  else {
    const verifier = await (nobodys ??= hashSlowly('card', Buffer.from('a card that nobody has')));
    const began = performance.now();
    await fits(verifier, peppered);
    took = performance.now() - began;
  }
  return false;
}

let nobodysSecret: Promise<string> | undefined;

/** Checks a passphrase of nobody: it takes as long to refuse as a wrong one. Always false. */
export async function fitsNobodys(peppered: Uint8Array): Promise<false> {
  await fits(await (nobodysSecret ??= hashSlowly('secret', Buffer.from('a secret that nobody has'))), peppered);
  return false;
}

/** For long random tokens (links, devices), which need no slow hash. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
