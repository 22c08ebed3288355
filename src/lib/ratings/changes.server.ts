import * as v from 'valibot';
import { record } from '#lib/audit/audit.server.ts';
import { dayOf, within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { countsFew } from './counted-words.ts';
import { ownSafe } from './rows.server.ts';
import * as store from './store.server.ts';

/** What changed because of what children said: "you said", "we did". */
export type Change = Readonly<{ id: string; said: string; did: string; madeOn: string }>;

export const LONGEST_CHANGE = 300;
const shape = v.object({ said: v.string(), did: v.string() });

/** What changed, the newest first, for everybody who is signed in. */
export async function whatChanged(ctx: Context): Promise<Change[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.see-changes');
    const safe = await ownSafe(ctx);
    return (await store.changes(ctx)).flatMap((row) => {
      const text = safe.open('rating_changes', 'body_sealed', row.id, 0, row.body_sealed);
      const read = text === DAMAGED ? null : v.safeParse(shape, JSON.parse(text));
      return read?.success ? [{ id: row.id, madeOn: row.made_on, ...read.output }] : [];
    });
  });
}

/**
 * Shows all children what changed. `id` is born with the page, so a double tap is one. Throws `invalid` (`said`, `did`) with `nothing`,
 * `long`, or `few` where it says of how few it came: then they could be found.
 */
export async function addChange(ctx: Context, given: { id: string; said: string; did: string }): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.change');
    if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(given.id)) throw notFound();
    if (ctx.actor.kind !== 'staff') throw notFound();
    const texts = { said: given.said.trim(), did: given.did.trim() };
    const fields = Object.fromEntries(
      Object.entries(texts).flatMap(([name, text]) => {
        const fault = text === '' ? 'nothing' : text.length > LONGEST_CHANGE ? 'long' : countsFew(text) ? 'few' : null;
        return fault === null ? [] : [[name, fault]];
      })
    );
    if (Object.keys(fields).length > 0) throw new Refusal('invalid', { fields });
    const safe = await ownSafe(ctx);
    const body_sealed = safe.seal('rating_changes', 'body_sealed', given.id, 0, JSON.stringify(texts));
    const row = { id: given.id, made_on: dayOf(ctx.now), made_by: ctx.actor.id, body_sealed, ended_on: null };
    await store.insertChange(ctx, row);
    await record(ctx, { verb: 'ratings.change', subject: 'ratings', subjectId: given.id, reason: 'shown' });
  });
}

/** Takes one from everybody's sight. `not-found` when it is not there. */
export async function endChange(ctx: Context, id: string): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'ratings.change');
    if (!(await store.endChange(ctx, id))) throw notFound();
    await record(ctx, { verb: 'ratings.change', subject: 'ratings', subjectId: id, reason: 'ended' });
  });
}
