import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { englandAndWales, plusDays } from '#lib/council/bank-holidays.ts';
import { addWorkingDays } from '#lib/council/working-days.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { addItemAgain, finishItemOf } from '#lib/routing/items.server.ts';
import { mayShowOwnWords } from '#lib/sign-in/session.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { isStale, mayCancel, mayDecline } from './own.server.ts';
import { keepStep, known, saidIn, type Known } from './rows.server.ts';
import * as store from './store.server.ts';
import { isPart, isWay, LONGEST_WHERE, MOST_TIMES, type Offered, type Time, type Way } from './talk.ts';
import { isOver, mayNow } from './workflow.ts';

/** Working days until somebody answers which time it is. */
export const ANSWER_DAYS = 2;
/** How far ahead a child picks, in days. */
export const LONGEST_AHEAD = 42;

export type NewPick = Readonly<{
  /** Born with the page it was picked on: the same picked with it twice is once (decision 13). A UUID. */
  id: string;
  /** `not-now`: the child does not want to talk, and need not say why. */
  way: Way | 'not-now';
  times: readonly Time[];
  where: string | null;
}>;

/**
 * What a child picks: a way to talk and up to three times, or "not now". It goes on with the talk that is not over, or begins
 * one; whoever has the child finds it in the inbox as new. Returns the talk's id.
 * Throws `secret-needed` for "not now" by a visit that may not give up what is going on, and `invalid` with `way` `missing`,
 * `times` `too-many`, `past` or `too-far`, `where` `too-long`.
 */
export async function askTalk(ctx: Context, given: NewPick): Promise<string> {
  return within(ctx, async (ctx) => {
    const childId = childHere(ctx);
    await allow(ctx, 'talk.ask', childId);
    refuseUnfit(ctx, given);
    await lockName(ctx.db, `talk:${childId}`);
    const digest = digestOf(ctx, childId, given);
    const going = await goingOn(ctx, childId);
    const [twice] = (await store.pickedOn(ctx, childId, given.id)).filter((step) => step.digest === digest);
    // Picked on this very page before: the same talk, unless it was given up since.
    if (twice && (!going || twice.talk_id === going.row.id) && !(await wasGivenUp(ctx, twice.talk_id))) return twice.talk_id;
    if (given.way === 'not-now' && !mayDecline(ctx, going)) throw new Refusal('secret-needed');
    const { talk, place } = going ? { talk: going.row, place: going.steps.length } : await begin(ctx, childId);
    const action = given.way === 'not-now' ? 'not-now' : 'ask';
    const picked = given.way === 'not-now' ? {} : { body: { way: given.way, times: given.times, where: trimmed(given.where) } };
    await keepStep(ctx, { talk, place, action, ...picked, submissionId: given.id, digest });
    const neededBy = addWorkingDays(englandAndWales, dayOf(ctx.now), ANSWER_DAYS);
    await addItemAgain(ctx, { kind: 'talk-times', subject: 'talk', subjectId: talk.id, childId, neededBy });
    await record(ctx, { verb: 'talk.ask', subject: 'talk', subjectId: talk.id, childId, reason: action });
    return talk.id;
  });
}

/**
 * The child says yes to one of the times that were offered: this day and this hour, whatever else is offered by now. Twice is
 * once. Throws `invalid` (`talk`): `changed` when it is not offered any more, `past` when its day is over.
 */
export async function takeOffered(ctx: Context, talkId: string, wanted: Offered): Promise<void> {
  await within(ctx, async (ctx) => {
    const childId = childHere(ctx);
    await allow(ctx, 'talk.ask', childId);
    await lockName(ctx.db, `talk:${childId}`);
    const one = await mine(ctx, childId, talkId);
    // What was offered is an answer: whoever may not read it cannot take it.
    if (!mayShowOwnWords(ctx.actor, ctx.now)) throw new Refusal('secret-needed');
    const { offer, picked, set } = await saidIn(ctx, one);
    if (one.moves.at(-1)?.action === 'take' && one.facts.on === wanted.on && set?.at === wanted.at) return;
    const taken = offer?.times.find(({ on, at }) => on === wanted.on && at === wanted.at);
    const open = mayNow(one.facts.status, 'child', 'take', daysOf(ctx, one)) && !(await isStale(ctx, one));
    if (!offer || !taken || !open) throw new Refusal('invalid', { fields: { talk: 'changed' } });
    if (taken.on < dayOf(ctx.now)) throw new Refusal('invalid', { fields: { talk: 'past' } });
    const body = { at: taken.at, way: picked?.way ?? 'phone', word: offer.word };
    await keepStep(ctx, { talk: one.row, place: one.steps.length, action: 'take', body, on: taken.on });
    const about = { subject: 'talk', subjectId: talkId, childId } as const;
    await addItemAgain(ctx, { kind: 'talk-times', ...about, neededBy: taken.on });
    await record(ctx, { verb: 'talk.take', ...about });
  });
}

