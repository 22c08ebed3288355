import { beforeEach, describe, expect, test } from 'vitest';
import { saveContact } from '#lib/children/children.server.ts';
import type { Asking } from '#lib/invitations/asking.ts';
import { invitationWays, noWords } from '#lib/invitations/invitation.ts';
import { invite, inviteEverybody } from '#lib/invitations/inviting.server.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';
import { ownInvitation } from '#lib/invitations/own.server.ts';
import { placeReview, setAddressHidden } from '#lib/invitations/hiding.server.ts';
import { saveReview, setVenue } from '#lib/reviews/reviews.server.ts';
import { cast } from '#tests/setup/cast.ts';
import { contributor } from '#tests/setup/invited.ts';

const DAY = 24 * 3600_000;
const notFound = expect.objectContaining({ problem: 'not-found' });
const sure = { venue: true, note: null };
const byLetter: Asking = {
  ...{ part: 'invited', form: 'parent', role: null, way: 'letter', language: 'en' },
  ...{ tellsDay: true, tellsVenue: true, words: noWords }
};

/** Dana, Robin's mother, is asked by letter for the review of 14 December and may know its day and place. */
async function asked() {
  const t = await cast();
  const sam = () => t.asStaff(t.sam);
  await setVenue(sam(), t.review, 'The library in Otherton');
  await saveContact(t.cmd(), { id: t.dana, childId: t.robin, name: 'Dana', relation: 'mother', mayInvite: true });
  const ask = (asking: Partial<Asking> = {}) =>
    invite(sam(), t.dana, { ...byLetter, ...asking }, { offered: invitationWays, sure });
  const today = () => sam().now.toISOString().slice(0, 10);
  const held = () =>
    saveReview(t.cmd(), {
      ...{ id: t.review, childId: t.robin, dueOn: null, plannedOn: '2026-12-14', heldOn: today() },
      ...{ cancelled: false, participation: null }
    });
  const dana = () => contributor(t, t.dana, t.robin);
  return { ...t, samNow: sam, ask, held, dana };
}

describe('when the review is over', () => {
  let t: Awaited<ReturnType<typeof asked>>;
  beforeEach(async () => {
    t = await asked();
  });

  test('what somebody was told of it is not told of the next: neither on their pages nor in the letter', async () => {
    const made = await t.ask();
    const letterId = made.kind === 'asked' ? (made.letterId ?? '') : '';
    expect(await ownInvitation(t.dana())).toMatchObject({ day: '2026-12-14', venue: 'The library in Otherton' });
    await t.held();
    t.clock.forward(2 * DAY);
    await setVenue(t.samNow(), await t.reviewOf(t.robin, '2027-05-20'), 'June’s kitchen, 7 Hollow Lane');
    expect(await ownInvitation(t.dana())).toMatchObject({ day: null, venue: null });
    expect(await letterFor(t.samNow(), letterId, 'https://say.example')).toMatchObject({ day: null, venue: null });
  });

  test('an invitation made before there was one on the list ends four weeks after it too', async () => {
    const cancelled = { plannedOn: '2026-12-14', heldOn: null, cancelled: true, participation: null };
    await saveReview(t.cmd(), { id: t.review, childId: t.robin, dueOn: null, ...cancelled });
    await t.ask();
    t.clock.forward(10 * DAY);
    const other = await t.reviewOf(t.robin, '2026-12-20');
    const heldOn = t.samNow().now.toISOString().slice(0, 10);
    await saveReview(t.cmd(), {
      ...{ id: other, childId: t.robin, dueOn: null, plannedOn: '2026-12-20', heldOn },
      ...{ cancelled: false, participation: null }
    });
    t.clock.forward(27 * DAY);
    expect(await ownInvitation(t.dana())).toMatchObject({ childId: t.robin });
    t.clock.forward(3 * DAY);
    await expect(ownInvitation(t.dana())).rejects.toEqual(notFound);
  });

  test('whoever was left out, or gave views only, is asked for the next one by one and never by the one press', async () => {
    await t.ask({ part: 'excluded', words: { reason: 'A court order.', otherWay: 'By phone.', note: '' } });
    await t.held();
    t.clock.forward(2 * DAY);
    await t.reviewOf(t.robin, '2027-05-20');
    await inviteEverybody(t.samNow(), t.robin, invitationWays);
    await expect(ownInvitation(t.dana())).rejects.toEqual(notFound);
    await t.ask();
    expect(await ownInvitation(t.dana())).toMatchObject({ childId: t.robin });
  });
});

test('from the moment an address is marked as hidden family is told no day and no place until the IRO ticks it again', async () => {
  const t = await asked();
  await t.ask();
  await setAddressHidden(t.samNow(), t.robin, true);
  expect(await ownInvitation(t.dana())).toMatchObject({ day: null, venue: null });
  await t.ask();
  expect(await ownInvitation(t.dana())).toMatchObject({ day: '2026-12-14', venue: 'The library in Otherton' });
});

test('where an address is hidden a tick is for the place it was made for, not for the next one written down', async () => {
  const t = await asked();
  await setAddressHidden(t.samNow(), t.robin, true);
  await t.ask();
  await placeReview(t.samNow(), t.robin, 'The library in Otherton');
  expect(await ownInvitation(t.dana())).toMatchObject({ venue: 'The library in Otherton' });
  await placeReview(t.samNow(), t.robin, 'June’s kitchen, 7 Hollow Lane');
  expect(await ownInvitation(t.dana())).toMatchObject({ day: '2026-12-14', venue: null });
  await expect(placeReview(t.asStaff(t.lee), t.robin, 'Anywhere')).rejects.toEqual(notFound);
});
