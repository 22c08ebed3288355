import { record } from '#lib/audit/audit.server.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { dayOf, staffRoles, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { allow } from '#lib/relations.server.ts';
import { howAway, type Away } from './away.ts';
import { faultOf, startOfDay } from './cover.ts';
import * as covers from './covers.store.server.ts';
import { handOn } from './handing-on.server.ts';
import * as store from './store.server.ts';

/** Somebody is away, and who stands in. Days, both included. */
export type NewAbsence = Readonly<{ staffId: string; coverId: string; fromOn: string; toOn: string }>;

/** Why a worker is away is nobody's business here. */
const AWAY = 'away';

/**
 * A worker is away: whoever stands in has from the first day on what they had, unread work too, and hears of it now where
 * that day has come. One's own, or as a manager anybody's. The same again is the same one. Returns its id. Throws `invalid`
 * with a field and why: `fromOn` `missing`, `past` or `overlap` (they are away on some of these days already), `toOn` `order` or
 * `too-long`, `coverId` `missing`, `self`, `circle` (they would stand in for each other) or `away` (all the time), `staffId`
 * `missing`. What may be right and may be wrong is asked before: `lookAtAbsence`.
 */
export async function enterAbsence(ctx: Context, given: NewAbsence): Promise<string> {
  return within(ctx, async (ctx) => {
    const { cover, same } = await fitting(ctx, given);
    if (same) return same.id;
    const id = await covers.putCover(ctx, cover);
    await record(ctx, { verb: 'cover.make', subject: 'cover', subjectId: id, reason: AWAY });
    await handOn(ctx);
    return id;
  });
}

export type AbsenceLook = Readonly<{
  /** When whoever would stand in is away in these days. */
  standInAway: readonly Away[];
  /** For whom, and when, the one who would be away stands in in these days: that goes on to whoever stands in for them. */
  standsInFor: readonly (Away & Readonly<{ staffId: string }>)[];
  /** The children of whoever would be away. */
  childIds: readonly string[];
}>;

/** What may be right and may be wrong with an absence, before anybody enters it. Who may, and what it throws: as `enterAbsence`. */
export async function lookAtAbsence(ctx: Context, given: NewAbsence): Promise<AbsenceLook> {
  return within(ctx, async (ctx) => {
    const { others, same } = await fitting(ctx, given);
    if (same) return { standInAway: [], standsInFor: [], childIds: [] };
    const standsIn = others.filter(({ coverId }) => coverId === given.staffId);
    return {
      standInAway: others.filter(({ absentId }) => absentId === given.coverId),
      standsInFor: standsIn.flatMap(({ absentId, fromAt, toAt }) => (absentId ? [{ staffId: absentId, fromAt, toAt }] : [])),
      childIds: await store.childrenOfIros(ctx, [given.staffId])
    };
  });
}

/** The cover that an absence makes, where nothing is wrong with it; the very same one where it is there; and all others of its days. */
async function fitting(ctx: Context, given: NewAbsence) {
  await allow(ctx, mayFor(ctx, given.staffId));
  const fault = faultOfDays(given, dayOf(ctx.now)) ?? (await faultOfPeople(ctx, given));
  if (fault) throw new Refusal('invalid', { fields: fault });
  // Two who enter absences at once could close a circle between them.
  await lockName(ctx.db, 'absences');
  const cover = {
    ...{ absentId: given.staffId, coverId: given.coverId, reason: AWAY },
    ...{ fromAt: startOfDay(given.fromOn), toAt: startOfDay(plusDays(given.toOn, 1)) }
  };
  // Who came back, or never went, is not away any more.
  const others = (await covers.coversBetween(ctx, cover.fromAt, cover.toAt)).filter(
    ({ fromAt, toAt }) => toAt > fromAt && toAt > ctx.now.toISOString()
  );
  const same = others.find((one) => isSame(one, cover));
  const wrong = same ? null : (faultOf(cover, others, false) ?? faultOfTimes(given, others));
  if (wrong) throw new Refusal('invalid', { fields: inDays(wrong) });
  return { cover, others, same };
}

