import { beforeEach, describe, expect, test } from 'vitest';
import { saveStaff } from '#lib/people/people.server.ts';
import { deskOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { answerRequest } from '#lib/requests/answering.server.ts';
import { haveRequest } from '#lib/requests/having.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { enterAbsence } from '#lib/routing/absences.server.ts';
import { climb } from '#lib/routing/climbing.server.ts';
import { addShifts, onDutyNow, removeShift, rotaOfWeek } from '#lib/routing/rota.server.ts';
import { whoHas } from '#lib/routing/having.server.ts';
import { setDesk, takeFromDesk } from '#lib/routing/routing.server.ts';
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

  test('only the clock may', async () => {
    await expect(climb(t.asManager())).rejects.toEqual(refused('not-found'));
    await expect(climb(t.cmd())).rejects.toEqual(refused('not-found'));
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

  test('is had only by whoever may open it, and only what cannot wait is', async () => {
    const [worry, talk] = [await asksFor(t.asChild(t.robin), 'not-safe'), await asksFor(t.asChild(t.robin), 'talk')];
    for (const who of [t.asStaff(t.lee), t.asStaff(t.dee, { roles: ['social_worker'] }), t.asChild(t.robin), t.cmd()])
      await expect(haveRequest(who, worry)).rejects.toEqual(refused('not-found'));
    await expect(haveRequest(t.asStaff(t.sam), talk)).rejects.toEqual(refused('not-found'));
  });

  test('with a gap in the rota is the managers’ at once', async () => {
    await onDuty(t.nadia, 1, '2026-12-29', '2026-12-29');
    t.at('2026-12-28T23:00:00.000Z');
    await asksFor(t.asChild(t.robin), 'not-safe');
    await climb(t.job());
    expect(await steps()).toEqual(['managers']);
    expect(await t.told('climbed:')).toEqual([t.grace]);
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
