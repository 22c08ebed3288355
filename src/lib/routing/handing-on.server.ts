import type { Context } from '#lib/context.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { beganAt } from './cover.ts';
import * as items from './items.store.server.ts';
import { coversNow, holdersOf } from './routing.server.ts';
import { nudgeOf, type ItemKind } from './rules.ts';

/** Whoever has something since a cover began, and did not when it came, hears of it once, in whatever way it was told at first. */
export async function handOn(ctx: Context): Promise<void> {
  const covers = new Map((await coversNow(ctx)).map((cover) => [cover.id, cover]));
  if (covers.size === 0) return;
  const moved = new Map<string, { staffId: string; kinds: ItemKind[] }>();
  const waiting = await items.waitingForHolders(ctx);
  const holders = await holdersOf(ctx, [...new Set(waiting.map(({ childId }) => childId))]);
  for (const { childId, kind, createdAt, keptFrom } of waiting) {
    const { personId = null, coverId = null } = holders.get(childId) ?? {};
    const cover = covers.get(coverId ?? '');
    // Who takes something by hand has just seen it, and what came later was told when it came.
    if (!cover?.absentId || personId === null || keptFrom.has(personId) || createdAt > beganAt(cover)) continue;
    const key = `passed-on:${cover.id}:${personId}`;
    moved.set(key, { staffId: personId, kinds: [...(moved.get(key)?.kinds ?? []), kind] });
  }
  for (const [dedupeKey, { staffId, kinds }] of moved) await enqueue(ctx, { kind: nudgeOf(kinds), dedupeKey, staffId });
}
