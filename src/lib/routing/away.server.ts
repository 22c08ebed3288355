import type { Context } from '#lib/context.ts';
import { endOfAway, lastDayOf } from './away.ts';
import * as covers from './covers.store.server.ts';
import { whoHolds } from './holder.ts';
import * as store from './store.server.ts';

export type IroAway = Readonly<{
  /** The last day on which the child's IRO is away (`YYYY-MM-DD`). */
  untilOn: string;
  /** Whoever reads now reads all the time until then: nobody else stands in for a part of it. */
  sameReader: boolean;
}>;

/** Later than any cover that is put down. */
const EVER = '9999-12-31T00:00:00.000Z';

/** How long the child's IRO is away, while somebody else has the child; else null. No permission of its own: its callers are verbs. */
export async function iroAway(ctx: Context, childId: string): Promise<IroAway | null> {
  const now = ctx.now.toISOString();
  const iros = (await store.allocated(ctx, [childId], 'iro')).map(({ staff_id }) => staff_id);
  const coming = await covers.coversBetween(ctx, now, EVER);
  const here = await store.activeStaff(ctx, [...iros, ...coming.map(({ coverId }) => coverId)]);
  const readerAt = (at: string) => {
    const holding = coming.filter(({ fromAt, toAt }) => fromAt <= at && toAt > at);
    return whoHolds(childId, { iros, covers: holding, active: (id) => here.has(id) }).personId;
  };
  const iro = iros[0];
  const end = endOfAway(
    now,
    coming.filter(({ absentId }) => absentId !== null && absentId === iro)
  );
  const reader = readerAt(now);
  if (end === null || reader === null || reader === iro) return null;
  // Who has the child changes only when a cover begins or ends.
  const moments = coming.flatMap(({ fromAt, toAt }) => [fromAt, toAt]).filter((at) => at > now && at < end);
  return { untilOn: lastDayOf(end), sameReader: moments.every((at) => readerAt(at) === reader) };
}

/** Until when (ISO time) each of those who are away now is away, and until when each cover of them goes on with the same person. */
export type Ends = Readonly<{ away: ReadonlyMap<string, string>; covers: ReadonlyMap<string, string> }>;

/** The ends of what holds now, times that follow on each other taken together. No permission of its own: its callers are verbs. */
export async function endsOfAway(ctx: Context): Promise<Ends> {
  const now = ctx.now.toISOString();
  const coming = await covers.coversBetween(ctx, now, EVER);
  const holding = coming.filter(({ absentId, fromAt, toAt }) => absentId !== null && fromAt <= now && toAt > now);
  const end = (times: readonly covers.DatedCover[]) => endOfAway(now, times) ?? now;
  const ofPerson = (absentId: string | null) => coming.filter((one) => one.absentId === absentId);
  return {
    away: new Map(holding.map(({ absentId }) => [absentId ?? '', end(ofPerson(absentId))])),
    covers: new Map(
      holding.map(({ id, absentId, coverId }) => [id, end(ofPerson(absentId).filter((one) => one.coverId === coverId))])
    )
  };
}
