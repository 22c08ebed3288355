import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { beforeAbsence } from '#lib/inbox/absence-look.server.ts';
import { teamCovers } from '#lib/inbox/team.server.ts';
import { absences, endAbsence, enterAbsence } from '#lib/routing/absences.server.ts';
import { endsOfAway } from '#lib/routing/away.server.ts';
import { startOfDay } from '#lib/routing/cover.ts';
import { lookAtMove, moveChildren } from '#lib/routing/moving.server.ts';
import { makeCover } from '#lib/routing/routing.server.ts';
import { asksFor, dutyTown, type DutyTown } from '#tests/setup/duty.ts';
import { refused } from '#tests/setup/refused.ts';

let t: DutyTown;
/** Monday 7 December 2026, nine o'clock. */
beforeEach(async () => void (t = await dutyTown()));

const absence = (staffId: string, coverId: string, fromOn: string, toOn: string) => ({ staffId, coverId, fromOn, toOn });
const enter = (...given: Parameters<typeof absence>) => enterAbsence(t.asManager(), absence(...given));
const look = (...given: Parameters<typeof absence>) => beforeAbsence(t.asManager(), absence(...given));
const awayFor = async (child: Context, childId: string) => (await homeOf(child, childId)).away;
const told = () => awayFor(t.asChild(t.robin), t.robin);

describe('a child is told until when their IRO is away', () => {
  test('by the last day away, to its end, and no longer', async () => {
    await enter(t.sam, t.amina, '2026-12-07', '2026-12-11');
    expect(await told()).toEqual({ untilOn: '2026-12-11', sameReader: true });
    t.at('2026-12-11T23:59:59.999Z');
    expect(await told()).toEqual({ untilOn: '2026-12-11', sameReader: true });
    t.at('2026-12-12T00:00:00.000Z');
    expect(await told()).toBeNull();
  });

  test('two stints without a working day between are told as one, and so they are to staff', async () => {
    const one = await enter(t.sam, t.amina, '2026-12-07', '2026-12-11');
    await enter(t.sam, t.amina, '2026-12-12', '2026-12-18');
    expect(await told()).toEqual({ untilOn: '2026-12-18', sameReader: true });
    const end = startOfDay('2026-12-19');
    expect((await endsOfAway(t.cmd())).away.get(t.sam)).toBe(end);
    expect((await teamCovers(t.asManager())).map(({ id, until }) => [id, until])).toEqual([[one, end]]);
  });

  test('with a working day between, only the first is told', async () => {
    await enter(t.sam, t.amina, '2026-12-07', '2026-12-10');
    await enter(t.sam, t.amina, '2026-12-14', '2026-12-18');
    expect(await told()).toEqual({ untilOn: '2026-12-10', sameReader: true });
  });

  test('nobody is said to read until then who does so for a part of it', async () => {
    const one = await enter(t.sam, t.amina, '2026-12-07', '2026-12-11');
    await enter(t.sam, t.lee, '2026-12-12', '2026-12-18');
    expect(await told()).toEqual({ untilOn: '2026-12-18', sameReader: false });
    expect((await teamCovers(t.asManager())).find(({ id }) => id === one)?.until).toBe(startOfDay('2026-12-12'));
  });

  test('and the day is the IRO’s own, not that of a cover who is away for a shorter time', async () => {
    await enter(t.sam, t.amina, '2026-12-07', '2026-12-18');
    await enter(t.amina, t.lee, '2026-12-07', '2026-12-08');
    expect(await told()).toEqual({ untilOn: '2026-12-18', sameReader: false });
  });

  test('nothing is said of a child whom somebody took for another reason, or who has nobody', async () => {
    const times = { fromAt: '2026-12-07T00:00:00.000Z', toAt: '2026-12-14T00:00:00.000Z', reason: 'cover' };
    await makeCover(t.cmd(), { childId: t.robin, coverId: t.lee, ...times });
    expect(await told()).toBeNull();
    expect(await awayFor(t.asChild(t.aleks), t.aleks)).toBeNull();
  });
});

describe('an absence that cannot be right', () => {
  test('is not saved where it overlaps with another of the same person, whoever stands in', async () => {
    const one = await enter(t.sam, t.amina, '2026-12-08', '2026-12-10');
    for (const coverId of [t.amina, t.lee])
      await expect(enter(t.sam, coverId, '2026-12-10', '2026-12-14')).rejects.toEqual(refused('invalid', { fromOn: 'overlap' }));
    expect((await absences(t.asManager())).map(({ id }) => id)).toEqual([one]);
    await enter(t.sam, t.lee, '2026-12-11', '2026-12-14');
    expect(await enter(t.sam, t.amina, '2026-12-08', '2026-12-10')).toBe(one);
  });

  test('one that was ended or cancelled is in nobody’s way', async () => {
    await endAbsence(t.asManager(), await enter(t.sam, t.amina, '2026-12-07', '2026-12-10'));
    await endAbsence(t.asManager(), await enter(t.sam, t.amina, '2026-12-09', '2026-12-10'));
    await endAbsence(t.asManager(), await enter(t.lee, t.amina, '2026-12-07', '2026-12-10'));
    expect(await look(t.sam, t.lee, '2026-12-07', '2026-12-10')).toMatchObject({ standInAway: [] });
    await enter(t.sam, t.lee, '2026-12-07', '2026-12-10');
  });

  test('is not saved where whoever stands in is away all the time', async () => {
    await enter(t.lee, t.amina, '2026-12-07', '2026-12-18');
    await expect(enter(t.sam, t.lee, '2026-12-08', '2026-12-11')).rejects.toEqual(refused('invalid', { coverId: 'away' }));
    await expect(look(t.sam, t.lee, '2026-12-08', '2026-12-11')).rejects.toEqual(refused('invalid', { coverId: 'away' }));
  });
});

