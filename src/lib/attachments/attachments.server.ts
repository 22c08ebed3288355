import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow, worksFor } from '#lib/relations.server.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { portraitOf } from './pictures.server.ts';
import * as store from './store.server.ts';

export type PhotoGiven = Readonly<{ owner: 'staff'; ownerId: string; bytes: Uint8Array }>;

/**
 * Keeps a photograph, re-encoded to 512x512 and encrypted. Returns its id.
 * `then` (hanging it on a wall) runs in the same transaction, so that no photograph is kept that belongs nowhere.
 * Must not be called inside a transaction: decoding a picture takes longer than one may be held.
 * Throws `invalid` (field `photo`) when it is not a picture we take.
 */
export async function savePhoto(
  ctx: Context,
  given: PhotoGiven,
  then?: (ctx: Context, id: string) => Promise<void>
): Promise<string> {
  if (ctx.db.isTransaction) throw new Error('a photograph is re-encoded before a transaction is opened');
  await within(ctx, (ctx) => allow(ctx, 'photo.save'));
  const portrait = await portraitOf(given.bytes);
  return within(ctx, async (ctx) => {
    await allow(ctx, 'photo.save');
    const id = ctx.ids();
    const safe = await ctx.vault.safe(ctx.db, { kind: given.owner, id: given.ownerId }, 'record');
    await store.insert(ctx, {
      id,
      kind: 'photo',
      owner: given.owner,
      owner_id: given.ownerId,
      media_type: portrait.mediaType,
      width: portrait.width,
      height: portrait.height,
      digest: digest(ctx, given.bytes),
      content_sealed: safe.seal('attachments', 'content_sealed', id, 0, portrait.bytes),
      created_at: ctx.now.toISOString()
    });
    await record(ctx, { verb: 'photo.save', subject: 'attachment', subjectId: id });
    await then?.(ctx, id);
    return id;
  });
}

const digest = (ctx: Context, bytes: Uint8Array) => ctx.vault.mac('index', 'photo', bytes).toString('hex');

/** Whether attachment `id` was made from exactly these bytes. Asks no permission: its callers are verbs. */
export async function isSamePhoto(ctx: Context, id: string, bytes: Uint8Array): Promise<boolean> {
  return (await store.digestOf(ctx, id))?.digest === digest(ctx, bytes);
}

/**
 * A photograph, ready to serve. A child, and whoever is asked about one, sees those who work for
 * the child now and nobody else's. `not-found` when there is
 * none or the reader may not see it: the two are the same.
 */
export async function readPhoto(ctx: Context, id: string): Promise<{ mediaType: string; bytes: Buffer }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'photo.see');
    const row = await staffPhoto(ctx, id);
    const { actor } = ctx;
    const childId = actor.kind === 'child' ? actor.id : actor.kind === 'contributor' ? actor.childId : null;
    if (childId !== null && !(await worksFor(ctx, row.owner_id, childId))) throw notFound();
    return opened(ctx, row);
  });
}

/** A photograph of a member of staff, in the caller's transaction. `not-found` if there is none. Asks no permission: its callers are verbs. */
export const photoOf = async (ctx: Context, id: string): Promise<{ mediaType: string; bytes: Buffer }> =>
  opened(ctx, await staffPhoto(ctx, id));

type StaffPhoto = NonNullable<Awaited<ReturnType<typeof store.one>>> & { owner: 'staff' };

async function staffPhoto(ctx: Context, id: string): Promise<StaffPhoto> {
  const row = await store.one(ctx, id);
  if (row?.owner !== 'staff') throw notFound();
  return { ...row, owner: 'staff' };
}

async function opened(ctx: Context, row: StaffPhoto): Promise<{ mediaType: string; bytes: Buffer }> {
  const safe = await ctx.vault.safe(ctx.db, { kind: row.owner, id: row.owner_id }, 'record');
  const bytes = safe.openBytes('attachments', 'content_sealed', row.id, 0, row.content_sealed);
  if (bytes === DAMAGED) throw new Refusal('damaged');
  return { mediaType: row.media_type, bytes };
}

/** Deletes a photograph, in the caller's transaction. Asks no permission: its callers are verbs. */
export const removePhoto = (ctx: Context, id: string): Promise<void> => store.remove(ctx, id);
