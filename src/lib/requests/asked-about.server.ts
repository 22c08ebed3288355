import { recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { isShown } from '#lib/invitations/shown.ts';
import { allow } from '#lib/relations.server.ts';
import { askerHere } from './asking-about.server.ts';
import { isKind, isReaders } from './kinds.ts';
import { promisedBy } from './promise.ts';
import { eachOnce, type AskedForChild, type OwnAsked } from './request.ts';
import { answeredOf, answersIn, current, known, saidIn, type Known } from './rows.server.ts';
import * as store from './store.server.ts';

/** What the adult signed in asked for about this child, the newest first: their own alone, and not a word of it. */
export async function askedAbout(ctx: Context, childId: string): Promise<AskedForChild[]> {
  return within(ctx, async (ctx) => {
    const may = await readingHere(ctx, childId);
    const all = current(await known(ctx, await store.requestsBy(ctx, may.by)));
    return all.flatMap((one) => stateOf(one, may));
  });
}

/**
 * One thing the adult signed in asked for about this child, with its answers. Their own words for as long as they are shown
 * what they sent; a worker's always. `not-found` for anybody else's, a child's too.
 */
export async function ownAsked(ctx: Context, childId: string, id: string): Promise<OwnAsked> {
  return within(ctx, async (ctx) => {
    const may = await readingHere(ctx, childId);
    const row = await store.requestById(ctx, id);
    if (!row || row.child_id !== childId || row.asker !== may.by.asker || row.asker_id !== may.by.askerId) throw notFound();
    const [one] = await known(ctx, [row]);
    const [state] = one ? stateOf(one, may) : [];
    if (!one || !state) throw notFound();
    await recordLook(ctx, { verb: 'request.see-asked', subject: 'request', subjectId: id, childId });
    const answers = await answersIn(ctx, one);
    await store.markAnswersRead(ctx, id);
    return { ...state, said: may.shows(row.sent_at) ? await saidIn(ctx, row) : null, answers };
  });
}

type Reading = Readonly<{
  by: store.By;
  /** Whether the words of what was sent then are shown to them now. */
  shows: (sentAt: string) => boolean;
  /** Whether they may know the day of the review: an answer promised by the day before it says it. */
  knowsDay: boolean;
}>;

async function readingHere(ctx: Context, childId: string): Promise<Reading> {
  await allow(ctx, 'request.see-asked', childId);
  const by = askerHere(ctx, childId);
  if (by.asker === 'staff') return { by, shows: () => true, knowsDay: true };
  const { form, day } = await ownInvitation(ctx);
  return { by, shows: (sentAt) => isShown(form, sentAt, ctx.now), knowsDay: day !== null };
}

function stateOf(one: Known, { knowsDay }: Reading): AskedForChild[] {
  const { row, status, openings } = one;
  if (!isKind(row.kind) || !isReaders(row.readers)) return [];
  return [
    {
      id: row.id,
      kind: row.kind,
      readers: row.readers,
      sentAt: row.sent_at,
      status,
      openings: eachOnce(openings),
      answered: answeredOf(one, true),
      answerBy: knowsDay ? row.answer_by : promisedBy(row.kind, dayOf(new Date(row.sent_at)), null)
    }
  ];
}
