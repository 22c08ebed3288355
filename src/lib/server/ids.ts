import { randomBytes, randomUUIDv7 } from 'node:crypto';

/** New record ids: UUIDv7 text, so that they sort by birth in both databases. */
export type Ids = () => string;
/** `n` random bytes. Put in a seeded one for tests only. */
export type Random = (n: number) => Uint8Array;

export const systemIds: Ids = () => randomUUIDv7();
export const systemRandom: Random = (n) => randomBytes(n);

/** A random whole number from 0 up to (not including) `below`, without modulo bias. `below` at most 65536. */
export function randomBelow(random: Random, below: number): number {
  const limit = Math.floor(65536 / below) * below;
  for (;;) {
    const [high = 0, low = 0] = random(2);
    const value = high * 256 + low;
    if (value < limit) return value % below;
  }
}
