import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from '#lib/server/ids.ts';

/**
 * One encrypted field: `0x01 | key id (4) | nonce (12) | ciphertext | tag (16)` (security.md E-02 to E-05).
 * AES-256-GCM. The cell's identity is the additional data, so a value moved to another row, column, child,
 * installation, or put back after a newer one, does not open.
 */
export type Cell = Readonly<{
  table: string;
  column: string;
  row: string;
  /** Counts up with every write of a row that changes; 0 for rows that never do. */
  rev: number;
}>;

export type FieldKey = Readonly<{ id: number; bytes: Uint8Array; installation: string; subject: string }>;

const VERSION = 1;
const HEAD = 1 + 4 + 12;
const TAG = 16;

const aad = (cell: Cell, key: FieldKey) =>
  Buffer.from(['v1', cell.table, cell.column, cell.row, key.installation, key.subject, cell.rev].join('|'));

/** Encrypts text (or bytes) for one cell, padded to 256 B, 512 B, 1 K, 2 K… so that size says little. */
export function seal(key: FieldKey, cell: Cell, value: string | Uint8Array, random: Random): Uint8Array {
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(aad(cell, key));
  const body = Buffer.concat([cipher.update(pad(Buffer.from(value))), cipher.final()]);
  const head = Buffer.alloc(5);
  head.writeUInt8(VERSION, 0);
  head.writeUInt32BE(key.id, 1);
  return Buffer.concat([head, nonce, body, cipher.getAuthTag()]);
}

/** Opens a sealed field. Throws when it was touched, moved, replaced or is of another key. */
export function unseal(key: FieldKey, cell: Cell, sealed: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  if (bytes.length < HEAD + TAG + 4 || bytes.readUInt8(0) !== VERSION || bytes.readUInt32BE(1) !== key.id)
    throw new Error('not a field of this key');
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(5, HEAD)).setAAD(aad(cell, key));
  decipher.setAuthTag(bytes.subarray(-TAG));
  return unpad(Buffer.concat([decipher.update(bytes.subarray(HEAD, -TAG)), decipher.final()]));
}

/** Which key a sealed field names, by its id; -1 when these bytes are no sealed field. */
export function keyIdOf(sealed: Uint8Array): number {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  return bytes.length < HEAD + TAG + 4 || bytes.readUInt8(0) !== VERSION ? -1 : bytes.readUInt32BE(1);
}

function pad(value: Buffer): Buffer {
  let size = 256;
  while (size < value.length + 4) size *= 2;
  const padded = Buffer.alloc(size);
  padded.writeUInt32BE(value.length, 0);
  value.copy(padded, 4);
  return padded;
}

const unpad = (padded: Buffer) => padded.subarray(4, 4 + padded.readUInt32BE(0));
