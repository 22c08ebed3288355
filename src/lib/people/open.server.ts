import { photoOf } from '#lib/attachments/attachments.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { UNREADABLE, type ShownPerson } from './staff.ts';
import { cardOf } from './staff-rows.server.ts';
import * as store from './store.server.ts';

/**
 * Those who agreed to be shown to anybody and work here, by the name children call them. Whose name cannot be opened is
 * left out: there is nothing to show.
 */
export async function shownOpenly(ctx: Context): Promise<ShownPerson[]> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see-open');
    const rows = await store.shownStaff(ctx);
    if (rows.length === 0) return [];
    const ids = rows.map(({ id }) => id);
    const safes = await ctx.vault.safes(ctx.db, 'staff', ids, 'record');
    return rows
      .map((row) => cardOf(safes.get(row.id), row))
      .filter(({ name }) => name !== UNREADABLE)
      .map(({ name, called, photoId, workingDays }) => ({ name, called, photoId, workingDays }))
      .sort((one, other) => one.called.localeCompare(other.called, 'en') || one.name.localeCompare(other.name, 'en'));
  });
}

/**
 * The photograph of somebody who is shown to anybody now, ready to serve. `not-found` for every other id, whoever asks:
 * that of somebody who did not agree, or no longer does, is as if it had never been.
 */
export async function openPhoto(ctx: Context, photoId: string): Promise<{ mediaType: string; bytes: Buffer }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see-open');
    if (!(await store.isShownPhoto(ctx, photoId))) throw notFound();
    return photoOf(ctx, photoId);
  });
}
