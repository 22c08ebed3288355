import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { dayOf } from '#lib/context.ts';
import { deskOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { relationsTo } from '#lib/relations.server.ts';
import { mayRead } from '#lib/requests/lines.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { absences, endAbsence, enterAbsence } from '#lib/routing/absences.server.ts';
import { climb } from '#lib/routing/climbing.server.ts';
import { caseloads, lookAtMove, moveChildren } from '#lib/routing/moving.server.ts';
import { keepProof, lastProof, proveEveryNight, proveReaders, readersNow } from '#lib/routing/proof.server.ts';
import { holderOf, makeCover, saveAllocation, setDesk, takeFromDesk } from '#lib/routing/routing.server.ts';
import { asksFor, dutyTown, type DutyTown } from '#tests/setup/duty.ts';
import { refused } from '#tests/setup/refused.ts';

const MONDAY = '2026-12-07';
const TUESDAY = '2026-12-08';
const days = (fromOn = MONDAY, toOn = TUESDAY) => ({ fromOn, toOn });

let t: DutyTown;
beforeEach(async () => void (t = await dutyTown()));

const holds = async (childId: string) => (await holderOf(t.cmd(), childId)).personId;
const inboxes = async (ctx: Context) => (await inboxOf(ctx)).flatMap(({ rows }) => rows.map(({ childId }) => childId));

/** What was nudged for one of these reasons: in which way, and whom; in no order. */
const nudged = async (...begins: string[]) => {
  const rows = await t.cmd().db.selectFrom('outbox').select(['kind', 'dedupe_key']).execute();
  return rows
    .filter(({ dedupe_key }) => begins.some((one) => dedupe_key.startsWith(one)))
    .map(({ kind, dedupe_key }) => `${kind} ${dedupe_key.split(':').at(-1)}`)
    .sort();
};

describe('what waits when somebody else comes to have a child', () => {
  test('is told as what cannot wait where a child is not safe: to whoever stands in, and to a new IRO', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    await asksFor(t.asChild(t.robin), 'not-safe');
    await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.amina, ...days() });
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.lee, role: 'iro', fromOn: MONDAY, toOn: null });
    expect(await nudged('passed-on:')).toEqual([`urgent ${t.amina}`, `urgent ${t.lee}`].sort());
  });

  test('is told as something new where nothing is urgent, and not at all where it is not theirs to open', async () => {
    await asksFor(t.asChild(t.robin), 'advocate');
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.lee, role: 'iro', fromOn: MONDAY, toOn: null });
    expect(await nudged('passed-on:')).toEqual([]);
    await asksFor(t.asChild(t.robin), 'talk');
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.amina, role: 'iro', fromOn: MONDAY, toOn: null });
    expect(await nudged('passed-on:')).toEqual([`something-new ${t.amina}`]);
  });
});

