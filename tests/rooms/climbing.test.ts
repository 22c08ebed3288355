import { beforeEach, describe, expect, test } from 'vitest';
import { within } from '#lib/context.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { deskOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { answerRequest, finishRequest } from '#lib/requests/answering.server.ts';
import { haveRequest } from '#lib/requests/having.server.ts';
import { ownRequest } from '#lib/requests/own.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { endAbsence, enterAbsence } from '#lib/routing/absences.server.ts';
import { climb } from '#lib/routing/climbing.server.ts';
import { climbTo } from '#lib/routing/climbing.store.server.ts';
import { addItem, finishItemOf } from '#lib/routing/items.server.ts';
import { moveChildren } from '#lib/routing/moving.server.ts';
import { addShifts, onDutyNow, removeShift, rotaOfWeek } from '#lib/routing/rota.server.ts';
import { whoHas } from '#lib/routing/having.server.ts';
import { holderOf, makeCover, setDesk, takeFromDesk } from '#lib/routing/routing.server.ts';
import { asksFor, dutyTown, type DutyTown } from '#tests/setup/duty.ts';
import { refused } from '#tests/setup/refused.ts';

let t: DutyTown;
beforeEach(async () => void (t = await dutyTown()));

/** The steps of everything that climbed so far, in order. */
const steps = async () =>
  (await t.cmd().db.selectFrom('audit').select('reason').where('verb', '=', 'item.climb').orderBy('seq').execute()).map(
    ({ reason }) => reason
  );

const onDuty = (staffId: string, place = 1, fromOn = '2026-12-28', toOn = '2026-12-28', fromHour = '17:00', toHour = '09:00') =>
  addShifts(t.asManager(), { staffId, fromOn, toOn, fromHour, toHour, place });

