import { beforeEach, describe, expect, test } from 'vitest';
import { looks } from '#lib/audit/looks.ts';
import type { Context, StaffRole } from '#lib/context.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { morningInWords } from '#lib/inbox/morning-words.ts';
import { morningOf } from '#lib/inbox/morning.server.ts';
import { lookedInWords } from '#lib/looking/looked-words.ts';
import { whoLooked, whoLookedFor } from '#lib/looking/looking.server.ts';
import { readCopy } from '#lib/messages/copies.server.ts';
import { finishLate, readLate, sayLate } from '#lib/messages/late.server.ts';
import { lateWays } from '#lib/messages/offering.server.ts';
import { readThread } from '#lib/messages/reading.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { enterAbsence } from '#lib/routing/absences.server.ts';
import { proveReaders, readersNow } from '#lib/routing/proof.server.ts';
import { makeCover, saveAllocation, setDesk } from '#lib/routing/routing.server.ts';
import { job } from '#tests/setup/app.ts';
import { asks, pickedOf } from '#tests/setup/asks.ts';
import { cast, englishWords, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';
import { writes } from '#tests/setup/written.ts';

/* What goes past whoever has a child, on the days after: who has the child is somebody else by then. */

const notFound = refused('not-found');
const both: readonly StaffRole[] = ['iro', 'manager'];

let t: Cast;
beforeEach(async () => void (t = await cast()));

const rowsOf = async (ctx: Context): Promise<string[]> =>
  (await inboxOf(ctx)).flatMap(({ rows }) => rows).flatMap(({ subject }) => subject);
const told = async (staffId: string): Promise<number> => {
  const rows = await t.app.database.db.selectFrom('outbox').select('dedupe_key').execute();
  return rows.filter(({ dedupe_key }) => dedupe_key.endsWith(staffId)).length;
};
const tomorrow = () => t.clock.set('2026-12-08T09:00:00.000Z');
const graceStandsIn = () =>
  enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.grace, fromOn: '2026-12-08', toOn: '2026-12-30' });
/** Somebody is this, and nothing else, from now. */
const makes = (id: string, name: string, roles: readonly StaffRole[]) =>
  saveStaff(t.cmd(), { id, name, roles: roles.map((role) => ({ role, fromOn: '2020-01-01', toOn: null })) });
const readersOfAll = async () => (await readersNow(t.cmd())).map(({ staffIds }) => staffIds);

