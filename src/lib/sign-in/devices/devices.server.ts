import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { tokenHash } from '#lib/sign-in/hashing.server.ts';
import { gaveSecretJustNow } from '#lib/sign-in/session.ts';
import { goOnChildSession, startChildSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import * as store from '#lib/sign-in/store.server.ts';

/** How long a phone of one's own is remembered, in seconds: it takes the place of the card, never of the secret. */
export const rememberedFor = 90 * 24 * 3600;

/**
 * "This phone is only mine": remembers it for this child, and the visit goes on as one on an own phone. A phone that
 * remembers another child is plainly not one child's, and what a watched child carries is never safe: it then
 * remembers nobody, and `deviceToken` is null. Throws `secret-needed` unless the secret was given just
 * now: whoever finds the phone later cannot make it theirs, nor make the visit longer.
 */
export async function rememberDevice(ctx: Context, before?: string): Promise<{ deviceToken: string | null; started: Started }> {
  const childId = ctx.actor.kind === 'child' ? ctx.actor.id : null;
  if (childId === null) throw notFound();
  return within(ctx, async (ctx) => {
    await allow(ctx, 'device.remember', childId);
    if (!gaveSecretJustNow(ctx.actor, ctx.now)) throw new Refusal('secret-needed');
    const known = before ? await store.deviceBy(ctx, tokenHash(before)) : undefined;
    if (known) await store.removeDevice(ctx, known.id);
    const othersToo = (known !== undefined && known.child_id !== childId) || (await store.isWatched(ctx, childId));
    const deviceToken = othersToo ? null : await remember(ctx, childId);
    await record(ctx, {
      verb: 'device.remember',
      subject: 'child',
      subjectId: childId,
      childId,
      outcome: othersToo ? 'refused' : 'done'
    });
    return { deviceToken, started: await goOnChildSession(ctx, othersToo ? 'shared' : 'own') };
  });
}

async function remember(ctx: Context, childId: string): Promise<string> {
  const token = Buffer.from(ctx.random(32)).toString('base64url');
  const ends = new Date(ctx.now.getTime() + rememberedFor * 1000).toISOString();
  await store.addDevice(ctx, {
    id: ctx.ids(),
    child_id: childId,
    token_hash: tokenHash(token),
    made_at: ctx.now.toISOString(),
    ends_at: ends
  });
  return token;
}

/** Whether this cookie is one of a phone that is remembered. Says nothing of whose. */
export async function deviceIsKnown(ctx: Context, deviceToken: string | undefined): Promise<boolean> {
  await allow(ctx, 'card.use');
  return deviceToken !== undefined && (await store.deviceBy(ctx, tokenHash(deviceToken))) !== undefined;
}

/** Opens a visit on a remembered phone, as the card would. `not-found` when it is not remembered (any more). */
export async function useDevice(ctx: Context, deviceToken: string): Promise<Started> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'card.use');
    const device = await store.deviceBy(ctx, tokenHash(deviceToken));
    if (!device) throw notFound();
    await record(ctx, {
      verb: 'card.use',
      subject: 'device',
      subjectId: device.id,
      childId: device.child_id
    });
    return startChildSession(ctx, { childId: device.child_id, assurance: 'card', device: 'own' });
  });
}
