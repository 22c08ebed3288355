import { notesLooks, within, type Context } from '#lib/context.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { staffCards } from '#lib/people/people.server.ts';
import type { StaffCard } from '#lib/people/staff.ts';
import { allow } from '#lib/relations.server.ts';
import { irosEver, type IroOnce } from '#lib/routing/routing.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import { hellosTo } from './hello.server.ts';
import { TOLD_VISITS, type Before, type Change, type IroStory } from './introduction.ts';
import * as store from './store.server.ts';

/** What came in this many days after it began was history when it came, and is no news to the child. */
const HISTORY_DAYS = 92;

/**
 * What a child is told of their IRO: who said hello, that it is somebody new, and who it was before. Showing it counts: it is
 * news until it was shown in two visits, and never less. Null where nothing is shown back.
 */
export async function iroStory(ctx: Context, childId: string): Promise<IroStory | null> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'hello.see', childId);
    if (!mayShowThatHeard(ctx.actor)) return null;
    const iros = await irosEver(ctx, childId);
    const cards = await staffCards(
      ctx,
      iros.map(({ staffId }) => staffId)
    );
    const now = iros.find(({ holds }) => holds);
    const before = whoBefore(iros, now);
    const hellos = await hellosTo(ctx, childId);
    return {
      // Theirs, or that of whoever stood in for them since they began.
      hello: (now && hellos.findLast(({ staffId, on }) => staffId === now.staffId || on >= now.fromOn)) ?? null,
      before: before.map(({ staffId, until }): Before => ({ name: cards.get(staffId)?.called ?? '', until })),
      change: now ? await changeTo(ctx, childId, now, before[0]?.staffId ?? null, cards) : null
    };
  });
}

/** Who it was before, each once by their last day, the newest first. */
function whoBefore(iros: readonly IroOnce[], now: IroOnce | undefined): { staffId: string; until: string }[] {
  const found = new Map<string, string>();
  let next: IroOnce | undefined;
  for (const one of iros) {
    const over = next ? plusDays(next.fromOn, -1) : null;
    const until = one.toOn !== null && (over === null || one.toOn < over) ? one.toOn : over;
    if (one !== now && one.staffId !== now?.staffId && until !== null && !found.has(one.staffId)) found.set(one.staffId, until);
    next = one;
  }
  return [...found].map(([staffId, until]) => ({ staffId, until }));
}

async function changeTo(
  ctx: Context,
  childId: string,
  now: IroOnce,
  leavingId: string | null,
  cards: ReadonlyMap<string, StaffCard>
): Promise<Change | null> {
  if (leavingId === null) return null;
  const row = await store.handOverOf(ctx, childId, leavingId);
  const hidden = row !== undefined && !mayShowOwnWords(ctx.actor, ctx.now);
  const sights = await store.sightsSince(ctx, childId, now.staffId, row?.changed_at ?? '');
  const isNews = (row !== undefined || !wasHistory(now)) && sights.length < TOLD_VISITS;
  const message = row && !hidden ? await messageIn(ctx, row) : null;
  if (isNews && !hidden) await noteSight(ctx, childId, now.staffId);
  const nameOf = (id: string) => cards.get(id)?.called ?? '';
  return { now: nameOf(now.staffId), before: nameOf(leavingId), message, hidden, isNews };
}

/** The first half of a UUIDv7 is the time at which it was made: an allocation that is much older came from a file. */
function wasHistory({ id, fromOn }: IroOnce): boolean {
  const madeAt = new Date(Number.parseInt(id.replace('-', '').slice(0, 12), 16));
  return Number.isNaN(madeAt.getTime()) || madeAt.toISOString().slice(0, 10) > plusDays(fromOn, HISTORY_DAYS);
}

async function messageIn(ctx: Context, row: NonNullable<Awaited<ReturnType<typeof store.handOverOf>>>) {
  const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'private');
  const text = sealedRow(safe, 'hand_overs', row).shown('body_sealed');
  const name = (await staffCards(ctx, [row.by_id])).get(row.by_id)?.called ?? '';
  return text === null ? null : { text, name };
}

/** Card and secret of one sitting are one visit. */
async function noteSight(ctx: Context, childId: string, staffId: string): Promise<void> {
  if (ctx.actor.kind !== 'child' || !notesLooks(ctx)) return;
  await store.putSight(ctx, {
    id: ctx.ids(),
    child_id: childId,
    staff_id: staffId,
    session_id: ctx.actor.earlierVisit ?? ctx.actor.sessionId,
    seen_at: ctx.now.toISOString()
  });
}
