import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { columnsOf, lookOf, usual, wasWelcomed, welcomedIn, type Look } from './look.ts';
import * as store from './store.server.ts';

/** What a child's pages need to know of the child before they are drawn. */
export type Seen = Readonly<{
  look: Look;
  /** The cards of the first visit are behind them. */
  welcomed: boolean;
  /** The device may keep the help page for when there is no signal: never where somebody may be watching it. */
  keeps: boolean;
  /** Somebody may look over this child's shoulder (decision 10). */
  watched: boolean;
}>;

/** How this child wants their pages. Asks no permission: its callers are verbs about this child. */
export async function seenBy(ctx: Context, childId: string): Promise<Seen> {
  const row = await store.lookRow(ctx, childId);
  if (!row) return { look: usual, welcomed: false, keeps: false, watched: true };
  return { look: lookOf(row), welcomed: wasWelcomed(row), keeps: row.privacy !== 'watched', watched: row.privacy === 'watched' };
}

/** The child's own choice of colours, picture, letters and room. `not-found` for anyone else. */
export async function setLook(ctx: Context, childId: string, look: Look): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'look.choose', childId);
    const before = await store.lookRow(ctx, childId);
    if (!before) throw notFound();
    // The revision stays: no encrypted column of the row changes.
    await store.updateChild(ctx, childId, columnsOf(look, before));
    await record(ctx, { verb: 'look.choose', subject: 'child', subjectId: childId, childId, reason: 'look' });
  });
}

/** The cards of the first visit were seen, or passed by: they do not come again. */
export async function setWelcomed(ctx: Context, childId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'look.choose', childId);
    const before = await store.lookRow(ctx, childId);
    if (!before) throw notFound();
    if (wasWelcomed(before)) return;
    await store.updateChild(ctx, childId, { comfort: welcomedIn(before) });
    await record(ctx, {
      verb: 'look.choose',
      subject: 'child',
      subjectId: childId,
      childId,
      reason: 'welcomed'
    });
  });
}