describe('something nobody opens', () => {
  test('goes from the IRO to the desk after a working day, to the managers after another, each told once', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    expect(await climb(t.job())).toBe(0);
    t.at('2026-12-07T16:59:00.000Z');
    expect(await climb(t.job())).toBe(0);
    t.at('2026-12-07T17:00:00.000Z');
    expect([await climb(t.job()), await climb(t.job())]).toEqual([1, 0]);
    expect((await t.told('climbed:')).sort()).toEqual([t.grace, t.tom].sort());
    t.at('2026-12-08T16:59:00.000Z');
    expect(await climb(t.job())).toBe(0);
    t.at('2026-12-08T17:00:00.000Z');
    expect([await climb(t.job()), await climb(t.job())]).toEqual([1, 0]);
    expect(await steps()).toEqual(['desk', 'managers']);
    t.at('2027-01-20T09:00:00.000Z');
    expect(await climb(t.job())).toBe(0);
  });

  test('stops when anybody has opened it', async () => {
    const id = await asksFor(t.asChild(t.robin), 'talk');
    await readRequest(t.asStaff(t.sam), id);
    t.at('2026-12-18T09:00:00.000Z');
    expect(await climb(t.job())).toBe(0);
  });

  test('after a week without anything running tells only where it stands now', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    t.at('2026-12-16T10:00:00.000Z');
    expect([await climb(t.job()), await climb(t.job())]).toEqual([1, 0]);
    expect(await steps()).toEqual(['managers']);
  });

  test('waits for nobody at a weekend or on a bank holiday', async () => {
    t.at('2026-12-24T16:00:00.000Z');
    await asksFor(t.asChild(t.robin), 'talk');
    // Friday is Christmas Day, Monday the day for Boxing Day.
    t.at('2026-12-29T15:59:00.000Z');
    expect(await climb(t.job())).toBe(0);
    t.at('2026-12-29T16:00:00.000Z');
    expect(await climb(t.job())).toBe(1);
  });

  test('counts the days on which a part-timer works, and never more than three of the office', async () => {
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', workingDays: '13' });
    await asksFor(t.asChild(t.robin), 'talk');
    // Monday from nine to five is the first; Tuesday is not theirs.
    t.at('2026-12-07T16:30:00.000Z');
    await asksFor(t.asChild(t.kai), 'talk');
    t.at('2026-12-08T16:59:00.000Z');
    await climb(t.job());
    expect(await steps()).toEqual(['desk']);
    t.at('2026-12-09T16:29:00.000Z');
    await climb(t.job());
    expect(await steps()).toEqual(['desk', 'managers']);
    t.at('2026-12-09T16:30:00.000Z');
    await climb(t.job());
    expect(await steps()).toEqual(['desk', 'managers', 'desk']);
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', workingDays: '7' });
    await asksFor(t.asChild(t.robin), 'early-review');
    t.at('2026-12-14T16:29:00.000Z');
    expect((await steps()).length).toBe(3);
    await climb(t.job());
    t.at('2026-12-14T16:30:00.000Z');
    await climb(t.job());
    expect((await steps()).filter((step) => step === 'desk')).toHaveLength(3);
  });

  test('an IRO who is away takes no time, their cover has the time of a person', async () => {
    await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.amina, fromOn: '2026-12-07', toOn: '2026-12-20' });
    await asksFor(t.asChild(t.robin), 'talk');
    expect(await climb(t.job())).toBe(0);
    t.at('2026-12-08T09:00:00.000Z');
    await climb(t.job());
    expect(await steps()).toEqual(['desk']);
  });

  test('can be taken at the desk once it is there, for three days; whoever had it hears of it and may open it still', async () => {
    const id = await asksFor(t.asChild(t.robin), 'talk');
    expect(await deskOf(t.asStaff(t.tom))).toEqual([]);
    const item = (await t.cmd().db.selectFrom('items').select('id').executeTakeFirstOrThrow()).id;
    await expect(takeFromDesk(t.asStaff(t.tom), item)).rejects.toEqual(refused('invalid', { item: 'taken' }));
    t.at('2026-12-08T09:00:00.000Z');
    await climb(t.job());
    expect(await deskOf(t.asStaff(t.tom))).toMatchObject([{ itemId: item, heldBy: 'Sam Okafor' }]);
    await takeFromDesk(t.asStaff(t.tom), item);
    expect(await t.told('taken:')).toEqual([t.sam]);
    expect((await inboxOf(t.asStaff(t.sam))).flatMap(({ rows }) => rows)).toHaveLength(1);
    expect((await readRequest(t.asStaff(t.tom), id)).id).toBe(id);
    expect((await readRequest(t.asStaff(t.sam), id)).id).toBe(id);
    t.at('2026-12-11T09:00:00.000Z');
    await expect(readRequest(t.asStaff(t.tom), id)).rejects.toEqual(refused('not-found'));
  });

  test('cannot be taken at the desk any more once it is done, from a page that is not up to date', async () => {
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', active: false });
    const id = await asksFor(t.asChild(t.robin), 'talk');
    const [row] = await deskOf(t.asStaff(t.tom));
    const item = row?.itemId ?? '';
    await within(t.job(), (ctx) => finishItemOf(ctx, 'request', id));
    await expect(takeFromDesk(t.asStaff(t.tom), item)).rejects.toEqual(refused('invalid', { item: 'done' }));
    expect((await holderOf(t.cmd(), t.robin)).personId).toBeNull();
  });

  test('whoever takes it, or is given the child, has their own time before it climbs again', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    const item = (await t.cmd().db.selectFrom('items').select('id').executeTakeFirstOrThrow()).id;
    t.at('2026-12-07T17:00:00.000Z');
    await climb(t.job());
    await takeFromDesk(t.asStaff(t.tom), item);
    await climb(t.job());
    await expect(takeFromDesk(t.asManager(), item)).rejects.toEqual(refused('invalid', { item: 'taken' }));
    t.at('2026-12-08T16:59:00.000Z');
    await climb(t.job());
    expect(await steps()).toEqual(['desk']);
    t.at('2026-12-08T17:00:00.000Z');
    await climb(t.job());
    expect(await steps()).toEqual(['desk', 'desk']);
    expect(await t.told('climbed:')).toHaveLength(4);
  });

  test('said to an advocate, is told to managers that it waits, and never opened by them', async () => {
    const id = await asksFor(t.asChild(t.robin), 'advocate');
    t.at('2026-12-09T09:00:00.000Z');
    await climb(t.job());
    expect(await t.told('climbed:')).toEqual([t.grace]);
    await expect(readRequest(t.asManager(), id)).rejects.toEqual(refused('not-found'));
    expect(await deskOf(t.asManager())).toEqual([]);
  });

  test('is not told where it was opened just before', async () => {
    const id = await asksFor(t.asChild(t.robin), 'talk');
    const row = await t.cmd().db.selectFrom('items').selectAll().executeTakeFirstOrThrow();
    await readRequest(t.asStaff(t.sam), id);
    const standing = { to: 'desk', at: t.cmd().now.toISOString(), past: t.sam };
    expect([await climbTo(t.cmd(), row, standing, false), await climbTo(t.cmd(), row, standing, true)]).toEqual([false, true]);
  });

  test.each([
    ['not-told-worker', 'not-told'],
    ['introduce', 'allocation']
  ] as const)('%s stays with whom it is for: nobody else is told of what they could not open', async (kind, subject) => {
    const roles = [{ role: 'admin', fromOn: '2020-01-01', toOn: null }] as const;
    await saveStaff(t.cmd(), { name: 'Ada Wynn', email: 'ada@council.example', roles: [...roles] });
    const childId = kind === 'introduce' ? t.robin : null;
    await within(t.job(), (ctx) => addItem(ctx, { kind, subject, subjectId: 'this', childId, neededBy: null }));
    t.at('2026-12-18T09:00:00.000Z');
    expect([await climb(t.job()), await t.told('climbed:'), await deskOf(t.asStaff(t.tom))]).toEqual([0, [], []]);
  });

  test('only the clock may', async () => {
    await expect(climb(t.asManager())).rejects.toEqual(refused('not-found'));
    await expect(climb(t.cmd())).rejects.toEqual(refused('not-found'));
  });
});

