import { record } from '#lib/audit/audit.server.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import * as items from './items.store.server.ts';
import { nudgeAboutWaiting, putAllocation } from './routing.server.ts';
import * as store from './store.server.ts';

/** Somebody who has children by an allocation of today; `here`: they still work here. */
export type Caseload = Readonly<{ staffId: string; here: boolean; childIds: readonly string[] }>;

/** Everybody who has children as their IRO today, also whoever left since. For managers. */
export async function caseloads(ctx: Context): Promise<Caseload[]> {
  await allow(ctx, 'children.move');
  const by = new Map<string, string[]>();
  const met = new Set<string>();
  const rows = await store.allocatedNow(ctx);
  const here = await store.activeStaff(
    ctx,
    rows.map(({ staff_id }) => staff_id)
  );
  // Whoever still works here has the child before whoever left, and the newest before the rest.
  for (const row of [...rows.filter((one) => here.has(one.staff_id)), ...rows.filter((one) => !here.has(one.staff_id))]) {
    if (met.has(row.child_id)) continue;
    met.add(row.child_id);
    by.set(row.staff_id, [...(by.get(row.staff_id) ?? []), row.child_id]);
  }
  return [...by].map(([staffId, childIds]) => ({ staffId, here: here.has(staffId), childIds }));
}

export type Move = Readonly<{ fromId: string; toId: string; childIds: readonly string[] }>;

/** What a move would do, before anybody does it. Throws as `moveChildren`. */
export type MovePreview = Readonly<{ childIds: readonly string[]; unopened: number }>;

/** The children who would go, and how much of theirs nobody has opened. For managers. */
export async function lookAtMove(ctx: Context, move: Move): Promise<MovePreview> {
  return within(ctx, async (ctx) => {
    const childIds = await fits(ctx, move);
    const waiting = await items.openItems(ctx, childIds);
    return { childIds, unopened: waiting.filter(({ first_opened_at }) => first_opened_at === null).length };
  });
}

/**
 * These children have another IRO from today, on the record, child by child; the new one hears of it once. The same again
 * moves nobody. Returns how many went. Throws `invalid`: `to` `missing` or `self`, `children` `none` where none of them is theirs.
 */
export async function moveChildren(ctx: Context, move: Move): Promise<number> {
  return within(ctx, async (ctx) => {
    const childIds = await fits(ctx, move);
    const today = dayOf(ctx.now);
    const rows = await store.allocatedNow(ctx);
    for (const childId of childIds) {
      for (const row of rows.filter((one) => one.child_id === childId && one.staff_id !== move.toId))
        await store.endAllocation(ctx, row.id, plusDays(today, -1));
      const given = { childId, staffId: move.toId, role: 'iro', fromOn: today, toOn: null, reason: 'moved' } as const;
      await putAllocation(ctx, given);
    }
    await nudgeAboutWaiting(ctx, childIds, `moved:${ctx.requestId}`, [move.toId]);
    await record(ctx, { verb: 'children.move', subject: 'staff', subjectId: move.fromId, reason: String(childIds.length) });
    return childIds.length;
  });
}

async function fits(ctx: Context, { fromId, toId, childIds }: Move): Promise<string[]> {
  const theirs = (await caseloads(ctx)).find(({ staffId }) => staffId === fromId)?.childIds ?? [];
  if (!(await store.withRoles(ctx, ['iro'])).includes(toId)) throw new Refusal('invalid', { fields: { to: 'missing' } });
  if (toId === fromId) throw new Refusal('invalid', { fields: { to: 'self' } });
  const going = theirs.filter((id) => childIds.includes(id));
  if (going.length === 0) throw new Refusal('invalid', { fields: { children: 'none' } });
  return going;
}

/** Who may have children given to them: whoever works here as an IRO today. For managers. */
export async function mayHaveChildren(ctx: Context): Promise<string[]> {
  await allow(ctx, 'children.move');
  return store.withRoles(ctx, ['iro']);
}
