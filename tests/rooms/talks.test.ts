import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { saveChild } from '#lib/children/children.server.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { askTalk, cancelTalk, takeOffered, type NewPick } from '#lib/talks/asking.server.ts';
import { ownTalk } from '#lib/talks/own.server.ts';
import { readTalk } from '#lib/talks/reading.server.ts';
import { offerTimes, sawNo, sayWhatCame, setTalk, type NewSetting } from '#lib/talks/setting.server.ts';
import { cast, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

let t: Cast;
let child: string;
beforeAll(async () => {
  t = await cast();
});
beforeEach(async () => {
  child = await saveChild(t.cmd(), { firstName: 'Fern', lastName: 'Quill', bornOn: '2017-05-04' });
  await saveAllocation(t.cmd(), { childId: child, staffId: t.sam, role: 'iro', fromOn: '2026-01-01', toOn: null });
});

const pick = (ctx: Context, how: Partial<NewPick> = {}): NewPick => ({
  id: ctx.ids(),
  way: 'phone',
  times: [
    { on: '2026-12-08', part: 'after-school' },
    { on: '2026-12-09', part: null }
  ],
  where: 'Not when Mum is home.',
  ...how
});
const asks = async (how: Partial<NewPick> = {}) => {
  const ctx = t.asChild(child);
  return askTalk(ctx, pick(ctx, how));
};
const later = (ctx: Context, day: string): Context => ({ ...ctx, now: new Date(`${day}T15:00:00Z`) });
const set = { on: '2026-12-08', at: '16:00', way: 'phone', word: 'I ring from 01632 960001.' };
/** With how many moves a page that is made now shows it. */
const movesOf = async (id: string): Promise<number> =>
  (await t.cmd().db.selectFrom('talk_steps').select('id').where('talk_id', '=', id).where('action', '!=', 'opened').execute())
    .length;
/** By whoever looks at it as it stands now. */
const sets = async (ctx: Context, id: string, how: Partial<NewSetting> = {}) =>
  setTalk(ctx, id, { ...set, moves: await movesOf(id), ...how });
const offers = async (id: string, times: readonly { on: string; at: string }[], word = '') =>
  offerTimes(t.asStaff(t.sam), id, { times, word, moves: await movesOf(id) });
const came = async (ctx: Context, id: string, what: 'talked' | 'missed' | 'moved') =>
  sayWhatCame(ctx, id, what, await movesOf(id));
/** Sam has this child no more. */
async function goesTo(childId: string, staffId: string): Promise<void> {
  await saveAllocation(t.cmd(), { childId, staffId, role: 'iro', fromOn: '2026-12-07', toOn: null });
  const { db } = t.cmd();
  await db
    .updateTable('allocations')
    .set({ to_on: '2026-12-06' })
    .where('child_id', '=', childId)
    .where('staff_id', '=', t.sam)
    .execute();
}
const saw = async (id: string) => sawNo(t.asStaff(t.sam), id, await movesOf(id));
const changed = refused('invalid', { talk: 'changed' });
const waits = async () => (await itemsFor(t.asStaff(t.sam), t.sam)).filter(({ childId }) => childId === child);

describe('picking times', () => {
  test('is with whoever has the child the moment it is sent, and sealed', async () => {
    const id = await asks();
    expect(await waits()).toMatchObject([
      { kind: 'talk-times', subject: 'talk', subjectId: id, neededBy: '2026-12-09', firstOpenedAt: null }
    ]);
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({
      status: 'asked',
      opened: null,
      shown: 'open',
      picked: {
        way: 'phone',
        where: 'Not when Mum is home.',
        times: [{ on: '2026-12-08', part: 'after-school' }, { on: '2026-12-09' }]
      }
    });
    const [row] = await t.cmd().db.selectFrom('talk_steps').selectAll().where('talk_id', '=', id).execute();
    expect(Buffer.from(row?.body_sealed ?? []).toString('latin1')).not.toMatch(/phone|Mum|2026/);
    expect(JSON.stringify({ ...row, body_sealed: null })).not.toMatch(/phone|Mum|2026-12-0[89]"/);
  });

  test('twice from one page is once, also from two tabs; other times from it stand in their place', async () => {
    const ctx = t.asChild(child);
    const given = pick(ctx);
    const both = await Promise.all([askTalk(ctx, given), askTalk(ctx, given)]);
    expect(await askTalk(ctx, given)).toBe(both[0]);
    expect(both[1]).toBe(both[0]);
    const steps = () => ctx.db.selectFrom('talk_steps').select('id').where('child_id', '=', child).execute();
    expect(await steps()).toHaveLength(1);
    expect(await askTalk(ctx, { ...given, way: 'walk' })).toBe(both[0]);
    expect(await steps()).toHaveLength(2);
    expect((await ownTalk(ctx, child))?.picked?.way).toBe('walk');
    expect(await waits()).toHaveLength(1);
  });

  test('takes no odd day, part or id, and not more than three; no time at all is an answer too', async () => {
    const time = (on: string) => [{ on, part: null }];
    const invalid = (fields: Record<string, string>) => refused('invalid', fields);
    await expect(asks({ times: time('2026-12-06') })).rejects.toEqual(invalid({ times: 'past' }));
    await expect(asks({ times: time('2027-06-06') })).rejects.toEqual(invalid({ times: 'too-far' }));
    await expect(asks({ times: Array(4).fill({ on: '2026-12-08', part: null }) })).rejects.toEqual(
      invalid({ times: 'too-many' })
    );
    await expect(asks({ where: 'x'.repeat(501) })).rejects.toEqual(invalid({ where: 'too-long' }));
    await expect(asks({ times: time('soon') })).rejects.toEqual(refused('not-found'));
    await expect(asks({ id: '../../etc' })).rejects.toEqual(refused('not-found'));
    expect(await asks({ times: [] })).toEqual(expect.any(String));
  });

  test('is for the child alone, by the card too', async () => {
    for (const ctx of [t.asStaff(t.sam), t.cmd()]) await expect(askTalk(ctx, pick(ctx))).rejects.toEqual(refused('not-found'));
    const card = t.byCard(child, 'a-visit');
    expect(await askTalk(card, pick(card))).toEqual(expect.any(String));
  });
});

describe('what is set', () => {
  test('is seen by the child from that moment, and the item waits for its day', async () => {
    const id = await asks();
    expect(await readTalk(t.asStaff(t.sam), id)).toMatchObject({ status: 'asked', picked: { way: 'phone' }, again: false });
    expect((await ownTalk(t.asChild(child), child))?.opened).toMatchObject({ name: 'Sam', standingIn: false });
    await sets(t.asStaff(t.sam), id);
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({
      status: 'set',
      by: 'Sam',
      on: '2026-12-08',
      set: { at: '16:00', way: 'phone', word: 'I ring from 01632 960001.' }
    });
    expect(await waits()).toMatchObject([{ neededBy: '2026-12-08' }]);
  });

  test('shows on a shared phone its day alone, by the card its day alone, and where somebody watches nothing', async () => {
    const id = await asks();
    await sets(t.asStaff(t.sam), id);
    for (const ctx of [
      t.byCard(child, 'a-visit'),
      t.asChild(child, { device: 'shared', freshUntil: '2026-12-07T08:00:00.000Z' })
    ])
      expect(await ownTalk(ctx, child)).toMatchObject({
        shown: 'hidden',
        status: 'set',
        on: '2026-12-08',
        by: 'Sam',
        set: null,
        picked: null,
        offer: null
      });
    for (const device of ['watched', 'handed'] as const) expect(await ownTalk(t.asChild(child, { device }), child)).toBeNull();
  });

  test('is not for a past day, an odd hour or way, or a long word', async () => {
    const id = await asks();
    const bad = async (how: Partial<typeof set>) => sets(t.asStaff(t.sam), id, how);
    await expect(bad({ on: '2026-12-06' })).rejects.toEqual(refused('invalid', { on: 'past' }));
    await expect(bad({ at: '25:00' })).rejects.toEqual(refused('invalid', { at: 'missing' }));
    await expect(bad({ way: 'not-now' })).rejects.toEqual(refused('invalid', { way: 'missing' }));
    await expect(bad({ word: 'x'.repeat(301) })).rejects.toEqual(refused('invalid', { word: 'too-long' }));
    expect((await ownTalk(t.asChild(child), child))?.status).toBe('asked');
  });

  test('only by whoever has the child: everybody else, and an invented id, is as if there were none', async () => {
    const id = await asks();
    for (const ctx of [
      t.asStaff(t.lee),
      t.asStaff(t.dee, { roles: ['social_worker'] }),
      t.asManager(),
      t.asChild(t.kai),
      t.cmd()
    ]) {
      await expect(readTalk(ctx, id)).rejects.toEqual(refused('not-found'));
      await expect(sets(ctx, id)).rejects.toEqual(refused('not-found'));
    }
    await expect(readTalk(t.asStaff(t.sam), t.cmd().ids())).rejects.toEqual(refused('not-found'));
    await expect(ownTalk(t.asChild(t.kai), child)).rejects.toEqual(refused('not-found'));
  });

  test('is over once they talked, and can be said from its day on alone', async () => {
    const id = await asks();
    await sets(t.asStaff(t.sam), id);
    await expect(came(t.asStaff(t.sam), id, 'talked')).rejects.toEqual(refused('invalid', { came: 'too-early' }));
    const then = later(t.asStaff(t.sam), '2026-12-08');
    const shown = await movesOf(id);
    await sayWhatCame(then, id, 'talked', shown);
    await sayWhatCame(then, id, 'talked', shown);
    expect(await movesOf(id)).toBe(shown + 1);
    expect(await waits()).toEqual([]);
    expect(await ownTalk(later(t.asChild(child), '2026-12-08'), child)).toMatchObject({ status: 'talked', on: '2026-12-08' });
    // Another one begins anew.
    expect(await asks()).not.toBe(id);
    expect(await waits()).toHaveLength(1);
  });

  test('that they were not there, or that it is moved, leaves it to be set again', async () => {
    const id = await asks();
    await sets(t.asStaff(t.sam), id);
    await came(t.asStaff(t.sam), id, 'moved');
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'moved' });
    await sets(t.asStaff(t.sam), id, { on: '2026-12-10' });
    await came(later(t.asStaff(t.sam), '2026-12-10'), id, 'missed');
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'missed', on: '2026-12-10' });
    expect(await waits()).toHaveLength(1);
  });
});

