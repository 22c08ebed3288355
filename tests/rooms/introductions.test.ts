import type { KyselyPlugin } from 'kysely';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { saveChild } from '#lib/children/children.server.ts';
import { callIro } from '#lib/children/calling.server.ts';
import type { Context } from '#lib/context.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { readerOf } from '#lib/home/home.server.ts';
import { voicesFor } from '#lib/consultations/comparing.server.ts';
import { childSheet } from '#lib/inbox/caseload.server.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { iroStory } from '#lib/introductions/change.server.ts';
import { changedLately, handOver, writeHandOver } from '#lib/introductions/hand-over.server.ts';
import { askForIntroductions, sayHello } from '#lib/introductions/hello.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { makeCover, saveAllocation } from '#lib/routing/routing.server.ts';
import { whoLooked } from '#lib/looking/looking.server.ts';
import { job } from '#tests/setup/app.ts';
import { cast, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

let t: Cast;
let child: string;
beforeAll(async () => {
  t = await cast();
});
beforeEach(async () => {
  child = await saveChild(t.cmd(), { firstName: 'Fern', lastName: 'Quill', bornOn: '2017-05-04' });
});

const give = (staffId: string, fromOn: string, toOn: string | null = null) =>
  saveAllocation(t.cmd(), { childId: child, staffId, role: 'iro', fromOn, toOn });
const asks = () => askForIntroductions(t.as(job));
const tasks = async (staffId: string) =>
  (await itemsFor(t.asStaff(staffId), staffId)).filter(({ kind, childId }) => kind === 'introduce' && childId === child);
/** Whoever looked at what stands there just now. */
const writes = async (ctx: Context, text: string) =>
  writeHandOver(ctx, child, { text, version: (await handOver(ctx, child)).version });
const visit = (n: number) => ({ sessionId: `visit-${n}` });

describe('a first hello', () => {
  test('is asked of a new IRO once, by the fifth working day, and done when it was said', async () => {
    await give(t.lee, '2026-12-04');
    await asks();
    await asks();
    // From Friday 4 December: Monday to Friday of the week after.
    expect(await tasks(t.lee)).toMatchObject([{ neededBy: '2026-12-11' }]);
    expect(await tasks(t.sam)).toEqual([]);
    await sayHello(t.asStaff(t.lee), child, { way: 'visit', on: '2026-12-07' });
    expect(await tasks(t.lee)).toEqual([]);
    await asks();
    expect(await tasks(t.lee)).toEqual([]);
    expect((await iroStory(t.asChild(child), child))?.hello).toEqual(
      expect.objectContaining({ name: 'Lee', way: 'visit', on: '2026-12-07' })
    );
  });

  test('is not asked for what began long ago, nor of somebody who said it before they were given the child again', async () => {
    await give(t.lee, '2026-10-01');
    await asks();
    expect(await tasks(t.lee)).toEqual([]);
    await sayHello(t.asStaff(t.lee), child, { way: 'phone', on: '2026-10-02' });
    await give(t.lee, '2026-12-07');
    await asks();
    expect(await tasks(t.lee)).toEqual([]);
  });

  test('is the stand-in’s while the IRO is away, and nobody’s once the child has another IRO', async () => {
    const first = await give(t.tom, '2026-12-01');
    await makeCover(t.asManager(), {
      absentId: t.tom,
      coverId: t.amina,
      fromAt: '2026-12-07T00:00:00Z',
      toAt: '2026-12-10T00:00:00Z',
      reason: 'leave'
    });
    await asks();
    expect(await tasks(t.amina)).toHaveLength(1);
    await saveAllocation(t.cmd(), {
      id: first,
      childId: child,
      staffId: t.tom,
      role: 'iro',
      fromOn: '2026-12-01',
      toOn: '2026-12-06'
    });
    await give(t.lee, '2026-12-07');
    await asks();
    expect(await tasks(t.amina)).toEqual([]);
    expect(await tasks(t.lee)).toHaveLength(1);
  });

  test('is on record by whoever has the child alone, for a day that has been', async () => {
    await give(t.lee, '2026-12-04');
    const hello = { way: 'visit', on: '2026-12-07' };
    for (const ctx of [t.asStaff(t.sam), t.asManager(), t.asChild(child), t.cmd()])
      await expect(sayHello(ctx, child, hello)).rejects.toEqual(refused('not-found'));
    await expect(sayHello(t.asStaff(t.lee), child, { ...hello, on: '2026-12-08' })).rejects.toEqual(
      refused('invalid', { on: 'future' })
    );
    await expect(sayHello(t.asStaff(t.lee), child, { ...hello, on: '2024-12-08' })).rejects.toEqual(
      refused('invalid', { on: 'too-old' })
    );
    await expect(sayHello(t.asStaff(t.lee), child, { way: 'pigeon', on: '' })).rejects.toEqual(
      refused('invalid', { way: 'missing', on: 'missing' })
    );
  });

  test('stands in the inbox among the tasks, late once its day has passed, and never as unread', async () => {
    await give(t.lee, '2026-12-04');
    await asks();
    const rows = (await inboxOf(t.asStaff(t.lee))).find(({ group }) => group === 'talks')?.rows ?? [];
    expect(rows.filter(({ childId }) => childId === child)).toMatchObject([
      { subject: 'allocation', childId: child, neededBy: '2026-12-11', unread: false }
    ]);
  });

  test('is for the clock to ask', async () => {
    await expect(askForIntroductions(t.asStaff(t.sam))).rejects.toEqual(refused('not-found'));
  });
});

describe('another IRO than before', () => {
  test('is told in two visits at least, with who it was; both visits of one sitting are one', async () => {
    await give(t.lee, '2026-09-01', '2026-12-06');
    expect((await iroStory(t.asChild(child, visit(0)), child))?.change).toBeNull();
    await give(t.amina, '2026-12-07');
    const seen = async (n: number, how = {}) => (await iroStory(t.asChild(child, { ...visit(n), ...how }), child))?.change;
    expect(await seen(1)).toMatchObject({ now: 'Amina', before: 'Lee', message: null, isNews: true });
    expect(await seen(1)).toMatchObject({ isNews: true });
    expect(await seen(9, { earlierVisit: 'visit-1' })).toMatchObject({ isNews: true });
    expect(await seen(2)).toMatchObject({ isNews: true });
    expect(await seen(3)).toMatchObject({ isNews: false });
    const story = await iroStory(t.asChild(child, visit(3)), child);
    expect(story?.before).toEqual([{ name: 'Lee', until: '2026-12-06' }]);
    for (const device of ['watched', 'handed'] as const) expect(await iroStory(t.asChild(child, { device }), child)).toBeNull();
    await expect(iroStory(t.asChild(t.kai), child)).rejects.toEqual(refused('not-found'));
  });

  test('brings the words of the one who leaves, hidden by the card alone and not used up by it', async () => {
    await give(t.lee, '2026-09-01');
    await writes(t.asStaff(t.lee), 'Goodbye, Fern. Amina likes dogs too.');
    // Nobody new has begun: nothing is shown.
    expect((await iroStory(t.asChild(child, visit(1)), child))?.change).toBeNull();
    await give(t.amina, '2026-12-07');
    for (const n of [1, 2, 3])
      expect((await iroStory(t.byCard(child, `card-${n}`), child))?.change).toMatchObject({
        message: null,
        hidden: true,
        isNews: true
      });
    const shown = (await iroStory(t.asChild(child, visit(1)), child))?.change;
    expect(shown).toMatchObject({
      message: { text: 'Goodbye, Fern. Amina likes dogs too.', name: 'Lee' },
      hidden: false,
      isNews: true
    });
    const [row] = await t.cmd().db.selectFrom('hand_overs').selectAll().where('child_id', '=', child).execute();
    expect(Buffer.from(row?.body_sealed ?? []).toString('latin1')).not.toContain('Goodbye');
  });

  test('may be written about by a manager afterwards, and is then news again', async () => {
    await give(t.lee, '2026-09-01', '2026-12-06');
    await give(t.amina, '2026-12-07');
    for (const n of [1, 2, 3]) await iroStory(t.asChild(child, visit(n)), child);
    expect(await handOver(t.asManager(), child)).toMatchObject({ leaving: 'Lee', now: 'Amina', text: '' });
    const later = { ...t.asManager(), now: new Date('2026-12-07T10:00:00Z') };
    await writes(later, 'Lee works elsewhere now.');
    await writes(later, 'Lee works elsewhere now.');
    const change = (await iroStory(t.asChild(child, visit(3)), child))?.change;
    expect(change).toMatchObject({ isNews: true, message: { text: 'Lee works elsewhere now.', name: 'Grace' } });
    await writes(later, 'Lee is well.');
    expect((await iroStory(t.asChild(child, visit(3)), child))?.change?.message?.text).toBe('Lee is well.');
  });

  test('stands before a manager until somebody has written about it', async () => {
    await give(t.lee, '2026-09-01', '2026-12-06');
    await give(t.amina, '2026-12-07');
    const mine = async () => (await changedLately(t.asManager())).filter(({ childId }) => childId === child);
    expect(await mine()).toEqual([{ childId: child, called: 'Fern', lastInitial: 'Q', before: 'Lee Hart', now: 'Amina Yusuf' }]);
    await expect(changedLately(t.asStaff(t.amina))).rejects.toEqual(refused('not-found'));
    await writes(t.asManager(), 'Lee works elsewhere now.');
    expect(await mine()).toEqual([]);
  });

  test('is written about by the IRO and managers alone, and says something', async () => {
    await give(t.lee, '2026-09-01');
    for (const ctx of [t.asStaff(t.sam), t.asStaff(t.dee, { roles: ['social_worker'] }), t.asChild(child)])
      await expect(writes(ctx, 'x')).rejects.toEqual(refused('not-found'));
    await expect(writes(t.asStaff(t.lee), '  ')).rejects.toEqual(refused('invalid', { text: 'empty' }));
    await expect(writes(t.asStaff(t.lee), 'x'.repeat(1001))).rejects.toEqual(refused('invalid', { text: 'too-long' }));
    await expect(handOver(t.asManager(), t.cmd().ids())).rejects.toEqual(refused('not-found'));
    await expect(handOver(t.asManager(), t.aleks)).rejects.toEqual(refused('not-found'));
  });

  test('is never written over unseen: of two who write, the second is shown what the first wrote', async () => {
    await give(t.lee, '2026-09-01');
    const [lees, graces] = [await handOver(t.asStaff(t.lee), child), await handOver(t.asManager(), child)];
    const first = { text: 'Goodbye, Fern.', version: lees.version };
    await writeHandOver(t.asStaff(t.lee), child, first);
    await writeHandOver(t.asStaff(t.lee), child, first);
    const second = { text: 'Lee is leaving.', version: graces.version };
    const changed = refused('invalid', { text: 'changed' });
    await expect(writeHandOver(t.asManager(), child, second)).rejects.toEqual(changed);
    const now = await handOver(t.asManager(), child);
    expect(now).toMatchObject({ text: 'Goodbye, Fern.', by: 'Lee' });
    await writeHandOver(t.asManager(), child, { ...second, version: now.version });
    expect(await handOver(t.asStaff(t.lee), child)).toMatchObject({ text: 'Lee is leaving.', by: 'Grace' });
    await expect(writeHandOver(t.asStaff(t.lee), child, { text: 'Goodbye!', version: lees.version })).rejects.toEqual(changed);
  });

  test('is not written about somebody else than the page said', async () => {
    const id = await give(t.lee, '2026-09-01');
    const { version } = await handOver(t.asManager(), child);
    await saveAllocation(t.cmd(), { id, childId: child, staffId: t.lee, role: 'iro', fromOn: '2026-09-01', toOn: '2026-09-30' });
    await give(t.sam, '2026-10-01', '2026-12-06');
    await give(t.amina, '2026-12-07');
    await expect(writeHandOver(t.asManager(), child, { text: 'Lee leaves.', version })).rejects.toEqual(
      refused('invalid', { text: 'changed' })
    );
  });

  test('is read on the record, where something is written', async () => {
    await give(t.lee, '2026-09-01');
    const looked = async () => (await whoLooked(t.asChild(child), child)).map(({ what, as }) => `${as} ${what}`);
    await handOver(t.asManager(), child);
    expect(await looked()).toEqual([]);
    await writes(t.asStaff(t.lee), 'Goodbye, Fern.');
    await handOver(t.asManager(), child);
    expect(await looked()).toContain('manager child');
  });

  test('whoever was the IRO on the day of a look is named in it for ever, with their face; whoever was not, is not', async () => {
    const id = await give(t.lee, '2026-09-01');
    await childSheet(t.asStaff(t.lee), child);
    // The page with what everybody sent, of which there is nothing: the child is told that, and not that words were read.
    await voicesFor(t.asStaff(t.lee), child);
    await writes(t.asStaff(t.lee), 'Goodbye, Fern.');
    await handOver(t.asManager(), child);
    const looked = async () => whoLooked(t.asChild(child), child);
    expect((await looked()).filter(({ as }) => as === 'iro')).toMatchObject([{ name: 'Lee', what: 'child' }]);
    await saveAllocation(t.cmd(), { id, childId: child, staffId: t.lee, role: 'iro', fromOn: '2026-09-01', toOn: '2026-12-07' });
    t.clock.set(new Date('2026-12-08T09:00:00.000Z'));
    await give(t.amina, '2026-12-08');
    const after = await looked();
    expect(after.filter(({ as }) => as === 'iro')).toMatchObject([{ name: 'Lee', what: 'child' }]);
    expect(after.filter(({ as }) => as === 'manager')).toMatchObject([{ name: null, photo: null }]);
    t.clock.set(new Date('2026-12-07T09:00:00.000Z'));
  });

  test('is looked up for all who moved at once, however many they are', async () => {
    const counting = async () => {
      let asked = 0;
      const counts: KyselyPlugin = {
        transformQuery: ({ node }) => {
          if (/"(allocations|hand_overs|staff)"/.test(JSON.stringify(node))) asked += 1;
          return node;
        },
        transformResult: async ({ result }) => result
      };
      const ctx = t.asManager();
      await changedLately({ ...ctx, db: ctx.db.withPlugin(counts) });
      return asked;
    };
    const moved = async () => {
      child = await saveChild(t.cmd(), { firstName: 'Fern', lastName: 'Quill', bornOn: '2017-05-04' });
      await give(t.lee, '2026-09-01', '2026-12-06');
      await give(t.amina, '2026-12-07');
    };
    await moved();
    const before = await counting();
    for (let n = 0; n < 3; n += 1) await moved();
    expect(await counting()).toBe(before);
  });

  test('who is the same as before by a new allocation is nobody new', async () => {
    await give(t.lee, '2026-09-01', '2026-11-30');
    await give(t.lee, '2026-12-01');
    const story = await iroStory(t.asChild(child), child);
    expect([story?.before, story?.change]).toEqual([[], null]);
  });
});

describe('what a child calls their IRO', () => {
  const called = async (how = {}) => (await readerOf(t.asChild(child, how), { language: 'en' })).iro?.called;

  test('is on the child’s own pages, and on nobody else’s; hidden where the child’s words are', async () => {
    await give(t.lee, '2026-09-01');
    await callIro(t.asChild(child), child, t.lee, '  Mr  Lee ');
    expect(await called()).toBe('Mr Lee');
    expect(await called({ device: 'shared', freshUntil: '2026-12-07T08:00:00.000Z' })).toBe('Lee');
    expect(await called({ assurance: 'card' })).toBe('Lee');
    await callIro(t.asChild(child), child, t.lee, 'Leo');
    expect(await called()).toBe('Leo');
    await callIro(t.asChild(child), child, t.lee, '');
    expect(await called()).toBe('Lee');
  });

  test('is the child’s to say, with PIN or pictures, of somebody who works for them', async () => {
    await give(t.lee, '2026-09-01');
    await expect(callIro(t.byCard(child, 'visit'), child, t.lee, 'X')).rejects.toEqual(refused('secret-needed'));
    await expect(callIro(t.asChild(child), child, t.sam, 'X')).rejects.toEqual(refused('not-found'));
    await expect(callIro(t.asChild(t.kai), child, t.lee, 'X')).rejects.toEqual(refused('not-found'));
    await expect(callIro(t.asStaff(t.lee), child, t.lee, 'X')).rejects.toEqual(refused('not-found'));
    await expect(callIro(t.asChild(child), child, t.lee, 'x'.repeat(31))).rejects.toEqual(
      refused('invalid', { called: 'too-long' })
    );
  });
});

test('an erased child leaves none of it behind', async () => {
  await give(t.lee, '2026-12-04');
  await callIro(t.asChild(child), child, t.lee, 'Leo');
  await sayHello(t.asStaff(t.lee), child, { way: 'visit', on: '2026-12-07' });
  await writes(t.asStaff(t.lee), 'Goodbye.');
  await give(t.amina, '2026-12-07');
  await iroStory(t.asChild(child), child);
  await eraseChild(t.cmd(), { childId: child, reason: 'asked', unreadToo: true, backupDays: 35 });
  for (const table of ['iro_names', 'hellos', 'hand_overs', 'hand_over_sights'] as const)
    expect(await t.cmd().db.selectFrom(table).select('id').where('child_id', '=', child).execute()).toEqual([]);
});
