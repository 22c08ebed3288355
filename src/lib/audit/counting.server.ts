import type { Context } from '#lib/context.ts';
import { inSlices } from '#lib/server/database/slices.ts';
import { timesDone } from './store.server.ts';

/** Something of one child. */
type Of = Readonly<{ id: string; childId: string }>;

/**
 * How often the service did this to each of these, as the record has it: what never happened is not in it. Asks no
 * permission: its callers are verbs.
 */
export async function timesRecorded(ctx: Context, verb: string, things: readonly Of[]): Promise<Map<string, number>> {
  const childOf = new Map(things.map(({ id, childId }) => [id, childId]));
  const rows = await inSlices([...childOf.keys()], (ids) =>
    timesDone(ctx, verb, [...new Set(ids.flatMap((id) => childOf.get(id) ?? []))], ids)
  );
  return new Map(rows.map(({ subject_id, many }) => [subject_id, Number(many)]));
}
