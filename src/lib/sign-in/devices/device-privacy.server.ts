import { record } from '#lib/audit/audit.server.ts';
import type { Privacy } from '#lib/children/child.ts';
import { privacyIs } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { gaveSecretJustNow } from '#lib/sign-in/session.ts';
import * as cards from '#lib/sign-in/cards/cards.store.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/**
 * How much a phone of this child may show (decision 10), set by the child, their IRO or cover, or an advocate. By the child
 * only just after PIN or pictures, both ways: throws `secret-needed` otherwise. Once somebody looks, no phone is known as
 * this child's any more.
 */
export async function choosePrivacy(ctx: Context, childId: string, privacy: Privacy): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'privacy.choose', childId);
    if (ctx.actor.kind === 'child' && !gaveSecretJustNow(ctx.actor, ctx.now)) throw new Refusal('secret-needed');
    const before = await store.privacyOf(ctx.db, childId);
    if (before === null) throw notFound();
    if (before === privacy) return;
    await privacyIs(ctx, childId, privacy);
    if (privacy === 'watched') await cards.forgetDevices(ctx, childId);
    const act = { verb: 'privacy.choose', subject: 'child', subjectId: childId, childId, onBehalf: coverId };
    await record(ctx, { ...act, reason: privacy });
  });
}

/** Whether nothing is shown back to this child, for whoever answers them. Asks no permission: its callers are verbs and doors. */
export const showsNothingTo = (ctx: Context, childId: string): Promise<boolean> => store.isWatched(ctx, childId);

/** How much it shows now, for the child's own page about it: `secret-needed` unless the secret was given just now. */
export async function privacyNow(ctx: Context, childId: string): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'privacy.choose', childId);
    if (ctx.actor.kind === 'child' && !gaveSecretJustNow(ctx.actor, ctx.now)) throw new Refusal('secret-needed');
    return (await store.privacyOf(ctx.db, childId)) ?? 'shared';
  });
}
