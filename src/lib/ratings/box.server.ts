import { record, recordLook } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { staffCards } from '#lib/people/people.server.ts';
import { allow } from '#lib/relations.server.ts';
import { asQuarter, quarterOf, type Quarter } from './quarter.ts';
import { LONGEST_BOX, type Audience } from './rating.ts';
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

/** What waits for a manager: texts that may be a worry first, the others in an order that says nothing. */
export async function textsToRead(ctx: Context): Promise<Text[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.read-words');
    await recordLook(ctx, { verb: 'ratings.read-words', subject: 'ratings', subjectId: 'texts' });
    const safe = await ownSafe(ctx);
    const boxes = (await store.wordsIn(ctx, ['ready'])).flatMap((row) => {
      const [box, quarter] = [openBox(safe, row), asQuarter(row.quarter)];
      return box && quarter ? [{ id: row.id, quarter, ...box }] : [];
    });
    const cards = await staffCards(
      ctx,
      boxes.map(({ about }) => about)
    );
    return boxes
      .map(({ about, ...box }) => ({ ...box, name: cards.get(about)?.name ?? '' }))
      .sort((one, other) => Number(other.worry) - Number(one.worry));
  });
}

/** How many wait; 0 for whoever may not read them. */
export async function textsWaiting(ctx: Context): Promise<number> {
  if (ctx.actor.kind !== 'staff' || !ctx.actor.roles.includes('manager')) return 0;
  return (await store.wordsIn(ctx, ['ready'])).length;
}

/**
 * Decides about a text. `release`: as the manager left it, with the names taken out; what it was before is not kept. `keep`: the
 * reviewer never sees it. Decided already: nothing happens. Throws `not-found`, and `invalid` (`text`) for nothing or too much.
 */
export async function decideText(ctx: Context, id: string, decision: { release: string } | 'keep'): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.release-words');
    const row = await store.oneOfWords(ctx, id);
    if (!row || row.state === 'waiting') throw notFound();
    if (row.state !== 'ready') return;
    const safe = await ownSafe(ctx);
    const box = openBox(safe, row);
    if (!box) throw new Refusal('damaged');
    const text = decision === 'keep' ? box.text : decision.release.trim();
    if (text === '') throw new Refusal('invalid', { fields: { text: 'nothing' } });
    if (text.length > LONGEST_BOX) throw new Refusal('invalid', { fields: { text: 'long' } });
    const [rev, decided_in] = [row.rev + 1, quarterOf(dayOf(ctx.now))];
    const state = decision === 'keep' ? 'kept' : 'released';
    await store.decideWords(ctx, { id, state, rev, decided_in, body_sealed: sealBox(safe, id, rev, { ...box, text }) });
    await record(ctx, { verb: 'ratings.release-words', subject: 'ratings', subjectId: 'text', reason: state });
  });
}
