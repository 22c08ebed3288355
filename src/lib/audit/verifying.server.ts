import { setImmediate } from 'node:timers/promises';
import type { Context } from '#lib/context.ts';
import type { Anchor } from './anchor.ts';
import { NOTHING_BEFORE } from '#lib/server/keys/chain-start.ts';
import { same } from './entry.ts';
import type { ChainFault, ChainReport } from './fault.ts';
import { anchorMac, headFits, isGenuine } from './hashing.server.ts';
import * as store from './store.server.ts';
import { whatIsWrong, type Place } from './wrong.server.ts';

/** Entries read at once: a slice is done within some 20 ms, and whoever sends meanwhile waits no longer than that. */
const SLICE = 1000;

/** Verbs that the walk itself understands: what a checkpoint stands for, and what a restore lost. */
export const PRUNE = 'audit.prune';
export const RESTORE = 'audit.restored';

type Walk = { last: Place; entries: number; soundAnchor: number; fault: ChainFault | null };

/**
 * Walks the chain from the oldest entry kept, in slices, and names the first entry that is not as it was written.
 * `anchors`: what was noted outside the database; by any one of them a rollback is found.
 */
export async function inspectChain(ctx: Context, anchors: readonly Anchor[] = []): Promise<ChainReport> {
  const { known, forged } = await sorted(ctx, anchors);
  const walk: Walk = { last: await startOf(ctx), entries: 0, soundAnchor: 0, fault: null };
  for (;;) {
    const rows = await store.readFrom(ctx, walk.last.seq, SLICE);
    await walkAlong(ctx, walk, rows, known);
    if (walk.fault) break;
    if (rows.length === 0) {
      walk.fault = await faultAtEnd(ctx, walk, known);
      break;
    }
    await setImmediate();
  }
  return { entries: walk.entries, anchors: known.length + forged.length, fault: walk.fault ?? forgedFault(forged) };
}

async function walkAlong(ctx: Context, walk: Walk, rows: readonly store.AuditRow[], anchors: readonly Anchor[]): Promise<void> {
  for (const row of rows) {
    const inPlace = row.form === 0 || row.seq === walk.last.seq + 1;
    if (!inPlace || !same(row.previous, walk.last.hash) || !isGenuine(ctx, row)) {
      walk.fault = await whatIsWrong(ctx, walk.last, row);
      return;
    }
    const here = anchors.filter(({ seq }) => seq === row.seq);
    if (here.some(({ hash }) => hash !== Buffer.from(row.hash).toString('hex'))) {
      walk.fault = { kind: 'anchor-does-not-fit', seq: row.seq, at: row.at, soundUpTo: walk.soundAnchor };
      return;
    }
    if (here.length > 0) walk.soundAnchor = row.seq;
    walk.last = row;
    walk.entries += 1;
  }
}

/** Whether what this says was done to the log counts: it is as it was written, and names the entry up to which. */
const stands = (ctx: Context, row: store.AuditRow): boolean => isGenuine(ctx, row) && /^[1-9]\d*$/.test(row.subject_id);

/** Before the first entry: nothing, or the checkpoint that stands for what was pruned. */
async function startOf(ctx: Context): Promise<Place> {
  const nothing = { seq: 0, at: null, hash: NOTHING_BEFORE };
  const [first] = await store.readFrom(ctx, 0, 1);
  const checkpoint = (await store.doneToLog(ctx, PRUNE)).find((row) => stands(ctx, row));
  if (!first || !checkpoint) return nothing;
  const upTo = Number(checkpoint.subject_id);
  if (first.seq > upTo) return { seq: upTo, at: null, hash: Buffer.from(checkpoint.reason ?? '', 'hex') };
  // Pruning was interrupted: what is left of the old part is checked from where it begins.
  return first.seq === 1 ? nothing : { seq: first.seq - 1, at: null, hash: first.previous };
}

/** Whether the last entry is the one that was noted as the newest, in the database and outside it. */
async function faultAtEnd(ctx: Context, walk: Walk, anchors: readonly Anchor[]): Promise<ChainFault | null> {
  const { last } = walk;
  const cutOff: ChainFault = { kind: 'cut-off', seq: last.seq + 1, at: last.at, soundUpTo: null };
  if (anchors.some(({ seq }) => seq > last.seq)) return cutOff;
  const head = await store.headRow(ctx);
  const newest = await store.newestEntry(ctx);
  // Somebody did something meanwhile: what they did was chained to what was walked.
  if (newest && newest.seq > last.seq) return null;
  if (!head) return newest?.form === 0 ? null : cutOff;
  return headFits(ctx, head) && head.seq === last.seq && same(head.hash, last.hash) ? null : cutOff;
}

/** Which anchors bind no more: those of what was lost in a restore that is on record, and genuinely so. */
export async function releasedAnchors(ctx: Context): Promise<(anchor: Anchor) => boolean> {
  const restores = (await store.doneToLog(ctx, RESTORE)).filter((row) => stands(ctx, row));
  return (anchor) => restores.some((row) => anchor.seq > Number(row.subject_id) && anchor.at <= row.at);
}

/** Anchors that bind, and those whose own hash does not fit. */
async function sorted(ctx: Context, anchors: readonly Anchor[]) {
  const lost = await releasedAnchors(ctx);
  const fits = (anchor: Anchor) => anchorMac(ctx, anchor) === anchor.mac;
  return {
    known: anchors.filter((anchor) => fits(anchor) && !lost(anchor)),
    forged: anchors.filter((anchor) => !fits(anchor))
  };
}

function forgedFault(forged: readonly Anchor[]): ChainFault | null {
  const [first] = forged.toSorted((one, other) => one.seq - other.seq);
  return first ? { kind: 'anchor-does-not-fit', seq: first.seq, at: first.at, soundUpTo: null } : null;
}
