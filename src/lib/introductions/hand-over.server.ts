import { record } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { irosBegunSince, irosEver } from '#lib/routing/routing.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import { LONGEST_HAND_OVER, NEW_DAYS } from './introduction.ts';
import * as store from './store.server.ts';

/** How long after somebody new began a manager still writes about that, in days; later they write for the next time. */
const STILL_NEW_DAYS = 92;

/** What is written to a child because their IRO leaves, for whoever may write it. */
export type HandOver = Readonly<{
  child: string;
  /** Who leaves; '' never: without anybody to leave there is nothing to write. */
  leaving: string;
  /** Who has begun in their place; null: nobody yet, and the child is shown it when somebody has. */
  now: string | null;
  text: string;
}>;

/** What stands there now. `not-found` for everybody else, and where nobody leaves or has left. */
export async function handOver(ctx: Context, childId: string): Promise<HandOver> {
  return within(ctx, async (ctx) => {
    const { leavingId, nowId } = await aboutWhom(ctx, childId);
    const card = (await childCards(ctx, [childId])).get(childId);
    if (!card) throw notFound();
    const cards = await staffCards(ctx, nowId === null ? [leavingId] : [leavingId, nowId]);
    const row = await store.handOverOf(ctx, childId, leavingId);
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
    return {
      child: card.called,
      leaving: cards.get(leavingId)?.called ?? '',
      now: nowId === null ? null : (cards.get(nowId)?.called ?? ''),
      text: (row && sealedRow(safe, 'hand_overs', row).shown('body_sealed')) ?? ''
    };
  });
}

/**
 * Writes it, or writes it anew: then the child is shown it anew. The IRO who leaves writes before they do, a manager also after.
 * Throws `invalid` (`text`: `empty` or `too-long`).
 */
export async function writeHandOver(ctx: Context, childId: string, given: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { leavingId } = await aboutWhom(ctx, childId);
    if (ctx.actor.kind !== 'staff') throw notFound();
    const text = given.trim();
    if (text === '') throw new Refusal('invalid', { fields: { text: 'empty' } });
    if (text.length > LONGEST_HAND_OVER) throw new Refusal('invalid', { fields: { text: 'too-long' } });
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
    const before = await store.handOverOf(ctx, childId, leavingId);
    if (before && sealedRow(safe, 'hand_overs', before).shown('body_sealed') === text) return;
    const [id, rev] = [before?.id ?? ctx.ids(), (before?.rev ?? 0) + 1];
    const row = {
      ...{ id, rev, child_id: childId, leaving_id: leavingId, by_id: ctx.actor.id },
      ...{ body_sealed: safe.seal('hand_overs', 'body_sealed', id, rev, text), changed_at: ctx.now.toISOString() }
    };
    await (before ? store.changeHandOver(ctx, row) : store.insertHandOver(ctx, row));
    await record(ctx, { verb: 'hand-over.write', subject: 'child', subjectId: childId, childId });
  });
}

/** Who leaves, and who has begun in their place. A manager writes about the change there just was, or else about the next one. */
async function aboutWhom(ctx: Context, childId: string): Promise<{ leavingId: string; nowId: string | null }> {
  const { held } = await allow(ctx, 'hand-over.write', childId);
  if (ctx.actor.kind !== 'staff') throw notFound();
  if (held.has('allocated')) return { leavingId: ctx.actor.id, nowId: null };
  const iros = await irosEver(ctx, childId);
  const now = iros.find(({ holds }) => holds);
  const last = iros.find(({ staffId }) => staffId !== now?.staffId);
  const justBegan = now !== undefined && now.fromOn >= plusDays(dayOf(ctx.now), -STILL_NEW_DAYS);
  if (last && (justBegan || !now)) return { leavingId: last.staffId, nowId: now?.staffId ?? null };
  if (!now) throw notFound();
  return { leavingId: now.staffId, nowId: null };
}

/** A child whose IRO changed lately, and to whom nobody wrote about it. */
export type ChangedLately = Readonly<{ childId: string; called: string; lastInitial: string; before: string; now: string }>;

/** For managers: children who have somebody new, and nobody has told them in words; the newest last. */
export async function changedLately(ctx: Context): Promise<ChangedLately[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see');
    const begun = await irosBegunSince(ctx, plusDays(dayOf(ctx.now), -NEW_DAYS));
    const children = await childCards(
      ctx,
      begun.map(({ childId }) => childId)
    );
    const found: ChangedLately[] = [];
    for (const { childId, staffId } of begun) {
      const child = children.get(childId);
      const before = (await irosEver(ctx, childId)).find((one) => one.staffId !== staffId);
      if (!child || !before || (await store.handOverOf(ctx, childId, before.staffId))) continue;
      const cards = await staffCards(ctx, [before.staffId, staffId]);
      const nameOf = (id: string) => cards.get(id)?.name ?? '';
      const { called, lastInitial } = child;
      found.push({ childId, called, lastInitial, before: nameOf(before.staffId), now: nameOf(staffId) });
    }
    return found;
  });
}