/**
 * "I changed my mind": no reason is asked. Whoever knew of it already finds that in the inbox. By the card alone only what
 * this very visit picked. Twice is once.
 */
export async function cancelTalk(ctx: Context, talkId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const childId = childHere(ctx);
    await allow(ctx, 'talk.cancel', childId);
    await lockName(ctx.db, `talk:${childId}`);
    const one = await mine(ctx, childId, talkId);
    if (one.facts.status === 'off') return;
    if (!mayNow(one.facts.status, 'child', 'cancel', daysOf(ctx, one))) throw notFound();
    if (!mayCancel(ctx, one)) throw notFound();
    await keepStep(ctx, { talk: one.row, place: one.steps.length, action: 'cancel' });
    const about = { subject: 'talk', subjectId: talkId, childId } as const;
    if (isKnownToStaff(one)) await addItemAgain(ctx, { kind: 'talk-times', ...about, neededBy: dayOf(ctx.now) });
    else await finishItemOf(ctx, 'talk', talkId);
    await record(ctx, { verb: 'talk.cancel', ...about });
  });
}

/** Somebody has opened it, ever: then they hear that it is off. */
const isKnownToStaff = ({ steps }: Known): boolean => steps.some(({ staff_id }) => staff_id !== null);

function childHere(ctx: Context): string {
  if (ctx.actor.kind !== 'child') throw notFound();
  return ctx.actor.id;
}

/** The talk with this id, when it is this child's newest. */
async function mine(ctx: Context, childId: string, talkId: string): Promise<Known> {
  const [row] = await store.newestOf(ctx, [childId]);
  const [one] = row?.id === talkId ? await known(ctx, [row]) : [];
  if (!one) throw notFound();
  return one;
}

/** The child's newest talk, when it is not over. */
async function goingOn(ctx: Context, childId: string): Promise<Known | undefined> {
  const [one] = await known(ctx, await store.newestOf(ctx, [childId]));
  return one && !isOver(one.facts.status) ? one : undefined;
}

async function wasGivenUp(ctx: Context, talkId: string): Promise<boolean> {
  const row = await store.talkById(ctx, talkId);
  const [one] = row ? await known(ctx, [row]) : [];
  return one?.facts.status === 'off';
}

async function begin(ctx: Context, childId: string): Promise<{ talk: store.TalkRow; place: number }> {
  // That the one before is off is no news any more.
  for (const { id } of await store.newestOf(ctx, [childId])) await finishItemOf(ctx, 'talk', id);
  const talk = { id: ctx.ids(), child_id: childId, began_at: ctx.now.toISOString() };
  await store.insertTalk(ctx, talk);
  return { talk, place: 0 };
}

function refuseUnfit(ctx: Context, { id, way, times, where }: NewPick): void {
  if (!/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id)) throw notFound();
  const fields: Record<string, string> = {};
  if (way !== 'not-now' && !isWay(way)) fields.way = 'missing';
  if (times.length > MOST_TIMES) fields.times = 'too-many';
  const today = dayOf(ctx.now);
  for (const { on, part } of times) {
    if (!isDay(on) || (part !== null && !isPart(part))) throw notFound();
    if (on < today) fields.times = 'past';
    else if (on > plusDays(today, LONGEST_AHEAD)) fields.times = 'too-far';
  }
  if ((where ?? '').length > LONGEST_WHERE) fields.where = 'too-long';
  if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));

const trimmed = (text: string | null): string | null => text?.trim() || null;

/** Keyed, because what is picked from few could be guessed. */
const digestOf = (ctx: Context, childId: string, { id, way, times, where }: NewPick): string =>
  ctx.vault
    .mac('digest', childId, id, JSON.stringify([way, times.map(({ on, part }) => [on, part]), trimmed(where)]))
    .toString('hex');

const daysOf = (ctx: Context, { facts }: Known) => ({ on: facts.on, today: dayOf(ctx.now) });