describe('what comes to somebody else', () => {
  /** Nothing climbs until a minute before this moment, and then it does, to the desk. */
  const climbsAt = async (moment: string) => {
    const before = await steps();
    await climb(t.job());
    t.at(new Date(Date.parse(moment) - 60_000).toISOString());
    await climb(t.job());
    expect(await steps()).toEqual(before);
    t.at(moment);
    await climb(t.job());
    expect(await steps()).toEqual([...before, 'desk']);
  };
  const away = (fromOn: string, toOn: string) => enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.amina, fromOn, toOn });
  const anItem = async () => (await t.cmd().db.selectFrom('items').select('id').executeTakeFirstOrThrow()).id;

  test('goes back, when a cover ends, to an IRO who has their own day for it, not to the desk at midnight', async () => {
    await away('2026-12-07', '2026-12-11');
    t.at('2026-12-11T16:50:00.000Z');
    await asksFor(t.asChild(t.robin), 'talk');
    await climb(t.job());
    t.at('2026-12-12T00:01:00.000Z');
    await climb(t.job());
    expect(await t.told('climbed:')).toEqual([]);
    expect(await deskOf(t.asStaff(t.tom))).toEqual([]);
    await expect(takeFromDesk(t.asStaff(t.tom), await anItem())).rejects.toEqual(refused('invalid', { item: 'taken' }));
    await climbsAt('2026-12-14T17:00:00.000Z');
  });

  test('goes back in working hours, when an absence is ended by hand, with a whole working day', async () => {
    const absence = await away('2026-12-07', '2026-12-11');
    await asksFor(t.asChild(t.robin), 'talk');
    t.at('2026-12-07T16:50:00.000Z');
    await endAbsence(t.asManager(), absence);
    await climbsAt('2026-12-08T16:50:00.000Z');
  });

  test('goes back, when what was taken at the desk runs out, not to the desk at once', async () => {
    const id = await asksFor(t.asChild(t.robin), 'talk');
    t.at('2026-12-07T17:00:00.000Z');
    await climb(t.job());
    await takeFromDesk(t.asStaff(t.tom), await anItem());
    await readRequest(t.asStaff(t.tom), id);
    t.at('2026-12-10T16:50:00.000Z');
    await asksFor(t.asChild(t.robin), 'early-review');
    t.at('2026-12-10T17:00:00.000Z');
    await climbsAt('2026-12-11T17:00:00.000Z');
  });

  test.each([
    ['at night', '2026-12-08', '2026-12-08T00:00:00.000Z', '2026-12-08T17:00:00.000Z'],
    ['in working hours', '2026-12-07', '2026-12-07T16:59:00.000Z', '2026-12-08T16:59:00.000Z']
  ])('gives whoever stands in a day of their own, %s', async (_, fromOn, begins, climbs) => {
    await asksFor(t.asChild(t.robin), 'talk');
    t.at('2026-12-07T16:59:00.000Z');
    await climb(t.job());
    await away(fromOn, '2026-12-11');
    t.at(begins);
    await climbsAt(climbs);
  });

  test('gives a new IRO a day of their own, whoever had it before', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    t.at('2026-12-07T16:59:00.000Z');
    await moveChildren(t.asManager(), { fromId: t.sam, toId: t.amina, childIds: [t.robin] });
    await climb(t.job());
    t.at('2026-12-07T17:00:00.000Z');
    await climbsAt('2026-12-08T16:59:00.000Z');
  });
});

