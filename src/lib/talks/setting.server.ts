import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { finishItemOf, promiseItemsOf } from '#lib/routing/items.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { opened, readable } from './reading.server.ts';
import { keepStep, known } from './rows.server.ts';
import * as store from './store.server.ts';
import { isWay, LONGEST_WORD, MOST_TIMES, type Offered } from './talk.ts';
import { mayNow, type Action } from './workflow.ts';

export type NewSetting = Readonly<{ on: string; at: string; way: string; word: string }>;

/**
 * One day, time and way it is, with a word: whoever has the child says so, and the child sees it from now. The same again is
 * once. Throws `invalid`: `on` `missing` or `past`, `at` `missing`, `way` `missing`, `word` `too-long`.
 */
export async function setTalk(ctx: Context, id: string, given: NewSetting): Promise<void> {
  const word = given.word.trim();
  await act(ctx, id, 'set', (ctx) => {
    const fields = faultsOf(ctx, [given], word);
    if (!isWay(given.way)) fields.way = 'missing';
    refuse(fields);
    if (!isWay(given.way)) throw notFound();
    return { body: { at: given.at, way: given.way, word: word || null }, on: given.on, until: given.on };
  });
}

/** Other times in place of those that were picked, up to three. Throws `invalid` as `setTalk`, and `on` `too-many`. */
export async function offerTimes(ctx: Context, id: string, given: { times: readonly Offered[]; word: string }): Promise<void> {
  const word = given.word.trim();
  await act(ctx, id, 'offer', (ctx) => {
    const fields = faultsOf(ctx, given.times, word);
    if (given.times.length === 0) fields.on = 'missing';
    if (given.times.length > MOST_TIMES) fields.on = 'too-many';
    refuse(fields);
    const [first] = given.times.map(({ on }) => on).sort();
    return { body: { times: given.times, word: word || null }, ...(first && { until: first }) };
  });
}

/**
 * What came of it: "we talked" or "they were not there", from its day on; "it is moved" at any time. Throws `invalid` (`came`:
 * `too-early`) before its day.
 */
export async function sayWhatCame(ctx: Context, id: string, came: 'talked' | 'missed' | 'moved'): Promise<void> {
  await act(ctx, id, came, () => ({}));
}

/** "I have seen it": that a child does not want to talk now, or changed their mind. It leaves the inbox. */
export async function sawNo(ctx: Context, id: string): Promise<void> {
  await act(ctx, id, 'seen', () => ({}));
}

/** What is kept of it, and until when the item about it waits (a day). */
type Kept = Readonly<{ body?: Parameters<typeof keepStep>[1]['body']; on?: string; until?: string }>;

async function act(ctx: Context, id: string, action: Action, kept: (ctx: Context) => Kept): Promise<void> {
  await within(ctx, async (ctx) => {
    const reading = await readable(ctx, id, 'talk.answer');
    const { row, coverId } = reading;
    await lockName(ctx.db, `talk:${row.child_id}`);
    // Read under the lock: the child may have changed their mind while the page lay open.
    const [one] = await known(ctx, [row]);
    const [newest] = await store.newestOf(ctx, [row.child_id]);
    if (!one || newest?.id !== row.id) throw notFound();
    const { body, on, until } = kept(ctx);
    if (isTwice(one, action, ctx)) return;
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

/** Pressed twice: what came of it is said once. */
const isTwice = ({ moves }: { moves: readonly store.StepRow[] }, action: Action, { actor }: Context): boolean => {
  const last = moves.at(-1);
  const once: readonly Action[] = ['talked', 'missed', 'moved', 'seen'];
  return actor.kind === 'staff' && last?.action === action && last.staff_id === actor.id && once.includes(action);
};

/** Before its day nobody says what came of it; anything else that may not be done now is as if it were not there. */
function tooEarly(status: string, action: Action, on: string | null, today: string): Refusal {
  const early = status === 'set' && (action === 'talked' || action === 'missed') && on !== null && on > today;
  return early
    ? new Refusal('invalid', { fields: { came: 'too-early' } })
    : new Refusal('invalid', { fields: { talk: 'changed' } });
}

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
