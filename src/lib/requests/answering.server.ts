import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import type { Finding } from '#lib/invitations/second-look.ts';
import { lookTwice } from '#lib/invitations/watching.server.ts';
import { finishItemOf, promiseItemsOf } from '#lib/routing/items.server.ts';
import { haveItems } from '#lib/routing/having.server.ts';
import { giveBackWhenDealtWith } from '#lib/routing/worries.server.ts';
import { goesToFamily } from './askers.server.ts';
import { complaintClock } from './complaint-clock.ts';
import { passOn } from './handing-back.server.ts';
import { isKind, isReaders, isUrgent, kinds, outcomesOf } from './kinds.ts';
import { open, readable } from './reading.server.ts';
import { withDay, type Outcome } from './outcome.ts';
import { answersIn, known, type Known } from './rows.server.ts';
import * as store from './store.server.ts';
import { mayFinish, mayNow } from './workflow.ts';

export type NewAnswer = Readonly<{
  outcome: string;
  text: string;
  /** "Not yet": by which day. */
  byOn: string | null;
  /** The newest answer the page showed, or null: it showed none. Left out where it was written on no page. */
  shown?: string | null;
  /** The very words in which something was found, looked at and sent all the same. */
  sure?: string | null;
}>;

const HOUR = 3600_000;
const LONGEST_ANSWER = 4000;

/**
 * Answers a request in words that whoever asked reads. Each answer stays; pressing twice is once. What goes to family of a
 * child whose address is hidden is looked at twice: with something found nothing is sent, and what was found is returned;
 * empty: it is sent. Throws `invalid` with the field
 * and why: `outcome` `missing`, `only-once` or `too-late` (more time for a complaint), `text` `empty` or `too-long`, `byOn`
 * `missing` or `past`, `answered` `meanwhile` (an answer came that their page did not show). What the advocates hand back goes on to whoever has the child, without a word of it.
 */
export async function answerRequest(ctx: Context, id: string, given: NewAnswer): Promise<readonly Finding[]> {
  return within(ctx, async (ctx) => {
    const reading = await readable(ctx, id);
    // Two people opened it to be read: it is answered by whoever has the child.
    if (reading.emergency) throw notFound();
    const { row, staffId, coverId } = reading;
    const outcome = outcomeOf(row, given);
    const text = given.text.trim();
    refuseUnfit(ctx, outcome, text, given.byOn);
    // Two who answer come one after the other: the second finds what the first said.
    await store.hold(ctx, row.id);
    await open(ctx, reading);
    const [one] = await known(ctx, [row]);
    if (!one || !mayNow(one.status, 'reader', 'answer')) throw notFound();
    if (await saidJustNow(ctx, one, staffId, outcome, text)) return [];
    if (given.shown !== undefined && (one.answers[0]?.id ?? null) !== given.shown)
      throw new Refusal('invalid', { fields: { answered: 'meanwhile' } });
    const byOn = outcome === 'more-time' ? moreTime(one, dayOf(ctx.now)) : withDay.includes(outcome) ? given.byOn : null;
    const findings = await lookAgain(ctx, row, text, given.sure ?? null);
    if (findings.length > 0) return findings;
    const answerId = ctx.ids();
    const safe = await ctx.vault.safe(ctx.db, { kind: 'child', id: row.child_id }, 'private');
    await store.insertAnswer(ctx, {
      id: answerId,
      request_id: row.id,
      child_id: row.child_id,
      staff_id: staffId,
      cover_id: coverId,
      outcome,
      by_on: byOn,
      body_sealed: safe.seal('request_answers', 'body_sealed', answerId, 1, text),
      rev: 1,
      made_at: ctx.now.toISOString(),
      read_at: null
    });
    // Whoever answers what cannot wait has it.
    if (isUrgent(row.kind)) await haveItems(ctx, 'request', row.id);
    if (isKind(row.kind) && kinds[row.kind].settledBy.includes(outcome)) await finishItemOf(ctx, 'request', row.id);
    else if (byOn) await promiseItemsOf(ctx, 'request', row.id, byOn);
    if (outcome === 'handed-back') await passOn(ctx, row);
    const act = { verb: 'request.answer', subject: 'request', subjectId: row.id, childId: row.child_id };
    await record(ctx, { ...act, reason: outcome, onBehalf: coverId });
    return [];
  });
}

/** The day to which a complaint's answer may be put off: once, and while the law still lets it be. */
function moreTime({ row, answers }: Known, today: string): string {
  if (answers.some(({ outcome }) => outcome === 'more-time')) throw new Refusal('invalid', { fields: { outcome: 'only-once' } });
  const { latestBy } = complaintClock(dayOf(new Date(row.sent_at)));
  if (today > latestBy) throw new Refusal('invalid', { fields: { outcome: 'too-late' } });
  return latestBy;
}

/** What stands in an answer to family that may tell where the child is; what was looked at and is sent all the same is on the record. */
async function lookAgain(ctx: Context, row: store.RequestRow, text: string, sure: string | null): Promise<readonly Finding[]> {
  if (!(await goesToFamily(ctx, row))) return [];
  const findings = await lookTwice(ctx, row.child_id, text);
  if (findings.length === 0 || sure?.trim() !== text) return findings;
  const act = { verb: 'second-look.sent', subject: 'request', subjectId: row.id, childId: row.child_id };
  await record(ctx, { ...act, reason: String(findings.length) });
  return [];
}

/** "Done": it leaves every inbox it is in. Only what was answered. Throws `invalid` (`done`: `answer-first`). */
export async function finishRequest(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { row, coverId, emergency } = await readable(ctx, id);
    if (emergency) throw notFound();
    const [one] = await known(ctx, [row]);
    if (!one || !mayFinish(one.status, one.answers.length)) throw new Refusal('invalid', { fields: { done: 'answer-first' } });
    await finishItemOf(ctx, 'request', row.id);
    const act = { verb: 'request.finish', subject: 'request', subjectId: row.id, childId: row.child_id };
    await record(ctx, { ...act, onBehalf: coverId });
    if (row.readers === 'everybody') await giveBackWhenDealtWith(ctx, row.child_id);
  });
}

function outcomeOf({ kind, readers: by }: store.RequestRow, given: NewAnswer): Outcome {
  const may = isKind(kind) && isReaders(by) ? outcomesOf(kind, by) : [];
  const outcome = may.find((one) => one === given.outcome);
  if (!outcome) throw new Refusal('invalid', { fields: { outcome: 'missing' } });
  return outcome;
}

function refuseUnfit(ctx: Context, outcome: Outcome, text: string, byOn: string | null): void {
  const fields: Record<string, string> = {};
  if (text === '') fields.text = 'empty';
  if (text.length > LONGEST_ANSWER) fields.text = 'too-long';
  const asksDay = withDay.includes(outcome);
  if (asksDay && (byOn === null || !/^\d{4}-\d{2}-\d{2}$/.test(byOn) || Number.isNaN(Date.parse(byOn)))) fields.byOn = 'missing';
  else if (asksDay && byOn !== null && byOn < dayOf(ctx.now)) fields.byOn = 'past';
  if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
}

/** The very same answer by the same person within the hour: a button pressed twice. */
async function saidJustNow(ctx: Context, one: Known, staffId: string, outcome: Outcome, text: string): Promise<boolean> {
  const [last] = await answersIn(ctx, one);
  if (!last || last.staffId !== staffId || last.outcome !== outcome || last.text !== text) return false;
  return ctx.now.getTime() - Date.parse(last.at) < HOUR;
}