describe.each([
  ['complaint', 'complaints'],
  ['no-answer', 'managers'],
  ['different-iro', 'managers'],
  ['not-safe', 'past']
] as const)('%s', (kind, by) => {
  const sends = async (): Promise<string> =>
    (await asks(t.asChild(t.robin), kind, { text: 'It is about Sam.', picked: pickedOf(kind, by) })).requestId;

  test('stays with the only manager, who had it, when she begins to stand in', async () => {
    const id = await sends();
    tomorrow();
    await graceStandsIn();
    expect((await readRequest(t.asManager(), id)).readers).toBe(by);
    expect(await rowsOf(t.asManager())).toEqual(['request']);
    expect(await proveReaders(t.as(job))).toMatchObject({ withoutReader: 0 });
  });

  test('and when the child becomes hers', async () => {
    const id = await sends();
    tomorrow();
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.grace, role: 'iro', fromOn: '2026-12-08', toOn: null });
    expect((await readRequest(t.asManager(), id)).readers).toBe(by);
  });

  test('without a reader it is counted on the morning of whom it is about, and not named', async () => {
    await sends();
    await setDesk(t.cmd(), 'duty', []);
    await makes(t.grace, 'Grace Bell', ['iro']);
    await makes(t.sam, 'Sam Okafor', both);
    const items = (await readersOfAll()).length;
    const found = await morningOf(t.asStaff(t.sam, { roles: both }));
    expect(found).toMatchObject({ proof: { items, withoutReader: items }, without: [], needs: { worries: [] }, had: [] });
    expect(morningInWords(englishWords, found, t.cmd().now).proof).toMatchObject({ bad: true, rows: [] });
    // Somebody whom it does not go past is told whose it is.
    expect((await morningOf(t.asManager())).without.map(({ called }) => called)).toEqual(Array(items).fill('Robin'));
  });

  test('is no late answer on the morning of whom it is about', async () => {
    await sends();
    await makes(t.sam, 'Sam Okafor', both);
    t.clock.set('2027-02-01T09:00:00.000Z');
    const late = async (ctx: Context) => {
      const { needs, overdueElsewhere } = await morningOf(ctx);
      return [needs.answersLate, overdueElsewhere];
    };
    expect(await late(t.asStaff(t.sam, { roles: both }))).toEqual([0, 0]);
    const [counted] = await late(t.asManager());
    expect(counted).toBe(kind === 'not-safe' ? 0 : 1);
  });

  test('is never for their social worker, at whatever desk, and the proof says so', async () => {
    const id = await sends();
    await setDesk(t.cmd(), 'complaints', [t.tom]);
    await setDesk(t.cmd(), 'duty', [t.tom]);
    await makes(t.grace, 'Grace Bell', ['iro']);
    const before = kind === 'complaint' || kind === 'not-safe' ? [t.tom] : [];
    expect(new Set((await readersOfAll()).flat())).toEqual(new Set(before));
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.tom, role: 'social_worker', fromOn: '2026-12-07', toOn: null });
    await expect(readRequest(t.asStaff(t.tom), id)).rejects.toEqual(notFound);
    const items = (await readersOfAll()).length;
    expect(await proveReaders(t.as(job))).toMatchObject({ items, withoutReader: items });
  });
});

describe('what only advocates read', () => {
  test('has no reader by the proof when the only one of them has the child', async () => {
    await setDesk(t.cmd(), 'advocates', [t.lee]);
    const { requestId } = await asks(t.asChild(t.robin), 'advocate', { text: 'Please.' });
    const { messageId } = await writes(t.asChild(t.robin), 'Hello.', { copy: true });
    expect(await proveReaders(t.as(job))).toMatchObject({ items: 3, withoutReader: 0 });
    await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.lee, fromOn: '2026-12-07', toOn: '2026-12-07' });
    await expect(readRequest(t.asStaff(t.lee), requestId)).rejects.toEqual(notFound);
    await expect(readCopy(t.asStaff(t.lee), messageId)).rejects.toEqual(notFound);
    // Lee has the message itself: it is theirs to answer now.
    expect(await proveReaders(t.as(job))).toMatchObject({ items: 3, withoutReader: 2 });
  });

  test('a copy is never for the IRO of its day, and the message itself is', async () => {
    await setDesk(t.cmd(), 'advocates', [t.lee, t.sam]);
    const before = await told(t.sam);
    const { messageId } = await writes(t.asChild(t.robin), 'Hello.', { copy: true });
    expect(await told(t.sam)).toBe(before + 1);
    expect(await rowsOf(t.asStaff(t.sam))).toEqual(['message']);
    const { id } = await t.app.database.db.selectFrom('message_threads').select('id').executeTakeFirstOrThrow();
    expect((await readThread(t.asStaff(t.sam), id)).messages).toHaveLength(1);
    await saveAllocation(t.cmd(), {
      ...{ id: t.samForRobin, childId: t.robin, staffId: t.sam, role: 'iro', fromOn: '2026-01-01', toOn: '2026-12-06' }
    });
    await expect(readCopy(t.asStaff(t.sam), messageId)).rejects.toEqual(notFound);
    expect((await readCopy(t.asStaff(t.lee), messageId)).id).toBe(messageId);
  });
});

