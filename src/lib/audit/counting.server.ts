import type { Context } from '#lib/context.ts';
import { timesDone } from './store.server.ts';

/** Something of one child. */
type Of = Readonly<{ id: string; childId: string }>;

/** So few things at a time that both engines take them. */
const SLICE = 200;

/**
 * How often the service did this to each of these, as the record has it: what never happened is not in it. Asks no
 * permission: its callers are verbs.
 */
export async function timesRecorded(ctx: Context, verb: string, things: readonly Of[]): Promise<Map<string, number>> {
  const found = new Map<string, number>();
  for (let from = 0; from < things.length; from += SLICE) {
    const slice = things.slice(from, from + SLICE);
    const childIds = [...new Set(slice.map(({ childId }) => childId))];
    const rows = await timesDone(
      ctx,
      verb,
      childIds,
      slice.map(({ id }) => id)
    );
    for (const { subject_id, many } of rows) found.set(subject_id, Number(many));
  }
  return found;
}
