import { record } from '#lib/audit/audit.server.ts';
import { plusDays } from '#lib/council/bank-holidays.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { startOfDay } from './cover.ts';
import * as desks from './desks.store.server.ts';
import { daysOf, faultOfShifts, instantOf, type NewShifts, type Shift } from './rota.ts';
import * as store from './rota.store.server.ts';

/**
 * Puts one person on duty on each of these days, at these hours, on the record. The same again is the same, at another
 * place it is moved there. Throws `invalid`
 * with the field and reason of rota.ts, or `staffId` `may-not-open`: only those at the duty desk and managers read a worry.
 */
export async function addShifts(ctx: Context, given: NewShifts): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'rota.set');
    if (!('id' in ctx.actor)) throw notFound();
    const fault = faultOfShifts(given, dayOf(ctx.now));
    if (fault) throw new Refusal('invalid', { fields: fault });
    if (!(await mayBeOnDuty(ctx)).includes(given.staffId)) throw new Refusal('invalid', { fields: { staffId: 'may-not-open' } });
    for (const day of daysOf(given.fromOn, given.toOn)) {
      const { staffId, place } = given;
      const ends = given.toHour > given.fromHour ? day : plusDays(day, 1);
      const times = { fromAt: instantOf(day, given.fromHour), toAt: instantOf(ends, given.toHour) };
      const id = await store.putShift(ctx, { staffId, place, ...times }, ctx.actor.id);
      if (id) await record(ctx, { verb: 'rota.add', subject: 'shift', subjectId: id, reason: staffId });
    }
  });
}

/** Takes one shift off the rota, on the record. Twice is once. */
export async function removeShift(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'rota.set');
    if (await store.removeShift(ctx, id)) await record(ctx, { verb: 'rota.remove', subject: 'shift', subjectId: id });
  });
}

/** The rota of the seven days from `monday`, the earliest first. For whoever works here. */
export async function rotaOfWeek(ctx: Context, monday: string): Promise<Shift[]> {
  await allow(ctx, 'cover.see');
  const shifts = await store.shiftsBetween(ctx, startOfDay(monday), startOfDay(plusDays(monday, 7)));
  return shifts.toSorted((one, other) => one.fromAt.localeCompare(other.fromAt) || one.place - other.place);
}

/** Who is on duty now, the one who is asked first first; only who can open a worry. No permission of its own: its callers are verbs. */
export async function onDutyNow(ctx: Context): Promise<Shift[]> {
  const now = ctx.now.toISOString();
  const shifts = await store.shiftsBetween(ctx, now, new Date(ctx.now.getTime() + 1).toISOString());
  const may = shifts.length === 0 ? [] : await mayBeOnDuty(ctx);
  return shifts.filter(({ staffId }, at) => may.includes(staffId) && shifts.findIndex((one) => one.staffId === staffId) === at);
}

/**
 * Whether anybody who can open a worry is on duty at any time of the next seven days, to be asked by name when a child is not
 * safe. For whoever runs the service.
 */
export async function isSomebodyOnDuty(ctx: Context): Promise<boolean> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'doors.prove');
    const until = new Date(ctx.now.getTime() + 7 * 86_400_000).toISOString();
    const may = await mayBeOnDuty(ctx);
    return (await store.shiftsBetween(ctx, ctx.now.toISOString(), until)).some(({ staffId }) => may.includes(staffId));
  });
}

/** Who may stand in the rota: whoever sits at the duty desk, away or not, and every manager. No permission of its own. */
export async function mayBeOnDuty(ctx: Context): Promise<string[]> {
  return [...new Set([...(await desks.everyMemberOf(ctx, 'duty')), ...(await desks.managersNow(ctx))])];
}
