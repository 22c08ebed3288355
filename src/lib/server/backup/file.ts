import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { KeyRing } from '#lib/server/keys/ring.ts';
import { headOf, readHead, type Manifest } from './manifest.ts';
import { opened, sealed } from './sealing.ts';

/** SHA-256 of a file, as hex, and its length. */
export async function digestOf(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of createReadStream(path, { highWaterMark: 1 << 20 })) {
    hash.update(part);
    bytes += part.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/**
 * Writes a backup: manifest and database, compressed, sealed to `recipients`, at `to`. It has that name only once all of
 * it is on the disk. Returns its length.
 */
export async function writeBackup(
  database: string,
  manifest: Manifest,
  ring: KeyRing,
  recipients: readonly string[],
  to: string
): Promise<number> {
  const part = `${to}.part`;
  try {
    const body = createReadStream(database, { highWaterMark: 1 << 20 }).pipe(createZstdCompress());
    const plain = Readable.from(following(headOf(manifest, ring), body), { objectMode: false });
    await pipeline(await sealed(plain, recipients), createWriteStream(part, { flags: 'wx', mode: 0o600 }));
    const bytes = await synced(part);
    await rename(part, to);
    await synced(dirname(to)).catch(() => undefined);
    return bytes;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}

async function* following(head: string, body: Readable): AsyncGenerator<Buffer> {
  yield Buffer.from(head);
  for await (const part of body) yield Buffer.from(part);
}

/** Waits until what was written is on the disk itself; returns its length. */
export async function synced(path: string): Promise<number> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}

/**
 * Opens a backup with `identities` and writes the database in it to `to`, a new file. Throws in words when no identity
 * fits, when it was touched anywhere, or when it is of another key ring; then nothing is left at `to`.
 */
export async function readBackup(file: string, identities: readonly string[], ring: KeyRing, to: string): Promise<Manifest> {
  const plain = await opened(createReadStream(file, { highWaterMark: 1 << 20 }), identities).catch(() => {
    throw new Error('None of these keys opens this file: it is sealed to another one, or it is no backup.');
  });
  const head = new Head(ring);
  try {
    await pipeline(plain, head, createZstdDecompress(), createWriteStream(to, { flags: 'wx', mode: 0o600 }));
    const { manifest } = head;
    if (!manifest) throw new Error('The backup ends before it has begun.');
    const { sha256, bytes } = await digestOf(to);
    if (sha256 !== manifest.sha256 || bytes !== manifest.bytes) throw new Error('What is in it is not what its manifest says.');
    await synced(to);
    return manifest;
  } catch (error) {
    await rm(to, { force: true });
    throw head.refused ?? damaged(error);
  }
}

/** An error written for whoever reads it stays; what zlib or age say becomes one sentence. */
const damaged = (error: unknown): Error =>
  error instanceof Error && error.constructor === Error && !('code' in error) && /^[A-Z].*\.$/.test(error.message)
    ? error
    : new Error('This backup is damaged: it cannot be read to its end. Use another copy of it, or the one before.', {
        cause: error
      });

/** Takes the first three lines off and reads them; the rest goes on. */
class Head extends Transform {
  manifest: Manifest | null = null;
  refused: Error | null = null;
  readonly #ring: KeyRing;
  #held = Buffer.alloc(0);

  constructor(ring: KeyRing) {
    super();
    this.#ring = ring;
  }

  override _transform(part: Buffer, _encoding: BufferEncoding, done: (error?: Error | null, part?: Buffer) => void): void {
    if (this.manifest) return done(null, part);
    this.#held = Buffer.concat([this.#held, part]);
    const lines = this.#held.toString('latin1').split('\n', 4);
    if (lines.length < 4) return done(this.#held.length > 1_000_000 ? new Error('This is not a backup of Heard.') : null);
    const [first = '', text = '', mac = ''] = lines;
    try {
      this.manifest = readHead([first, text, mac], this.#ring);
    } catch (error) {
      this.refused = error instanceof Error ? error : new Error('This is not a backup of Heard.');
      return done(this.refused);
    }
    done(null, this.#held.subarray(first.length + text.length + mac.length + 3));
  }
}