describe('other times', () => {
  test('are offered, and one is taken: it is set, and new in the inbox', async () => {
    const id = await asks();
    const [first, second] = [
      { on: '2026-12-10', at: '17:00' },
      { on: '2026-12-11', at: '09:30' }
    ];
    const times = [first, second];
    await offers(id, times, 'I am in court.');
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'offered', offer: { times, word: 'I am in court.' } });
    await expect(takeOffered(t.byCard(child, 'another'), id, second)).rejects.toEqual(refused('secret-needed'));
    await expect(takeOffered(t.asChild(child), id, { ...second, at: '09:31' })).rejects.toEqual(changed);
    await expect(takeOffered(t.asChild(t.kai), id, second)).rejects.toEqual(refused('not-found'));
    await takeOffered(t.asChild(child), id, second);
    await takeOffered(t.asChild(child), id, second);
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({
      status: 'set',
      on: '2026-12-11',
      set: { at: '09:30', way: 'phone' }
    });
    expect(await waits()).toMatchObject([{ firstOpenedAt: null, neededBy: '2026-12-11' }]);
    await expect(takeOffered(t.asChild(child), id, first)).rejects.toEqual(changed);
    await expect(offers(id, [])).rejects.toEqual(refused('invalid', { on: 'missing' }));
  });
});

