import { within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { log } from '#lib/server/log.ts';
import type { Anchor } from './anchor.ts';
import { record } from './audit.server.ts';
import { isFaultKind, type ChainReport, type FaultKind } from './fault.ts';
import * as store from './store.server.ts';
import { inspectChain } from './verifying.server.ts';

const HOUR = 3600_000;
const KEPT_DAYS = 400;

/** Walks the chain, keeps what was found, and puts it on record; a fault goes into the log at once. */
export async function checkAudit(ctx: Context, anchors: readonly Anchor[]): Promise<ChainReport> {
  await within(ctx, (ctx) => allow(ctx, 'audit.verify'));
  const report = await inspectChain(ctx, anchors);
  const { fault } = report;
  if (fault) log.error('audit-fault', { fault: fault.kind, seq: fault.seq });
  await within(ctx, async (ctx) => {
    await store.clearChecks(ctx, new Date(ctx.now.getTime() - KEPT_DAYS * 24 * HOUR).toISOString());
    await store.insertCheck(ctx, {
      id: ctx.ids(),
      checked_at: ctx.now.toISOString(),
      entries: report.entries,
      fault: fault?.kind ?? null,
      fault_seq: fault?.seq ?? null,
      anchors: report.anchors
    });
    const outcome = fault ? 'failed' : 'done';
    await record(ctx, { verb: 'audit.verify', subject: 'audit', subjectId: 'chain', outcome, reason: fault?.kind ?? 'whole' });
  });
  return report;
}

/** What the newest check found; null: there was none yet. */
export type Checked = Readonly<{ at: string; entries: number; fault: Readonly<{ kind: FaultKind; seq: number }> | null }>;

/** For the manager's page, where it is one plain line. */
export async function lastCheck(ctx: Context): Promise<Checked | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'audit.see-check');
    const row = await store.newestCheck(ctx);
    if (!row) return null;
    const { fault, fault_seq: seq } = row;
    const found = fault !== null && isFaultKind(fault) ? { kind: fault, seq: seq ?? 0 } : null;
    return { at: row.checked_at, entries: row.entries, fault: found };
  });
}

/** Whether tonight's check is still to be made: in the small hours (UTC), or when the last one is long ago. */
export async function checkIsDue(ctx: Context): Promise<boolean> {
  const last = await store.newestCheck(ctx);
  const hours = last ? (ctx.now.getTime() - Date.parse(last.checked_at)) / HOUR : Infinity;
  const night = ctx.now.getUTCHours() >= 1 && ctx.now.getUTCHours() < 5;
  return hours > 30 || (night && hours > 12) || hours < 0;
}

/** Half an hour: a machine that slept, or somebody who set the clock. A minute back: the clock was set. */
const FORWARD = 30 * 60_000;
const BACK = 60_000;

/** Puts on record that the clock jumped: by how much more or less than really went by, in ms. Times on record lean on it. */
export async function noteClock(ctx: Context, jumped: number): Promise<boolean> {
  if (jumped < FORWARD && jumped > -BACK) return false;
  log.warn('clock-jump', { ms: Math.round(jumped) });
  await within(ctx, async (ctx) => {
    await allow(ctx, 'clock.watch');
    const reason = `${jumped < 0 ? 'back' : 'forward'} ${Math.round(Math.abs(jumped) / 1000)} s`;
    await record(ctx, { verb: 'clock.jumped', subject: 'clock', subjectId: 'clock', reason });
  });
  return true;
}
