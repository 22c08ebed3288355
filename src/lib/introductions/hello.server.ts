import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { englandAndWales, plusDays } from '#lib/council/bank-holidays.ts';
import { addWorkingDays } from '#lib/council/working-days.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { addItem, finishItemOf, openOfKind } from '#lib/routing/items.server.ts';
import { irosBegunSince, irosEver, irosEverOf } from '#lib/routing/routing.server.ts';
import { HELLO_DAYS, isHelloWay, NEW_DAYS, type Hello } from './introduction.ts';
import * as store from './store.server.ts';

/**
 * Asks every new IRO to say hello: a task for whoever has the child, by the fifth working day after they began. Who has said
 * hello to this child before is not asked, and nobody twice. What is open for somebody who is the IRO no longer is taken away.
 * A job's work; each task in a transaction of its own. Returns how many were asked.
 */
export async function askForIntroductions(ctx: Context): Promise<number> {
  const { begun, over } = await within(ctx, async (ctx) => {
    await allow(ctx, 'introduction.ask');
    return toAsk(ctx);
  });
  for (const id of over) await within(ctx, (ctx) => finishItemOf(ctx, 'allocation', id));
  for (const { id, childId, fromOn } of begun) {
    const neededBy = addWorkingDays(englandAndWales, fromOn, HELLO_DAYS);
    await within(ctx, (ctx) => addItem(ctx, { kind: 'introduce', subject: 'allocation', subjectId: id, childId, neededBy }));
  }
  return begun.length;
}

async function toAsk(ctx: Context) {
  const all = await irosBegunSince(ctx, plusDays(dayOf(ctx.now), -NEW_DAYS));
  const ids = all.map(({ id }) => id);
  const asked = await store.wereAsked(ctx, ids);
  const hellos = await store.hellosOf(
    ctx,
    all.map(({ childId }) => childId)
  );
  const saidHello = new Set(hellos.map(({ child_id, staff_id }) => `${child_id} ${staff_id}`));
  const begun = all.filter(({ id, childId, staffId }) => !asked.has(id) && !saidHello.has(`${childId} ${staffId}`));
  const open = await openOfKind(ctx, 'introduce');
  const iros = await irosEverOf(
    ctx,
    open.map(({ childId }) => childId)
  );
  const isOver = (one: (typeof open)[number]) => !iros.get(one.childId)?.some(({ id, holds }) => id === one.subjectId && holds);
  return { begun, over: open.filter(isOver).map(({ subjectId }) => subjectId) };
}

export type NewHello = Readonly<{ way: string; on: string }>;

/**
 * "I said hello": by what way and on which day. The child sees it, and the task is done. Said again, the newest stands.
 * Throws `invalid`: `way` `missing`; `on` `missing`, `future` or `too-old` (more than a year ago).
 */
export async function sayHello(ctx: Context, childId: string, given: NewHello): Promise<void> {
  await within(ctx, async (ctx) => {
    const { held, coverId } = await allow(ctx, 'hello.say', childId);
    if (ctx.actor.kind !== 'staff') throw notFound();
    const fields = faultsOf(ctx, given);
    if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
    const under = held.has('allocated') ? null : coverId;
    await store.putHello(ctx, {
      id: ctx.ids(),
      child_id: childId,
      staff_id: ctx.actor.id,
      cover_id: under,
      way: given.way,
      said_on: given.on,
      made_at: ctx.now.toISOString()
    });
    for (const { id } of await irosEver(ctx, childId)) await finishItemOf(ctx, 'allocation', id);
    await record(ctx, { verb: 'hello.say', subject: 'child', subjectId: childId, childId, reason: given.way, onBehalf: under });
  });
}

function faultsOf(ctx: Context, { way, on }: NewHello): Record<string, string> {
  const today = dayOf(ctx.now);
  const fields: Record<string, string> = {};
  if (!isHelloWay(way)) fields.way = 'missing';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(on) || Number.isNaN(Date.parse(on))) fields.on = 'missing';
  else if (on > today) fields.on = 'future';
  else if (on < plusDays(today, -366)) fields.on = 'too-old';
  return fields;
}

/** Who said hello to this child, the newest last, as the child calls them. No permission of its own: its callers are verbs. */
export async function hellosTo(ctx: Context, childId: string): Promise<(Hello & { staffId: string })[]> {
  const rows = await store.hellosOf(ctx, [childId]);
  const cards = await staffCards(
    ctx,
    rows.map(({ staff_id }) => staff_id)
  );
  return rows.flatMap(({ staff_id, way, said_on }) =>
    isHelloWay(way) ? [{ staffId: staff_id, name: cards.get(staff_id)?.called ?? '', way, on: said_on }] : []
  );
}
