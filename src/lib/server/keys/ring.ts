import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { KeyFault, KeyMissing } from './faults.ts';
import { activeIn, ringIn, type RingEntry, type RingText } from './ring-text.ts';

export { newRing } from './ring-text.ts';

/** One purpose, one key: none of these is ever used for anything else. */
export type Derived = 'audit' | 'index' | 'pepper' | 'digest' | 'code' | 'backup';

/** Where a ring comes from. */
export type RingSource = Readonly<{
  kind: 'file' | 'environment' | 'command' | 'given';
  /** Its text as it is now; null when there is nothing newer, or not yet. */
  again(): string | null;
}>;

/**
 * The key ring: what opens everything else. It lives outside the database, and (live) outside the data folder,
 * so that a stolen disk or backup opens nothing.
 */
export type KeyRing = Readonly<{
  kind: RingSource['kind'];
  /** Every key, by its id and state; never its bytes. */
  keys(): readonly Readonly<{ id: string; state: RingEntry['state'] }>[];
  /** The id of the key that wraps, unless the database names another one of the ring. */
  active(): string;
  /** Reads the source again; what was known stays when that fails, or when it is another ring. */
  again(): void;
  /**
   * Wraps a data key; `aad` binds it to its row, `by` names the key of the ring (null: the active one). Returns that
   * key's id too. Throws `KeyMissing`.
   */
  wrap(dataKey: Uint8Array, aad: string, by?: string | null): { ringKey: string; wrapped: Uint8Array };
  /** Throws `KeyMissing` when the ring lacks that key, also after reading it again; and when the bytes were touched. */
  unwrap(ringKey: string, wrapped: Uint8Array, aad: string): Uint8Array;
  /** HMAC-SHA-256 with the key derived for one purpose. */
  mac(purpose: Derived, ...parts: (string | Uint8Array)[]): Buffer;
  derived(purpose: Derived): Uint8Array;
}>;

/** Reads a ring's text. Throws in plain words (never quoting it) when it is not one. */
export function readRing(text: string, source: RingSource = { kind: 'given', again: () => null }): KeyRing {
  let ring = ringIn(text);
  const again = () => void (ring = newer(ring, source));
  const find = (id: string): Buffer => {
    const known = bytesOf(ring, id);
    if (known) return known;
    again();
    const found = bytesOf(ring, id);
    if (!found) throw new KeyMissing(id);
    return found;
  };
  const derived = deriving(Buffer.from(ring.root, 'base64'));
  return {
    kind: source.kind,
    keys: () => ring.keys.map(({ id, state }) => ({ id, state })),
    active: () => activeIn(ring).id,
    again,
    wrap(dataKey, aad, by = null) {
      const ringKey = by ?? activeIn(ring).id;
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', find(ringKey), nonce).setAAD(Buffer.from(aad));
      return { ringKey, wrapped: Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]) };
    },
    unwrap(ringKey, wrapped, aad) {
      const decipher = createDecipheriv('aes-256-gcm', find(ringKey), wrapped.subarray(0, 12)).setAAD(Buffer.from(aad));
      decipher.setAuthTag(wrapped.subarray(-16));
      return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
    },
    mac(purpose, ...parts) {
      const hmac = createHmac('sha256', derived(purpose));
      // Each part carries its length, so that ("ab","c") and ("a","bc") differ.
      for (const part of parts) hmac.update(`${Buffer.byteLength(part)}:`).update(part);
      return hmac.digest();
    },
    derived
  };
}

function bytesOf(ring: RingText, id: string): Buffer | null {
  const entry = ring.keys.find((key) => key.id === id);
  return entry?.key === undefined || entry.state === 'retired' ? null : Buffer.from(entry.key, 'base64');
}

/** What the source has now, if it is the same ring: another root would open nothing of what is there. */
function newer(ring: RingText, source: RingSource): RingText {
  try {
    const text = source.again();
    const next = text === null ? ring : ringIn(text);
    return timingSafeEqual(Buffer.from(next.root), Buffer.from(ring.root)) ? next : ring;
  } catch (error) {
    // A file that is not there for the moment, or not a ring: what was read at the start still opens what it opened.
    if (error instanceof KeyFault || (error instanceof Error && 'code' in error)) return ring;
    throw error;
  }
}

function deriving(root: Uint8Array): KeyRing['derived'] {
  const cache = new Map<Derived, Uint8Array>();
  return (purpose) => {
    const known = cache.get(purpose) ?? new Uint8Array(hkdfSync('sha256', root, 'heard', purpose, 32));
    cache.set(purpose, known);
    return known;
  };
}
