import type { Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import * as desks from './desks.store.server.ts';
import * as items from './items.store.server.ts';
import { holdersOf } from './routing.server.ts';
import { deskCodes, rules, type DeskCode } from './rules.ts';

export type Proof = Readonly<{
  /** All that is open, and how much of it nobody could open now. */
  items: number;
  withoutReader: number;
  /** Desks at which nobody sits who still works here. */
  emptyDesks: readonly DeskCode[];
}>;

/** Proves that whatever waits has somebody who can open it now (decision 16); reads facts only, no words. */
export async function proveReaders(ctx: Context): Promise<Proof> {
  await allow(ctx, 'readers.prove');
  const open = items.asItems(await items.openItems(ctx));
  const loose = items.asLooseItems((await items.openItems(ctx)).filter((row) => row.child_id === null));
  const holders = await holdersOf(ctx, [...new Set(open.map(({ childId }) => childId))]);
  const sitting = new Map<DeskCode, number>();
  for (const code of deskCodes) sitting.set(code, (await desks.membersOf(ctx, code)).length);
  const managers = (await desks.managersNow(ctx)).length;
  const admins = (await desks.adminsNow(ctx)).length;
  const held = open.map(({ kind, childId }) => ({ kind, holder: holders.get(childId)?.personId ?? null }));
  const all = [...held, ...loose.map(({ kind }) => ({ kind, holder: null }))];
  const without = all.filter(({ kind, holder }) => {
    const { first, desk, elseManagers } = rules[kind];
    if (first === 'managers') return managers === 0;
    if (first === 'admins') return admins === 0 && managers === 0;
    if (first === 'holder' && holder !== null) return false;
    return (sitting.get(desk) ?? 0) === 0 && !(elseManagers && managers > 0);
  });
  return {
    items: all.length,
    withoutReader: without.length,
    emptyDesks: deskCodes.filter((code) => sitting.get(code) === 0)
  };
}
