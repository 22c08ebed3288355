import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { KeyFault } from './faults.ts';

const secret = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]{43}=$/));
const entry = v.object({
  id: v.pipe(v.string(), v.regex(/^[a-z0-9]{8}$/)),
  /** `active` wraps, `decrypt-only` opens what it wrapped before, of a `retired` one nothing but the name is kept. */
  state: v.picklist(['active', 'decrypt-only', 'retired']),
  key: v.optional(secret)
});
const ringFile = v.object({ root: secret, keys: v.pipe(v.array(entry), v.minLength(1)) });

export type RingText = v.InferOutput<typeof ringFile>;
export type RingEntry = RingText['keys'][number];

/** A ring as it stands in its file. Throws `KeyFault` in plain words (never quoting it) when it is not one. */
export function ringIn(text: string): RingText {
  const parsed = v.safeParse(ringFile, parseJson(text));
  if (!parsed.success) throw new KeyFault('The key ring cannot be read: it is not what `npm run heard -- keys new` writes.');
  if (parsed.output.keys.some(({ state, key }) => state !== 'retired' && !key))
    throw new KeyFault('The key ring cannot be read: a key of it that is not retired has no bytes.');
  activeIn(parsed.output);
  return parsed.output;
}

/** The one key that wraps. Throws `KeyFault` when there is none, or more than one. */
export function activeIn({ keys }: RingText): RingEntry {
  const [active, ...more] = keys.filter(({ state }) => state === 'active');
  if (!active) throw new KeyFault('The key ring has no active key.');
  if (more.length > 0) throw new KeyFault('The key ring has more than one active key: one of them only.');
  return active;
}

/** A new ring as the text of its file. */
export const newRing = (): string => written({ root: newSecret(), keys: [newEntry()] });

/** The ring with a new key that wraps from now on; the one before only opens. */
export function turned(text: string): string {
  const { root, keys } = ringIn(text);
  const before = keys.map((key): RingEntry => (key.state === 'active' ? { ...key, state: 'decrypt-only' } : key));
  return written({ root, keys: [newEntry(), ...before] });
}

/** The ring without the bytes of one key: what it wrapped can never be opened again, in no copy and no backup. */
export function without(text: string, id: string): string {
  const { root, keys } = ringIn(text);
  return written({ root, keys: keys.map((key): RingEntry => (key.id === id ? { id, state: 'retired' } : key)) });
}

const newSecret = () => randomBytes(32).toString('base64');
const newEntry = (): RingEntry => ({ id: randomBytes(4).toString('hex'), state: 'active', key: newSecret() });
const written = (ring: RingText) => `${JSON.stringify(ring, null, 2)}\n`;

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
