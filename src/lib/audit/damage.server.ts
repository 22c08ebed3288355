import { within, type Context } from '#lib/context.ts';
import { toRecord } from '#lib/server/keys/damage.ts';
import { record } from './audit.server.ts';

/**
 * Puts on record what did not open since this was last asked: every page says to its reader that it is known, so it has
 * to be. The same field once an hour at most. Costs nothing while everything opens.
 */
export async function recordDamage(ctx: Context): Promise<void> {
  const noticed = ctx.vault.takeNoticed();
  if (noticed.length === 0) return;
  await within(ctx, async (ctx) => {
    for (const { column, row, table, subject } of await toRecord(ctx.db, noticed, ctx.now)) {
      const childId = subject.startsWith('child:') ? subject.slice('child:'.length) : null;
      await record(ctx, {
        ...{ verb: 'field.open', subject: `${table}.${column}`, subjectId: row, childId },
        ...{ outcome: 'failed', reason: 'damaged' }
      });
    }
  });
}
