import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { readBegun, useUp } from '#lib/sign-in/begun.server.ts';
import { challengeOf, newChallenge, refused, type Asked } from './challenges.server.ts';
import { ownStarts, takeOrWait } from '#lib/sign-in/limits.server.ts';
import * as staffStore from './staff-store.server.ts';
import { isSettled, tellWorker, workerOf } from './ways.server.ts';
import { addOptions, checkAdded } from './webauthn.server.ts';

/** A passkey as its owner sees it. */
export type PasskeyShown = Readonly<{ id: string; name: string; madeAt: string; lastUsedAt: string | null }>;

/** Begins adding a passkey for the worker who is signed in. `product` and `name` are what their device will show. */
export async function beginPasskey(ctx: Context, origin: string, shown: { product: string; name: string }) {
  const { id: staffId } = workerOf(ctx);
  const known = (await staffStore.passkeysOf(ctx, staffId)).map(({ credential_id }) => credential_id);
  const { challengeId, challenge } = newChallenge(ctx, 'add', staffId);
  const options = await addOptions(origin, challenge, { id: staffId, ...shown, known });
  return within(ctx, async (ctx): Promise<Asked<typeof options>> => {
    await allow(ctx, 'passkey.add');
    await takeOrWait(ctx, ownStarts(staffId));
    return { challengeId, options };
  });
}

/** Adds the passkey the browser made, under a name its owner will know it by. Throws `invalid` (field `passkey`). */
export async function finishPasskey(
  ctx: Context,
  origin: string,
  challengeId: string,
  answer: unknown,
  name: string
): Promise<void> {
  const { id: staffId, assurance } = workerOf(ctx);
  await allow(ctx, 'passkey.add');
  const begun = readBegun(ctx, 'add', challengeId);
  if (begun?.staffId !== staffId) throw refused();
  const made = await checkAdded(origin, challengeOf(ctx, begun).toString('base64url'), answer);
  if (!made) throw refused();
  await within(ctx, async (ctx) => {
    await allow(ctx, 'passkey.add');
    if (!(await useUp(ctx, begun))) throw refused();
    const id = ctx.ids();
    const added = await staffStore.addPasskey(ctx, {
      id,
      staff_id: staffId,
      credential_id: made.id,
      public_key: made.publicKey,
      counter: made.counter,
      transports: (made.transports ?? []).join(' '),
      name: name.trim().slice(0, 60),
      made_at: ctx.now.toISOString(),
      last_used_at: null
    });
    if (!added) throw refused();
    await record(ctx, { verb: 'passkey.add', subject: 'passkey', subjectId: id });
    // Whoever came by a link or a recovery code may not be who they should be.
    if (assurance === 'link') await tellWorker(ctx, staffId, 'passkey-added');
  });
}

/** The passkeys of the worker who is signed in. */
export async function ownPasskeys(ctx: Context): Promise<PasskeyShown[]> {
  await allow(ctx, 'ways.see');
  const rows = await staffStore.passkeysOf(ctx, workerOf(ctx).id);
  return rows.map(({ id, name, made_at, last_used_at }) => ({
    id,
    name,
    madeAt: made_at,
    lastUsedAt: last_used_at
  }));
}

/** Removes one of one's own. `not-found` when it is not, `invalid` (field `passkey`) when too few would be left to sign in by. */
export async function removePasskey(ctx: Context, id: string): Promise<void> {
  const { id: staffId } = workerOf(ctx);
  await within(ctx, async (ctx) => {
    await allow(ctx, 'way.remove');
    if (!(await isSettled(ctx, staffId, 'passkey'))) throw new Refusal('invalid', { fields: { passkey: 'passkey-last' } });
    if (!(await staffStore.removePasskey(ctx, staffId, id))) throw notFound();
    await record(ctx, { verb: 'way.remove', subject: 'passkey', subjectId: id });
  });
}
