import { record } from '#lib/audit/audit.server.ts';
import { timesRecorded } from '#lib/audit/counting.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { englandAndWales, plusDays } from '#lib/council/bank-holidays.ts';
import { isWorkingDay } from '#lib/council/working-days.ts';
import { officeHours, waitOver } from '#lib/council/working-hours.server.ts';
import { allow } from '#lib/relations.server.ts';
import { nudgeReaders } from '#lib/routing/items.server.ts';
import { isReaders } from './kinds.ts';
import { readers, worryReaders } from './readers.ts';
import * as store from './store.server.ts';

/** How long "I am not safe" may lie unopened until everybody it went to is told again (domain.md 7.4). */
const WAIT = { office: 30, clock: 4 * 60 } as const;

/**
 * Tells everybody again of each "I am not safe" that nobody has opened, as often as its time has come: a job's work.
 * Where the service was down for a while, all that came due in it is told once. Returns how many it told of. Each in a
 * transaction of its own: a crash in between tells of one twice at most.
 */
export async function remindOfUnopened(ctx: Context): Promise<number> {
  const waiting = await within(ctx, async (ctx) => {
    await allow(ctx, 'request.remind');
    return store.unopened(ctx, worryReaders);
  });
  const hours = officeHours();
  const due = waiting
    .map((row) => ({ row, count: remindersBy(row.sent_at, ctx.now, hours) }))
    .filter(({ row, count }) => count > row.reminders);
  for (const { row, count } of due) await within(ctx, (ctx) => remind(ctx, row, count));
  return due.length;
}

async function remind(ctx: Context, row: store.Unopened, count: number): Promise<void> {
  if (!(await store.countReminders(ctx, row.id, row.reminders, count))) return;
  const { items } = readers[isReaders(row.readers) ? row.readers : 'everybody'];
  const about = { childId: row.child_id, subject: 'request', subjectId: row.id } as const;
  for (const kind of items) await nudgeReaders(ctx, { ...about, kind }, `unopened:${row.id}:${count}`);
  await record(ctx, { verb: 'request.remind', subject: 'request', subjectId: row.id, childId: row.child_id });
}

/**
 * How often everybody was really told again of each of these: once for all that came due while the service was down, however
 * much that was by the clock. Written down in the transaction of the notices. No permission of its own: its callers are verbs.
 */
export const toldAgain = (
  ctx: Context,
  rows: readonly Pick<store.RequestHead, 'id' | 'child_id'>[]
): Promise<Map<string, number>> =>
  timesRecorded(
    ctx,
    'request.remind',
    rows.map(({ id, child_id }) => ({ id, childId: child_id }))
  );

type Hours = ReturnType<typeof officeHours>;

/**
 * Tells the team again, once each working day, of every child for whom the advocacy service should have been rung by now: a
 * job's work. Returns how many it told of.
 */
export async function remindToRing(ctx: Context): Promise<number> {
  const today = dayOf(ctx.now);
  const waiting = await within(ctx, async (ctx) => {
    await allow(ctx, 'request.remind');
    return store.overdue(ctx, 'ringing', today);
  });
  const due = waiting
    .map((row) => ({ row, count: workingDaysAfter(row.needed_by ?? today, today) }))
    .filter(({ row, count }) => count > row.reminders);
  for (const { row, count } of due) await within(ctx, (ctx) => remind(ctx, row, count));
  return due.length;
}

/** How many working days there are after one day, up to and with another. */
function workingDaysAfter(from: string, to: string): number {
  let count = 0;
  for (let day = plusDays(from, 1); day <= to; day = plusDays(day, 1)) if (isWorkingDay(englandAndWales, day)) count += 1;
  return count;
}

/** How many reminders of something sent at `sentAt` (ISO) have come due by now. */
function remindersBy(sentAt: string, now: Date, hours: Hours): number {
  let count = 0;
  for (let at = waitOver(Date.parse(sentAt), WAIT, hours); at <= now.getTime(); at = waitOver(at, WAIT, hours)) count += 1;
  return count;
}

/**
 * When the next reminder of something sent at `sentAt` (ISO) is due, after so many already: half an hour of working time
 * or four hours by the clock after the last, whichever is sooner. Milliseconds since 1970.
 */
export function reminderDue(sentAt: string, already: number): number {
  const hours = officeHours();
  let at = Date.parse(sentAt);
  for (let count = 0; count <= already; count += 1) at = waitOver(at, WAIT, hours);
  return at;
}
