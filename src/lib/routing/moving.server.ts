import { record } from '#lib/audit/audit.server.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { awayBy, type Away } from './away.ts';
import { startOfDay } from './cover.ts';
import * as covers from './covers.store.server.ts';
import * as items from './items.store.server.ts';
import { irosEverOf, nudgeAboutWaiting, putAllocation } from './routing.server.ts';
import { SOON_AWAY_DAYS } from './rules.ts';
import * as store from './store.server.ts';

/** Why an allocation began: somebody gave the child to another IRO. */
const MOVED = 'moved';

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

/**
 * What a move would do, before anybody does it. `away`: when whoever gets them is away, now or soon. Throws as `moveChildren`.
 */
export type MovePreview = Readonly<{ childIds: readonly string[]; unopened: number; away: Away | null }>;

/** The children who would go, how much of theirs nobody has opened, and whether whoever gets them is there. For managers. */
export async function lookAtMove(ctx: Context, move: Move): Promise<MovePreview> {
  return within(ctx, async (ctx) => {
    const childIds = await fits(ctx, move);
    const waiting = await items.openItems(ctx, childIds);
    const unopened = waiting.filter(({ first_opened_at }) => first_opened_at === null).length;
    return { childIds, unopened, away: await awaySoon(ctx, move.toId) };
  });
}

/** When this person is away next, where that is now or within the days of rules.ts. */
async function awaySoon(ctx: Context, staffId: string): Promise<Away | null> {
  const now = ctx.now.toISOString();
  const rows = (await covers.absencesFrom(ctx, now, staffId)).filter(({ absent_id }) => absent_id === staffId);
  const times = rows.map(({ from_at, to_at }) => ({ fromAt: from_at, toAt: to_at }));
  return awayBy(now, startOfDay(plusDays(dayOf(ctx.now), SOON_AWAY_DAYS)), times);
}

/**
 * These children have another IRO from today, on the record, child by child; the new one hears of it once. The same again
 * moves nobody, and says the same. Returns how many went. Throws `invalid`: `to` `missing` or `self`, `children` `none` where none of them is theirs.
 */
export async function moveChildren(ctx: Context, move: Move): Promise<number> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'children.move');
    // The second tap waits until the first is done, and finds it so.
    await lockName(ctx.db, 'moving');
    const gone = await goneToday(ctx, move);
    if (gone > 0) return gone;
    const childIds = await fits(ctx, move);
    const today = dayOf(ctx.now);
    const rows = await store.allocatedNow(ctx);
    for (const childId of childIds) {
      for (const row of rows.filter((one) => one.child_id === childId && one.staff_id !== move.toId))
        await store.endAllocation(ctx, row.id, plusDays(today, -1));
      const given = { childId, staffId: move.toId, role: 'iro', fromOn: today, toOn: null, reason: MOVED } as const;
      await putAllocation(ctx, given);
    }
    await nudgeAboutWaiting(ctx, childIds, `moved:${ctx.requestId}`, [move.toId]);
    await record(ctx, { verb: 'children.move', subject: 'staff', subjectId: move.fromId, reason: String(childIds.length) });
    return childIds.length;
  });
}

/** How many of these children this very move took today already; 0 where any of them is still to go. */
async function goneToday(ctx: Context, { fromId, toId, childIds }: Move): Promise<number> {
  const today = dayOf(ctx.now);
  const asked = new Set(childIds);
  const rows = (await store.allocatedNow(ctx)).filter(({ child_id }) => asked.has(child_id));
  if (rows.some(({ staff_id }) => staff_id === fromId)) return 0;
  const there = rows.filter((row) => row.staff_id === toId && row.reason === MOVED && row.from_on === today);
  const ever = await irosEverOf(
    ctx,
    there.map(({ child_id }) => child_id)
  );
  const hadThem = [...ever.values()].filter((iros) =>
    iros.some(({ staffId, toOn }) => staffId === fromId && toOn === plusDays(today, -1))
  );
  return hadThem.length;
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
