import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { within } from '#lib/context.ts';
import { Refusal } from '#lib/errors.ts';
import { claim } from '#lib/notify/outbox.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { relationsTo } from '#lib/relations.server.ts';
import * as items from '#lib/routing/items.server.ts';
import * as routing from '#lib/routing/routing.server.ts';
import { childActor, command, job, staffActor, testApp } from '#tests/setup/app.ts';
import { refused } from '#tests/setup/refused.ts';

const DAY = 24 * 3600_000;
const hours = (from: Date, many: number) => new Date(from.getTime() + many * 3600_000).toISOString();

/** Children and workers by first names; every helper returns the id. */
async function town() {
  const heard = await testApp();
  const cmd = () => heard.as(command);
  const worker = (name: string, active = true) =>
    saveStaff(cmd(), { name, active, roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }] });
  const child = (firstName: string) => saveChild(cmd(), { firstName, lastName: 'Test', bornOn: '2016-02-03' });
  const give = (childId: string, staffId: string, fromOn = '2026-01-01', toOn: string | null = null) =>
    routing.saveAllocation(cmd(), { childId, staffId, role: 'iro', fromOn, toOn, reason: null });
  const away = (absentId: string, coverId: string, from = -1, to = 24) => {
    const { now } = cmd();
    return routing.makeCover(cmd(), { absentId, coverId, fromAt: hours(now, from), toAt: hours(now, to), reason: 'leave' });
  };
  const item = (childId: string, subjectId: string) => {
    const ctx = heard.as(childActor(childId));
    return within(ctx, (inside) =>
      items.addItem(inside, { kind: 'views', subject: 'contribution', subjectId, childId, neededBy: null })
    );
  };
  return { ...heard, cmd, worker, child, give, away, item };
}

describe('who has a child', () => {
  let t: Awaited<ReturnType<typeof town>>;
  beforeAll(async () => {
    t = await town();
  });

  test('their IRO, to the end of the last day and no longer, in UK time', async () => {
    const [sam, robin] = [await t.worker('Sam'), await t.child('Robin')];
    await t.give(robin, sam, '2026-01-01', '2026-12-07');
    expect(await routing.holderOf(t.cmd(), robin)).toEqual({ iroId: sam, personId: sam, coverId: null, deskCode: 'iro-team' });
    t.clock.set('2026-12-07T23:59:59.999Z');
    expect((await routing.holderOf(t.cmd(), robin)).personId).toBe(sam);
    t.clock.set('2026-12-08T00:00:00.000Z');
    expect(await routing.holderOf(t.cmd(), robin)).toEqual({ iroId: null, personId: null, coverId: null, deskCode: 'iro-team' });
    t.clock.set('2026-12-07T09:00:00.000Z');
  });

  test('whoever stands in, from the first moment of the cover to its last', async () => {
    const [sam, amina, kai] = [await t.worker('Sam'), await t.worker('Amina'), await t.child('Kai')];
    await t.give(kai, sam);
    const cover = await t.away(sam, amina, 0, 2);
    expect(await routing.holderOf(t.cmd(), kai)).toEqual({ iroId: sam, personId: amina, coverId: cover, deskCode: 'iro-team' });
    t.clock.forward(2 * 3600_000);
    expect((await routing.holderOf(t.cmd(), kai)).personId).toBe(sam);
    t.clock.set('2026-12-07T09:00:00.000Z');
  });

  test('a cover who is away is followed to theirs; a circle is refused when it is made', async () => {
    const [a, b, c, mina] = [await t.worker('A'), await t.worker('B'), await t.worker('C'), await t.child('Mina')];
    await t.give(mina, a);
    await t.away(a, b);
    await t.away(b, c);
    expect((await routing.holderOf(t.cmd(), mina)).personId).toBe(c);
    await expect(t.away(c, a)).rejects.toEqual(refused('invalid', { coverId: 'circle' }));
    await expect(t.away(c, c)).rejects.toEqual(refused('invalid', { coverId: 'self' }));
    await expect(t.away(c, a, 24, 48)).resolves.toBeTypeOf('string');
  });

  test('nobody, when the IRO has left, or the only cover has', async () => {
    const [gone, sam, left, tyrell, aleks] = [
      await t.worker('Gone', false),
      await t.worker('Sam'),
      await t.worker('Left', false),
      await t.child('Tyrell'),
      await t.child('Aleks')
    ];
    await t.give(tyrell, gone);
    await t.give(aleks, sam);
    await t.away(sam, left);
    const holders = await routing.holdersOf(t.cmd(), [tyrell, aleks, 'unknown']);
    expect([...holders.values()].map((holder) => holder.personId)).toEqual([null, null, null]);
    expect(holders.get(aleks)?.iroId).toBe(sam);
  });

  test('a manager gives 28 days at most; an absence that a file brings has its own end', async () => {
    const [sam, amina] = [await t.worker('Sam'), await t.worker('Amina')];
    const now = t.cmd().now;
    const long = {
      absentId: sam,
      coverId: amina,
      fromAt: now.toISOString(),
      toAt: new Date(now.getTime() + 29 * DAY).toISOString(),
      reason: 'leave'
    };
    const manager = t.as(staffActor(amina, { roles: ['manager'] }));
    await expect(routing.makeCover(manager, long)).rejects.toEqual(refused('invalid', { toAt: 'too-long' }));
    await expect(routing.makeCover(t.as(staffActor(sam)), long)).rejects.toEqual(refused('not-found'));
    const id = await routing.makeCover(t.cmd(), long);
    expect(await routing.makeCover(t.cmd(), { ...long, id })).toBe(id);
  });

  test('staff with an allocation today, and since when', async () => {
    const [sam, dee, robin] = [await t.worker('Sam'), await t.worker('Dee'), await t.child('Robin')];
    await t.give(robin, sam, '2026-03-02');
    await routing.saveAllocation(t.cmd(), {
      childId: robin,
      staffId: dee,
      role: 'social_worker',
      fromOn: '2026-01-01',
      toOn: null
    });
    expect(await routing.workersOf(t.cmd(), robin)).toEqual([
      { staffId: sam, role: 'iro' },
      { staffId: dee, role: 'social_worker' }
    ]);
    expect((await routing.iroSince(t.cmd(), sam)).get(robin)).toBe('2026-03-02');
  });
});

