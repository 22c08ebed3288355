import { record } from '#lib/audit/audit.server.ts';
import { contactsAround } from '#lib/children/contacts.server.ts';
import { isAddressHidden, keepAddressHidden } from '#lib/children/whereabouts.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { nextReview, setVenue, venueOf } from '#lib/reviews/reviews.server.ts';
import * as store from './store.server.ts';
import { isFamily } from './usual.ts';

/**
 * Marks that not everybody may know where this child lives, or that everybody may. From the mark on family is told no day
 * and no place, also where it was ticked before: the IRO ticks again what they may know all the same.
 */
export async function setAddressHidden(ctx: Context, childId: string, hidden: boolean): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'watch.set', childId);
    if (!(await keepAddressHidden(ctx, childId, hidden))) return;
    const reason = hidden ? 'hidden' : 'not hidden';
    await record(ctx, { verb: 'address-hidden.set', subject: 'child', subjectId: childId, childId, reason, onBehalf: coverId });
    if (hidden) await untickFamily(ctx, childId, { tells_day: 0, tells_venue: 0 }, coverId);
  });
}

/**
 * Writes down where the child's next review is. Where their address is hidden, whoever of the family was told one place is
 * not told another by the same tick. `not-found` for anybody but the child's IRO or cover, and where there is no review.
 */
export async function placeReview(ctx: Context, childId: string, venue: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'venue.set', childId);
    const { reviewId } = await nextReview(ctx, childId);
    if (reviewId === null) throw notFound();
    const before = await venueOf(ctx, reviewId);
    await setVenue(ctx, reviewId, venue);
    if (before === (venue === '' ? null : venue) || !(await isAddressHidden(ctx, childId))) return;
    await untickFamily(ctx, childId, { tells_venue: 0 }, coverId);
  });
}

type Unticked = Readonly<{ tells_day?: 0; tells_venue: 0 }>;

/** Takes back what family was ticked to know of a review; each of them has a line in the record. */
async function untickFamily(ctx: Context, childId: string, set: Unticked, coverId: string | null): Promise<void> {
  const family = new Set((await contactsAround(ctx, childId)).filter(({ relation }) => isFamily(relation)).map(({ id }) => id));
  for (const row of await store.invitationsAbout(ctx, childId)) {
    const told = row.tells_venue === 1 || (set.tells_day === 0 && row.tells_day === 1);
    if (!told || !(family.has(row.contact_id) || row.form === 'parent')) continue;
    await store.changeInvitation(ctx, row.id, set);
    const act = { verb: 'invitation.change', subject: 'invitation', subjectId: row.id, childId };
    await record(ctx, { ...act, reason: 'told less', onBehalf: coverId });
  }
}
