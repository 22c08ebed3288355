import { record, recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { managersNow } from '#lib/routing/routing.server.ts';
import type { Safe } from '#lib/server/keys/vault.ts';
import { asQuarter, quarterOf, type Quarter } from './quarter.ts';
import { LONGEST_BOX, type Audience, type BoxText } from './rating.ts';
import { openBox, ownSafe, sealBox } from './rows.server.ts';
import * as store from './store.server.ts';

/** One text as a manager reads it. Who wrote it is known to nobody. */
export type Text = Readonly<{
  id: string;
  audience: Audience;
  /** The reviewer it is about, by name. */
  name: string;
  quarter: Quarter;
  text: string;
  worry: boolean;
}>;

/** `damaged`: the ids of those that do not open. Somebody wrote them, and no more can be said; they can be kept back. */
export type Texts = Readonly<{ texts: readonly Text[]; damaged: readonly string[] }>;

type Opened = Readonly<{ row: store.WordsRow; box: BoxText | null; quarter: Quarter | null }>;

/**
 * What waits and is this manager's to read. Roles combine: a manager may review too, and what was written about themself is
 * another manager's. It is not even counted for them, because a count that grows on a day says who was reviewed before it.
 */
async function theirs(ctx: Context, safe: Safe): Promise<Opened[]> {
  const rows = await store.wordsIn(ctx, ['ready']);
  return rows
    .map((row): Opened => ({ row, box: openBox(safe, row), quarter: asQuarter(row.quarter) }))
    .filter(({ box }) => !isAboutThem(ctx, box));
}

const isAboutThem = ({ actor }: Context, box: BoxText | null): boolean => actor.kind === 'staff' && box?.about === actor.id;

/** What waits for a manager: texts that may be a worry first, the others in an order that says nothing, and beside them what is damaged. */
export async function textsToRead(ctx: Context): Promise<Texts> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.read-words');
    await recordLook(ctx, { verb: 'ratings.read-words', subject: 'ratings', subjectId: 'texts' });
    const waiting = await theirs(ctx, await ownSafe(ctx));
    const boxes = waiting.flatMap(({ row, box, quarter }) => (box && quarter ? [{ id: row.id, quarter, ...box }] : []));
    const cards = await staffCards(
      ctx,
      boxes.map(({ about }) => about)
    );
    return {
      texts: boxes
        .map(({ about, ...box }) => ({ ...box, name: cards.get(about)?.name ?? '' }))
        .sort((one, other) => Number(other.worry) - Number(one.worry)),
      damaged: waiting.flatMap(({ row, box, quarter }) => (box && quarter ? [] : [row.id]))
    };
  });
}

/** How many wait for whoever asks, as many as their page shows; 0 for whoever may not read them. */
export async function textsWaiting(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== 'staff' || !ctx.actor.roles.includes('manager')) return 0;
  return (await theirs(ctx, await ownSafe(ctx))).length;
}

/**
 * Decides about a text. `release`: as the manager left it, with the names taken out; what it was before is not kept. `keep`: the
 * reviewer never sees it. Decided already: nothing happens. Throws `not-found` (also for what was written about themself),
 * `invalid` (`text`) for nothing or too much, and `damaged` for releasing what does not open.
 */
export async function decideText(ctx: Context, id: string, decision: { release: string } | 'keep'): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.release-words');
    const row = await store.oneOfWords(ctx, id);
    const safe = await ownSafe(ctx);
    const box = row ? openBox(safe, row) : null;
    if (!row || row.state === 'waiting' || isAboutThem(ctx, box)) throw notFound();
    if (row.state !== 'ready') return;
    const decided = decision === 'keep' ? keptBack(safe, row, box) : released(safe, row, box, decision.release.trim());
    await store.decideWords(ctx, { id, ...decided, decided_in: quarterOf(dayOf(ctx.now)) });
    await record(ctx, { verb: 'ratings.release-words', subject: 'ratings', subjectId: 'text', reason: decided.state });
  });
}

/** What does not open stays sealed as it is: an older key may open it one day. */
const keptBack = (safe: Safe, { id, rev, body_sealed }: store.WordsRow, box: BoxText | null) =>
  box ? { state: 'kept', rev: rev + 1, body_sealed: sealBox(safe, id, rev + 1, box) } : { state: 'kept', rev, body_sealed };

function released(safe: Safe, { id, rev }: store.WordsRow, box: BoxText | null, text: string) {
  if (!box) throw new Refusal('damaged');
  if (text === '') throw new Refusal('invalid', { fields: { text: 'nothing' } });
  if (text.length > LONGEST_BOX) throw new Refusal('invalid', { fields: { text: 'long' } });
  return { state: 'released', rev: rev + 1, body_sealed: sealBox(safe, id, rev + 1, { ...box, text }) };
}

/**
 * Whether the only manager is rated too: then nobody may read what is written about them. It says nothing of whether anything
 * was. For whoever runs the service; where there is no manager at all, the doors that want one say so.
 */
export async function onlyManagerIsRated(ctx: Context): Promise<boolean> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.prove');
    const [manager, ...others] = await managersNow(ctx);
    return manager !== undefined && others.length === 0 && (await store.reviewers(ctx)).includes(manager);
  });
}