describe('a worry', () => {
  test('at 23:00 on a bank holiday asks whoever is on duty, then the next, then the managers, until somebody has it', async () => {
    await onDuty(t.nadia);
    await onDuty(t.omar, 2);
    t.at('2026-12-28T23:00:00.000Z');
    const id = await asksFor(t.asChild(t.robin), 'not-safe');
    await climb(t.job());
    expect(await t.told('climbed:')).toEqual([t.nadia]);
    t.at('2026-12-28T23:29:00.000Z');
    expect(await climb(t.job())).toBe(0);
    t.at('2026-12-28T23:30:00.000Z');
    await climb(t.job());
    expect(await t.told('climbed:')).toEqual([t.nadia, t.omar]);
    // Opening it is not having it: the line goes on until a person says so.
    await readRequest(t.asStaff(t.omar, { roles: ['social_worker'] }), id);
    t.at('2026-12-29T00:00:00.000Z');
    await climb(t.job());
    expect(await t.told('climbed:')).toEqual([t.nadia, t.omar, t.grace]);
    expect(await steps()).toEqual(['rota-1', 'rota-2', 'managers']);
  });

  test('stops climbing with “I have it”, by the first who says so, or with an answer', async () => {
    await onDuty(t.nadia);
    await onDuty(t.omar, 2);
    t.at('2026-12-28T23:00:00.000Z');
    const [one, two] = [await asksFor(t.asChild(t.robin), 'not-safe'), await asksFor(t.asChild(t.kai), 'not-safe')];
    const [nadia, omar] = [t.asStaff(t.nadia, { roles: ['social_worker'] }), t.asStaff(t.omar, { roles: ['social_worker'] })];
    await haveRequest(nadia, one);
    await haveRequest(omar, one);
    await haveRequest(nadia, one);
    await answerRequest(omar, two, { outcome: 'reply', text: 'I rang you.', byOn: null });
    const had = await whoHas(t.cmd(), 'request', [one, two]);
    expect([had.get(one)?.staffId, had.get(two)?.staffId]).toEqual([t.nadia, t.omar]);
    t.at('2026-12-29T03:00:00.000Z');
    expect(await climb(t.job())).toBe(0);
  });

  const hadBy = async (id: string) => (await whoHas(t.cmd(), 'request', [id])).get(id)?.staffId ?? null;

  test('is nobody’s any more once whoever has it loses the child: all it is for hear of it, and it climbs anew', async () => {
    t.at('2026-12-28T22:00:00.000Z');
    await onDuty(t.nadia);
    const id = await asksFor(t.asChild(t.robin), 'not-safe');
    await haveRequest(t.asStaff(t.sam), id);
    expect([await climb(t.job()), await hadBy(id)]).toEqual([0, t.sam]);
    const before = (await t.told('let-go:')).length;
    await moveChildren(t.asManager(), { fromId: t.sam, toId: t.lee, childIds: [t.robin] });
    await expect(readRequest(t.asStaff(t.sam), id)).rejects.toEqual(refused('not-found'));
    t.at('2026-12-28T22:05:00.000Z');
    await climb(t.job());
    expect([before, await hadBy(id)]).toEqual([0, null]);
    expect(new Set(await t.told('let-go:'))).toEqual(new Set([t.lee, t.nadia, t.omar, t.grace]));
    expect((await ownRequest(t.asChild(t.robin), t.robin, id)).had).toBe(null);
    expect(await t.told('climbed:')).toEqual([t.nadia]);
    // The next who says so has it, and stays.
    await haveRequest(t.asStaff(t.lee), id);
    t.at('2026-12-29T03:00:00.000Z');
    expect([await climb(t.job()), await hadBy(id)]).toEqual([0, t.lee]);
  });

  test('is nobody’s any more when whoever has it goes away, leaves the desk or leaves the council', async () => {
    const [one, two] = [await asksFor(t.asChild(t.robin), 'not-safe'), await asksFor(t.asChild(t.kai), 'not-safe')];
    await haveRequest(t.asStaff(t.sam), one);
    await haveRequest(t.asStaff(t.nadia, { roles: ['social_worker'] }), two);
    await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.lee, fromOn: '2026-12-08', toOn: '2026-12-30' });
    await climb(t.job());
    expect([await hadBy(one), await hadBy(two)]).toEqual([t.sam, t.nadia]);
    t.at('2026-12-08T00:05:00.000Z');
    await setDesk(t.cmd(), 'duty', [t.omar]);
    await climb(t.job());
    expect([await hadBy(one), await hadBy(two)]).toEqual([null, null]);
    // Who is away and says so all the same has it.
    await haveRequest(t.asStaff(t.sam), one);
    await climb(t.job());
    expect(await hadBy(one)).toBe(t.sam);
    // Gone home ill: put down for the whole of the day on which she said so.
    await haveRequest(t.asStaff(t.omar, { roles: ['social_worker'] }), two);
    t.at('2026-12-08T11:00:00.000Z');
    await enterAbsence(t.asManager(), { staffId: t.omar, coverId: t.amina, fromOn: '2026-12-08', toOn: '2026-12-09' });
    await climb(t.job());
    expect(await hadBy(two)).toBe(null);
  });

  test('is nobody’s any more when a stand-in who has it leaves the council', async () => {
    await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.lee, fromOn: '2026-12-07', toOn: '2026-12-30' });
    const id = await asksFor(t.asChild(t.robin), 'not-safe');
    await haveRequest(t.asStaff(t.lee), id);
    expect(await hadBy(id)).toBe(t.lee);
    await saveStaff(t.cmd(), { id: t.lee, name: 'Lee', active: false });
    await climb(t.job());
    expect(await hadBy(id)).toBe(null);
  });

  test('stays whose it is while somebody else has the child; also answered it is somebody’s until it is done', async () => {
    const [one, two] = [await asksFor(t.asChild(t.robin), 'not-safe'), await asksFor(t.asChild(t.kai), 'not-safe')];
    await makeCover(t.cmd(), {
      ...{ childId: t.robin, coverId: t.lee },
      ...{ fromAt: '2026-12-01T00:00:00.000Z', toAt: '2026-12-30T00:00:00.000Z', reason: 'helps' }
    });
    await haveRequest(t.asStaff(t.sam), one);
    const omar = t.asStaff(t.omar, { roles: ['social_worker'] });
    await answerRequest(omar, two, { outcome: 'reply', text: 'I rang.', byOn: null });
    await climb(t.job());
    expect([await hadBy(one), await hadBy(two)]).toEqual([t.sam, t.omar]);
    await setDesk(t.cmd(), 'duty', [t.nadia]);
    await climb(t.job());
    expect([await hadBy(one), await hadBy(two)]).toEqual([t.sam, null]);
    await finishRequest(t.asManager(), two);
    t.at('2026-12-30T09:00:00.000Z');
    expect(await climb(t.job())).toBe(0);
  });

  test('is had only by whoever may open it, and only what cannot wait is', async () => {
    const [worry, talk] = [await asksFor(t.asChild(t.robin), 'not-safe'), await asksFor(t.asChild(t.robin), 'talk')];
    for (const who of [t.asStaff(t.lee), t.asStaff(t.dee, { roles: ['social_worker'] }), t.asChild(t.robin), t.cmd()])
      await expect(haveRequest(who, worry)).rejects.toEqual(refused('not-found'));
    await expect(haveRequest(t.asStaff(t.sam), talk)).rejects.toEqual(refused('not-found'));
  });

  test('with a gap in the rota is the managers’ at once, and whoever comes on duty while nobody has it is asked', async () => {
    await onDuty(t.nadia, 1, '2026-12-29', '2026-12-29');
    t.at('2026-12-28T23:00:00.000Z');
    await asksFor(t.asChild(t.robin), 'not-safe');
    await climb(t.job());
    expect(await steps()).toEqual(['managers']);
    expect(await t.told('climbed:')).toEqual([t.grace]);
    // The gap is filled, with a shift that began before.
    t.at('2026-12-28T23:05:00.000Z');
    await onDuty(t.omar, 1, '2026-12-28', '2026-12-28');
    expect([await climb(t.job()), await climb(t.job())]).toEqual([1, 0]);
    expect(await t.told('climbed:')).toEqual([t.grace, t.omar]);
  });

  /** The worry of 08:59 on Tuesday the 29th, with these on duty: who is asked at each of these times. */
  const askedAt = async (...times: string[]) => {
    t.at('2026-12-29T08:29:00.000Z');
    await asksFor(t.asChild(t.robin), 'not-safe');
    const found: string[][] = [];
    for (const time of times) {
      const before = (await t.told('climbed:')).length;
      t.at(`2026-12-29T${time}:00.000Z`);
      await climb(t.job());
      await climb(t.job());
      found.push((await t.told('climbed:')).slice(before));
    }
    return found;
  };

  test('asks the new people on duty when the shift changes, whoever was asked before them', async () => {
    const [una, vic] = [await t.worker('Una Reed', 'social_worker'), await t.worker('Vic Lane', 'social_worker')];
    await setDesk(t.cmd(), 'duty', [t.nadia, t.omar, una, vic]);
    await onDuty(t.nadia);
    await onDuty(una, 1, '2026-12-29', '2026-12-29', '09:00', '17:00');
    await onDuty(vic, 2, '2026-12-29', '2026-12-29', '09:00', '17:00');
    expect(await askedAt('08:59', '09:00', '09:29', '09:30', '10:00')).toEqual([[t.nadia], [una], [], [vic], [t.grace]]);
  });

  test('asks them too when the second was asked already, and begins with the first', async () => {
    const [una, vic] = [await t.worker('Una Reed', 'social_worker'), await t.worker('Vic Lane', 'social_worker')];
    await setDesk(t.cmd(), 'duty', [t.nadia, t.omar, una, vic]);
    await onDuty(t.nadia);
    await onDuty(t.omar, 2);
    await onDuty(una, 1, '2026-12-29', '2026-12-29', '09:00', '17:00');
    await onDuty(vic, 2, '2026-12-29', '2026-12-29', '09:00', '17:00');
    expect(await askedAt('08:29', '08:59', '09:00', '09:30', '10:00')).toEqual([[t.nadia], [t.omar], [una], [vic], [t.grace]]);
  });

  test('asks the second who is the first now, and nobody twice whose place alone is another', async () => {
    await onDuty(t.nadia);
    await onDuty(t.omar, 2, '2026-12-28', '2026-12-28', '17:00', '12:00');
    expect(await askedAt('08:59', '09:00', '09:29', '09:30')).toEqual([[t.nadia], [t.omar], [], [t.grace]]);
  });

  test('asks nobody twice who goes up a place after being asked', async () => {
    await onDuty(t.nadia);
    await onDuty(t.omar, 2, '2026-12-28', '2026-12-28', '17:00', '12:00');
    expect(await askedAt('08:29', '08:59', '09:00', '09:28', '09:29')).toEqual([[t.nadia], [t.omar], [], [], [t.grace]]);
  });

  test('asks the first of a new shift although the second goes on', async () => {
    const una = await t.worker('Una Reed', 'social_worker');
    await setDesk(t.cmd(), 'duty', [t.nadia, t.omar, una]);
    await onDuty(t.nadia);
    await onDuty(t.omar, 2, '2026-12-28', '2026-12-28', '17:00', '12:00');
    await onDuty(una, 1, '2026-12-29', '2026-12-29', '09:00', '17:00');
    expect(await askedAt('08:29', '08:59', '09:00')).toEqual([[t.nadia], [t.omar], [una]]);
  });
});

