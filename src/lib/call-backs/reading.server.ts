import { recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import type { LooseItem } from '#lib/routing/item.ts';
import { looseItemAbout, looseItems, looseItemsFor, markOpened } from '#lib/routing/items.server.ts';
import { isOutcome, type CallBackLine, type CallBackSheet, type CallBackTry } from './call-back.ts';
import { namer, noteIn, safeOf, saidIn } from './rows.server.ts';
import * as store from './store.server.ts';

/** What waits for the person signed in: the day somebody was promised first, then the longest wait. */
export async function callBacksWaiting(ctx: Context): Promise<CallBackLine[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'inbox.see');
    if (ctx.actor.kind !== 'staff') throw notFound();
    return namedLines(ctx, await looseItemsFor(ctx, ctx.actor.id, 'call-back'));
  });
}

/** How many wait at all, how many longer than was promised, and which is first: for the manager's day. */
export async function callBacksOfTeam(ctx: Context): Promise<{ count: number; late: number; first: CallBackLine | null }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see');
    const lines = await namedLines(ctx, await looseItems(ctx, 'call-back'));
    const late = lines.filter(({ ringBy }) => ringBy < dayOf(ctx.now)).length;
    return { count: lines.length, late, first: lines[0] ?? null };
  });
}

/** Opens one, for the IRO team's desk and the managers. Who opened it first is kept. `not-found` for everybody else. */
export async function readCallBack(ctx: Context, id: string): Promise<CallBackSheet> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'call-back.read');
    const row = await store.oneCallBack(ctx, id);
    if (!row || ctx.actor.kind !== 'staff') throw notFound();
    await markOpened(ctx, 'call-back', id);
    await recordLook(ctx, { verb: 'call-back.read', subject: 'call-back', subjectId: id });
    const [safe, item, tries] = [await safeOf(ctx), await looseItemAbout(ctx, 'call-back', id), await store.triesOf(ctx, [id])];
    const people = [row.done_by, item?.firstOpenedBy ?? null, ...tries.map((one) => one.staff_id)];
    const nameOf = await namer(ctx, people);
    const first = item?.firstOpenedBy && item.firstOpenedBy !== ctx.actor.id ? item : null;
    return {
      id,
      said: saidIn(safe, row),
      sentAt: row.sent_at,
      ringBy: row.ring_by,
      language: row.language,
      opened: first?.firstOpenedAt ? { by: nameOf(first.firstOpenedBy), at: first.firstOpenedAt } : null,
      tries: tries.flatMap((one): CallBackTry[] =>
        isOutcome(one.outcome)
          ? [{ id: one.id, outcome: one.outcome, note: noteIn(safe, one), by: nameOf(one.staff_id), at: one.made_at }]
          : []
      ),
      done: row.done_at === null ? null : { by: nameOf(row.done_by), at: row.done_at }
    };
  });
}

/** The lines with the names of those who ask to be rung: that somebody saw them is on the record. */
async function namedLines(ctx: Context, items: readonly LooseItem[]): Promise<CallBackLine[]> {
  if (items.length > 0 && ctx.actor.kind === 'staff')
    await recordLook(ctx, { verb: 'call-back.list', subject: 'staff', subjectId: ctx.actor.id });
  return linesOf(ctx, items);
}

async function linesOf(ctx: Context, items: readonly LooseItem[]): Promise<CallBackLine[]> {
  if (items.length === 0) return [];
  const ids = items.map(({ subjectId }) => subjectId);
  const me = 'id' in ctx.actor ? ctx.actor.id : null;
  const [safe, tries] = [await safeOf(ctx), await store.triesOf(ctx, ids)];
  const rows = new Map((await store.callBacks(ctx, ids)).map((row) => [row.id, row]));
  const nameOf = await namer(
    ctx,
    items.map(({ firstOpenedBy }) => firstOpenedBy)
  );
  return items
    .flatMap((item): CallBackLine[] => {
      const row = rows.get(item.subjectId);
      if (!row) return [];
      return [
        {
          id: row.id,
          name: saidIn(safe, row)?.name ?? null,
          sentAt: row.sent_at,
          ringBy: row.ring_by,
          unread: item.firstOpenedBy === null,
          openedBy: item.firstOpenedBy === null || item.firstOpenedBy === me ? null : nameOf(item.firstOpenedBy),
          tries: tries.filter((one) => one.call_back_id === row.id).length,
          language: row.language
        }
      ];
    })
    .sort((one, other) => one.ringBy.localeCompare(other.ringBy) || one.sentAt.localeCompare(other.sentAt));
}
