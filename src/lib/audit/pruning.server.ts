import { createHash } from 'node:crypto';
import { closeSync, createReadStream, fsyncSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import type { Anchor } from './anchor.ts';
import { record } from './audit.server.ts';
import type { ChainFault } from './fault.ts';
import { keepName, writeAll } from './on-disk.server.ts';
import * as store from './store.server.ts';
import { inspectChain, PRUNE, RESTORE } from './verifying.server.ts';

/** How many entries leave the database in one transaction, and are read for the archive at once. */
const SLICE = 1000;

export type Pruned = Readonly<{ entries: number; upTo: number }>;

/**
 * Takes entries from before a day (UTC) out of the database: first into an archive file, then a checkpoint goes into the
 * chain that stands for them, and only then do they go. `contexts` gives a fresh context for each slice. Where the chain
 * is not whole nothing goes, and the fault is returned. Throws when the archive exists already or cannot be written.
 */
export async function pruneAudit(
  contexts: () => Context,
  given: Readonly<{ before: string; archive: string; anchors: readonly Anchor[] }>
): Promise<Pruned | ChainFault> {
  const ctx = contexts();
  await within(ctx, (ctx) => allow(ctx, 'audit.prune'));
  const { fault } = await inspectChain(ctx, given.anchors);
  if (fault) return fault;
  const kept = await store.firstSince(ctx, `${given.before}T00:00:00.000Z`);
  const newest = await store.newestEntry(ctx);
  const last = kept ? await store.entryBefore(ctx, kept.seq) : newest;
  if (!last) return { entries: 0, upTo: 0 };
  const entries = await archiveUpTo(ctx, last.seq, given.archive);
  await within(contexts(), async (ctx) => {
    await allow(ctx, 'audit.prune');
    const reason = Buffer.from(last.hash).toString('hex');
    await record(ctx, { verb: PRUNE, subject: 'audit', subjectId: String(last.seq), reason });
  });
  // One slice, one transaction: nobody who sends meanwhile waits for all of it. One that stopped half-way goes on next time.
  while ((await within(contexts(), (ctx) => store.removeUpTo(ctx, last.seq, SLICE))) > 0);
  return { entries, upTo: last.seq };
}

/**
 * One entry a line, as JSON, hashes as hex; on the disk, and read back from it, before this returns. What could not be
 * written whole does not stay there.
 */
async function archiveUpTo(ctx: Context, upTo: number, path: string): Promise<number> {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const file = openSync(path, 'wx', 0o600);
  try {
    const written = await fillArchive(ctx, upTo, file).finally(() => closeSync(file));
    keepName(path);
    const there = await readBack(path);
    if (there.entries !== written.entries || there.hash !== written.hash)
      throw new Error('The archive does not hold what was written to it: nothing was taken out of the database.');
    return written.entries;
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
}

type Archived = Readonly<{ entries: number; hash: string }>;

async function fillArchive(ctx: Context, upTo: number, file: number): Promise<Archived> {
  const hash = createHash('sha256');
  let entries = 0;
  for (let after = 0; after < upTo;) {
    const rows = (await store.readFrom(ctx, after, SLICE)).filter(({ seq }) => seq <= upTo);
    if (rows.length === 0) break;
    const lines = rows.map((row) => `${lineOf(row)}\n`).join('');
    writeAll(file, lines);
    hash.update(lines);
    entries += rows.length;
    after = rows.at(-1)?.seq ?? upTo;
  }
  fsyncSync(file);
  return { entries, hash: hash.digest('hex') };
}

const NEW_LINE = 10;

async function readBack(path: string): Promise<Archived> {
  const hash = createHash('sha256');
  let entries = 0;
  for await (const part of createReadStream(path)) {
    if (!Buffer.isBuffer(part)) throw new Error('a file gives bytes');
    hash.update(part);
    for (const byte of part) if (byte === NEW_LINE) entries += 1;
  }
  return { entries, hash: hash.digest('hex') };
}

const hex = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('hex'));

const lineOf = ({ previous, hash, detail_sealed, ...rest }: store.AuditRow): string =>
  JSON.stringify({ ...rest, detail_sealed: hex(detail_sealed), previous: hex(previous), hash: hex(hash) });

/**
 * Says in the chain that this database came from a copy: what was written after the copy is gone, so anchors of it bind no
 * more. Called once, when a restore is done. Throws `invalid` when nothing was ever written.
 */
export async function noteRestore(ctx: Context): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'audit.restored');
    const newest = await store.newestEntry(ctx);
    if (!newest) throw new Refusal('invalid');
    await record(ctx, { verb: RESTORE, subject: 'audit', subjectId: String(newest.seq) });
  });
}
