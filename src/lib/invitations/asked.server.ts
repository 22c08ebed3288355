import { recordLook } from '#lib/audit/audit.server.ts';
import type { ContactFull } from '#lib/children/contact.ts';
import { contactsAround } from '#lib/children/contacts.server.ts';
import { isAddressHidden } from '#lib/children/whereabouts.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import type { NextReview } from '#lib/reviews/review.ts';
import { isFor, nextReview, venueOf } from '#lib/reviews/reviews.server.ts';
import { countsOf, type AskedCounts, type AskedPerson, type Given, type PeopleAsked, type Standing } from './asked.ts';
import * as facts from './facts.store.server.ts';
import { stateOf, type InvitationState, type InvitationWay } from './invitation.ts';
import { reachIndex } from './sending.server.ts';
import { givenBy, partsBefore, standingOf } from './standing.server.ts';
import { usualFor, waysOf } from './usual.ts';

/**
 * Everybody around the child whom one may ask for their views, with what became of it for the next review; who is around
 * them no longer only if they were asked. `offered`: the ways this service has. `not-found` for anybody but the IRO or cover.
 */
export async function peopleAsked(ctx: Context, childId: string, offered: readonly InvitationWay[]): Promise<PeopleAsked> {
  return within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'invitation.see', childId);
    await recordLook(ctx, { verb: 'invitation.see', subject: 'child', subjectId: childId, childId, onBehalf: coverId });
    const review = await nextReview(ctx, childId);
    return {
      people: await peopleOf(ctx, childId, { offered, review }),
      hidden: await isAddressHidden(ctx, childId),
      reviewId: review.reviewId,
      venue: review.reviewId === null ? null : await venueOf(ctx, review.reviewId)
    };
  });
}

/** How many were asked, sent, and have not looked: for the child's sheet, which has its own line in the audit. */
export async function askedCounts(ctx: Context, childId: string): Promise<AskedCounts> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'invitation.see', childId);
    return countsOf(await peopleOf(ctx, childId, { offered: [], review: await nextReview(ctx, childId) }));
  });
}

/** One of them, in the transaction of a verb that has asked for permission already. `not-found` when they are not there. */
export async function personAsked(
  ctx: Context,
  childId: string,
  contactId: string,
  offered: readonly InvitationWay[]
): Promise<AskedPerson> {
  const people = await peopleOf(ctx, childId, { offered, review: await nextReview(ctx, childId) });
  const person = people.find(({ id }) => id === contactId);
  if (!person) throw notFound();
  return person;
}

/** Everybody around this child. Asks no permission: its callers are the verbs of this room. */
export async function peopleOf(
  ctx: Context,
  childId: string,
  { offered, review }: { offered: readonly InvitationWay[]; review: NextReview }
): Promise<AskedPerson[]> {
  const contacts = await contactsAround(ctx, childId);
  const standing = await standingOf(ctx, childId, review);
  const given = await givenBy(ctx, childId, review);
  const begun = (await facts.begunAbout(ctx, childId)).filter((row) => isFor(review, row.review_id, row.saved_at));
  const hidden = await isAddressHidden(ctx, childId);
  const before = await partsBefore(ctx, childId, review);
  const shared = sharedBy(ctx, contacts);
  return contacts
    .filter(({ id, ended }) => !ended || standing.has(id) || given.has(id))
    .map((contact) => {
      const own = standing.get(contact.id) ?? null;
      const beganAt = begun.find((row) => row.author_id === contact.id)?.saved_at ?? null;
      const sent = given.get(contact.id) ?? null;
      const ways = waysOf({ ...contact, shared: shared.get(contact.id) ?? new Set(), offered });
      const usual = usualFor(contact.relation, ways, {
        hidden,
        before: before.get(contact.id) ?? null,
        mayInvite: contact.mayInvite
      });
      return { ...contact, ways, usual, standing: own, state: stateIn(own, beganAt, sent), beganAt, given: sent };
    });
}

function stateIn(standing: Standing | null, beganAt: string | null, given: Given | null): InvitationState | 'not-asked' {
  if (standing === null && given === null) return 'not-asked';
  return stateOf({
    part: standing?.part ?? 'invited',
    withdrawnAt: standing?.withdrawnAt ?? null,
    sendings: standing?.sendings.length ?? 0,
    openedAt: standing?.openedAt ?? null,
    beganAt,
    sentAt: given?.at ?? null,
    readAt: given?.readAt ?? null
  });
}

/** Each contact's address and number, where somebody else around this child (still, or no longer) has the same one. */
function sharedBy(ctx: Context, contacts: readonly ContactFull[]): Map<string, Set<'email' | 'text'>> {
  const reaches = contacts.flatMap(({ id, email, phone }) => [
    ...(email === null ? [] : [{ id, way: 'email' as const, at: reachIndex(ctx, 'email', email) }]),
    ...(phone === null ? [] : [{ id, way: 'text' as const, at: reachIndex(ctx, 'text', phone) }])
  ]);
  const found = new Map<string, Set<'email' | 'text'>>();
  for (const one of reaches.filter(({ at }) => at !== null))
    if (reaches.some((other) => other.id !== one.id && other.way === one.way && other.at === one.at))
      found.set(one.id, (found.get(one.id) ?? new Set()).add(one.way));
  return found;
}
