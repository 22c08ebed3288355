import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { finishItemOf, promiseItemsOf } from '#lib/routing/items.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { opened, readable } from './reading.server.ts';
import { keepStep, known, saidIn, type Known } from './rows.server.ts';
import * as store from './store.server.ts';
import { isWay, LONGEST_WORD, MOST_TIMES, type Offered } from './talk.ts';
import { mayNow, type Action } from './workflow.ts';

/** With how many moves the page showed the talk on which somebody acts (`TalkForStaff`): what they never saw is not answered. */
type Shown = Readonly<{ moves: number }>;
export type NewSetting = Shown & Readonly<{ on: string; at: string; way: string; word: string }>;
export type NewOffer = Shown & Readonly<{ times: readonly Offered[]; word: string }>;

/**
 * One day, time and way it is, with a word: whoever has the child says so, and the child sees it from now. The same again is
 * once. Throws `invalid`: `talk` `changed` when it is not as the page showed it; `on` `missing` or `past`, `at` `missing`, `way`
 * `missing`, `word` `too-long`.
 */
export async function setTalk(ctx: Context, id: string, given: NewSetting): Promise<void> {
  const word = given.word.trim();
  await act(ctx, { id, action: 'set', moves: given.moves }, (ctx) => {
    const fields = faultsOf(ctx, [given], word);
    if (!isWay(given.way)) fields.way = 'missing';
    refuse(fields);
    if (!isWay(given.way)) throw notFound();
    return { body: { at: given.at, way: given.way, word: word || null }, on: given.on, until: given.on };
  });
}

/** Other times in place of those that were picked, up to three. Throws `invalid` as `setTalk`, and `on` `too-many`. */
export async function offerTimes(ctx: Context, id: string, given: NewOffer): Promise<void> {
  const word = given.word.trim();
  await act(ctx, { id, action: 'offer', moves: given.moves }, (ctx) => {
    const fields = faultsOf(ctx, given.times, word);
    if (given.times.length === 0) fields.on = 'missing';
    if (given.times.length > MOST_TIMES) fields.on = 'too-many';
    refuse(fields);
    const [first] = given.times.map(({ on }) => on).sort();
    return { body: { times: given.times, word: word || null }, ...(first && { until: first }) };
  });
}

/**
 * What came of it: "we talked" or "they were not there", from its day on; "it is moved" at any time. Throws `invalid`: `came`
 * `too-early` before its day, `talk` `changed` as `setTalk`.
 */
export async function sayWhatCame(ctx: Context, id: string, came: 'talked' | 'missed' | 'moved', moves: number): Promise<void> {
  await act(ctx, { id, action: came, moves }, () => ({}));
}

/** "I have seen it": that a child does not want to talk now, or changed their mind. It leaves the inbox. */
export async function sawNo(ctx: Context, id: string, moves: number): Promise<void> {
  await act(ctx, { id, action: 'seen', moves }, () => ({}));
}

/** What is kept of it, and until when the item about it waits (a day). */
type Kept = Readonly<{ body?: Parameters<typeof keepStep>[1]['body']; on?: string; until?: string }>;

type Act = Shown & Readonly<{ id: string; action: Action }>;

async function act(ctx: Context, { id, action, moves }: Act, kept: (ctx: Context) => Kept): Promise<void> {
  await within(ctx, async (ctx) => {
    const reading = await readable(ctx, id, 'talk.answer');
    const { row, coverId } = reading;
    await lockName(ctx.db, `talk:${row.child_id}`);
    // Read under the lock: the child may have changed their mind while the page lay open.
    const [one] = await known(ctx, [row]);
    const [newest] = await store.newestOf(ctx, [row.child_id]);
    if (!one) throw notFound();
    if (newest?.id !== row.id) throw changed();
    if (await isTwice(ctx, one, { id, action, moves }, kept)) return;
    const { body, on, until } = kept(ctx);
    const days = { on: one.facts.on, today: dayOf(ctx.now) };
    if (!mayNow(one.facts.status, 'iro', action, days)) throw tooEarly(one.facts.status, action, days.on, days.today);
    await opened(ctx, reading);
    const [now] = await known(ctx, [row]);
    const place = now?.steps.length ?? one.steps.length;
    await keepStep(ctx, { talk: row, place, action, coverId, ...(body && { body }), ...(on && { on }) });
    if (action === 'talked' || action === 'seen') await finishItemOf(ctx, 'talk', id);
    else if (until) await promiseItemsOf(ctx, 'talk', id, until);
    await record(ctx, {
      verb: 'talk.answer',
      subject: 'talk',
      subjectId: id,
      childId: row.child_id,
      reason: action,
      onBehalf: coverId
    });
  });
}

/** Whether the very same was done from this page already. Throws `changed` when the talk is not as the page showed it. */
async function isTwice(ctx: Context, one: Known, { action, moves }: Act, kept: (ctx: Context) => Kept): Promise<boolean> {
  if (one.moves.length === moves) return false;
  const last = one.moves.at(-1);
  const mine = ctx.actor.kind === 'staff' && last?.staff_id === ctx.actor.id && last.action === action;
  if (mine && one.moves.length === moves + 1 && (await isSaid(ctx, one, kept(ctx)))) return true;
  throw changed();
}

/** This very day, hour, way and word stand already. */
async function isSaid(ctx: Context, one: Known, { body, on }: Kept): Promise<boolean> {
  if (!body) return true;
  const { offer, set } = await saidIn(ctx, one);
  const same = JSON.stringify(one.facts.status === 'offered' ? offer : set) === JSON.stringify(body);
  return same && one.facts.on === (on ?? null);
}

/** Before its day nobody says what came of it; anything else that may not be done now was changed meanwhile. */
function tooEarly(status: string, action: Action, on: string | null, today: string): Refusal {
  const early = status === 'set' && (action === 'talked' || action === 'missed') && on !== null && on > today;
  return early ? new Refusal('invalid', { fields: { came: 'too-early' } }) : changed();
}

const changed = (): Refusal => new Refusal('invalid', { fields: { talk: 'changed' } });

function faultsOf(ctx: Context, times: readonly Offered[], word: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const { on, at } of times) {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(on) || Number.isNaN(Date.parse(on))) fields.on = 'missing';
    else if (on < dayOf(ctx.now)) fields.on = 'past';
    if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(at)) fields.at = 'missing';
  }
  if (word.length > LONGEST_WORD) fields.word = 'too-long';
  return fields;
}

function refuse(fields: Record<string, string>): void {
  if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
}
