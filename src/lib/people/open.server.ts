import { photoOf } from '#lib/attachments/attachments.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { helloFor, shownAtFirst, type OwnPage, type Showable } from './page.ts';
import { pagesOf } from './pages.server.ts';
import { UNREADABLE, type ShownPerson, type StaffCard } from './staff.ts';
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
    const pages = await pagesOf(ctx, ids);
    return rows
      .map((row) => cardOf(safes.get(row.id), row))
      .filter(({ name }) => name !== UNREADABLE)
      .map((card) => asChosen(card, pages.get(card.id)))
      .sort((one, other) => one.called.localeCompare(other.called, 'en') || one.name.localeCompare(other.name, 'en'));
  });
}

/** No more of them than they chose to show. */
function asChosen({ name, called, photoId, workingDays, phone }: StaffCard, page: OwnPage | undefined): ShownPerson {
  const shows = (one: Showable) => (page?.shows ?? shownAtFirst).includes(one);
  return {
    name,
    called,
    photoId: shows('photo') ? photoId : null,
    workingDays: shows('hours') ? (page?.talks.days ?? workingDays) : null,
    hours: shows('hours') && page?.talks.from && page.talks.to ? { from: page.talks.from, to: page.talks.to } : null,
    phone: shows('number') ? phone : null,
    // Anybody may read it: the words for the oldest.
    hello: shows('hello') && page ? helloFor(page, '12-17') : null
  };
}

/**
 * The photograph of somebody who is shown to anybody now, ready to serve. `not-found` for every other id, whoever asks:
 * that of somebody who did not agree, or no longer does, is as if it had never been.
 */
export async function openPhoto(ctx: Context, photoId: string): Promise<{ mediaType: string; bytes: Buffer }> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'team.see-open');
    const staffId = await store.whoseShownPhoto(ctx, photoId);
    const page = staffId === null ? undefined : (await pagesOf(ctx, [staffId])).get(staffId);
    if (staffId === null || !(page?.shows ?? shownAtFirst).includes('photo')) throw notFound();
    return photoOf(ctx, photoId);
  });
}