describe('“my IRO has not answered”', () => {
  const saysLate = async (to: 'manager' | 'advocates' = 'manager'): Promise<string> => {
    const { messageId } = await writes(t.asChild(t.robin), 'Hello.', { soon: 'today' });
    tomorrow();
    await sayLate(t.asChild(t.robin), messageId, to);
    return (await t.app.database.db.selectFrom('message_lates').select('id').executeTakeFirstOrThrow()).id;
  };

  test('never reaches the IRO complained of who manages too: no mail, no row, no page, also when the child is another’s', async () => {
    await makes(t.sam, 'Sam Okafor', both);
    const sam = () => t.asStaff(t.sam, { roles: both });
    const before = await told(t.sam);
    const id = await saysLate();
    // The one mail is for the message itself.
    expect(await told(t.sam)).toBe(before + 1);
    await saveAllocation(t.cmd(), {
      ...{ id: t.samForRobin, childId: t.robin, staffId: t.sam, role: 'iro', fromOn: '2026-01-01', toOn: '2026-12-07' }
    });
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.amina, role: 'iro', fromOn: '2026-12-08', toOn: null });
    expect(await rowsOf(sam())).toEqual([]);
    await expect(readLate(sam(), id)).rejects.toEqual(notFound);
    await expect(finishLate(sam(), id)).rejects.toEqual(notFound);
    expect(await rowsOf(t.asManager())).toEqual(['message']);
    expect((await readLate(t.asManager(), id)).to).toBe('manager');
  });

  test('nor at the advocates’ desk', async () => {
    await setDesk(t.cmd(), 'advocates', [t.sam, t.lee]);
    const id = await saysLate('advocates');
    await saveAllocation(t.cmd(), {
      ...{ id: t.samForRobin, childId: t.robin, staffId: t.sam, role: 'iro', fromOn: '2026-01-01', toOn: '2026-12-07' }
    });
    await expect(readLate(t.asStaff(t.sam), id)).rejects.toEqual(notFound);
    expect((await readLate(t.asStaff(t.lee), id)).to).toBe('advocates');
  });

  test('stays with the only manager when she begins to stand in', async () => {
    const id = await saysLate();
    await graceStandsIn();
    expect((await readLate(t.asManager(), id)).to).toBe('manager');
    expect(await rowsOf(t.asManager())).toContain('message');
    expect(await proveReaders(t.as(job))).toMatchObject({ withoutReader: 0 });
  });

  test('read by a manager, the child sees that, and the IRO finds nothing of it', async () => {
    const id = await saysLate();
    await readLate(t.asManager(), id);
    await readLate(t.asManager(), id);
    const looks = await whoLooked(t.asChild(t.robin), t.robin);
    expect(looks).toMatchObject([{ what: 'request', as: 'manager', name: null }]);
    expect(looks.map((look) => lookedInWords(englishWords, look, 'today'))).toEqual([
      'A manager read what you asked for, today.'
    ]);
    expect((await whoLookedFor(t.asStaff(t.sam), t.robin)).filter(({ what }) => what === 'request')).toEqual([]);
  });

  test('is offered to nobody who stands in behind another cover', async () => {
    expect(await lateWays(t.asChild(t.robin), t.robin)).toEqual(['manager']);
    const times = { fromAt: '2026-12-07T00:00:00.000Z', toAt: '2026-12-14T00:00:00.000Z', reason: 'leave' };
    await makeCover(t.cmd(), { childId: t.robin, coverId: t.amina, ...times });
    await makeCover(t.cmd(), { absentId: t.sam, coverId: t.grace, ...times });
    expect(await lateWays(t.asChild(t.robin), t.robin)).toEqual([]);
  });
});

test('there are words for each kind of look at one child', () => {
  for (const what of new Set(Object.values(looks).filter((shown) => shown !== 'list')))
    expect(lookedInWords(englishWords, { id: '1', what, at: '', name: 'Sam', as: 'iro' }, 'today')).toMatch(/^\S*Sam\S* .*today/);
});
