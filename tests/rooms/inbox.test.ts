import { beforeAll, describe, expect, test } from 'vitest';
import { saveChild } from '#lib/children/children.server.ts';
import { addNote, tickTold } from '#lib/consultations/noting.server.ts';
import { childSheet, finishViews, isForNext, myChildren, viewsSheet } from '#lib/inbox/caseload.server.ts';
import { frameOf } from '#lib/inbox/frame.server.ts';
import { countsOf, deskOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { byNeed } from '#lib/inbox/need.ts';
import type { InboxRow, RequestRow, ViewsRow } from '#lib/inbox/row.ts';
import { statementOf } from '#lib/inbox/statement.ts';
import { teamToday } from '#lib/inbox/team.server.ts';
import { makeCover, saveAllocation, takeFromDesk } from '#lib/routing/routing.server.ts';
import { answer, cast, draftOf, englishWords, sayAndSend, sendIt, type Cast } from '#tests/setup/cast.ts';

const CANARY = 'CANARY the window does not shut';
const DAY = 24 * 3600_000;

const rows = async (c: Cast, who: string) => (await inboxOf(c.asStaff(who))).flatMap((group) => group.rows);
const cover = (c: Cast, absentId: string, coverId: string) => {
  const { now } = c.cmd();
  return makeCover(c.cmd(), {
    absentId,
    coverId,
    fromAt: now.toISOString(),
    toAt: new Date(now.getTime() + 2 * DAY).toISOString(),
    reason: 'leave'
  });
};
const notFound = expect.objectContaining({ problem: 'not-found' });

describe('the inbox', () => {
  let c: Cast;
  let sent: string;
  beforeAll(async () => {
    c = await cast();
    sent = (await sayAndSend(c.asChild(c.robin), c.robin, { 'home-feel': 'good', 'home-feel-more': CANARY })).contributionId;
  });

  test('shows that something came and when the review is, and not a word of it', async () => {
    const groups = await inboxOf(c.asStaff(c.sam));
    expect(groups.map(({ group }) => group)).toEqual(['soon']);
    expect(groups[0]?.rows[0]).toMatchObject({
      called: 'Robin',
      lastInitial: 'T',
      age: 9,
      contributionId: sent,
      unread: true,
      version: 1,
      reviewOn: '2026-12-14',
      reviewGiven: true,
      assurance: 'secret',
      coverFor: null,
      taken: false,
      openedBy: null
    });
    expect(JSON.stringify(groups)).not.toContain('CANARY');
    expect(await rows(c, c.lee)).toEqual([]);
    await expect(inboxOf(c.asChild(c.robin))).rejects.toEqual(notFound);
  });

  test('is with the cover while the IRO is away, and says for whom', async () => {
    await cover(c, c.sam, c.amina);
    expect(await rows(c, c.sam)).toEqual([]);
    expect((await rows(c, c.amina)).map((row) => row.coverFor)).toEqual(['Sam Okafor']);
    expect((await myChildren(c.asStaff(c.sam))).find((row) => row.childId === c.robin)).toMatchObject({
      coveredBy: 'Amina Yusuf',
      coverFor: null
    });
    c.clock.forward(3 * DAY);
    expect(await rows(c, c.sam)).toHaveLength(1);
    c.clock.forward(-3 * DAY);
  });

  test('what the cover opened is still new to the IRO, who sees who opened it', async () => {
    await viewsSheet(c.asStaff(c.amina), sent);
    c.clock.forward(3 * DAY);
    expect((await rows(c, c.sam))[0]).toMatchObject({ unread: true, openedBy: 'Amina Yusuf' });
    await viewsSheet(c.asStaff(c.sam), sent);
    expect((await inboxOf(c.asStaff(c.sam))).map(({ group }) => group)).toEqual(['opened']);
    c.clock.forward(-3 * DAY);
  });

  test('done, it leaves the inbox and can still be read from the page of the child', async () => {
    c.clock.forward(3 * DAY);
    await expect(finishViews(c.asStaff(c.lee), sent)).rejects.toEqual(notFound);
    await finishViews(c.asStaff(c.sam), sent);
    expect(await rows(c, c.sam)).toEqual([]);
    const sheet = await childSheet(c.asStaff(c.sam), c.robin);
    expect(sheet.lines.map((line) => line.id)).toEqual([sent]);
    expect(sheet.circle.map((person) => person.name)).toEqual(['Dana', 'Dee']);
    expect(sheet.workers.map((worker) => worker.name)).toEqual(['Dee Marsh']);
    expect((await viewsSheet(c.asStaff(c.sam), sent)).done).toBe(true);
    c.clock.forward(-3 * DAY);
  });
});

test('what was sent after midnight, UK time, on the day after a review is for the next one', () => {
  const review = { reviewId: null, on: null, latestLawful: null, late: false, overdue: false, heldLast: '2026-06-10' };
  const at = (sent_at: string) => isForNext(review, { review_id: null, sent_at });
  expect(at('2026-06-10T22:59:59.999Z')).toBe(false);
  expect(at('2026-06-10T23:00:00.000Z')).toBe(true);
});

describe('an address with an id', () => {
  test('of a child not theirs answers as an invented one, for every kind of worker', async () => {
    const c = await cast();
    const { contributionId } = await sayAndSend(
      c.asChild(c.robin),
      c.robin,
      { 'home-feel': 'good' },
      { kind: 'tell', people: [{ kind: 'contact', id: c.dana }] }
    );
    const [telling] = await c.cmd().db.selectFrom('tellings').select('id').execute();
    for (const who of [c.asStaff(c.lee), c.asManager(), c.asStaff(c.dee, { roles: ['social_worker'] }), c.asStaff(c.tom)]) {
      for (const id of [contributionId, '019af000-0000-7000-8000-000000000000']) {
        for (const how of ['contribution.read', 'contribution.print'] as const)
          await expect(viewsSheet(who, id, how)).rejects.toEqual(notFound);
        await expect(addNote(who, id, 'note')).rejects.toEqual(notFound);
        await expect(finishViews(who, id)).rejects.toEqual(notFound);
      }
      for (const id of [c.robin, '019af000-0000-7000-8000-000000000000'])
        await expect(childSheet(who, id)).rejects.toEqual(notFound);
      for (const id of [telling?.id ?? '', 'invented']) await expect(tickTold(who, id)).rejects.toEqual(notFound);
    }
    expect(await c.count('openings')).toBe(0);
    expect(await c.count('notes')).toBe(0);
  });
});

describe('the desk', () => {
  test('sees that something came, for whom and how urgent, and nothing else until one of them takes it', async () => {
    const c = await cast();
    const { contributionId } = await sayAndSend(c.asChild(c.aleks), c.aleks, {
      'home-feel': 'not-great',
      'home-feel-more': CANARY
    });
    const desk = await deskOf(c.asStaff(c.tom));
    expect(desk).toEqual([
      {
        itemId: expect.any(String),
        called: 'Aleks',
        lastInitial: 'T',
        kind: 'views',
        takenBack: false,
        cameAt: '2026-12-07T09:00:00.000Z',
        answerBy: null,
        reviewOn: null,
        reviewGiven: false,
        late: false,
        iro: null,
        heldBy: null
      }
    ]);
    expect(await deskOf(c.asStaff(c.lee))).toEqual([]);
    expect(await countsOf(c.asStaff(c.tom))).toEqual({ inbox: 0, children: 0, desk: 1 });
    await expect(viewsSheet(c.asStaff(c.tom), contributionId)).rejects.toEqual(notFound);
    await takeFromDesk(c.asStaff(c.tom), desk[0]?.itemId ?? '');
    expect((await viewsSheet(c.asStaff(c.tom), contributionId)).views.answers.map((one) => one.answer?.value)).toContain(CANARY);
    expect((await rows(c, c.tom))[0]).toMatchObject({ taken: true, coverFor: null });
    expect(await deskOf(c.asStaff(c.tom))).toEqual([]);
    expect(await myChildren(c.asStaff(c.tom))).toMatchObject([{ childId: c.aleks, taken: true, since: null, views: 'opened' }]);
  });
});

describe('a manager', () => {
  test('sees what is unopened, on the desk, covered, and near without views; never content', async () => {
    const c = await cast();
    await c.reviewOf(c.kai, '2026-12-20');
    const late = await saveChild(c.cmd(), { firstName: 'Mina', lastName: 'Test', enteredCareOn: '2026-10-05' });
    await saveAllocation(c.cmd(), { childId: late, staffId: c.lee, role: 'iro', fromOn: '2026-10-06', toOn: null });
    await sayAndSend(c.asChild(c.robin), c.robin, { 'home-feel': 'good', 'home-feel-more': CANARY });
    await sayAndSend(c.asChild(c.aleks), c.aleks, { 'home-feel': 'ok' });
    await cover(c, c.sam, c.amina);
    const team = await teamToday(c.asManager());
    expect(team.figures).toEqual({
      soon: 2,
      soonWithViews: 1,
      unopened: 2,
      oldestAt: '2026-12-07T09:00:00.000Z',
      onDesk: 1,
      late: 1,
      askedLate: 0
    });
    expect(team.needs.worries).toEqual([]);
    expect(team.unopened).toEqual([{ staffId: c.amina, name: 'Amina Yusuf', count: 1, oldestAt: '2026-12-07T09:00:00.000Z' }]);
    expect(team.desk.map((row) => row.called)).toEqual(['Aleks']);
    expect(team.covers).toMatchObject([
      { absent: 'Sam Okafor', child: null, cover: 'Amina Yusuf', until: '2026-12-09T09:00:00.000Z', children: 2 }
    ]);
    expect(team.noViews).toMatchObject([{ called: 'Kai', reviewOn: '2026-12-20', holder: 'Amina Yusuf' }]);
    expect(team.late).toMatchObject([{ called: 'Mina', overdue: true, holder: 'Lee Hart' }]);
    expect(JSON.stringify(team)).not.toContain('CANARY');
    await expect(teamToday(c.asStaff(c.sam))).rejects.toEqual(notFound);
  });

  test('with no child of their own is shown the team only', async () => {
    const c = await cast();
    const ways = async (ctx: ReturnType<Cast['asManager']>) =>
      (await frameOf(ctx, englishWords, '/staff/team')).ways.map(({ href }) => href);
    expect(await ways(c.asManager())).toEqual([
      ...['/staff/morning', '/staff/team', '/staff/desk', '/staff/cover', '/staff/cards', '/staff/ratings'],
      ...['/staff/not-told', '/staff/break-glass', '/staff/guides']
    ]);
    expect(await ways(c.asStaff(c.sam))).toEqual([
      '/staff',
      '/staff/children',
      '/staff/cover',
      '/staff/ratings',
      '/staff/not-told'
    ]);
  });
});

test('a later version takes the place of the first, marks what changed, and both can be read', async () => {
  const c = await cast();
  const child = c.asChild(c.robin);
  const draft = await draftOf(child, c.robin);
  await answer(child, draft.id, { 'home-feel': 'good', 'home-feel-more': 'I like it' });
  await answer(child, draft.id, { 'school-feel': 'not-great' });
  const one = await sendIt(child, draft.id);
  await answer(child, draft.id, { 'school-feel': 'ok' });
  const two = await sendIt(child, draft.id);
  expect(await rows(c, c.sam)).toMatchObject([{ contributionId: two.contributionId, version: 2 }]);
  const { blocks } = statementOf((await viewsSheet(c.asStaff(c.sam), two.contributionId)).views.answers);
  expect(blocks.map(({ lines, more, changed }) => [lines.join(), more?.text ?? null, changed])).toEqual([
    ['Good', 'I like it', false],
    ['OK', null, true]
  ]);
  const first = (await viewsSheet(c.asStaff(c.sam), one.contributionId)).views;
  expect(first.versions).toHaveLength(2);
  expect(statementOf(first.answers).blocks.some(({ changed }) => changed)).toBe(false);
});

describe('the order of need', () => {
  const thing = (itemId: string) => ({
    childId: '',
    called: '',
    lastInitial: '',
    age: null,
    language: 'en',
    interpreter: false,
    itemId,
    cameAt: '2026-12-01T00:00:00Z',
    assurance: 'secret',
    reviewOn: null,
    reviewGiven: false,
    late: false,
    unread: true,
    openedBy: null,
    coverFor: null,
    taken: false
  });
  const views = (itemId: string, part: Partial<ViewsRow>): InboxRow => ({
    ...thing(itemId),
    subject: 'contribution',
    contributionId: '',
    kind: 'views',
    from: null,
    version: 1,
    answered: 0,
    asked: 0,
    ...part
  });
  const request = (itemId: string, part: Partial<RequestRow>): InboxRow => ({
    ...thing(itemId),
    subject: 'request',
    requestId: '',
    past: false,
    by: null,
    kind: 'talk',
    status: 'sent',
    interim: null,
    unopened: true,
    reminders: 0,
    attention: false,
    answerBy: null,
    caseWith: null,
    ...part
  });
  const ordered = (rows: readonly InboxRow[]) =>
    byNeed(rows, '2026-12-07').map(({ group, rows }) => [group, rows.map(({ itemId }) => itemId)]);

  test('of views: unopened before opened, a near review before a long wait, the oldest first', () => {
    expect(
      ordered([
        views('opened-near', { unread: false, reviewOn: '2026-12-08' }),
        views('far-new', { reviewOn: '2027-03-01', cameAt: '2026-12-05T00:00:00Z' }),
        views('no-day-old', { cameAt: '2026-11-01T00:00:00Z' }),
        views('in-two-weeks', { reviewOn: '2026-12-21' }),
        views('past', { reviewOn: '2026-12-01' }),
        views('opened-no-day', { unread: false })
      ])
    ).toEqual([
      ['soon', ['past', 'in-two-weeks']],
      ['unread', ['no-day-old', 'far-new']],
      ['opened', ['opened-near', 'opened-no-day']]
    ]);
  });

  test('"I am not safe" comes before everything, opened or taken back; then what is asked, by the promised day', () => {
    const at = (hour: number) => `2026-12-07T0${hour}:00:00Z`;
    expect(
      ordered([
        views('review-tomorrow', { reviewOn: '2026-12-08' }),
        request('asked-late', { answerBy: '2026-12-11' }),
        request('asked-soon', { answerBy: '2026-12-08', unread: false, status: 'opened', unopened: false }),
        request('taken-back', { kind: 'not-safe', status: 'taken-back', cameAt: at(3) }),
        request('opened', { kind: 'not-safe', status: 'opened', unopened: false, unread: false, cameAt: at(1) }),
        request('second', { kind: 'not-safe', cameAt: at(2) })
      ])
    ).toEqual([
      ['unsafe', ['second', 'taken-back', 'opened']],
      ['asked', ['asked-soon', 'asked-late']],
      ['soon', ['review-tomorrow']]
    ]);
  });
});
