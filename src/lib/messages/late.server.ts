import { record, recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, notesLooks, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { closeTo } from '#lib/routing/close.server.ts';
import { addItem, finishItemOf, markOpened } from '#lib/routing/items.server.ts';
import { isLateTo, isSoon, type LateTo, type OpenedBy, type Soon } from './message.ts';
import { lateWays } from './offering.server.ts';
import { isPast } from './promise.ts';
import { allowToOpen, type MessageItem } from './opening.server.ts';
import { namesOf, openedOf } from './rows.server.ts';
import * as store from './store.server.ts';

/** Which item brings it to them. */
const itemFor: Readonly<Record<LateTo, MessageItem & ('message-late' | 'message-late-advocate')>> = {
  manager: 'message-late',
  advocates: 'message-late-advocate'
};

/** What its item is about. */
const aboutLate = (subjectId: string) => ({ subject: 'message-late', subjectId }) as const;

/**
 * "My IRO has not answered", to the manager or to the advocates, as the child chooses: an item there, in the same
 * transaction. Not a word of what was written goes with it. Twice is once. By the card alone too. `invalid` (`late`):
 * `not-late` where it is answered or its day has not passed, `nobody` where nobody is there to get it; `not-found` for what
 * this child did not write.
 */
export async function sayLate(ctx: Context, messageId: string, to: LateTo): Promise<void> {
  await within(ctx, async (ctx) => {
    if (ctx.actor.kind !== 'child') throw notFound();
    const childId = ctx.actor.id;
    await allow(ctx, 'message.say-late', childId);
    const row = await store.messageById(ctx, messageId);
    if (!row || row.child_id !== childId || row.author !== 'child') throw notFound();
    if (row.answered_id !== null || !isPast(row.answer_by, dayOf(ctx.now)))
      throw new Refusal('invalid', { fields: { late: 'not-late' } });
    if (!(await lateWays(ctx, childId)).includes(to)) throw new Refusal('invalid', { fields: { late: 'nobody' } });
    const id = ctx.ids();
    const late = { id, message_id: row.id, child_id: childId, goes_to: to, told_at: ctx.now.toISOString() };
    if (!(await store.insertLate(ctx, { ...late, opened_at: null, opened_by: null }))) return;
    // It is about them: those of this day never have it, whatever becomes of them (decision 30).
    const keptFrom = await closeTo(ctx, childId);
    await addItem(ctx, { kind: itemFor[to], ...aboutLate(id), childId, neededBy: dayOf(ctx.now), keptFrom });
    await record(ctx, { verb: 'message.say-late', subject: 'message', subjectId: row.id, childId, reason: to });
  });
}

/** What a manager or an advocate is told: that it waits, since when, who opened it. Not a word of it. */
export type LateForStaff = Readonly<{
  id: string;
  childId: string;
  to: LateTo;
  toldAt: string;
  soon: Soon;
  sentAt: string;
  answerBy: string | null;
  opened: OpenedBy | null;
  answeredAt: string | null;
}>;

/** Opens "my IRO has not answered" for whom the child said it to; the child sees who opened it. `not-found` for everybody else. */
export async function readLate(ctx: Context, id: string): Promise<LateForStaff> {
  return within(ctx, async (ctx) => {
    const { late, row, staffId } = await lateHere(ctx, id);
    if (notesLooks(ctx)) {
      await store.markLateOpened(ctx, id, staffId);
      await markOpened(ctx, 'message-late', id);
    }
    await recordLook(ctx, { verb: 'message.read-late', ...aboutLate(id), childId: row.child_id });
    const nameOf = await namesOf(ctx, [row.opened_by]);
    const answer = row.answered_id === null ? undefined : await store.messageById(ctx, row.answered_id);
    if (!isSoon(row.soon)) throw notFound();
    return {
      id,
      childId: row.child_id,
      to: late.to,
      toldAt: late.told_at,
      soon: row.soon,
      sentAt: row.sent_at,
      answerBy: row.answer_by,
      opened: openedOf(row, nameOf),
      answeredAt: answer?.sent_at ?? null
    };
  });
}

/** "I have dealt with it": it leaves the inbox of everybody it went to. The message itself still waits for its answer. */
export async function finishLate(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { row } = await lateHere(ctx, id);
    await finishItemOf(ctx, 'message-late', id);
    await record(ctx, { verb: 'message.finish-late', subject: 'message', subjectId: row.id, childId: row.child_id });
  });
}

async function lateHere(ctx: Context, id: string) {
  const late = await store.lateById(ctx, id);
  const row = late && (await store.messageById(ctx, late.message_id));
  if (!late || !row || !isLateTo(late.goes_to)) throw notFound();
  const { staffId } = await allowToOpen(ctx, itemFor[late.goes_to], row.child_id, aboutLate(id));
  return { late: { ...late, to: late.goes_to }, row, staffId };
}
