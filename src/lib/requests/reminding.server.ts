import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { englandAndWales } from '#lib/council/bank-holidays.ts';
import { isWorkingDay } from '#lib/council/working-days.ts';
import { allow } from '#lib/relations.server.ts';
import { nudgeReaders } from '#lib/routing/items.server.ts';
import { readers } from './kinds.ts';
import * as store from './store.server.ts';

/** How long "I am not safe" may lie unopened until everybody it went to is told again (domain.md 7.4), in minutes. */
const WORKING_MINUTES = 30;
const MOST_MINUTES = 4 * 60;
/** When people are at their desks, UK time: from this hour up to that one. */
const OPENS = 9;
const CLOSES = 17;

/**
 * Tells everybody again of each "I am not safe" that nobody has opened, as often as its time has come: a job's work.
 * Returns how many it told of. Each in a transaction of its own: a crash in between tells of one twice at most.
 */
export async function remindOfUnopened(ctx: Context): Promise<number> {
  const waiting = await within(ctx, async (ctx) => {
    await allow(ctx, 'request.remind');
    return store.unopened(ctx, 'everybody');
  });
  const due = waiting.filter((row) => reminderDue(row.sent_at, row.reminders) <= ctx.now.getTime());
  for (const row of due) await within(ctx, (ctx) => remind(ctx, row));
  return due.length;
}

async function remind(ctx: Context, row: store.RequestRow): Promise<void> {
  if (!(await store.countReminder(ctx, row.id, row.reminders))) return;
  for (const kind of readers.everybody.items)
    await nudgeReaders(ctx, kind, row.child_id, `unopened:${row.id}:${row.reminders + 1}`);
  await record(ctx, { verb: 'request.remind', subject: 'request', subjectId: row.id, childId: row.child_id });
}

/**
 * When the next reminder of something sent at `sentAt` (ISO) is due, after so many already: half an hour of working time
 * or four hours by the clock after the last, whichever is sooner. Milliseconds since 1970.
 */
export function reminderDue(sentAt: string, already: number): number {
  let at = Date.parse(sentAt);
  for (let count = 0; count <= already; count += 1) at = oneWaitAfter(at);
  return at;
}

function oneWaitAfter(from: number): number {
  let worked = 0;
  for (let minute = 1; minute <= MOST_MINUTES; minute += 1) {
    if (isWorkingTime(new Date(from + (minute - 1) * 60_000))) worked += 1;
    if (worked === WORKING_MINUTES) return from + minute * 60_000;
  }
  return from + MOST_MINUTES * 60_000;
}

/** Whether the office is open: not at night, at a weekend or on a bank holiday. UK time. */
export function isWorkingTime(at: Date): boolean {
  const hour = Number(hourInLondon.format(at));
  return hour >= OPENS && hour < CLOSES && isWorkingDay(englandAndWales, dayOf(at));
}

const hourInLondon = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', hour: '2-digit', hourCycle: 'h23' });
