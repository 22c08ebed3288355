import { removePhoto } from '#lib/attachments/attachments.server.ts';
import { record } from '#lib/audit/audit.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import type { StaffCard, StaffGiven } from './staff.ts';
import { cardOf, roleRow, rowOf } from './staff-rows.server.ts';
import * as store from './store.server.ts';

/** Makes a member of staff, or changes one (`id`): what is left out stays. Returns the id; `not-found` if there is none. */
export async function saveStaff(ctx: Context, given: StaffGiven): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'staff.save');
    const before = given.id === undefined ? undefined : await store.oneStaff(ctx, given.id);
    if (given.id !== undefined && !before) throw notFound();
    const id = before?.id ?? ctx.ids();
    const row = await rowOf(ctx, id, given, before);
    if (before) await store.updateStaff(ctx, id, row);
    else await store.insertStaff(ctx, row);
    if (given.roles)
      await store.replaceRoles(
        ctx,
        id,
        given.roles.map((role) => roleRow(ctx, id, role))
      );
    await record(ctx, { verb: 'staff.save', subject: 'staff', subjectId: id, reason: before ? 'changed' : 'new' });
    return id;
  });
}

/** The cards of these people; unknown ids are missing from the map. Asks no permission: its callers are verbs. */
export async function staffCards(ctx: Context, ids: readonly string[]): Promise<Map<string, StaffCard>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await store.manyStaff(ctx, wanted);
  const safes = await ctx.vault.safes(
    ctx.db,
    'staff',
    rows.map((row) => row.id),
    'record'
  );
  return new Map(rows.map((row) => [row.id, cardOf(safes.get(row.id), row)]));
}

/** Gives them another photograph (an attachment's id) or none; the one before it is deleted. */
export async function setStaffPhoto(ctx: Context, staffId: string, photoId: string | null): Promise<void> {
  await within(ctx, async (ctx) => {
    await allow(ctx, 'staff.save');
    const before = await store.oneStaff(ctx, staffId);
    if (!before) throw notFound();
    await store.updateStaff(ctx, staffId, { photo_id: photoId, changed_at: ctx.now.toISOString() });
    if (before.photo_id && before.photo_id !== photoId) await removePhoto(ctx, before.photo_id);
    await record(ctx, { verb: 'staff.save', subject: 'staff', subjectId: staffId, reason: 'photo' });
  });
}