describe('a page that is out of date', () => {
  test('sets nothing: what the child picked meanwhile was not seen, and stays unopened', async () => {
    const id = await asks();
    const shown = (await readTalk(t.asStaff(t.sam), id)).moves;
    await asks({ times: [{ on: '2026-12-10', part: null }] });
    await expect(setTalk(t.asStaff(t.sam), id, { ...set, moves: shown })).rejects.toEqual(changed);
    const times = [{ on: '2026-12-08', at: '17:00' }];
    await expect(offerTimes(t.asStaff(t.sam), id, { times, word: '', moves: shown })).rejects.toEqual(changed);
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'asked', opened: null });
    await setTalk(t.asStaff(t.sam), id, { ...set, on: '2026-12-10', moves: (await readTalk(t.asStaff(t.sam), id)).moves });
    expect((await ownTalk(t.asChild(child), child))?.on).toBe('2026-12-10');
  });

  test('says what came of no other talk than it shows', async () => {
    const id = await asks();
    await sets(t.asStaff(t.sam), id);
    const { moves } = await readTalk(t.asStaff(t.sam), id);
    await sets(t.asStaff(t.sam), id, { on: '2026-12-07' });
    await expect(sayWhatCame(t.asStaff(t.sam), id, 'missed', moves)).rejects.toEqual(changed);
    await expect(sayWhatCame(t.asStaff(t.sam), id, 'moved', moves)).rejects.toEqual(changed);
    const again = await asks({ way: 'not-now', times: [], where: null });
    await expect(sawNo(t.asStaff(t.sam), again, moves)).rejects.toEqual(changed);
    await cancelTalk(t.asChild(child), await asks());
    await asks();
    // Another one has begun.
    await expect(saw(id)).rejects.toEqual(changed);
  });

  test('posted twice is once; with another hour in it the second is not', async () => {
    const id = await asks();
    const moves = await movesOf(id);
    const given = { ...set, moves };
    await Promise.all([setTalk(t.asStaff(t.sam), id, given), setTalk(t.asStaff(t.sam), id, given)]);
    await setTalk(t.asStaff(t.sam), id, given);
    expect(await movesOf(id)).toBe(moves + 1);
    await expect(setTalk(t.asStaff(t.sam), id, { ...given, at: '17:00' })).rejects.toEqual(changed);
    const offer = { times: [{ on: '2026-12-09', at: '10:00' }], word: 'Or then?', moves: moves + 1 };
    await offerTimes(t.asStaff(t.sam), id, offer);
    await offerTimes(t.asStaff(t.sam), id, offer);
    expect(await movesOf(id)).toBe(moves + 2);
  });

  test('takes the time that it showed, or none', async () => {
    const id = await asks();
    const [monday, tuesday] = [
      { on: '2026-12-14', at: '10:00' },
      { on: '2026-12-15', at: '10:00' }
    ];
    await offers(id, [monday]);
    await offers(id, [tuesday, { on: '2026-12-16', at: '10:00' }]);
    await expect(takeOffered(t.asChild(child), id, monday)).rejects.toEqual(changed);
    expect((await ownTalk(t.asChild(child), child))?.status).toBe('offered');
    await takeOffered(t.asChild(child), id, tuesday);
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'set', on: '2026-12-15' });
  });

  test('takes no day that is over', async () => {
    const id = await asks();
    const offered = { on: '2026-12-08', at: '10:00' };
    await offers(id, [offered]);
    await expect(takeOffered(later(t.asChild(child), '2026-12-09'), id, offered)).rejects.toEqual(
      refused('invalid', { talk: 'past' })
    );
    await takeOffered(later(t.asChild(child), '2026-12-08'), id, offered);
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'set', on: '2026-12-08' });
  });

  test('takes nothing that was offered by somebody who has the child no more', async () => {
    const id = await asks();
    const offered = { on: '2026-12-10', at: '10:00' };
    await offers(id, [offered]);
    await goesTo(child, t.lee);
    await expect(takeOffered(t.asChild(child), id, offered)).rejects.toEqual(changed);
  });
});

