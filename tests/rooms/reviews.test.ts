import { expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { nextReview, nextReviews, saveReview } from '#lib/reviews/reviews.server.ts';
import { command, staffActor, testApp } from '#tests/setup/app.ts';

const bare = { dueOn: null, plannedOn: null, heldOn: null, cancelled: false, participation: null };

test('a child new in care has 20 working days, then what the source says beside what the law says', async () => {
  const { as, clock } = await testApp();
  const ctx = () => as(command);
  const childId = await saveChild(ctx(), { firstName: 'Robin', lastName: 'Test', enteredCareOn: '2026-12-07' });
  expect(await nextReview(ctx(), childId)).toEqual({
    reviewId: null,
    on: null,
    latestLawful: '2027-01-07',
    late: false,
    overdue: false,
    heldLast: null
  });
  const first = await saveReview(ctx(), { ...bare, childId, dueOn: '2027-01-12' });
  expect(await nextReview(ctx(), childId)).toMatchObject({ reviewId: first, on: '2027-01-12', late: true });
  await saveReview(ctx(), { ...bare, id: first, childId, dueOn: '2027-01-12', heldOn: '2027-01-05', participation: 'PN1' });
  clock.set('2027-01-06T10:00:00.000Z');
  expect(await nextReview(ctx(), childId)).toMatchObject({
    reviewId: null,
    on: null,
    latestLawful: '2027-04-05',
    heldLast: '2027-01-05'
  });
});

test('saving the same again changes nothing; only commands save; unknown children have an answer too', async () => {
  const { as } = await testApp();
  const ctx = as(command);
  const childId = await saveChild(ctx, { firstName: 'Kai', lastName: 'Test', enteredCareOn: '2025-01-06' });
  const review = { ...bare, childId, plannedOn: '2026-12-16' };
  const id = await saveReview(ctx, review);
  const before = await verifyChain(ctx);
  expect(await saveReview(ctx, { ...review, id })).toBe(id);
  expect(await verifyChain(ctx)).toEqual(before);
  await expect(saveReview(as(staffActor('somebody')), review)).rejects.toMatchObject({ problem: 'not-found' });
  const all = await nextReviews(ctx, [childId, 'unknown']);
  expect(all.get(childId)?.on).toBe('2026-12-16');
  expect(all.get('unknown')).toEqual({
    reviewId: null,
    on: null,
    latestLawful: null,
    late: false,
    overdue: false,
    heldLast: null
  });
});
