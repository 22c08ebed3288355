import { record } from '#lib/audit/audit.server.ts';
import { isAddressHidden } from '#lib/children/whereabouts.server.ts';
import { within, type Context } from '#lib/context.ts';
import { notFound, Refusal } from '#lib/errors.ts';
import { allow } from '#lib/relations.server.ts';
import { nextReview } from '#lib/reviews/reviews.server.ts';
import { lockName } from '#lib/server/database/dialects/locks.ts';
import { askedByOnePress, type AskedPerson, type Standing } from './asked.ts';
import { peopleOf } from './asked.server.ts';
import { faultsIn, settled, tellsFamilyWhere, writesToFamily, type Asking } from './asking.ts';
import { noWords, type InvitationWay } from './invitation.ts';
import type { Finding } from './second-look.ts';
import { about, personFor, put, reachOf, standingNow, type Put } from './putting.server.ts';
import { endWaysIn, sendBy } from './sending.server.ts';
import * as store from './store.server.ts';
import { lookTwice } from './watching.server.ts';

/** What the IRO was asked a second time: the venue, and the very words of the note in which something was found. */
export type Sure = Readonly<{ venue: boolean; note: string | null }>;

export type Invited =
  /** Done. */
  | Put
  /** Nothing is done yet: it may tell family where the child is. */
  | Readonly<{ kind: 'look-again'; venue: boolean; findings: readonly Finding[] }>;

/**
 * Asks somebody for their views ahead of the next review, or changes how they are asked: one invitation for one review,
 * however often it is pressed. It is sent when it goes by a way, or to an address, that it has not gone by; whoever is not
 * asked any more cannot come in from this moment. Throws `invalid` with what is wrong, `not-found` for anybody but the IRO or
 * cover. `offered`: the ways this service has.
 */
export async function invite(
  ctx: Context,
  contactId: string,
  chosen: Asking,
  { offered, sure }: { offered: readonly InvitationWay[]; sure: Sure }
): Promise<Invited> {
  return within(ctx, async (ctx) => {
    const { person, coverId } = await personFor(ctx, contactId, offered);
    const faults = faultsIn(chosen, person);
    if (Object.keys(faults).length > 0) throw new Refusal('invalid', { fields: faults });
    const asking = settled(chosen, person);
    const again = await lookAgain(ctx, person, asking, sure);
    if (again) return again;
    return put(ctx, person, asking, coverId);
  });
}

/** Sends it again by the way it went, or makes a new letter (the code of the one before stops working). Twice in a minute is once. */
export async function sendAgain(
  ctx: Context,
  contactId: string,
  offered: readonly InvitationWay[]
): Promise<{ letterId: string | null }> {
  return within(ctx, async (ctx) => {
    const { person, coverId } = await personFor(ctx, contactId, offered);
    const standing = standingNow(person);
    if (!standing || standing.part === 'excluded' || standing.way === 'none') throw notFound();
    const hindrance = person.ended ? 'ended' : person.ways[standing.way];
    if (hindrance !== null) throw new Refusal('invalid', { fields: { way: hindrance } });
    const [last] = standing.sendings;
    const justNow = last !== undefined && ctx.now.getTime() - Date.parse(last.at) < TWICE_MS;
    if (justNow) return { letterId: standing.letter?.id ?? null };
    await followAddress(ctx, person, standing);
    await record(ctx, { ...about(person, standing.id), verb: 'invitation.send-again', reason: standing.way, onBehalf: coverId });
    return sendBy(ctx, standing.id);
  });
}

const TWICE_MS = 60_000;

/** Where the case system has another address for them by now, it goes there, and the old one opens nothing any more. */
async function followAddress(ctx: Context, person: AskedPerson, { id, way }: Standing): Promise<void> {
  const row = await store.invitationById(ctx, id);
  const reach = reachOf(ctx, person, way);
  if (!row || row.reach_index === reach) return;
  await endWaysIn(ctx, row);
  await store.changeInvitation(ctx, id, { reach_index: reach });
}

/** Takes the invitation back: from this moment they cannot come in. What they sent already stays. */
export async function withdraw(ctx: Context, contactId: string): Promise<void> {
  await within(ctx, async (ctx) => {
    const { person, coverId } = await personFor(ctx, contactId, []);
    const standing = standingNow(person);
    if (!standing) return;
    const row = await store.invitationById(ctx, standing.id);
    if (!row) throw notFound();
    await store.changeInvitation(ctx, row.id, { withdrawn_at: ctx.now.toISOString() });
    await endWaysIn(ctx, row);
    await record(ctx, { ...about(person, row.id), verb: 'invitation.withdraw', onBehalf: coverId });
  });
}

/** Asks everybody who may be asked and has not been, each in their usual way, in one press. Gives the letters to print. */
export async function inviteEverybody(
  ctx: Context,
  childId: string,
  offered: readonly InvitationWay[]
): Promise<{ asked: number; letters: string[] }> {
  return within(ctx, async (ctx) => {
    const { coverId } = await allow(ctx, 'invitation.make', childId);
    await lockName(ctx.db, `invite:${childId}`);
    const people = await peopleOf(ctx, childId, { offered, review: await nextReview(ctx, childId) });
    const letters: string[] = [];
    const chosen = people.filter(askedByOnePress);
    for (const person of chosen) {
      const asking = settled({ ...person.usual, language: 'en', tellsVenue: false, words: noWords }, person);
      const { letterId } = await put(ctx, person, asking, coverId);
      if (letterId !== null) letters.push(letterId);
    }
    return { asked: chosen.length, letters };
  });
}

/** What has to be asked a second time and was not yet, or null. What was looked at and sent all the same is written down. */
async function lookAgain(ctx: Context, person: AskedPerson, asking: Asking, sure: Sure): Promise<Invited | null> {
  const venue = tellsFamilyWhere(asking, person, await isAddressHidden(ctx, person.childId)) && !sure.venue;
  const { note } = asking.words;
  const found = writesToFamily(asking, person) && !wroteThis(person, note) ? await lookTwice(ctx, person.childId, note) : [];
  const findings = sure.note === note ? [] : found;
  if (venue || findings.length > 0) return { kind: 'look-again', venue, findings };
  if (found.length > 0)
    await record(ctx, {
      ...{ verb: 'second-look.sent', subject: 'contact', subjectId: person.id },
      ...{ childId: person.childId, reason: String(found.length) }
    });
  return null;
}

/** Whether this very sentence went to them as family already: then it was looked at. To somebody else it was not. */
function wroteThis(person: AskedPerson, note: string): boolean {
  const before = standingNow(person);
  return before !== null && before.words.note === note && writesToFamily(before, person);
}
