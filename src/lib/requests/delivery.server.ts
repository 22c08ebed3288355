import type { Context } from '#lib/context.ts';
import { councilSettings } from '#lib/council/council.server.ts';
import { chosenOf } from '#lib/journeys/questions/many/kind.ts';
import { closeTo } from '#lib/routing/close.server.ts';
import { besidesOf, isAnybodyAt, readersOf } from '#lib/routing/items.server.ts';
import { kinds, type RequestKind } from './kinds.ts';
import { readers } from './readers.ts';
import type { Readers, SaidTo } from './request.ts';

/** Who would get something now. */
export type Delivery = Readonly<{
  readers: Readers;
  /** Whether there is anybody to read a reason: what was meant for somebody who is not there is nobody else's to read. */
  asksWhy: boolean;
  /** Who never gets it: past whom it goes. */
  keptFrom: readonly string[];
  /** Whether anybody would get it at all. */
  somebody: boolean;
}>;

/**
 * Who would get this kind now, asked for about this child, by what was chosen on its page. Without anybody at the advocates'
 * desk the team rings the service, where the council says that it never signs in, and otherwise a child's IRO is told that an
 * advocate is wanted: no reason is asked for. No permission of its own.
 */
export async function deliveryOf(
  ctx: Context,
  kind: RequestKind,
  childId: string,
  said: readonly SaidTo[] = [],
  before: string | null = null
): Promise<Delivery> {
  return deliveryTo(ctx, kind, childId, wantedBy(kind, said), before);
}

/** The same, for those of its readers who are wanted. `before`: the request that it takes the place of, or comes of. */
export async function deliveryTo(
  ctx: Context,
  kind: RequestKind,
  childId: string,
  wanted: Readers,
  before: string | null = null
): Promise<Delivery> {
  // Past whom it went the first time, it goes past also when it is corrected or handed on, whoever is close to the child by then.
  const past = before === null ? [] : await besidesOf(ctx, { subject: 'request', subjectId: before });
  const close = [...new Set([...(await closeTo(ctx, childId)), ...past])];
  const by = await thoseThere(ctx, kind, wanted, close);
  const keptFrom = readers[by].past ? close : [];
  // Whoever is close to the child reads nothing that an advocate is told either.
  const besides = readers[by].needs ? close : keptFrom;
  return {
    readers: by,
    asksWhy: by === wanted && !readers[by].noWords,
    keptFrom,
    somebody: await gets(ctx, by, childId, besides)
  };
}

/** Who is to get it, by what was chosen on its page. */
export function wantedBy(kind: RequestKind, said: readonly SaidTo[]): Readers {
  const { readers: usual, chosen } = kinds[kind];
  const answer = said.find(({ asked }) => asked.code === chosen?.question)?.answer ?? null;
  const picked = typeof answer?.value === 'string' ? answer.value : chosenOf(answer).chosen[0];
  return (picked === undefined ? undefined : chosen?.to[picked]) ?? usual;
}

async function thoseThere(ctx: Context, kind: RequestKind, wanted: Readers, close: readonly string[]): Promise<Readers> {
  const { needs } = readers[wanted];
  const { otherwise } = kinds[kind];
  if (!needs || !otherwise) return wanted;
  const { advocacySignsIn } = await councilSettings(ctx);
  if (needs === 'advocates' && advocacySignsIn === 'no') return 'ringing';
  return (await isAnybodyAt(ctx, needs, close)) ? wanted : otherwise;
}

/** Whether anybody gets what goes to these, about this child (null: about any), besides some. No permission of its own. */
export async function gets(ctx: Context, by: Readers, childId: string | null, besides: readonly string[]): Promise<boolean> {
  for (const item of readers[by].items) if ((await readersOf(ctx, item, childId, besides)).length > 0) return true;
  return false;
}
