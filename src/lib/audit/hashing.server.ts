import type { Context } from '#lib/context.ts';
import { headMac } from '#lib/server/keys/chain-start.ts';
import { canonical, same, type EntryColumns } from './entry.ts';
import type { AuditRow, HeadRow } from './store.server.ts';

/** An entry's hash: over the one before it and every column, keyed apart from the data keys (security.md L-02). */
export const hashOf = (ctx: Context, previous: Uint8Array, entry: EntryColumns): Buffer =>
  ctx.vault.mac('audit', previous, canonical(ctx.vault.installation, entry));

/** Whether a row is as it was written, if it was written under this number. */
export const isGenuine = (ctx: Context, row: AuditRow, seq = row.seq): boolean =>
  same(row.hash, hashOf(ctx, row.previous, { ...row, seq }));

export const headFits = (ctx: Context, head: HeadRow): boolean => same(head.mac, headMac(ctx.vault, head.seq, head.hash));

/** What a line of an anchor carries; time included, because after a restore some anchors are known to be of no chain. */
export const anchorMac = (ctx: Context, anchor: { seq: number; hash: string; at: string }): string =>
  ctx.vault.mac('audit', 'anchor', ctx.vault.installation, String(anchor.seq), anchor.hash, anchor.at).toString('hex');
