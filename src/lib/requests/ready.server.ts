import { councilSettings } from '#lib/council/council.server.ts';
import { within, type Context } from '#lib/context.ts';
import { allow } from '#lib/relations.server.ts';
import { closeTo } from '#lib/routing/close.server.ts';
import { gets } from './delivery.server.ts';
import { everyKind, kinds, mayReach, type RequestKind } from './kinds.ts';
import { readers } from './readers.ts';
import type { Readers } from './request.ts';

/** Which ways to ask have somebody behind them now, and who those are. */
export type Doors = Readonly<{ kinds: ReadonlySet<RequestKind>; readers: ReadonlySet<Readers> }>;

/**
 * What somebody would get if this child asked for it now (null: a child of whom nothing is known). A door with nobody behind
 * it is not shown: nobody is promised who is not there. No permission of its own: its callers are verbs and pages of the child.
 */
export async function doorsFor(ctx: Context, childId: string | null): Promise<Doors> {
  const close = childId === null ? [] : await closeTo(ctx, childId);
  const { advocacySignsIn } = await councilSettings(ctx);
  const open = new Set<Readers>();
  for (const by of new Set(everyKind.flatMap(mayReach))) {
    if (readers[by].needs === 'advocates' && advocacySignsIn === 'no') continue;
    if (by === 'ringing' && advocacySignsIn !== 'no') continue;
    const besides = readers[by].past || readers[by].needs ? close : [];
    if (await gets(ctx, by, childId, besides)) open.add(by);
  }
  return { kinds: new Set(everyKind.filter((kind) => mayReach(kind).some((by) => open.has(by)))), readers: open };
}

/** A door that stays shut, and whom or what it wants. */
export type ClosedDoor = Readonly<{ kind: RequestKind; wants: readonly (Readers | 'outOfHoursPhone')[] }>;

/**
 * Every way to ask that a child would find shut, before anybody has to find it so: nobody sits at its desk, or the council has
 * not set the number without which "I am not safe" shows numbers only (decision 27). For whoever runs the service.
 */
export async function closedDoors(ctx: Context): Promise<ClosedDoor[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'doors.prove');
    const { kinds: open } = await doorsFor(ctx, null);
    const { outOfHoursPhone } = await councilSettings(ctx);
    return everyKind.flatMap((kind) => {
      const nobody = open.has(kind) ? [] : [kinds[kind].readers];
      const noNumber = kinds[kind].urgent && outOfHoursPhone === null ? (['outOfHoursPhone'] as const) : [];
      const wants = [...nobody, ...noNumber];
      return wants.length > 0 ? [{ kind, wants }] : [];
    });
  });
}
