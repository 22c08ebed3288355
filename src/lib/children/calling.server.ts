import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow, worksFor } from '#lib/relations.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import * as store from './calling.store.server.ts';

/** How long a name may be that a child gives somebody. */
export const LONGEST_CALLED = 30;

/**
 * What a child calls their IRO, in the child's own words: shown to the child alone. Empty takes it away. `not-found` for anybody
 * who does not work for this child now; throws `invalid` (`called`: `too-long`).
 */
export async function callIro(ctx: Context, childId: string, staffId: string, given: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'iro.call', childId);
    if (!(await worksFor(ctx, staffId, childId))) throw notFound();
    const called = given.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
    if ([...called].length > LONGEST_CALLED) throw new Refusal('invalid', { fields: { called: 'too-long' } });
    const [before] = await store.calledBy(ctx, childId, [staffId]);
    if (called === '') {
      if (before) await store.removeCalled(ctx, before.id);
    } else {
      const [id, rev] = [before?.id ?? ctx.ids(), (before?.rev ?? 0) + 1];
      const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
      const sealed = safe.seal('iro_names', 'called_sealed', id, rev, called);
      const row = { id, child_id: childId, staff_id: staffId, called_sealed: sealed, rev, changed_at: ctx.now.toISOString() };
      await (before ? store.changeCalled(ctx, row) : store.insertCalled(ctx, row));
    }
    await record(ctx, { verb: 'iro.call', subject: 'child', subjectId: childId, childId });
  });
}

/**
 * What this child calls these people; whom they gave no name is missing. Asks no permission: its callers are verbs that show it
 * to the child alone, where the child's own words may be shown.
 */
export async function calledBy(ctx: Context, childId: string, staffIds: readonly string[]): Promise<Map<string, string>> {
  const rows = staffIds.length > 0 ? await store.calledBy(ctx, childId, staffIds) : [];
  if (rows.length === 0) return new Map();
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
  return new Map(
    rows.flatMap((row): [string, string][] => {
      const called = sealedRow(safe, 'iro_names', row).shown('called_sealed');
      return called === null ? [] : [[row.staff_id, called]];
    })
  );
}