describe('what somebody has to look at', () => {
  let t: Awaited<ReturnType<typeof town>>;
  beforeAll(async () => {
    t = await town();
  });

  test('is with the holder, once, and a new IRO has it at once and is nudged', async () => {
    const [sam, grace, robin] = [await t.worker('Sam'), await t.worker('Grace'), await t.child('Robin')];
    const first = await t.give(robin, sam);
    const id = await t.item(robin, 'said-1');
    expect(await t.item(robin, 'said-1')).toBe(id);
    expect((await items.itemsFor(t.cmd(), sam)).map((item) => item.id)).toEqual([id]);
    await routing.saveAllocation(t.cmd(), {
      id: first,
      childId: robin,
      staffId: sam,
      role: 'iro',
      fromOn: '2026-01-01',
      toOn: '2026-12-06',
      reason: 'moved'
    });
    await t.give(robin, grace, '2026-12-07');
    expect(await items.itemsFor(t.cmd(), sam)).toEqual([]);
    expect((await items.itemsFor(t.cmd(), grace)).map((item) => item.subjectId)).toEqual(['said-1']);
    const nudged = (await within(t.as(job), (ctx) => claim(ctx, 50))).map((nudge) => nudge.staffId);
    expect(nudged.sort()).toEqual([sam, grace].sort());
  });

  test('saving the same allocation again writes nothing', async () => {
    const [sam, kai] = [await t.worker('Sam'), await t.child('Kai')];
    const given = {
      id: await t.give(kai, sam),
      childId: kai,
      staffId: sam,
      role: 'iro' as const,
      fromOn: '2026-01-01',
      toOn: null
    };
    const before = await verifyChain(t.cmd());
    await routing.saveAllocation(t.cmd(), given);
    expect(await verifyChain(t.cmd())).toEqual(before);
    await expect(routing.saveAllocation(t.cmd(), { ...given, toOn: '2025-01-01' })).rejects.toEqual(
      refused('invalid', { toOn: 'before-start' })
    );
  });

  test('the first opener and time are kept; done is done, and only for whoever may read', async () => {
    const [sam, amina, other, mina] = [
      await t.worker('Sam'),
      await t.worker('Amina'),
      await t.worker('Other'),
      await t.child('Mina')
    ];
    await t.give(mina, sam);
    const id = await t.item(mina, 'said-2');
    for (const who of [sam, amina]) {
      t.clock.forward(60_000);
      await within(t.as(staffActor(who)), (ctx) => items.markOpened(ctx, 'contribution', 'said-2'));
    }
    const [item] = await items.itemsFor(t.cmd(), sam);
    expect(item).toMatchObject({ firstOpenedBy: sam, firstOpenedAt: '2026-12-07T09:01:00.000Z' });
    await expect(items.finishItem(t.as(staffActor(other)), id)).rejects.toEqual(refused('not-found'));
    await expect(items.finishItem(t.as(staffActor(other)), 'invented')).rejects.toEqual(refused('not-found'));
    await items.finishItem(t.as(staffActor(sam)), id);
    await items.finishItem(t.as(staffActor(sam)), id);
    expect(await items.itemsFor(t.cmd(), sam)).toEqual([]);
  });

  test('of a desk that has it from the first gives nobody at that desk the child', async () => {
    const [advocate, nurse, child] = [await t.worker('Ada'), await t.worker('Nia'), await t.child('Zed')];
    await routing.setDesk(t.cmd(), 'advocates', [advocate]);
    await routing.setDesk(t.cmd(), 'duty', [nurse]);
    const put = (kind: 'advocate' | 'unsafe-duty') =>
      within(t.cmd(), (ctx) =>
        items.addItem(ctx, { kind, subject: 'request', subjectId: `asked-${kind}`, childId: child, neededBy: null })
      );
    for (const [who, kind] of [
      [advocate, 'advocate'],
      [nurse, 'unsafe-duty']
    ] as const) {
      await expect(routing.takeFromDesk(t.as(staffActor(who)), await put(kind))).rejects.toEqual(refused('not-found'));
      expect((await relationsTo(t.as(staffActor(who)), child)).held).not.toContain('covering');
    }
  });

  test('falls to the desk when no person has the child, and one of them takes it, on the record, for 28 days', async () => {
    const [grace, tom, stranger, aleks] = [
      await t.worker('Grace'),
      await t.worker('Tom'),
      await t.worker('Stranger'),
      await t.child('Aleks')
    ];
    await routing.setDesk(t.cmd(), 'iro-team', [grace, tom]);
    const id = await t.item(aleks, 'said-3');
    const nudged = (await within(t.as(job), (ctx) => claim(ctx, 50))).map((nudge) => nudge.staffId);
    expect(nudged).toEqual(expect.arrayContaining([grace, tom]));
    await expect(routing.takeFromDesk(t.as(staffActor(stranger)), id)).rejects.toEqual(refused('not-found'));
    await expect(routing.takeFromDesk(t.as(staffActor(grace)), 'invented')).rejects.toEqual(refused('not-found'));
    expect(await routing.takeFromDesk(t.as(staffActor(grace)), id)).toEqual({ childId: aleks, subjectId: 'said-3' });
    await routing.takeFromDesk(t.as(staffActor(grace)), id);
    await expect(routing.takeFromDesk(t.as(staffActor(tom)), id)).rejects.toEqual(refused('invalid', { item: 'taken' }));
    expect((await relationsTo(t.as(staffActor(grace)), aleks)).held).toContain('covering');
    expect((await relationsTo(t.as(staffActor(tom)), aleks)).held).not.toContain('covering');
    const acts = await t
      .cmd()
      .db.selectFrom('audit')
      .select(['verb', 'actor'])
      .where('child_id', '=', aleks)
      .where('verb', '=', 'desk.take')
      .execute();
    expect(acts).toEqual([{ verb: 'desk.take', actor: grace }]);
    t.clock.forward(28 * DAY);
    expect((await routing.holderOf(t.cmd(), aleks)).personId).toBeNull();
    t.clock.set('2026-12-07T09:00:00.000Z');
  });

  test('goes from whoever took it to the new IRO, from their first day on, on the record', async () => {
    const [grace, sam, kai, robin] = [
      await t.worker('Grace'),
      await t.worker('Sam'),
      await t.child('Kai'),
      await t.child('Robin')
    ];
    await routing.setDesk(t.cmd(), 'iro-team', [grace]);
    const taken = [await t.item(kai, 'said-5'), await t.item(robin, 'said-6')];
    for (const id of taken) await routing.takeFromDesk(t.as(staffActor(grace)), id);
    await within(t.as(job), (ctx) => claim(ctx, 50));
    t.clock.forward(60_000);
    await t.give(kai, sam);
    expect(await routing.holderOf(t.cmd(), kai)).toMatchObject({ iroId: sam, personId: sam, coverId: null });
    expect((await relationsTo(t.as(staffActor(grace)), kai)).held).not.toContain('covering');
    expect((await items.itemsFor(t.cmd(), sam)).map((item) => item.subjectId)).toEqual(['said-5']);
    expect((await items.itemsFor(t.cmd(), grace)).map((item) => item.subjectId)).toEqual(['said-6']);
    expect((await within(t.as(job), (ctx) => claim(ctx, 50))).map((nudge) => nudge.staffId)).toEqual([sam]);
    const ended = t.cmd().db.selectFrom('audit').select(['child_id', 'reason']).where('verb', '=', 'cover.end');
    expect(await ended.execute()).toEqual([{ child_id: kai, reason: 'new-iro' }]);

    await t.give(robin, sam, '2026-12-10');
    expect((await routing.holderOf(t.cmd(), robin)).personId).toBe(grace);
    t.clock.set('2026-12-10T00:00:00.000Z');
    expect((await routing.holderOf(t.cmd(), robin)).personId).toBe(sam);
    t.clock.set('2026-12-07T09:00:00.000Z');
  });

  test('taken while the next IRO is known already, it is taken until that day', async () => {
    const [grace, sam, kai] = [await t.worker('Grace'), await t.worker('Sam'), await t.child('Kai')];
    await routing.setDesk(t.cmd(), 'iro-team', [grace]);
    await t.give(kai, sam, '2026-12-09');
    await routing.takeFromDesk(t.as(staffActor(grace)), await t.item(kai, 'said-7'));
    t.clock.set('2026-12-08T23:59:59.999Z');
    expect((await routing.holderOf(t.cmd(), kai)).personId).toBe(grace);
    t.clock.set('2026-12-09T00:00:00.000Z');
    expect((await routing.holderOf(t.cmd(), kai)).personId).toBe(sam);
    t.clock.set('2026-12-07T09:00:00.000Z');
  });

  test('stays with whoever took it when the new IRO could not open it', async () => {
    const [grace, gone, kai] = [await t.worker('Grace'), await t.worker('Gone', false), await t.child('Kai')];
    await routing.setDesk(t.cmd(), 'iro-team', [grace]);
    await routing.takeFromDesk(t.as(staffActor(grace)), await t.item(kai, 'said-8'));
    await t.give(kai, gone);
    expect((await routing.holderOf(t.cmd(), kai)).personId).toBe(grace);
  });

  test('two who take at the same moment: one has it', async () => {
    const [grace, tom, kai] = [await t.worker('Grace'), await t.worker('Tom'), await t.child('Kai')];
    await routing.setDesk(t.cmd(), 'iro-team', [grace, tom]);
    const id = await t.item(kai, 'said-4');
    const tries = await Promise.allSettled([grace, tom].map((who) => routing.takeFromDesk(t.as(staffActor(who)), id)));
    expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = tries.find((one) => one.status === 'rejected');
    expect(lost?.reason).toBeInstanceOf(Refusal);
    expect(await t.cmd().db.selectFrom('covers').select('id').where('child_id', '=', kai).execute()).toHaveLength(1);
  });
});

