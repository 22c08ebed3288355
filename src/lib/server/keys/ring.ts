import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import * as v from 'valibot';

/**
 * The key ring: what opens everything else. It lives outside the database, and (live) outside the data folder,
 * so that a stolen disk or backup opens nothing.
 */
const entry = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]{8}$/)),
  state: v.picklist(['active', 'decrypt-only', 'retired']),
  key: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/))
});
const ringFile = v.object({
  root: v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/)),
  keys: v.pipe(v.array(entry), v.minLength(1))
});

/** One purpose, one key: none of these is ever used for anything else. */
export type Derived = 'audit' | 'index' | 'pepper' | 'digest' | 'code';

export type KeyRing = Readonly<{
  /** Wraps a data key; `aad` binds it to its row. Returns the ring key's id too. */
  wrap(dataKey: Uint8Array, aad: string): { ringKey: string; wrapped: Uint8Array };
  /** Throws when the ring lacks that key or the bytes were touched. */
  unwrap(ringKey: string, wrapped: Uint8Array, aad: string): Uint8Array;
  /** HMAC-SHA-256 with the key derived for one purpose. */
  mac(purpose: Derived, ...parts: (string | Uint8Array)[]): Buffer;
  derived(purpose: Derived): Uint8Array;
}>;

/** A new ring as the text of its file. */
export function newRing(): string {
  const id = randomBytes(5).toString('hex').slice(0, 8);
  const secret = () => randomBytes(32).toString('base64');
  return `${JSON.stringify({ root: secret(), keys: [{ id, state: 'active', key: secret() }] }, null, 2)}\n`;
}

/** Reads a ring's text. Throws in plain words (never quoting it) when it is not one. */
export function readRing(text: string): KeyRing {
  const parsed = v.safeParse(ringFile, parseJson(text));
  if (!parsed.success) throw new Error('The key ring cannot be read: it is not what `npm run heard -- keys new` writes.');
  const keys = new Map(parsed.output.keys.map((key) => [key.id, { ...key, bytes: Buffer.from(key.key, 'base64') }]));
  const active = parsed.output.keys.find((key) => key.state === 'active');
  if (!active) throw new Error('The key ring has no active key.');
  const root = Buffer.from(parsed.output.root, 'base64');
  const cache = new Map<Derived, Uint8Array>();
  const derived = (purpose: Derived) => {
    const known = cache.get(purpose) ?? new Uint8Array(hkdfSync('sha256', root, 'heard', purpose, 32));
    cache.set(purpose, known);
    return known;
  };
  return {
    wrap(dataKey, aad) {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', Buffer.from(active.key, 'base64'), nonce).setAAD(Buffer.from(aad));
      return { ringKey: active.id, wrapped: Buffer.concat([nonce, cipher.update(dataKey), cipher.final(), cipher.getAuthTag()]) };
    },
    unwrap(ringKey, wrapped, aad) {
      const key = keys.get(ringKey);
      if (!key || key.state === 'retired') throw new Error(`The key ring has no key ${ringKey}.`);
      const decipher = createDecipheriv('aes-256-gcm', key.bytes, wrapped.subarray(0, 12)).setAAD(Buffer.from(aad));
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Finds the ring of the settings: the text in HEARD_KEYS, or the file HEARD_KEY_FILE.
 * Live, a key file inside the data folder is refused: whoever takes the disk would have both.
 */
export function loadRing(settings: { keys: string | null; keyFile: string | null; dataDir: string; mode: string }): KeyRing {
  if (settings.keys) return readRing(settings.keys);
  if (!settings.keyFile || !existsSync(settings.keyFile))
    throw new Error('There is no key ring. Make one with: npm run heard -- keys new FILE, then set HEARD_KEY_FILE to it.');
  if (settings.mode === 'live' && inside(settings.keyFile, settings.dataDir))
    throw new Error('HEARD_KEY_FILE lies inside the data folder. Keys and data must not be kept together: move the file.');
  if (settings.mode === 'live' && process.platform !== 'win32' && (statSync(settings.keyFile).mode & 0o077) !== 0)
    throw new Error('HEARD_KEY_FILE can be read by others on this machine: chmod 600 it.');
  return readRing(readFileSync(settings.keyFile, 'utf8'));
}

const inside = (file: string, folder: string) => `${resolve(dirname(file))}${sep}`.startsWith(`${resolve(folder)}${sep}`);
