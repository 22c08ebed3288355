import { record } from '#lib/audit/audit.server.ts';
import { saveContact } from '#lib/children/children.server.ts';
import { mayHavePostal } from '#lib/children/contact.ts';
import { contactsAround } from '#lib/children/contacts.server.ts';
import { within, type Context } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import type { AskedPerson } from './asked.ts';
import { peopleOf } from './asked.server.ts';
import type { InvitationWay } from './invitation.ts';
import { faultsOfPerson, type PersonGiven } from './person.ts';
import { personFor, reachOf, standingNow } from './putting.server.ts';
import { endWaysIn, reachIndex, sendBy } from './sending.server.ts';
import * as store from './store.server.ts';

/** Puts down somebody around the child, who may then be asked. Returns their id. Throws `invalid` with what is wrong. */
export async function addPerson(ctx: Context, childId: string, given: PersonGiven): Promise<string> {
  return within(ctx, async (ctx) => {
    await allow(ctx, 'contact.save', childId);
    await lockName(ctx.db, `invite:${childId}`);
    refuse(await faultsHere(ctx, childId, null, given));
    return saveContact(ctx, { ...columnsOf(given), childId, mayInvite: true, inCircle: false });
  });
}

/**
 * Puts right what is known of somebody. If they are asked by an address or number that is another one now, the old one opens
 * nothing from this moment and the new one is written to. Throws `invalid` with what is wrong.
 */
export async function correctPerson(
  ctx: Context,
  contactId: string,
  given: PersonGiven,
  offered: readonly InvitationWay[]
): Promise<{ sentAnew: boolean }> {
  return within(ctx, async (ctx) => {
    const { person, coverId } = await personFor(ctx, contactId, offered);
    refuse(await faultsHere(ctx, person.childId, person, given));
    await saveContact(ctx, { ...columnsOf(given), id: contactId, childId: person.childId });
    const standing = standingNow(person);
    const row = standing ? await store.invitationById(ctx, standing.id) : undefined;
    const reach = row && standing ? reachOf(ctx, columnsOf(given), standing.way) : null;
    if (!row || reach === null || reach === row.reach_index) return { sentAnew: false };
    await endWaysIn(ctx, row);
    await store.changeInvitation(ctx, row.id, { reach_index: reach });
    await record(ctx, {
      verb: 'invitation.change',
      subject: 'invitation',
      subjectId: row.id,
      childId: person.childId,
      reason: 'new address',
      onBehalf: coverId
    });
    await sendBy(ctx, row.id);
    return { sentAnew: true };
  });
}

const columnsOf = (given: PersonGiven) => ({
  name: given.name,
  relation: given.relation,
  email: given.email || null,
  phone: given.phone || null,
  postal: mayHavePostal(given.relation) ? given.postal || null : null
});

function refuse(faults: Readonly<Record<string, string>>): void {
  if (Object.keys(faults).length > 0) throw new Refusal('invalid', { fields: { ...faults } });
}

/** What is wrong with it, also beside the others around this child: two of them must not share what opens the door of one. */
async function faultsHere(ctx: Context, childId: string, self: AskedPerson | null, given: PersonGiven) {
  const faults = faultsOfPerson(given);
  if (given.email && !faults.email && (await isTaken(ctx, childId, self, 'email', given.email))) faults.email = 'shared';
  if (given.phone && !faults.phone && (await isTaken(ctx, childId, self, 'text', given.phone))) faults.phone = 'shared';
  const way = self && standingNow(self)?.way;
  if (way === 'email' && !given.email) faults.email = 'asked-by-it';
  if (way === 'text' && !given.phone) faults.phone = 'asked-by-it';
  return faults;
}

/** Whether this address or number is that of somebody else here, and either of the two is asked by it. */
async function isTaken(ctx: Context, childId: string, self: AskedPerson | null, way: 'email' | 'text', reach: string) {
  const people = await peopleOf(ctx, childId, { offered: [], review: await nextReview(ctx, childId) });
  const askedByIt = new Set(people.filter((person) => standingNow(person)?.way === way).map(({ id }) => id));
  const mine = reachIndex(ctx, way, reach);
  return (await contactsAround(ctx, childId))
    .filter(({ id }) => id !== self?.id && ((self !== null && askedByIt.has(self.id)) || askedByIt.has(id)))
    .some((other) => reachOf(ctx, other, way) === mine);
}
