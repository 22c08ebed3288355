import { setImmediate } from 'node:timers/promises';
import type { Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { looks } from './looks.ts';
import * as store from './store.server.ts';
import { unusualIn, type Seen, type Unusual } from './unusual.ts';

/** How far back a manager is shown, in days. */
export const UNUSUAL_DAYS = 14;
const SLICE = 5000;

/** Workers' reading of the last fourteen days that stands out, for managers. Ids and counts; whose they are, the caller looks up. */
export async function unusualReading(ctx: Context): Promise<Unusual[]> {
  await allow(ctx, 'audit.see-unusual');
  const since = new Date(ctx.now.getTime() - UNUSUAL_DAYS * 24 * 3600_000).toISOString();
  const first = await store.firstSince(ctx, since);
  const lines: Seen[] = [];
  // Read in slices outside a transaction: a large council's fortnight must not make whoever sends wait.
  for (let after = (first?.seq ?? 0) - 1; first;) {
    const rows = await store.lookedAfter(ctx, after, Object.keys(looks), SLICE);
    for (const { subject_id, child_id, on_behalf, ...row } of rows)
      lines.push({ ...row, subjectId: subject_id, childId: child_id, onBehalf: on_behalf });
    const last = rows.at(-1);
    if (!last || rows.length < SLICE) break;
    after = last.seq;
    await setImmediate();
  }
  return unusualIn(lines);
}
