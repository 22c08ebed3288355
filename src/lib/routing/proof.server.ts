import type { Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import * as desks from './desks.store.server.ts';
import * as items from './items.store.server.ts';
import { holdersOf } from './routing.server.ts';
import { deskCodes, mayBeEmpty, rules, type DeskCode, type ItemKind } from './rules.ts';

export type Proof = Readonly<{
  /** All that is open, and how much of it nobody could open now. */
  items: number;
  withoutReader: number;
  /** Desks at which nobody sits who still works here, and somebody should. */
  emptyDesks: readonly DeskCode[];
}>;

/** Proves that whatever waits has somebody who can open it now (decision 16); reads facts only, no words. */
export async function proveReaders(ctx: Context): Promise<Proof> {
  await allow(ctx, 'readers.prove');
  const open = items.asItems(await items.openItems(ctx));
  const loose = items.asLooseItems((await items.openItems(ctx)).filter((row) => row.child_id === null));
  const holders = await holdersOf(ctx, [...new Set(open.map(({ childId }) => childId))]);
  const sitting = await desks.allMembers(ctx);
  const managers = await desks.managersNow(ctx);
  const keptFrom = await items.thoseKeptFrom(
    ctx,
    open.map(({ subjectId }) => subjectId)
  );
  const held = open.map(({ kind, childId, subjectId }) => ({
    ...{ kind, holder: holders.get(childId)?.personId ?? null, besides: keptFrom.get(subjectId) }
  }));
  const all: Waiting[] = [...held, ...loose.map(({ kind }) => ({ kind, holder: null, besides: undefined }))];
  const without = all.filter(({ kind, holder, besides }) => {
    const { first, desk, elseManagers } = rules[kind];
    const isSomebody = (ids: readonly string[]) => ids.some((id) => !besides?.has(id));
    if (first === 'managers') return !isSomebody(managers);
    if (first === 'holder' && holder !== null) return false;
    return !isSomebody(sitting.get(desk) ?? []) && !(elseManagers && isSomebody(managers));
  });
  return {
    items: all.length,
    withoutReader: without.length,
    emptyDesks: deskCodes.filter((code) => !mayBeEmpty.includes(code) && (sitting.get(code) ?? []).length === 0)
  };
}

/** Something that waits, who has its child if anybody, and from whom it is kept. */
type Waiting = Readonly<{ kind: ItemKind; holder: string | null; besides: ReadonlySet<string> | undefined }>;
