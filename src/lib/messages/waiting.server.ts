import { within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { mayShowThatHeard } from '#lib/sign-in/session.ts';
import type { OpenedBy } from './message.ts';
import { namesOf, openedOf } from './rows.server.ts';
import * as store from './store.server.ts';

/** Something a child wrote that nobody has answered yet: that it was sent, and who opened it. Not a word of it. */
export type Waiting = Readonly<{ id: string; at: string; opened: OpenedBy | null }>;

/**
 * What this child wrote and nobody has answered yet, the newest first: on any phone, and not a word of it nor how soon it was
 * wanted (decision 10). Seeing it here is no reading: no answer counts as seen by it. Empty where nothing is shown back.
 */
export async function writtenWaiting(ctx: Context, childId: string): Promise<Waiting[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'message.see-state', childId);
    const thread = mayShowThatHeard(ctx.actor) ? await store.threadOf(ctx, { childId, contactId: null }) : undefined;
    if (!thread) return [];
    const rows = (await store.messagesIn(ctx, thread.id)).filter((row) => row.author === 'child' && row.answered_id === null);
    const nameOf = await namesOf(
      ctx,
      rows.map(({ opened_by }) => opened_by)
    );
    return rows.map((row) => ({ id: row.id, at: row.sent_at, opened: openedOf(row, nameOf) })).reverse();
  });
}
