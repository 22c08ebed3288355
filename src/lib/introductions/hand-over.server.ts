import { record, recordLook } from '#lib/audit/audit.server.ts';
import { childCards } from '#lib/children/children.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { irosBegunSince, irosEver, irosEverOf } from '#lib/routing/routing.server.ts';
import { sealedRow } from '#lib/sealed-row.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
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
  /** Who wrote it last; null: nobody has written. */
  by: string | null;
  /** About whom it is and how often it was written: who writes it anew posts which they were shown. */
  version: string;
}>;

/** What stands there now; a look, where something does. `not-found` for everybody else, and where nobody leaves or has left. */
export async function handOver(ctx: Context, childId: string): Promise<HandOver> {
  return within(ctx, async (ctx) => {
    const { leavingId, nowId, coverId } = await aboutWhom(ctx, childId);
    const card = (await childCards(ctx, [childId])).get(childId);
    if (!card) throw notFound();
    const row = await store.handOverOf(ctx, childId, leavingId);
    const cards = await staffCards(
      ctx,
      [leavingId, nowId, row?.by_id ?? null].filter((id) => id !== null)
    );
    const about = { subject: 'child', subjectId: childId, childId, onBehalf: coverId } as const;
    if (row) await recordLook(ctx, { verb: 'hand-over.see', ...about });
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
    return {
      child: card.called,
      leaving: cards.get(leavingId)?.called ?? '',
      now: nowId === null ? null : (cards.get(nowId)?.called ?? ''),
      text: (row && sealedRow(safe, 'hand_overs', row).shown('body_sealed')) ?? '',
      by: row ? (cards.get(row.by_id)?.called ?? '') : null,
      version: versionOf(leavingId, row)
    };
  });
}

/**
 * Writes it, or writes it anew: then the child is shown it anew. The IRO who leaves writes before they do, a manager also after.
 * Throws `invalid` (`text`: `empty`, `too-long`, or `changed` when other words stand there than `version` says were shown).
 */
export async function writeHandOver(
  ctx: Context,
  childId: string,
  given: Readonly<{ text: string; version: string }>
): Promise<void> {
  await within(ctx, async (ctx) => {
    const { leavingId } = await aboutWhom(ctx, childId);
    if (ctx.actor.kind !== 'staff') throw notFound();
    const text = given.text.trim();
    if (text === '') throw new Refusal('invalid', { fields: { text: 'empty' } });
    if (text.length > LONGEST_HAND_OVER) throw new Refusal('invalid', { fields: { text: 'too-long' } });
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: childId }, 'private');
    await lockName(ctx.db, `hand-over:${childId}`);
    const before = await store.handOverOf(ctx, childId, leavingId);
    // Posted twice is once.
    if (before && sealedRow(safe, 'hand_overs', before).shown('body_sealed') === text) return;
    if (given.version !== versionOf(leavingId, before)) throw new Refusal('invalid', { fields: { text: 'changed' } });
    const [id, rev] = [before?.id ?? ctx.ids(), (before?.rev ?? 0) + 1];
    const row = {
      ...{ id, rev, child_id: childId, leaving_id: leavingId, by_id: ctx.actor.id },
      ...{ body_sealed: safe.seal('hand_overs', 'body_sealed', id, rev, text), changed_at: ctx.now.toISOString() }
    };
    await (before ? store.changeHandOver(ctx, row) : store.insertHandOver(ctx, row));
    await record(ctx, { verb: 'hand-over.write', subject: 'child', subjectId: childId, childId });
  });
}

const versionOf = (leavingId: string, row: { rev: number } | undefined): string => `${leavingId} ${row?.rev ?? 0}`;

/** Who leaves, and who has begun in their place (`coverId`: by which break-glass they may). A manager writes about the change there just was, or else about the next one. */
type About = Readonly<{ leavingId: string; nowId: string | null; coverId: string | null }>;

async function aboutWhom(ctx: Context, childId: string): Promise<About> {
  const { held, coverId } = await allow(ctx, 'hand-over.write', childId);
  if (ctx.actor.kind !== 'staff') throw notFound();
  if (held.has('allocated')) return { leavingId: ctx.actor.id, nowId: null, coverId: null };
  const iros = await irosEver(ctx, childId);
  const now = iros.find(({ holds }) => holds);
  const last = iros.find(({ staffId }) => staffId !== now?.staffId);
  const justBegan = now !== undefined && now.fromOn >= plusDays(dayOf(ctx.now), -STILL_NEW_DAYS);
  if (last && (justBegan || !now)) return { leavingId: last.staffId, nowId: now?.staffId ?? null, coverId };
  if (!now) throw notFound();
  return { leavingId: now.staffId, nowId: null, coverId };
}

/** A child whose IRO changed lately, and to whom nobody wrote about it. */
export type ChangedLately = Readonly<{ childId: string; called: string; lastInitial: string; before: string; now: string }>;

/** For managers: children who have somebody new, and nobody has told them in words; the newest last. */
export async function changedLately(ctx: Context): Promise<ChangedLately[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see');
    const begun = await irosBegunSince(ctx, plusDays(dayOf(ctx.now), -NEW_DAYS));
    const childIds = [...new Set(begun.map(({ childId }) => childId))];
    const [children, iros] = [await childCards(ctx, childIds), await irosEverOf(ctx, childIds)];
    const written = new Set((await store.handOversOf(ctx, childIds)).map((row) => `${row.child_id} ${row.leaving_id}`));
    const untold = begun.flatMap(({ childId, staffId }) => {
      const before = iros.get(childId)?.find((one) => one.staffId !== staffId);
      return before && !written.has(`${childId} ${before.staffId}`) ? [{ childId, ids: [before.staffId, staffId] as const }] : [];
    });
    const cards = await staffCards(
      ctx,
      untold.flatMap(({ ids }) => ids)
    );
    const nameOf = (id: string) => cards.get(id)?.name ?? '';
    return untold.flatMap(({ childId, ids: [before, now] }) => {
      const child = children.get(childId);
      if (!child) return [];
      const { called, lastInitial } = child;
      return [{ childId, called, lastInitial, before: nameOf(before), now: nameOf(now) }];
    });
  });
}