describe('an absence', () => {
  test('moves what lies unread now, tells whoever stands in once, and gives it back when it is cancelled', async () => {
    const id = await asksFor(t.asChild(t.robin), 'talk');
    expect(await inboxes(t.asStaff(t.sam))).toEqual([t.robin]);
    const absence = await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.amina, ...days() });
    expect([await holds(t.robin), await holds(t.kai)]).toEqual([t.amina, t.amina]);
    expect(await inboxes(t.asStaff(t.amina))).toEqual([t.robin]);
    expect(await inboxes(t.asStaff(t.sam))).toEqual([]);
    expect(await t.told('passed-on:')).toEqual([t.amina]);
    await climb(t.job());
    expect(await t.told('passed-on:')).toEqual([t.amina]);
    expect((await readRequest(t.asStaff(t.amina), id)).id).toBe(id);
    await endAbsence(t.asManager(), absence);
    expect(await holds(t.robin)).toBe(t.sam);
    await endAbsence(t.asManager(), absence);
  });

  test('of oneself may be entered by oneself, of others by a manager alone; a made-up one is nobody’s', async () => {
    const own = await enterAbsence(t.asStaff(t.sam), { staffId: t.sam, coverId: t.amina, ...days() });
    await expect(enterAbsence(t.asStaff(t.amina), { staffId: t.sam, coverId: t.amina, ...days() })).rejects.toEqual(
      refused('not-found')
    );
    await expect(endAbsence(t.asStaff(t.amina), own)).rejects.toEqual(refused('not-found'));
    await expect(endAbsence(t.asStaff(t.amina), 'nothing')).rejects.toEqual(refused('not-found'));
    expect((await absences(t.asStaff(t.sam))).map(({ id, mayEnd }) => [id, mayEnd])).toEqual([[own, true]]);
    expect((await absences(t.asStaff(t.amina))).map(({ id, mayEnd }) => [id, mayEnd])).toEqual([[own, false]]);
    expect(await absences(t.asStaff(t.lee))).toEqual([]);
    expect((await absences(t.asManager())).map(({ id }) => id)).toEqual([own]);
    await endAbsence(t.asStaff(t.sam), own);
    expect(await absences(t.asManager())).toEqual([]);
  });

  test('posted twice is one; one to come holds from the first moment of its first day to the last of its last', async () => {
    const absence = { staffId: t.sam, coverId: t.amina, ...days('2026-12-09', '2026-12-10') };
    expect(await enterAbsence(t.asManager(), absence)).toBe(await enterAbsence(t.asManager(), absence));
    const item = await asksFor(t.asChild(t.robin), 'talk');
    expect(await holds(t.robin)).toBe(t.sam);
    t.at('2026-12-08T23:59:59.000Z');
    expect(await holds(t.robin)).toBe(t.sam);
    t.at('2026-12-09T00:00:00.000Z');
    expect(await holds(t.robin)).toBe(t.amina);
    await climb(t.job());
    expect(await t.told('passed-on:')).toEqual([t.amina]);
    expect(await mayRead(t.asStaff(t.amina), 'holder', t.robin)).toBe(true);
    t.at('2026-12-11T00:00:00.000Z');
    expect(await holds(t.robin)).toBe(t.sam);
    expect(item).toBeTypeOf('string');
  });

  test.each([
    [{ fromOn: 'soon' }, { fromOn: 'missing' }],
    [{ fromOn: '2026-12-06' }, { fromOn: 'past' }],
    [{ toOn: '2026-12-06' }, { toOn: 'order' }],
    [{ toOn: '2027-02-01' }, { toOn: 'too-long' }],
    [{ coverId: 'nobody' }, { coverId: 'missing' }],
    [{ coverId: 'dee' }, { coverId: 'missing' }],
    [{ coverId: 'sam' }, { coverId: 'self' }]
  ] as const)('%j is refused with %j', async (given, fields) => {
    const ids: Record<string, string> = { dee: t.dee, sam: t.sam };
    const coverId = 'coverId' in given ? (ids[given.coverId] ?? given.coverId) : t.amina;
    const absence = { staffId: t.sam, ...days(), ...given, coverId };
    await expect(enterAbsence(t.asManager(), absence)).rejects.toEqual(refused('invalid', fields));
  });

  test('never closes a circle: who would stand in for themself in the end is refused, and said so', async () => {
    await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.amina, ...days() });
    await enterAbsence(t.asManager(), { staffId: t.amina, coverId: t.lee, ...days() });
    const closing = { staffId: t.lee, coverId: t.sam, ...days() };
    await expect(enterAbsence(t.asManager(), closing)).rejects.toEqual(refused('invalid', { coverId: 'circle' }));
    expect(await holds(t.robin)).toBe(t.lee);
  });

  test('a circle that is there all the same falls to the desk, where it is taken', async () => {
    const id = await asksFor(t.asChild(t.robin), 'talk');
    const times = { fromAt: '2026-12-07T00:00:00.000Z', toAt: '2026-12-09T00:00:00.000Z', reason: 'away' };
    await makeCover(t.cmd(), { absentId: t.sam, coverId: t.amina, ...times });
    await makeCover(t.cmd(), { absentId: t.amina, coverId: t.lee, ...times });
    await t
      .cmd()
      .db.insertInto('covers')
      .values({
        id: t.cmd().ids(),
        absent_id: t.lee,
        child_id: null,
        cover_id: t.sam,
        from_at: times.fromAt,
        to_at: times.toAt,
        reason: 'away',
        made_by: 'test',
        made_at: times.fromAt
      })
      .execute();
    expect(await holds(t.robin)).toBeNull();
    const [row] = await deskOf(t.asStaff(t.tom));
    await takeFromDesk(t.asStaff(t.tom), row?.itemId ?? '');
    expect(await holds(t.robin)).toBe(t.tom);
    expect((await readRequest(t.asStaff(t.tom), id)).id).toBe(id);
  });

  test('a chain of four ends with the last, who can read; where the last left, the desk has it', async () => {
    const [one, two] = [await t.worker('Una Reed', 'iro'), await t.worker('Vic Lane', 'iro')];
    const chain = [t.sam, t.amina, t.lee, one, two];
    for (const [at, staffId] of chain.slice(0, -1).entries())
      await enterAbsence(t.asManager(), { staffId, coverId: chain[at + 1] ?? '', ...days() });
    expect(await holds(t.robin)).toBe(two);
    expect((await relationsTo(t.asStaff(two), t.robin)).held.has('covering')).toBe(true);
    await saveStaff(t.cmd(), { id: two, name: 'Vic Lane', active: false });
    expect(await holds(t.robin)).toBeNull();
  });
});

