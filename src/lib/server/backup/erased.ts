import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timingSafeEqual } from 'node:crypto';
import * as v from 'valibot';
import type { KeyRing } from '#lib/server/keys/ring.ts';
import { replaceFile } from '#lib/server/replacing.ts';

const receipt = v.object({
  id: v.string(),
  childId: v.string(),
  at: v.string(),
  by: v.string(),
  counts: v.record(v.string(), v.number()),
  opensUntil: v.string()
});

/** One erasure, as its receipt says: ids, days and numbers of rows. */
export type Erased = v.InferOutput<typeof receipt>;

/** It lies beside the backups, so that whoever puts an older one back erases again who was erased since. */
const NAME = 'heard-erased.json';
export const listBeside = (folder: string): string => join(folder, NAME);

/** Adds these to the list of this folder, under its keyed hash: what it held already stays. Throws when that cannot be believed. */
export function writeErased(folder: string, ring: KeyRing, more: readonly Erased[]): void {
  const file = listBeside(folder);
  const text = JSON.stringify(union(readErased(file, ring), more));
  replaceFile(file, `${JSON.stringify({ erased: text, mac: macOf(ring, text).toString('hex') })}\n`);
}

/** Of each child the receipt that comes first. */
export function union(...lists: readonly (readonly Erased[])[]): Erased[] {
  const found = new Map<string, Erased>();
  for (const one of lists.flat()) if (!found.has(one.childId)) found.set(one.childId, one);
  return [...found.values()];
}

const listFile = v.object({ erased: v.string(), mac: v.pipe(v.string(), v.hexadecimal(), v.length(64)) });

/** Reads a list; empty where there is none. Throws when it was changed, or written with another key ring. */
export function readErased(file: string, ring: KeyRing): Erased[] {
  if (!existsSync(file)) return [];
  const parsed = v.safeParse(listFile, JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success || !timingSafeEqual(Buffer.from(parsed.output.mac, 'hex'), macOf(ring, parsed.output.erased)))
    throw new Error(
      `${file} was not written with this key ring, or was changed: it says who was erased, and cannot be believed.`
    );
  return v.parse(v.array(receipt), JSON.parse(parsed.output.erased));
}

const macOf = (ring: KeyRing, text: string): Buffer => ring.mac('backup', 'erased', text);
