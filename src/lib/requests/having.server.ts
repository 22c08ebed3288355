import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { haveItems } from '#lib/routing/having.server.ts';
import { isUrgent } from './kinds.ts';
import { open, readable } from './reading.server.ts';

/**
 * "I have it": whoever may read what cannot wait says that they do something about it now. It stops climbing, and its child
 * sees who has it. The first to say so stays; twice is once. `not-found` for whoever may not read it, and for what can wait.
 */
export async function haveRequest(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const reading = await readable(ctx, id);
    if (reading.emergency || !isUrgent(reading.row.kind)) throw notFound();
    await open(ctx, reading);
    const { row, coverId } = reading;
    if (!(await haveItems(ctx, 'request', row.id))) return;
    const act = { verb: 'request.have', subject: 'request', subjectId: row.id, childId: row.child_id };
    await record(ctx, { ...act, onBehalf: coverId });
  });
}
