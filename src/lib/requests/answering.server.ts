import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { grantFor } from '#lib/permissions.ts';
import { allow, relationsTo } from '#lib/relations.server.ts';
import { finishItemOf, markOpened, promiseItemsOf } from '#lib/routing/items.server.ts';
import { isKind, kinds, readers } from './kinds.ts';
import type { Outcome, Readers, RequestForStaff, RequestLine } from './request.ts';
import { answersIn, known, newestOnly, saidIn, type Known } from './rows.server.ts';
import * as store from './store.server.ts';
import { mayNow } from './workflow.ts';

/**
 * What these children asked for, the newest first, without a word of what they said. Callers are verbs that have already
 * asked who may know of these children at all.
 */
export async function requestLines(ctx: Context, childIds: readonly string[]): Promise<RequestLine[]> {
  const rows = newestOnly(await store.requestsOf(ctx, childIds));
  return (await known(ctx, rows)).flatMap(lineOf);
}

/** Whether the person signed in may open what this child sent to these readers. For verbs that list what there is. */
export async function mayRead(ctx: Context, by: Readers, childId: string): Promise<boolean> {
  const { read, never } = readers[by];
  const { held } = await relationsTo(ctx, childId);
  return grantFor(read, ctx.actor, held) !== null && !never.some((relation) => held.has(relation));
}

/**
 * Opens a request for whoever it went to. Opening is an act: it is on the record, the child sees it, and the item counts
 * as read. `not-found` for everybody else, and for those who never may.
 */
export async function readRequest(ctx: Context, id: string): Promise<RequestForStaff> {
  return within(ctx, async (ctx) => {
    const reading = await readable(ctx, id);
    await open(ctx, reading);
    const [one] = await known(ctx, [reading.row]);
    const [line] = one ? lineOf(one) : [];
    if (!one || !line) throw notFound();
    return {
      ...line,
      version: reading.row.version,
      takenBackAt: reading.row.taken_back_at,
      said: await saidIn(ctx, reading.row),
      openings: one.openings,
      answers: await answersIn(ctx, one),
      outcomes: kinds[line.kind].outcomes,
      waiting: await store.isWaiting(ctx, id),
      mayFinish: mayNow(one.status, 'reader', 'finish')
    };
  });
}

export type NewAnswer = Readonly<{ outcome: string; text: string; /** "Not yet": by which day. */ byOn: string | null }>;

const LONGEST_ANSWER = 4000;

/**
 * Answers a request in words the child reads. Each answer stays; pressing twice is once. Throws `invalid` with the field
 * and why: `outcome` `missing`, `text` `empty` or `too-long`, `byOn` `missing` or `past`.
 */
export async function answerRequest(ctx: Context, id: string, given: NewAnswer): Promise<void> {
  await within(ctx, async (ctx) => {
    const reading = await readable(ctx, id);
    const { row, staffId, coverId } = reading;
    const outcome = outcomeOf(row.kind, given);
    const text = given.text.trim();
    refuseUnfit(ctx, outcome, text, given.byOn);
    await open(ctx, reading);
    const [one] = await known(ctx, [row]);
    if (!one || !mayNow(one.status, 'reader', 'answer')) throw notFound();
    if (await saidJustNow(ctx, one, staffId, outcome, text)) return;
    const answerId = ctx.ids();
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'private');
    await store.insertAnswer(ctx, {
      id: answerId,
      request_id: row.id,
      child_id: row.child_id,
      staff_id: staffId,
      cover_id: coverId,
      outcome,
      by_on: outcome === 'not-yet' ? given.byOn : null,
      body_sealed: safe.seal('request_answers', 'body_sealed', answerId, 1, text),
      rev: 1,
      made_at: ctx.now.toISOString(),
      read_at: null
    });
    if (isKind(row.kind) && kinds[row.kind].settledBy.includes(outcome)) await finishItemOf(ctx, 'request', row.id);
    else if (outcome === 'not-yet' && given.byOn) await promiseItemsOf(ctx, 'request', row.id, given.byOn);
    const act = { verb: 'request.answer', subject: 'request', subjectId: row.id, childId: row.child_id };
    await record(ctx, { ...act, reason: outcome, onBehalf: coverId });
  });
}

/** "Done": it leaves every inbox it is in. Only what was answered or taken back. Throws `invalid` (`done`: `answer-first`). */
export async function finishRequest(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { row, coverId } = await readable(ctx, id);
    const [one] = await known(ctx, [row]);
    if (!one || !mayNow(one.status, 'reader', 'finish')) throw new Refusal('invalid', { fields: { done: 'answer-first' } });
    await finishItemOf(ctx, 'request', row.id);
    const act = { verb: 'request.finish', subject: 'request', subjectId: row.id, childId: row.child_id };
    await record(ctx, { ...act, onBehalf: coverId });
  });
}

type Reading = Readonly<{ row: store.RequestRow; staffId: string; coverId: string | null }>;

/** The row, when this person may read it now. */
async function readable(ctx: Context, id: string): Promise<Reading> {
  const row = await store.requestById(ctx, id);
  if (!row || ctx.actor.kind !== 'staff' || !(row.readers in readers)) throw notFound();
  const { read, never } = readers[row.readers as Readers];
  const { held, coverId } = await allow(ctx, read, row.child_id);
  if (never.some((relation) => held.has(relation))) throw notFound();
  return { row, staffId: ctx.actor.id, coverId: held.has('allocated') ? null : coverId };
}

const HOUR = 3600_000;

async function open(ctx: Context, { row, staffId, coverId }: Reading): Promise<void> {
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
  await record(ctx, { verb: 'request.read', subject: 'request', subjectId: row.id, childId: row.child_id, onBehalf: coverId });
}

function outcomeOf(kind: string, given: NewAnswer): Outcome {
  const outcome = isKind(kind) ? kinds[kind].outcomes.find((one) => one === given.outcome) : undefined;
  if (!outcome) throw new Refusal('invalid', { fields: { outcome: 'missing' } });
  return outcome;
}

function refuseUnfit(ctx: Context, outcome: Outcome, text: string, byOn: string | null): void {
  const fields: Record<string, string> = {};
  if (text === '') fields.text = 'empty';
  if (text.length > LONGEST_ANSWER) fields.text = 'too-long';
  if (outcome === 'not-yet' && (byOn === null || !/^\d{4}-\d{2}-\d{2}$/.test(byOn) || Number.isNaN(Date.parse(byOn))))
    fields.byOn = 'missing';
  else if (outcome === 'not-yet' && byOn !== null && byOn < dayOf(ctx.now)) fields.byOn = 'past';
  if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
}

/** The very same answer by the same person within the hour: a button pressed twice. */
async function saidJustNow(ctx: Context, one: Known, staffId: string, outcome: Outcome, text: string): Promise<boolean> {
  const [last] = await answersIn(ctx, one);
  if (!last || last.staffId !== staffId || last.outcome !== outcome || last.text !== text) return false;
  return ctx.now.getTime() - Date.parse(last.at) < HOUR;
}

function lineOf({ row, status, openings, answers }: Known): RequestLine[] {
  if (!isKind(row.kind) || !(row.readers in readers)) return [];
  return [
    {
      id: row.id,
      childId: row.child_id,
      kind: row.kind,
      readers: row.readers as Readers,
      sentAt: row.sent_at,
      status,
      answerBy: row.answer_by,
      openedAt: openings[0]?.at ?? null,
      answeredAt: answers[0]?.made_at ?? null,
      assurance: row.assurance,
      language: row.language,
      reminders: row.reminders
    }
  ];
}