describe('whoever left', () => {
  test('holds nothing from that moment on: what they had is at the desk, told at once, and readable there', async () => {
    const id = await asksFor(t.asChild(t.robin), 'talk');
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', active: false });
    expect(await holds(t.robin)).toBeNull();
    expect(await proveReaders(t.job())).toMatchObject({ withoutReader: 0 });
    await climb(t.job());
    expect((await t.told('climbed:')).sort()).toEqual([t.grace, t.tom].sort());
    const [row] = await deskOf(t.asStaff(t.tom));
    await takeFromDesk(t.asStaff(t.tom), row?.itemId ?? '');
    expect((await readRequest(t.asStaff(t.tom), id)).id).toBe(id);
  });

  test('their children go to another, one by one or all at once, after a look at what would happen', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', active: false });
    const mine = (await caseloads(t.asManager())).find(({ staffId }) => staffId === t.sam);
    expect(mine).toMatchObject({ here: false });
    expect([...(mine?.childIds ?? [])].sort()).toEqual([t.robin, t.kai].sort());
    const move = { fromId: t.sam, toId: t.lee, childIds: [t.robin, t.aleks] };
    expect(await lookAtMove(t.asManager(), move)).toEqual({ childIds: [t.robin], unopened: 1, away: null });
    expect(await holds(t.robin)).toBeNull();
    expect(await moveChildren(t.asManager(), move)).toBe(1);
    expect([await holds(t.robin), await holds(t.kai)]).toEqual([t.lee, null]);
    expect(await t.told('moved:')).toEqual([t.lee]);
    expect(await inboxes(t.asStaff(t.lee))).toEqual([t.robin]);
    await moveChildren(t.asManager(), { ...move, childIds: [t.kai] });
    expect((await caseloads(t.asManager())).map(({ staffId }) => staffId)).toEqual([t.lee]);
    const audit = await t.cmd().db.selectFrom('audit').select('verb').where('verb', '=', 'children.move').execute();
    expect(audit).toHaveLength(2);
  });

  test('who gets several children hears of it once, as of what cannot wait where a worry waits', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    await asksFor(t.asChild(t.kai), 'talk');
    await moveChildren(t.asManager(), { fromId: t.sam, toId: t.lee, childIds: [t.robin, t.kai] });
    expect(await nudged('passed-on:', 'moved:')).toEqual([`something-new ${t.lee}`]);
    await asksFor(t.asChild(t.kai), 'not-safe');
    await moveChildren(t.asManager(), { fromId: t.lee, toId: t.amina, childIds: [t.robin, t.kai] });
    expect(await nudged('passed-on:', 'moved:')).toEqual([`something-new ${t.lee}`, `urgent ${t.amina}`]);
  });

  test('where the new one is away, whoever stands in for them hears of what waits too', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    await enterAbsence(t.asManager(), { staffId: t.lee, coverId: t.amina, ...days() });
    await moveChildren(t.asManager(), { fromId: t.sam, toId: t.lee, childIds: [t.robin] });
    expect((await t.told('moved:')).sort()).toEqual([t.lee, t.amina].sort());
  });

  test('only a manager moves children, and only to an IRO who works here', async () => {
    const move = { fromId: t.sam, toId: t.lee, childIds: [t.robin] };
    await expect(moveChildren(t.asStaff(t.sam), move)).rejects.toEqual(refused('not-found'));
    await expect(caseloads(t.asStaff(t.sam))).rejects.toEqual(refused('not-found'));
    await expect(moveChildren(t.asManager(), { ...move, toId: t.dee })).rejects.toEqual(refused('invalid', { to: 'missing' }));
    await expect(moveChildren(t.asManager(), { ...move, toId: t.sam })).rejects.toEqual(refused('invalid', { to: 'self' }));
  });

  test('who had one from the desk has them no longer when a new IRO starts', async () => {
    await saveAllocation(t.cmd(), {
      id: t.samForRobin,
      childId: t.robin,
      staffId: t.sam,
      role: 'iro',
      fromOn: '2026-01-01',
      toOn: '2026-12-06'
    });
    await asksFor(t.asChild(t.robin), 'talk');
    const [row] = await deskOf(t.asStaff(t.tom));
    await takeFromDesk(t.asStaff(t.tom), row?.itemId ?? '');
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.lee, role: 'iro', fromOn: MONDAY, toOn: null });
    await moveChildren(t.asManager(), { fromId: t.lee, toId: t.amina, childIds: [t.robin] });
    expect(await holds(t.robin)).toBe(t.amina);
  });
});

