import type { Context } from '#lib/context.ts';
import { same } from './entry.ts';
import type { ChainFault, FaultKind } from './fault.ts';
import { headFits, isGenuine } from './hashing.server.ts';
import * as store from './store.server.ts';

/** The last entry that fits. */
export type Place = Readonly<{ seq: number; at: string | null; hash: Uint8Array }>;

/** How far from its place a moved entry is looked for, when no other entry says where it stood. */
const NEAR = 2000;

/**
 * What happened at the first entry that does not fit: `row` stands after `last` and should not, or not so. An entry that
 * fits its own hash under some number is genuine, and was moved, copied, or lost those before it; any other was changed,
 * made up, or made with another key.
 */
export async function whatIsWrong(ctx: Context, last: Place, row: store.AuditRow): Promise<ChainFault> {
  const madeFor = await numberOf(ctx, row);
  if (madeFor === null) return at(await whyFalse(ctx, last, row), row);
  if (await isCopy(ctx, row)) return at('inserted', row);
  const next = await genuineAfter(ctx, last);
  if (next && next.seq !== row.seq) return at('out-of-order', row);
  return { kind: 'deleted', seq: last.seq + 1, at: last.at, soundUpTo: null };
}

const at = (kind: FaultKind, row: store.AuditRow): ChainFault => ({ kind, seq: row.seq, at: row.at, soundUpTo: null });

/** The number under which an entry was written; null when under none that is near, so that it is not genuine. */
async function numberOf(ctx: Context, row: store.AuditRow): Promise<number | null> {
  if (isGenuine(ctx, row)) return row.seq;
  const followers = await store.standing(ctx, 'previous', row.hash);
  for (const { seq } of followers) if (isGenuine(ctx, row, seq - 1)) return seq - 1;
  for (let off = 1; off <= NEAR; off += 1)
    for (const seq of [row.seq + off, row.seq - off]) if (seq > 0 && isGenuine(ctx, row, seq)) return seq;
  return null;
}

/** Whether the very same entry stands somewhere else, where it belongs. */
async function isCopy(ctx: Context, row: store.AuditRow): Promise<boolean> {
  return (await store.standing(ctx, 'hash', row.hash)).some((other) => other.seq !== row.seq && other.seq < row.seq);
}

/** The entry that was written after `last`, wherever it stands now. */
async function genuineAfter(ctx: Context, last: Place): Promise<store.AuditRow | undefined> {
  const followers = await store.standing(ctx, 'previous', last.hash);
  for (const row of followers) if ((await numberOf(ctx, row)) === last.seq + 1) return row;
  return undefined;
}

/** Of an entry that was never written so: changed, put in, or chained by somebody who has another key. */
async function whyFalse(ctx: Context, last: Place, row: store.AuditRow): Promise<FaultKind> {
  const head = await store.headRow(ctx);
  if (head && headFits(ctx, head) && head.seq === last.seq && same(head.hash, last.hash)) return 'inserted';
  const following = await store.readFrom(ctx, row.seq, 3);
  const [next] = following;
  if (next && same(next.previous, last.hash)) return 'inserted';
  if (!next) return 'edited';
  const chain = [row, ...following];
  const linked = chain.every((one, index) => same(one.previous, chain[index - 1]?.hash ?? last.hash));
  return linked && following.every((one) => !isGenuine(ctx, one)) ? 'wrong-key' : 'edited';
}
