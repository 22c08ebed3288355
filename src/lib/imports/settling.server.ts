import { within } from '#lib/context.ts';
import { dayAfter } from './days.ts';
import type { ProblemCode } from './problems.ts';
import type { Found } from './record.ts';
import { find, keyColumn, pause, type Opened, type Run } from './run.ts';
import { opened, stageAgain } from './staging.server.ts';
import * as store from './store.server.ts';

/** Rows with one key: the same twice is taken once; two that differ are both left out. */
export async function settleDoubled(run: Run): Promise<void> {
  for (const { entity, key_index } of await store.doubled(run.contexts(), run.id)) {
    await within(run.contexts(), async (ctx) => {
      const rows = await store.withKey(ctx, run.id, entity, key_index);
      const [first, ...others] = rows;
      const same = rows.every((row) => row.row_index === first?.row_index && row.outcome === 'staged');
      for (const row of same ? others : rows) find(run, row, same ? 'repeated' : 'doubled', keyColumn[entity] ?? null);
      await store.setOutcome(
        ctx,
        (same ? others : rows).map((row) => row.id),
        same ? 'repeated' : 'problem'
      );
    });
    await pause(1);
  }
}

/** A child has one IRO: of two at once, the earlier ends the day before the later starts. */
export async function settleTwoIros(run: Run): Promise<void> {
  const byChild = new Map<string, { row: Opened; found: Extract<Found, { entity: 'allocation' }> }[]>();
  for await (const rows of opened(run, 'allocation', ['staged']))
    for (const row of rows)
      if (row.found?.entity === 'allocation' && row.found.fields.role === 'iro')
        byChild.set(row.found.refs.child ?? '', [...(byChild.get(row.found.refs.child ?? '') ?? []), { row, found: row.found }]);
  for (const group of byChild.values()) {
    if (group.length < 2) continue;
    group.sort((one, other) => one.found.fields.fromOn.localeCompare(other.found.fields.fromOn) || one.row.line - other.row.line);
    for (const [index, { row, found }] of group.entries()) {
      const next = group[index + 1];
      const to = found.fields.toOn ?? null;
      if (!next || (to !== null && to < next.found.fields.fromOn)) continue;
      if (next.found.fields.fromOn === found.fields.fromOn) await leaveOut(run, next.row, 'same-start', 'start_date');
      else {
        find(run, row, 'two-iros', 'end_date');
        const cut = { ...found, fields: { ...found.fields, toOn: dayAfter(next.found.fields.fromOn, -1) } };
        await within(run.contexts(), (ctx) => stageAgain(ctx, run, row, cut));
      }
    }
  }
}

async function leaveOut(run: Run, row: Opened, code: ProblemCode, column: string): Promise<void> {
  find(run, row, code, column);
  await within(run.contexts(), (ctx) => store.setOutcome(ctx, [row.id], 'problem'));
}
