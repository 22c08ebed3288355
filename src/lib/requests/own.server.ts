import { recordLook } from '#lib/audit/audit.server.ts';
import { notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { secretSince } from '#lib/sign-in/secrets/secrets.server.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import { isKind, isReaders } from './kinds.ts';
import { eachOnce, type OwnRequest, type RequestState } from './request.ts';
import { answeredOf, answersIn, current, known, saidIn, standing, type Known } from './rows.server.ts';
import { mayTakeBack } from './taking-back.server.ts';
import * as store from './store.server.ts';
import { mayNow } from './workflow.ts';

/**
 * What became of everything this child asked for, the newest first: on any phone, and not a word of what it was. Empty where
 * nothing is shown back.
 */
export async function ownRequests(ctx: Context, childId: string): Promise<RequestState[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'request.see-state', childId);
    if (!mayShowThatHeard(ctx.actor)) return [];
    const all = await known(ctx, await store.requestsOf(ctx, [childId], 'child'));
    const since = await secretSince(ctx, childId);
    return current(all).map((one) => stateOf(ctx, one, since));
  });
}

/**
 * One thing this child asked for. What it was, the child's own words and the answers only with PIN or pictures, on a phone
 * that others use only just after them, and never what was sent before this secret was chosen (decision 10).
 */
export async function ownRequest(ctx: Context, childId: string, id: string): Promise<OwnRequest> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'request.see-state', childId);
    if (!mayShowThatHeard(ctx.actor)) throw notFound();
    const found = await standing(ctx, childId, id);
    if (!found) throw notFound();
    const { one } = found;
    const { row } = one;
    const since = await secretSince(ctx, childId);
    const state = stateOf(ctx, one, since);
    if (!mayShowOwnWords(ctx.actor, ctx.now)) return { ...state, shown: 'hidden', said: null, answers: [] };
    await allow(ctx, 'request.see-own', childId);
    await recordLook(ctx, { verb: 'request.see-own', subject: 'request', subjectId: row.id, childId });
    // Also of what stays hidden for good: that it was answered is seen now, and is no news any more.
    if (notesLooks(ctx)) await store.markAnswersRead(ctx, row.id);
    if (isPast(row, since)) return { ...state, shown: 'kept', said: null, answers: [] };
    const answers = await answersIn(ctx, one);
    return { ...state, shown: 'open', said: await saidIn(ctx, row), answers };
  });
}

/** Sent before this PIN or these pictures were chosen: whoever chose them is not shown it (decision 10). */
const isPast = (row: { sent_at: string }, since: string | null): boolean => row.sent_at < (since ?? '');

function stateOf(ctx: Context, one: Known, since: string | null): RequestState {
  const { row, status, openings, had } = one;
  const kind = mayShowOwnWords(ctx.actor, ctx.now) && !isPast(row, since) && isKind(row.kind) ? row.kind : null;
  return {
    id: row.id,
    sentAt: row.sent_at,
    status,
    openings: eachOnce(openings),
    // Only what cannot wait is had: where it is hidden what this was, so is that.
    had: kind === null ? null : had,
    answered: answeredOf(one, kind !== null),
    kind,
    readers: kind !== null && isReaders(row.readers) ? row.readers : null,
    passed: kind === null ? null : one.passed,
    // Each kind has its own number of days, and "I am not safe" none: the day would say what this was.
    answerBy: kind === null ? null : row.answer_by,
    takenBackAt: row.taken_back_at,
    mayTakeBack: mayNow(status, 'child', 'take-back') && mayTakeBack(ctx, row, since)
  };
}