test('who has a child and who is let in are the same facts', async () => {
  const t = await town();
  const people = await Promise.all(['A', 'B', 'C', 'D'].map((name, index) => t.worker(name, index < 3)));
  const child = await t.child('Robin');
  const who = fc.nat({ max: 3 });
  const cover = fc.record({ absent: fc.option(who, { nil: null }), cover: who, at: fc.constantFrom(-2, 0, 2) });
  await fc.assert(
    fc.asyncProperty(fc.array(who, { maxLength: 2 }), fc.array(cover, { maxLength: 5 }), async (iros, covers) => {
      const { db, now, ids } = t.cmd();
      await db.deleteFrom('allocations').execute();
      await db.deleteFrom('covers').execute();
      for (const iro of iros) await t.give(child, people[iro] ?? '');
      for (const { absent, cover, at } of covers)
        await db
          .insertInto('covers')
          .values({
            id: ids(),
            absent_id: absent === null ? null : (people[absent] ?? ''),
            child_id: absent === null ? child : null,
            cover_id: people[cover] ?? '',
            from_at: hours(now, at),
            to_at: hours(now, at + 1),
            reason: '',
            made_by: '',
            made_at: hours(now, -3)
          })
          .execute();
      const holder = await routing.holderOf(t.cmd(), child);
      const let_in = new Set<string>();
      for (const id of people) {
        const { held } = await relationsTo(t.as(staffActor(id)), child);
        if (held.has('allocated') || held.has('covering')) let_in.add(id);
        expect((await routing.childrenHeldBy(t.cmd(), id)).includes(child)).toBe(holder.personId === id);
      }
      if (holder.personId) expect(let_in).toContain(holder.personId);
      if (let_in.size === 0) expect(holder.personId).toBeNull();
      if (holder.coverId) expect(let_in.size).toBeGreaterThan(0);
    }),
    { numRuns: 40 }
  );
});
