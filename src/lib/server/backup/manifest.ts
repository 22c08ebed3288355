import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { KeyRing } from '#lib/server/keys/ring.ts';
import { faults } from './faults.ts';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const manifest = v.object({
  format: v.literal(1),
  /** The release that made it, and every migration its data has. */
  heard: v.string(),
  migrations: v.array(v.string()),
  madeAt: v.pipe(v.string(), v.isoTimestamp()),
  installation: v.string(),
  engine: v.picklist(['sqlite', 'postgres']),
  /** Of the database file as it was sealed. */
  bytes: count,
  sha256: v.string(),
  /** Rows of each table. */
  tables: v.record(v.string(), count),
  /** Sealed fields that opened. */
  fields: count,
  audit: v.object({ entries: count, head: v.string() }),
  /** What did not open or fit when it was made; a restore finds just that. Left out when there was nothing. */
  faults: v.optional(faults)
});

/** What a backup says of itself. */
export type Manifest = v.InferOutput<typeof manifest>;

const FIRST = 'heard-backup/1';

/** The lines a backup begins with: what it is, the manifest, and its keyed hash. */
export function headOf(written: Manifest, ring: KeyRing): string {
  const text = JSON.stringify(written);
  return `${FIRST}\n${text}\n${macOf(ring, text)}\n`;
}

/** Reads those lines. Throws in words when it is not a backup, or not one of this ring's. */
export function readHead(lines: readonly string[], ring: KeyRing): Manifest {
  const [first, text = '', mac = ''] = lines;
  if (first !== FIRST) throw new Error('This is not a backup of Heard, or of a newer one than this can read.');
  const given = Buffer.from(mac, 'hex');
  const own = Buffer.from(macOf(ring, text), 'hex');
  if (given.length !== own.length || !timingSafeEqual(given, own))
    throw new Error('What this backup says of itself was not written with this key ring. Use the ring that was used then.');
  return v.parse(manifest, JSON.parse(text));
}

const macOf = (ring: KeyRing, text: string): string => ring.mac('backup', FIRST, text).toString('hex');
