import { beforeAll, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { openDraft, saveAudiences, savePage, seeDraft, seeDraftOf } from '#lib/consultations/drafts.server.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { viewsMid } from '#forms/views-8-11.ts';
import { viewsTeen } from '#forms/views-12-17.ts';
import { answer, cast, draftOf, sendIt, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

let t: Cast;
let robin: () => ReturnType<Cast['asChild']>;
beforeAll(async () => {
  t = await cast();
  robin = () => t.asChild(t.robin);
});

const teenDraft = (reviewId: string | null) =>
  openDraft(t.asChild(t.kai), { childId: t.kai, reviewId, form: viewsTeen, band: '12-17', language: 'en' });

test('a draft is opened once, saved page by page, and carried on at another device', async () => {
  expect(await seeDraft(robin(), t.robin, t.review)).toBeNull();
  const draft = await draftOf(robin(), t.robin, t.review);
  await answer(robin(), draft.id, { general: 'good', 'general-more': 'my own key' });
  await answer(robin(), draft.id, { change: 'see Nan more' });
  const elsewhere = t.asChild(t.robin, { sessionId: 'another-device' });
  expect((await draftOf(elsewhere, t.robin, t.review)).id).toBe(draft.id);
  const seen = await seeDraft(elsewhere, t.robin, t.review);
  expect(Object.fromEntries(Object.entries(seen?.body.answers ?? {}).map(([code, { answer }]) => [code, answer.value]))).toEqual({
    general: 'good',
    'general-more': 'my own key',
    change: 'see Nan more'
  });
  expect(seen?.body.answers.general?.asked.question).toMatch(/\w/);
  await answer(elsewhere, draft.id, { 'general-more': null });
  expect((await seeDraft(robin(), t.robin, t.review))?.body.answers).not.toHaveProperty('general-more');
});

test('two devices that save different pages at the same moment do not undo each other', async () => {
  const draft = await draftOf(robin(), t.robin, t.review);
  const done = await Promise.all([
    answer(robin(), draft.id, { 'home-feel': 'ok' }),
    answer(robin(), draft.id, { 'school-feel': 'not-great' }),
    answer(robin(), draft.id, { since: 'a lot' })
  ]);
  expect(new Set(done.map(({ rev }) => rev)).size).toBe(3);
  const seen = await seeDraft(robin(), t.robin, t.review);
  expect(Object.keys(seen?.body.answers ?? {})).toEqual(expect.arrayContaining(['home-feel', 'school-feel', 'since', 'change']));
});

test('nothing that was not asked, or does not fit, is kept', async () => {
  const draft = await draftOf(robin(), t.robin, t.review);
  const before = await seeDraft(robin(), t.robin, t.review);
  await expect(answer(robin(), draft.id, { general: 'wonderful' })).rejects.toEqual(refused('invalid', { general: 'invalid' }));
  await expect(answer(robin(), draft.id, { change: 'x'.repeat(4001) })).rejects.toEqual(
    refused('invalid', { change: 'invalid' })
  );
  await expect(savePage(robin(), draft.id, viewsMid, { page: 'b99' })).rejects.toEqual(refused('not-found'));
  const [elsewhere] = Object.values(before?.body.answers ?? {});
  if (!elsewhere) throw new Error('nothing was saved before');
  await expect(savePage(robin(), draft.id, viewsMid, { page: 'b31', answers: { general: elsewhere } })).rejects.toEqual(
    refused('not-found')
  );
  expect(await seeDraft(robin(), t.robin, t.review)).toEqual(before);
});

test('a visit by the card alone sees only what it began itself, and does not hide what the child began with the PIN', async () => {
  const own = await seeDraft(robin(), t.robin, t.review);
  const first = t.byCard(t.robin, 'first-visit');
  expect(await seeDraft(first, t.robin, t.review)).toBeNull();
  const begun = await draftOf(first, t.robin, t.review);
  expect(begun.id).not.toBe(own?.id);
  expect(begun.body.answers).toEqual({});
  t.clock.forward(60_000);
  await answer(first, begun.id, { change: 'said with the card' });
  expect((await seeDraft(first, t.robin, t.review))?.id).toBe(begun.id);
  expect(await seeDraft(t.byCard(t.robin, 'second-visit'), t.robin, t.review)).toBeNull();
  await expect(answer(first, own?.id ?? '', { change: 'not mine to change' })).rejects.toEqual(refused('not-found'));
  await expect(answer(t.byCard(t.robin, 'second-visit'), begun.id, { change: 'later' })).rejects.toEqual(refused('not-found'));
  expect((await seeDraft(robin(), t.robin, t.review))?.id).toBe(own?.id);
});

test('a form made for one draft finds it again, by the same child with the PIN given in between, and by nobody else', async () => {
  const visit = t.byCard(t.robin, 'before-the-pin');
  const begun = await draftOf(visit, t.robin, t.review);
  await answer(visit, begun.id, { change: 'begun with the card' });
  const seen = async (ctx: ReturnType<Cast['asChild']>, childId = t.robin) =>
    (await seeDraftOf(ctx, childId, begun.id))?.id ?? null;
  expect(await seen(visit)).toBe(begun.id);
  expect((await seeDraft(robin(), t.robin, t.review))?.id).not.toBe(begun.id);
  expect(await seen(robin())).toBeNull();
  expect(await seen(t.byCard(t.robin, 'another-visit'))).toBeNull();
  const goingOn = t.asChild(t.robin, { earlierVisit: 'before-the-pin' });
  expect(await seen(goingOn)).toBe(begun.id);
  await answer(goingOn, begun.id, { change: 'gone on with, with the PIN' });
  // From now on it is closed to the card, and the child finds it with the PIN on any visit.
  expect(await seen(visit)).toBeNull();
  expect(await seen(robin())).toBe(begun.id);
  expect(await seen(t.asChild(t.kai), t.kai)).toBeNull();
  await expect(seen(t.asChild(t.kai))).rejects.toEqual(refused('not-found'));
  expect(await seeDraftOf(robin(), t.robin, 'invented')).toBeNull();
});

test('only people of the child’s own circle can be told; without any it stays with the IRO', async () => {
  const draft = await draftOf(robin(), t.robin, t.review);
  const tell = (...people: ['contact' | 'staff', string][]) => ({
    kind: 'tell' as const,
    people: people.map(([kind, id]) => ({ kind, id }))
  });
  await answer(
    robin(),
    draft.id,
    { general: 'good' },
    {
      audience: tell(
        ['contact', t.dana],
        ['contact', t.dana],
        ['contact', t.col],
        ['contact', t.nan],
        ['staff', t.dee],
        ['staff', t.lee]
      )
    }
  );
  const audience = async (code: string) => (await seeDraft(robin(), t.robin, t.review))?.body.answers[code]?.audience;
  expect(await audience('general')).toEqual(tell(['contact', t.dana], ['staff', t.dee]));
  await saveAudiences(robin(), draft.id, {
    general: tell(['contact', t.col]),
    change: { kind: 'at_my_review' },
    'not-given': { kind: 'at_my_review' }
  });
  expect(await audience('general')).toEqual({ kind: 'only_iro' });
  expect(await audience('change')).toEqual({ kind: 'at_my_review' });
  expect(await audience('not-given')).toBeUndefined();
  await answer(robin(), draft.id, { change: 'other words' });
  expect(await audience('change')).toEqual({ kind: 'at_my_review' });
});

test('a draft with answers keeps its form when the child asks for other words; an empty one takes the new form', async () => {
  const ctx = t.asChild(t.kai);
  const first = await teenDraft(null);
  const again = await openDraft(ctx, {
    childId: t.kai,
    reviewId: null,
    form: viewsMid,
    band: '8-11',
    language: 'en'
  });
  expect(again).toMatchObject({ id: first.id, form: 'views-8-11', band: '8-11', rev: 2 });
  await answer(ctx, first.id, { change: 'kept' });
  expect(await teenDraft(null)).toMatchObject({
    id: first.id,
    form: 'views-8-11',
    body: { answers: { change: { answer: { value: 'kept' } } } }
  });
  expect(await t.cmd().db.selectFrom('drafts').select('id').where('author_id', '=', t.kai).execute()).toHaveLength(1);
});

test('what was begun before the review was known is sent for it, found again, and can be added to', async () => {
  const ctx = t.asChild(t.aleks);
  const draft = await draftOf(ctx, t.aleks);
  await answer(ctx, draft.id, { change: 'a bike' });
  const review = await t.reviewOf(t.aleks);
  await sendIt(ctx, draft.id, { id: review, on: '2026-12-14' });
  expect((await draftOf(ctx, t.aleks, review)).id).toBe(draft.id);
  // The case system books it anew under another id: what was sent is still for this review.
  const booked = await t.reviewOf(t.aleks, '2026-12-21');
  expect((await draftOf(ctx, t.aleks, booked)).id).toBe(draft.id);
  await saveReview(t.cmd(), {
    id: review,
    childId: t.aleks,
    dueOn: '2026-12-14',
    plannedOn: null,
    heldOn: '2026-12-14',
    cancelled: false,
    participation: null
  });
  const next = await t.reviewOf(t.aleks, '2027-06-14');
  expect((await draftOf(ctx, t.aleks, next)).id).not.toBe(draft.id);
});

test('a draft that cannot be opened stops nobody from writing', async () => {
  const ctx = t.asChild(t.kai, { sessionId: 'after-the-damage' });
  const damaged = await seeDraft(ctx, t.kai, null);
  await t
    .cmd()
    .db.updateTable('drafts')
    .set({ body_sealed: Buffer.from('not what was put there') })
    .where('id', '=', damaged?.id ?? '')
    .execute();
  expect(await seeDraft(ctx, t.kai, null)).toBeNull();
  const fresh = await teenDraft(null);
  expect(fresh.id).not.toBe(damaged?.id);
  expect((await seeDraft(ctx, t.kai, null))?.id).toBe(fresh.id);
  await expect(answer(ctx, damaged?.id ?? '', { change: 'x' })).rejects.toEqual(refused('damaged'));
});

test('the chain of what happened holds', async () => {
  const { entries, broken } = await verifyChain(t.cmd());
  expect(broken).toBeNull();
  expect(entries).toBe(await t.count('audit'));
});

test('whoever chooses the first secret is not shown what the card began or sent before', async () => {
  const { db } = t.cmd();
  const before = t.byCard(t.kai, 'before-any-secret');
  const draft = await openDraft(before, { childId: t.kai, reviewId: null, form: viewsTeen, band: '12-17', language: 'en' });
  t.clock.forward(60_000);
  const since = t.cmd().now.toISOString();
  await db
    .insertInto('secrets')
    .values({ child_id: t.kai, kind: 'pin', verifier: 'x', set_at: since, wrong: 0, wait_until: null, rev: 1 })
    .execute();
  expect(await seeDraftOf(t.asChild(t.kai), t.kai, draft.id)).toBeNull();
  expect(await seeDraft(t.asChild(t.kai), t.kai, null)).toBeNull();
  t.clock.forward(60_000);
  const own = await teenDraft(null);
  expect((await seeDraft(t.asChild(t.kai), t.kai, null))?.id).toBe(own.id);
});
