import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import type { Receipt } from './erasure.ts';
import { eraseChild, erasures } from './erasing.server.ts';
import * as store from './store.server.ts';

/**
 * Erases again, in a copy from before, whoever was erased since: `before` are the receipts of the newer database. What
 * nobody had opened goes too, because that was decided then. Of a child who is not in this copy the receipt is kept: they
 * may be in another one, put back later. In a copy no import is at work: what one had staged when it was made goes first, because
 * whoever was erased may be in it and nothing else. Returns how many children were there and went.
 */
export async function eraseAgain(ctx: () => Context, before: readonly Receipt[], backupDays: number): Promise<number> {
  await within(ctx(), async (ctx) => {
    await allow(ctx, 'child.erase');
    await store.clearStaged(ctx);
  });
  let went = 0;
  const known = new Set((await erasures(ctx())).map(({ childId }) => childId));
  for (const receipt of before) {
    const { childId } = receipt;
    if (known.has(childId)) continue;
    if ((await store.oneChild(ctx(), childId)).length === 0) {
      await keepAgain(ctx(), receipt);
      continue;
    }
    await eraseChild(ctx(), { childId, reason: 'restore', unreadToo: true, backupDays });
    went += 1;
  }
  return went;
}

/** Keeps somebody else's receipt as it was. */
async function keepAgain(ctx: Context, { id, childId, at, by, counts, opensUntil }: Receipt): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'child.erase');
    const safe = await ctx.vault.safe(ctx.db, { kind: 'installation', id: ctx.vault.installation }, 'record');
    await store.keep(ctx, {
      ...{ id, child_id: childId, erased_at: at, erased_by: by, opens_until: opensUntil, counts: JSON.stringify(counts) },
      reason_sealed: safe.seal('erasures', 'reason_sealed', id, 0, 'restore')
    });
    await record(ctx, { verb: 'child.erase', subject: 'child', subjectId: childId, childId, reason: 'receipt' });
  });
}