describe('changing one’s mind', () => {
  test('before anybody knew of it leaves nothing in the inbox; afterwards it is new there until it was seen', async () => {
    const first = await asks();
    await cancelTalk(t.asChild(child), first);
    expect(await waits()).toEqual([]);
    const id = await asks();
    await sets(t.asStaff(t.sam), id);
    await cancelTalk(t.asChild(child), id);
    await cancelTalk(t.asChild(child), id);
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'off', on: null, set: null });
    expect(await waits()).toMatchObject([{ firstOpenedAt: null, subjectId: id }]);
    expect(await readTalk(t.asStaff(t.sam), id)).toMatchObject({ status: 'off', again: true });
    await expect(sets(t.asStaff(t.sam), id)).rejects.toEqual(changed);
    await saw(id);
    expect(await waits()).toEqual([]);
  });

  test('by the card alone is for the visit that picked it, and no card that somebody found', async () => {
    const card = t.byCard(child, 'first-visit');
    const id = await askTalk(card, pick(card));
    const found = t.byCard(child, 'another-visit');
    expect((await ownTalk(found, child))?.mayCancel).toBe(false);
    await expect(cancelTalk(found, id)).rejects.toEqual(refused('not-found'));
    await cancelTalk(card, id);
    expect((await ownTalk(card, child))?.status).toBe('off');
  });

  test('a card that somebody found calls nothing off by "not now" either; the first thing it says may be that', async () => {
    const found = t.byCard(child, 'found');
    const no = (ctx: Context) => askTalk(ctx, pick(ctx, { way: 'not-now', times: [], where: null }));
    expect(await no(found)).toEqual(expect.any(String));
    expect(await ownTalk(found, child)).toMatchObject({ status: 'not-now', mayDecline: true });
    const id = await asks();
    for (const going of ['asked', 'set'] as const) {
      if (going === 'set') await sets(t.asStaff(t.sam), id);
      expect((await ownTalk(found, child))?.mayDecline).toBe(false);
      await expect(no(found)).rejects.toEqual(refused('secret-needed'));
      expect((await ownTalk(t.asChild(child), child))?.status).toBe(going);
    }
    // Times of one's own may be said by the card too.
    expect(await askTalk(found, pick(found))).toBe(id);
    expect(await no(found)).toBe(id);
    expect((await ownTalk(t.asChild(child), child))?.status).toBe('not-now');
  });

  test('where somebody looks, "not now" by the card tells nobody whether there is a talk', async () => {
    const looks = t.asChild(child, { assurance: 'card', device: 'watched', sessionId: 'found' });
    const no = () => askTalk(looks, pick(looks, { way: 'not-now', times: [], where: null }));
    await expect(no()).rejects.toEqual(refused('secret-needed'));
    await asks();
    await expect(no()).rejects.toEqual(refused('secret-needed'));
  });

  test('"not now" is an answer that somebody sees, and wants no reason', async () => {
    const id = await asks({ way: 'not-now', times: [], where: null });
    expect(await ownTalk(t.asChild(child), child)).toMatchObject({ status: 'not-now', picked: null });
    expect(await waits()).toHaveLength(1);
    await saw(id);
    expect(await waits()).toEqual([]);
    expect(await asks()).toBe(id);
    expect(await waits()).toHaveLength(1);
  });

  test('another child cannot call it off', async () => {
    const id = await asks();
    await expect(cancelTalk(t.asChild(t.kai), id)).rejects.toEqual(refused('not-found'));
  });
});

