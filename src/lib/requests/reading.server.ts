import { recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow, onlyByEmergency } from '#lib/relations.server.ts';
import { isKeptFrom, markOpened } from '#lib/routing/items.server.ts';
import { giveBackToOpener } from '#lib/routing/worries.server.ts';
import { askersOf } from './askers.server.ts';
import { complaintClock, type ComplaintClock } from './complaint-clock.ts';
import { isReaders, isUrgent, kinds, outcomesOf } from './kinds.ts';
import { lineOf } from './lines.server.ts';
import { neverReads, readers } from './readers.ts';
import { reminderDue } from './reminding.server.ts';
import type { Outcome } from './outcome.ts';
import type { RequestForStaff, RequestLine } from './request.ts';
import { answersIn, known, saidIn, type Known } from './rows.server.ts';
import * as store from './store.server.ts';
import { mayFinish } from './workflow.ts';

/**
 * Opens a request for whoever it went to. Opening is an act: it is on the record, the child sees it, and the item counts
 * as read. `not-found` for everybody else, and for those who never may.
 */
export async function readRequest(ctx: Context, id: string): Promise<RequestForStaff> {
  return within(ctx, async (ctx) => {
    const reading = await readable(ctx, id);
    await open(ctx, reading);
    const [one] = await known(ctx, [reading.row]);
    const [line] = one ? lineOf(one, await askersOf(ctx, [one.row])) : [];
    if (!one || !line) throw notFound();
    return {
      ...line,
      version: reading.row.version,
      takenBackAt: reading.row.taken_back_at,
      said: await saidIn(ctx, reading.row),
      openings: one.openings,
      had: one.had,
      answers: await answersIn(ctx, one),
      outcomes: offered(line, one.answers),
      waiting: await store.isWaiting(ctx, id),
      follows: await followsOf(ctx, reading.row),
      complaint: clockOf(line),
      mayFinish: !reading.emergency && mayFinish(one.status, one.answers.length),
      readOnly: reading.emergency
    };
  });
}

/** What it may be answered with now: more time is taken once, with a reason. */
const offered = (line: RequestLine, answers: Known['answers']): readonly Outcome[] =>
  outcomesOf(line.kind, line.readers).filter(
    (one) => one !== 'more-time' || answers.every(({ outcome }) => outcome !== 'more-time')
  );

/** Both days of a complaint's clock; null for whatever has none. */
const clockOf = ({ kind, sentAt }: RequestLine): ComplaintClock | null =>
  kinds[kind].outcomes.includes('more-time') ? complaintClock(dayOf(new Date(sentAt))) : null;

/** Why it is here, when it comes of something else: an advocate handed it back, or somebody complains and wants one. */
async function followsOf(ctx: Context, { follows }: store.RequestRow): Promise<RequestForStaff['follows']> {
  const first = follows === null ? undefined : await store.requestById(ctx, follows);
  if (!first) return null;
  return first.kind === 'advocate' ? 'handed-back' : 'complaint';
}

/** A row that somebody may read, and as whom. */
export type Reading = Readonly<{ row: store.RequestRow; staffId: string; coverId: string | null; emergency: boolean }>;

/** The row, when this person may read it now. For this room's verbs. */
export async function readable(ctx: Context, id: string): Promise<Reading> {
  const row = await store.requestById(ctx, id);
  if (!row || ctx.actor.kind !== 'staff' || !isReaders(row.readers)) throw notFound();
  const { read } = readers[row.readers];
  const relations = await allow(ctx, read, row.child_id);
  const { held, coverId } = relations;
  if (neverReads(row.readers).some((relation) => held.has(relation))) throw notFound();
  if (await isKeptFrom(ctx, 'request', row.id, ctx.actor.id)) throw notFound();
  const emergency = onlyByEmergency(ctx, read, relations);
  return { row, staffId: ctx.actor.id, coverId: held.has('allocated') ? null : coverId, emergency };
}

/** A worry that waits, of which child. `unopened`: nobody else has opened it, though its first reminder has come due. */
export type Worry = Readonly<{ childId: string; unopened: boolean }>;

/**
 * "I am not safe" that still waits, for this person to take over; null for anything else. No permission of its own: its
 * caller is the verb by which one named person takes it over.
 */
export async function worryWaiting(ctx: Context, id: string, staffId: string): Promise<Worry | null> {
  const row = await store.requestById(ctx, id);
  if (row?.readers !== 'everybody' || !(await store.isWaiting(ctx, id))) return null;
  const openings = await store.openingsOf(ctx, [id]);
  const due = reminderDue(row.sent_at, 0) <= ctx.now.getTime();
  return { childId: row.child_id, unopened: due && openings.every((opening) => opening.staff_id === staffId) };
}

/** Two who take one over come one after the other. In the transaction of the verb that does. */
export const holdWorry = (ctx: Context, id: string) => store.hold(ctx, id);

const HOUR = 3600_000;

/** Writes down that it was opened, once an hour for each person. For this room's verbs. */
export async function open(ctx: Context, { row, staffId, coverId, emergency }: Reading): Promise<void> {
  if (!emergency) await noteOpening(ctx, row, staffId, coverId);
  await recordLook(ctx, {
    verb: 'request.read',
    subject: 'request',
    subjectId: row.id,
    childId: row.child_id,
    onBehalf: coverId
  });
}

/** With no room left it is read all the same: the child is told that it was once it is opened with room to keep that. */
async function noteOpening(ctx: Context, row: store.RequestRow, staffId: string, coverId: string | null): Promise<void> {
  if (!notesLooks(ctx)) return;
  // Whoever opens a worry and whoever takes it over come one after the other: the second finds what the first did.
  if (isUrgent(row.kind)) await store.hold(ctx, row.id);
  const mine = (await store.openingsOf(ctx, [row.id])).filter(({ staff_id }) => staff_id === staffId);
  if (!mine.some(({ opened_at }) => ctx.now.getTime() - Date.parse(opened_at) < HOUR))
    await store.insertOpening(ctx, {
      id: ctx.ids(),
      request_id: row.id,
      staff_id: staffId,
      cover_id: coverId,
      opened_at: ctx.now.toISOString()
    });
  await markOpened(ctx, 'request', row.id);
  if (row.readers === 'everybody') await giveBackToOpener(ctx, row.child_id, staffId);
}