describe('nothing is ever without a reader', () => {
  test('where everybody at the desk is away the managers are there, can take it, and read it then', async () => {
    const id = await asksFor(t.asChild(t.aleks), 'talk');
    await setDesk(t.cmd(), 'iro-team', [t.tom]);
    expect(await deskOf(t.asManager())).toEqual([]);
    await enterAbsence(t.asManager(), { staffId: t.tom, coverId: t.lee, ...days() });
    expect(await proveReaders(t.job())).toMatchObject({ items: 1, withoutReader: 0, emptyDesks: ['iro-team'] });
    expect((await readersNow(t.cmd())).map(({ staffIds }) => staffIds)).toEqual([[t.grace]]);
    const [row] = await deskOf(t.asManager());
    await takeFromDesk(t.asManager(), row?.itemId ?? '');
    expect((await readRequest(t.asManager(), id)).id).toBe(id);
  });

  test('what nobody at all could open is counted, on record, and every manager hears of it once a day', async () => {
    const id = await asksFor(t.asChild(t.robin), 'advocate');
    expect(id).toBeTypeOf('string');
    await saveStaff(t.cmd(), { id: t.ffion, name: 'Ffion Ellery', active: false });
    expect(await keepProof(t.job())).toMatchObject({ items: 1, withoutReader: 1, emptyDesks: ['advocates'] });
    await keepProof(t.job());
    expect(await t.told('no-reader:')).toEqual([t.grace]);
    expect(await lastProof(t.asManager())).toEqual({ at: t.cmd().now.toISOString(), items: 1, withoutReader: 1 });
    await expect(proveReaders(t.asStaff(t.sam))).rejects.toEqual(refused('not-found'));
  });

  test('a worry has a reader while any of those it went to is here', async () => {
    await asksFor(t.asChild(t.robin), 'not-safe');
    await setDesk(t.cmd(), 'duty', []);
    expect(await proveReaders(t.job())).toMatchObject({ items: 3, withoutReader: 0, emptyDesks: ['duty'] });
  });

  test('is proved once a night, and made up for where the night was slept through', async () => {
    await proveEveryNight(t.job());
    const first = (await lastProof(t.asManager()))?.at;
    expect(first).toBe('2026-12-07T09:00:00.000Z');
    t.at('2026-12-08T01:00:00.000Z');
    await proveEveryNight(t.job());
    expect((await lastProof(t.asManager()))?.at).toBe(first);
    t.at('2026-12-08T02:05:00.000Z');
    await proveEveryNight(t.job());
    expect((await lastProof(t.asManager()))?.at).toBe('2026-12-08T02:05:00.000Z');
  });
});

test('an absence of today holds today', () => expect(dayOf(new Date('2026-12-07T00:30:00Z'))).toBe(MONDAY));