test('an erased child leaves no talk behind, and is not erased unnoticed while one lies unopened', async () => {
  await asks();
  const careful = { childId: child, reason: 'asked', unreadToo: false, backupDays: 35 };
  await expect(eraseChild(t.cmd(), careful)).rejects.toEqual(refused('invalid', { unread: 'unread' }));
  await eraseChild(t.cmd(), { childId: child, reason: 'asked', unreadToo: true, backupDays: 35 });
  for (const table of ['talks', 'talk_steps', 'items'] as const)
    expect(await t.cmd().db.selectFrom(table).select('id').where('child_id', '=', child).execute()).toEqual([]);
});

test('what somebody arranged who has not the child any more is nobody’s promise, until it is said anew', async () => {
  const id = await asks();
  await sets(t.asStaff(t.sam), id);
  expect((await ownTalk(t.asChild(child), child))?.stale).toBe(false);
  await goesTo(child, t.lee);
  expect(await ownTalk(t.asChild(child), child)).toMatchObject({ stale: true, by: 'Sam', on: '2026-12-08' });
  const rows = (await inboxOf(t.asStaff(t.lee))).find(({ group }) => group === 'talks')?.rows;
  expect(rows?.find(({ childId }) => childId === child)).toMatchObject({ subject: 'talk', stale: true, waits: true });
  await sets(t.asStaff(t.lee), id);
  expect(await ownTalk(t.asChild(child), child)).toMatchObject({ stale: false, by: 'Lee' });
});
