import { recordLook } from '#lib/audit/audit.server.ts';
import { notesLooks, within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { markOpened } from '#lib/routing/items.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { keepStep, known, OPENED, saidIn, type Known } from './rows.server.ts';
import * as store from './store.server.ts';
import type { TalkForStaff, TalkLine } from './talk.ts';

/** The newest talk of each of these children, without a word of it. Callers are verbs that asked who may know of them. */
export async function talkLines(ctx: Context, childIds: readonly string[]): Promise<TalkLine[]> {
  const all = await known(ctx, await store.newestOf(ctx, childIds));
  return all.map(({ row, facts }) => ({ ...facts, childId: row.child_id }));
}

/** These talks, for a list of what waits. Callers are verbs that asked who may know of them. */
export async function talksAmong(ctx: Context, ids: readonly string[]): Promise<TalkLine[]> {
  const all = await known(ctx, await store.manyTalks(ctx, ids));
  return all.map(({ row, facts }) => ({ ...facts, childId: row.child_id }));
}

/**
 * Opens a talk for whoever has the child. Opening is an act: it is on the record, the child sees it, and the item counts as
 * read. `not-found` for everybody else.
 */
export async function readTalk(ctx: Context, id: string): Promise<TalkForStaff> {
  return within(ctx, async (ctx) => {
    const reading = await readable(ctx, id, 'talk.read');
    await lockName(ctx.db, `talk:${reading.row.child_id}`);
    await opened(ctx, reading);
    const [one] = await known(ctx, [reading.row]);
    if (!one) throw notFound();
    const said = await saidIn(ctx, one);
    const assurance = one.moves.findLast(({ staff_id }) => staff_id === null)?.assurance ?? '';
    return { ...one.facts, ...said, childId: reading.row.child_id, assurance, again: isAgain(one), moves: one.moves.length };
  });
}

/** The child did something after somebody had answered. */
function isAgain({ moves }: Known): boolean {
  const last = moves.at(-1);
  return last?.staff_id === null && moves.some(({ staff_id }) => staff_id !== null);
}

/** A row that somebody may read, and under which cover. */
export type Reading = Readonly<{ row: store.TalkRow; staffId: string; coverId: string | null }>;

/** The row, when this person may do this with it now. For this room's verbs. */
export async function readable(ctx: Context, id: string, verb: 'talk.read' | 'talk.answer'): Promise<Reading> {
  const row = await store.talkById(ctx, id);
  if (!row || ctx.actor.kind !== 'staff') throw notFound();
  const { held, coverId } = await allow(ctx, verb, row.child_id);
  return { row, staffId: ctx.actor.id, coverId: held.has('allocated') ? null : coverId };
}

/** Writes down that what the child did last was opened, once by each person. For this room's verbs. */
export async function opened(ctx: Context, { row, staffId, coverId }: Reading): Promise<void> {
  if (notesLooks(ctx)) {
    const [one] = await known(ctx, [row]);
    const since = one?.steps.slice(one.steps.findLastIndex(({ staff_id }) => staff_id === null)) ?? [];
    if (one && !since.some((step) => step.action === OPENED && step.staff_id === staffId))
      await keepStep(ctx, { talk: row, place: one.steps.length, action: OPENED, coverId });
    await markOpened(ctx, 'talk', row.id);
  }
  await recordLook(ctx, { verb: 'talk.read', subject: 'talk', subjectId: row.id, childId: row.child_id, onBehalf: coverId });
}