type Times = Readonly<{ absentId: string | null; coverId: string; fromAt: string; toAt: string }>;

const isSame = (one: Times, other: Times): boolean =>
  one.absentId === other.absentId && one.coverId === other.coverId && one.fromAt === other.fromAt && one.toAt === other.toAt;

/** Nobody is away twice at one time, and nobody stands in who is not there at all. */
function faultOfTimes({ staffId, coverId, fromOn, toOn }: NewAbsence, others: readonly Times[]): Record<string, string> | null {
  if (others.some(({ absentId }) => absentId === staffId)) return { fromOn: 'overlap' };
  const standInAway = others.filter(({ absentId }) => absentId === coverId);
  return howAway(fromOn, toOn, standInAway) === 'all' ? { coverId: 'away' } : null;
}

/** They are back, or will not be away after all: from now on they have what is theirs. One's own, or as a manager anybody's. */
export async function endAbsence(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const cover = await covers.oneCover(ctx, id);
    await allow(ctx, mayFor(ctx, cover?.absent_id ?? null));
    if (!cover?.absent_id) throw notFound();
    const now = ctx.now.toISOString();
    if (cover.to_at <= now || cover.to_at <= cover.from_at) return;
    await covers.endCovers(ctx, [id], cover.from_at > now ? cover.from_at : now);
    await record(ctx, { verb: 'cover.end', subject: 'cover', subjectId: id, reason: 'back' });
  });
}

export type Absence = Readonly<{ id: string; staffId: string; coverId: string; fromAt: string; toAt: string; mayEnd: boolean }>;

/** Absences that are not over: one's own and those one stands in for, or as a manager everybody's; the soonest first. */
export async function absences(ctx: Context): Promise<Absence[]> {
  await allow(ctx, 'cover.see');
  if (ctx.actor.kind !== 'staff') throw notFound();
  const { id: me, roles } = ctx.actor;
  const manages = roles.includes('manager');
  const rows = await covers.absencesFrom(ctx, ctx.now.toISOString(), manages ? undefined : me);
  return rows.flatMap(({ id, absent_id, cover_id, from_at, to_at }) =>
    absent_id === null
      ? []
      : [{ id, staffId: absent_id, coverId: cover_id, fromAt: from_at, toAt: to_at, mayEnd: manages || absent_id === me }]
  );
}

/** Who may stand in: whoever works here as an IRO or a manager today. For whoever enters an absence. */
export async function mayStandIn(ctx: Context): Promise<string[]> {
  await allow(ctx, 'cover.see');
  return store.withRoles(ctx, ['iro', 'manager']);
}

/** Who may be put down as away: oneself, or for a manager whoever works here today. */
export async function mayBeAway(ctx: Context): Promise<string[]> {
  await allow(ctx, 'cover.see');
  if (ctx.actor.kind !== 'staff') throw notFound();
  return ctx.actor.roles.includes('manager') ? store.withRoles(ctx, staffRoles) : [ctx.actor.id];
}

const mayFor = (ctx: Context, staffId: string | null) =>
  ctx.actor.kind === 'staff' && ctx.actor.id === staffId ? 'absence.own' : 'cover.make';

/** A cover's times are a form's days. */
const inDays = ({ fromAt, toAt, ...fields }: Record<string, string>): Record<string, string> => ({
  ...fields,
  ...(fromAt !== undefined && { fromOn: fromAt }),
  ...(toAt !== undefined && { toOn: toAt })
});

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

function faultOfDays({ fromOn, toOn }: NewAbsence, today: string): Record<string, string> | null {
  if (!isDay(fromOn)) return { fromOn: 'missing' };
  if (fromOn < today) return { fromOn: 'past' };
  return isDay(toOn) && toOn >= fromOn ? null : { toOn: 'order' };
}

async function faultOfPeople(ctx: Context, { staffId, coverId }: NewAbsence): Promise<Record<string, string> | null> {
  if (!(await store.activeStaff(ctx, [staffId])).has(staffId)) return { staffId: 'missing' };
  return (await store.withRoles(ctx, ['iro', 'manager'])).includes(coverId) ? null : { coverId: 'missing' };
}
