import { createHash } from 'node:crypto';
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

/** For long random tokens (links, devices), which need no slow hash. */
export const tokenHash = (token: string): string => createHash('sha256').update(token).digest('hex');
