import { recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { isShown } from '#lib/invitations/shown.ts';
import { allow } from '#lib/relations.server.ts';
import { secretSince } from '#lib/sign-in/secrets/secrets.server.ts';
import { mayShowOwnWords, mayShowThatHeard } from '#lib/sign-in/session.ts';
import { isLateTo, type OwnAnswer, type OwnLine, type OwnWritten, type Shown, type ToldLate } from './message.ts';
import { isPast } from './promise.ts';
import { namesOf, openedOf, safeOf, saidIn, textIn, workersIn } from './rows.server.ts';
import * as store from './store.server.ts';

/** How many answers a child has not seen and may with their secret; zero where nothing is shown back. */
export async function answersWaiting(ctx: Context, childId: string): Promise<number> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'message.see-state', childId);
    const thread = mayShowThatHeard(ctx.actor) ? await store.threadOf(ctx, { childId, contactId: null }) : undefined;
    return thread ? store.unseenIn(ctx, thread.id, (await secretSince(ctx, childId)) ?? '') : 0;
  });
}

/** How many answers the adult signed in has not seen. */
export async function adultAnswersWaiting(ctx: Context): Promise<number> {
  return within(ctx, async (ctx) => {
    const { actor } = ctx;
    if (actor.kind !== 'contributor') throw notFound();
    await allow(ctx, 'message.see-about', actor.childId);
    const thread = await store.threadOf(ctx, { childId: actor.childId, contactId: actor.id });
    return thread ? store.unseenIn(ctx, thread.id, '') : 0;
  });
}

/**
 * What this child wrote to their IRO and was answered, the newest first. That it was heard on any phone; the words only with
 * PIN or pictures, on a phone that others use only just after them, and never what is older than this secret (decision 10).
 * Empty where nothing is shown back.
 */
export async function ownMessages(ctx: Context, childId: string): Promise<OwnLine[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'message.see-state', childId);
    const thread = mayShowThatHeard(ctx.actor) ? await store.threadOf(ctx, { childId, contactId: null }) : undefined;
    if (!thread) return [];
    const since = (await secretSince(ctx, childId)) ?? '';
    const open = mayShowOwnWords(ctx.actor, ctx.now);
    if (open) {
      await allow(ctx, 'message.see-own', childId);
      await recordLook(ctx, { verb: 'message.see-own', subject: 'message-thread', subjectId: thread.id, childId });
    }
    const shownOf = (row: store.MessageRow): Shown => (!open ? 'hidden' : row.sent_at < since ? 'kept' : 'open');
    return linesOf(ctx, thread, (row) => ({
      said: shownOf(row),
      answer: shownOf(row),
      around: shownOf(row) === 'open',
      ever: row.sent_at >= since
    }));
  });
}

/** What the adult signed in wrote about this child and was answered, the newest first: their own words for a while, answers always. */
export async function ownAsAdult(ctx: Context): Promise<OwnLine[]> {
  return within(ctx, async (ctx) => {
    const { actor } = ctx;
    if (actor.kind !== 'contributor') throw notFound();
    await allow(ctx, 'message.see-about', actor.childId);
    const thread = await store.threadOf(ctx, { childId: actor.childId, contactId: actor.id });
    if (!thread) return [];
    const { form } = await ownInvitation(ctx);
    const about = { subject: 'message-thread', subjectId: thread.id, childId: actor.childId };
    await recordLook(ctx, { verb: 'message.see-about', ...about });
    return linesOf(ctx, thread, ({ sent_at }) => ({
      said: isShown(form, sent_at, ctx.now) ? 'open' : 'kept',
      answer: 'open',
      around: true,
      ever: true
    }));
  });
}

/**
 * `around`: also whom the writer turned to and what they were promised, which tell a good deal of what was written. `ever`: it
 * may be shown somewhere, if not here and now; what never is, is no news.
 */
type ShownOf = (row: store.MessageRow) => Readonly<{ said: Shown; answer: Shown; around: boolean; ever: boolean }>;

/** Every line of a thread as its writer sees it. An answer that is shown has been seen from now on. */
async function linesOf(ctx: Context, thread: store.ThreadRow, shownOf: ShownOf): Promise<OwnLine[]> {
  const rows = await store.messagesIn(ctx, thread.id);
  const lates = await store.latesOf(
    ctx,
    rows.map(({ id }) => id)
  );
  const nameOf = await namesOf(ctx, [...workersIn(rows), ...lates.map(({ opened_by }) => opened_by)]);
  const safe = await safeOf(ctx, thread.child_id);
  const told = Map.groupBy(lates, ({ message_id }) => message_id);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const lines = rows.map((row): OwnLine => {
    const { said, answer, around, ever } = shownOf(row);
    if (row.author === 'staff')
      return {
        ...answerOf(row, answer, nameOf),
        text: answer === 'open' ? textIn(safe, row) : null,
        unseen: ever && row.seen_at === null
      };
    const answered = row.answered_id === null ? undefined : byId.get(row.answered_id);
    return {
      ...writtenOf(row, said, nameOf),
      ...(around ? aroundOf(row, told.get(row.id) ?? [], nameOf) : { answerBy: null, told: [], copy: null }),
      said: said === 'open' ? saidIn(safe, row) : null,
      answered: answered ? { name: nameOf(answered.author_id), at: answered.sent_at } : null,
      late: !answered && isPast(row.answer_by, dayOf(ctx.now)),
      toldUnseen: !around && !answered && told.has(row.id)
    };
  });
  const seen = lines.flatMap((line) => (line.by === 'staff' && line.shown === 'open' && line.unseen ? [line.id] : []));
  if (seen.length > 0 && notesLooks(ctx)) await store.markSeen(ctx, seen);
  return lines.reverse();
}

type NameOf = (id: string | null) => string;

const answerOf = (row: store.MessageRow, shown: Shown, nameOf: NameOf) =>
  ({
    by: 'staff',
    id: row.id,
    at: row.sent_at,
    shown,
    staffId: row.author_id ?? '',
    name: nameOf(row.author_id)
  }) satisfies Partial<OwnAnswer>;

const writtenOf = (row: store.MessageRow, shown: Shown, nameOf: NameOf) =>
  ({ by: 'me', id: row.id, at: row.sent_at, shown, opened: openedOf(row, nameOf) }) satisfies Partial<OwnWritten>;

const aroundOf = (row: store.MessageRow, lates: readonly store.LateRow[], nameOf: NameOf) =>
  ({
    answerBy: row.answer_by,
    told: toldOf(lates, nameOf),
    copy:
      row.copied === 1
        ? { opened: row.copy_opened_at === null ? null : { name: nameOf(row.copy_opened_by), at: row.copy_opened_at } }
        : null
  }) satisfies Partial<OwnWritten>;

const toldOf = (lates: readonly store.LateRow[], nameOf: NameOf): ToldLate[] =>
  lates.flatMap(({ goes_to, told_at, opened_at, opened_by }) =>
    isLateTo(goes_to)
      ? [{ to: goes_to, at: told_at, opened: opened_at === null ? null : { name: nameOf(opened_by), at: opened_at } }]
      : []
  );