describe('before an absence is saved', () => {
  test('it is said that whoever stands in is away for a part of it', async () => {
    await enter(t.lee, t.amina, '2026-12-10', '2026-12-18');
    expect((await look(t.sam, t.lee, '2026-12-07', '2026-12-11')).standInAway).toMatchObject([
      { fromAt: startOfDay('2026-12-10'), toAt: startOfDay('2026-12-19') }
    ]);
    await enter(t.sam, t.lee, '2026-12-07', '2026-12-11');
  });

  test('it is said whom the one who would be away stands in for', async () => {
    await enter(t.lee, t.sam, '2026-12-10', '2026-12-18');
    expect((await look(t.sam, t.amina, '2026-12-07', '2026-12-11')).standsInFor).toMatchObject([{ staffId: t.lee }]);
    expect((await look(t.sam, t.amina, '2026-12-07', '2026-12-09')).standsInFor).toEqual([]);
  });

  test('it is said which reviews of their children are in it, on its last day too', async () => {
    const reviews = async (fromOn: string, toOn: string) =>
      (await look(t.sam, t.amina, fromOn, toOn)).reviews.map(({ childId, on, certain }) => [childId, on, certain]);
    expect(await reviews('2026-12-09', '2026-12-14')).toEqual([[t.robin, '2026-12-14', true]]);
    expect(await reviews('2026-12-09', '2026-12-13')).toEqual([]);
    expect(await reviews('2026-12-15', '2026-12-18')).toEqual([]);
    expect((await look(t.lee, t.amina, '2026-12-09', '2026-12-14')).reviews).toEqual([]);
  });

  test('nothing is asked again of what stands already, and looking changes nothing', async () => {
    await look(t.sam, t.amina, '2026-12-09', '2026-12-14');
    expect(await absences(t.asManager())).toEqual([]);
    await enter(t.sam, t.amina, '2026-12-09', '2026-12-14');
    expect((await look(t.sam, t.amina, '2026-12-09', '2026-12-14')).reviews).toEqual([]);
  });

  test('only oneself looks, and managers: to all others there is nothing', async () => {
    const given = absence(t.sam, t.amina, '2026-12-09', '2026-12-14');
    expect((await beforeAbsence(t.asStaff(t.sam), given)).reviews).toHaveLength(1);
    await expect(beforeAbsence(t.asStaff(t.lee), given)).rejects.toEqual(refused('not-found'));
    await expect(beforeAbsence(t.asChild(t.robin), given)).rejects.toEqual(refused('not-found'));
  });
});

describe('giving children to somebody', () => {
  test('says first that they are away, now or within two weeks', async () => {
    const move = { fromId: t.sam, toId: t.lee, childIds: [t.robin] };
    expect((await lookAtMove(t.asManager(), move)).away).toBeNull();
    await enter(t.amina, t.lee, '2026-12-07', '2026-12-11');
    await enter(t.lee, t.grace, '2026-12-22', '2026-12-23');
    expect((await lookAtMove(t.asManager(), move)).away).toBeNull();
    const soon = await enter(t.lee, t.grace, '2026-12-21', '2026-12-21');
    expect((await lookAtMove(t.asManager(), move)).away).toEqual({
      fromAt: startOfDay('2026-12-21'),
      toAt: startOfDay('2026-12-24')
    });
    await endAbsence(t.asManager(), soon);
    expect((await lookAtMove(t.asManager(), { ...move, toId: t.amina })).away).toMatchObject({ toAt: startOfDay('2026-12-12') });
  });

  test('twice with the same form is once, and is answered the same', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    const move = { fromId: t.sam, toId: t.lee, childIds: [t.robin, t.kai] };
    expect(await Promise.all([moveChildren(t.asManager(), move), moveChildren(t.asManager(), move)])).toEqual([2, 2]);
    expect(await moveChildren(t.asManager(), move)).toBe(2);
    expect(await t.told('moved:')).toEqual([t.lee]);
    const rows = await t.cmd().db.selectFrom('allocations').select('child_id').where('staff_id', '=', t.lee).execute();
    expect(rows.map(({ child_id }) => child_id).sort()).toEqual([t.robin, t.kai].sort());
    const audit = await t.cmd().db.selectFrom('audit').select('verb').where('verb', '=', 'children.move').execute();
    expect(audit).toHaveLength(1);
  });

  test('a move that nobody made is not said to be done', async () => {
    const none = refused('invalid', { children: 'none' });
    const move = { fromId: t.sam, toId: t.lee, childIds: [t.robin] };
    await expect(moveChildren(t.asManager(), { ...move, childIds: [] })).rejects.toEqual(none);
    await expect(moveChildren(t.asManager(), { ...move, fromId: t.amina })).rejects.toEqual(none);
    await moveChildren(t.asManager(), move);
    await expect(moveChildren(t.asManager(), { ...move, fromId: t.amina })).rejects.toEqual(none);
    await expect(moveChildren(t.asManager(), { ...move, toId: t.amina })).rejects.toEqual(none);
    await expect(moveChildren(t.asStaff(t.sam), move)).rejects.toEqual(refused('not-found'));
  });
});