describe('the rota', () => {
  test('has who is on duty now, the first first; an end before the beginning is the next day', async () => {
    await onDuty(t.nadia, 1, '2026-12-07', '2026-12-09');
    await onDuty(t.omar, 2, '2026-12-07', '2026-12-07');
    await onDuty(t.omar, 2, '2026-12-07', '2026-12-07');
    const now = async () => (await onDutyNow(t.cmd())).map(({ staffId }) => staffId);
    expect(await now()).toEqual([]);
    t.at('2026-12-07T17:00:00.000Z');
    expect(await now()).toEqual([t.nadia, t.omar]);
    t.at('2026-12-08T08:59:00.000Z');
    expect(await now()).toEqual([t.nadia, t.omar]);
    t.at('2026-12-08T09:00:00.000Z');
    expect(await now()).toEqual([]);
    const week = await rotaOfWeek(t.asStaff(t.sam), '2026-12-07');
    expect(week.map(({ staffId, fromAt, place }) => [staffId, fromAt.slice(0, 13), place])).toEqual([
      [t.nadia, '2026-12-07T17', 1],
      [t.omar, '2026-12-07T17', 2],
      [t.nadia, '2026-12-08T17', 1],
      [t.nadia, '2026-12-09T17', 1]
    ]);
    await removeShift(t.asManager(), week[0]?.id ?? '');
    await removeShift(t.asManager(), week[0]?.id ?? '');
    expect(await rotaOfWeek(t.asStaff(t.sam), '2026-12-07')).toHaveLength(3);
  });

  test('has the hours people read, in summer as in winter', async () => {
    t.at('2027-03-26T09:00:00.000Z');
    await onDuty(t.nadia, 1, '2027-03-27', '2027-03-29');
    const times = (await rotaOfWeek(t.asManager(), '2027-03-22')).concat(await rotaOfWeek(t.asManager(), '2027-03-29'));
    expect([...new Set(times.map(({ fromAt, toAt }) => `${fromAt.slice(5, 16)} ${toAt.slice(5, 16)}`))]).toEqual([
      '03-27T17:00 03-28T08:00',
      '03-28T16:00 03-29T08:00',
      '03-29T16:00 03-30T08:00'
    ]);
  });

  test('has somebody at another place when that is put down for the same hours, on the record', async () => {
    await onDuty(t.nadia, 1, '2026-12-07', '2026-12-07');
    await onDuty(t.omar, 2, '2026-12-07', '2026-12-07');
    await onDuty(t.nadia, 3, '2026-12-07', '2026-12-07');
    await onDuty(t.nadia, 3, '2026-12-07', '2026-12-07');
    t.at('2026-12-07T18:00:00.000Z');
    expect((await onDutyNow(t.cmd())).map(({ staffId, place }) => [staffId, place])).toEqual([
      [t.omar, 2],
      [t.nadia, 3]
    ]);
    const acts = await t.cmd().db.selectFrom('audit').select('reason').where('verb', '=', 'rota.add').orderBy('seq').execute();
    expect(acts.map(({ reason }) => reason)).toEqual([t.nadia, t.omar, t.nadia]);
  });

  test('skips who may not open a worry any more, or left', async () => {
    await onDuty(t.nadia, 1, '2026-12-07', '2026-12-07');
    await onDuty(t.omar, 2, '2026-12-07', '2026-12-07');
    t.at('2026-12-07T18:00:00.000Z');
    await setDesk(t.cmd(), 'duty', [t.omar]);
    expect((await onDutyNow(t.cmd())).map(({ staffId }) => staffId)).toEqual([t.omar]);
    await saveStaff(t.cmd(), { id: t.omar, name: 'Omar Reid', active: false });
    expect(await onDutyNow(t.cmd())).toEqual([]);
  });

  test('is the managers’ to make, of those who can open a worry', async () => {
    await expect(onDuty(t.sam)).rejects.toEqual(refused('invalid', { staffId: 'may-not-open' }));
    await expect(onDuty(t.nadia, 7)).rejects.toEqual(refused('invalid', { place: 'missing' }));
    await expect(onDuty(t.nadia, 1, '2026-12-01', '2026-12-02')).rejects.toEqual(refused('invalid', { toOn: 'past' }));
    await expect(onDuty(t.nadia, 1, '2026-12-28', '2027-03-01')).rejects.toEqual(refused('invalid', { toOn: 'too-long' }));
    await expect(onDuty(t.nadia, 1, '2026-12-28', '2026-12-28', '25:00')).rejects.toEqual(
      refused('invalid', { fromHour: 'missing' })
    );
    const given = { staffId: t.nadia, fromOn: '2026-12-28', toOn: '2026-12-28', fromHour: '17:00', toHour: '09:00', place: 1 };
    await expect(addShifts(t.asStaff(t.nadia), given)).rejects.toEqual(refused('not-found'));
    await expect(removeShift(t.asStaff(t.sam), 'x')).rejects.toEqual(refused('not-found'));
    await expect(rotaOfWeek(t.asChild(t.robin), '2026-12-07')).rejects.toEqual(refused('not-found'));
  });
});
