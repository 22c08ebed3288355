import { describe, expect, test } from 'vitest';
import type { Context, StaffRole } from '#lib/context.ts';
import { childSheet } from '#lib/inbox/caseload.server.ts';
import { rowInWords } from '#lib/inbox/inbox-words.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { morningOf } from '#lib/inbox/morning.server.ts';
import { requestSheet } from '#lib/inbox/request-sheet.server.ts';
import { whoHasIt } from '#lib/inbox/request-words.ts';
import { teamToday } from '#lib/inbox/team.server.ts';
import { whoLooked, whoLookedFor } from '#lib/looking/looking.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { answerRequest, finishRequest } from '#lib/requests/answering.server.ts';
import { isUrgent, type RequestKind } from '#lib/requests/kinds.ts';
import { haveRequest } from '#lib/requests/having.server.ts';
import { ownRequest } from '#lib/requests/own.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { reminderDue, remindOfUnopened } from '#lib/requests/reminding.server.ts';
import { climb } from '#lib/routing/climbing.server.ts';
import { whoHas } from '#lib/routing/having.server.ts';
import { moveChildren } from '#lib/routing/moving.server.ts';
import { proveReaders } from '#lib/routing/proof.server.ts';
import { addShifts } from '#lib/routing/rota.server.ts';
import { makeCover, saveAllocation, setDesk, takeFromDesk } from '#lib/routing/routing.server.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { job } from '#tests/setup/app.ts';
import { asks, pickedOf } from '#tests/setup/asks.ts';
import { cast, englishWords } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

const notFound = refused('not-found');

/** Robin's IRO Sam is away, Amina stands in, Tom is on duty, Grace manages; `una` and `max` sit at no desk. */
async function town() {
  const t = await cast();
  const worker = (name: string, roles: StaffRole[]) =>
    saveStaff(t.cmd(), {
      name,
      roles: roles.map((role) => ({ role, fromOn: '2020-01-01', toOn: null })),
      email: `${name[0]}@c.example`
    });
  const [una, max] = [await worker('Una Reed', ['iro']), await worker('Max Hill', ['iro'])];
  await setDesk(t.cmd(), 'duty', [t.tom]);
  const away = () =>
    makeCover(t.cmd(), {
      ...{ absentId: t.sam, coverId: t.amina, fromAt: '2026-12-07T00:00:00.000Z', toAt: '2026-12-14T00:00:00.000Z' },
      reason: 'leave'
    });
  const rowsOf = async (ctx: Context) =>
    (await inboxOf(ctx)).flatMap(({ rows }) => rows).flatMap((row) => (row.subject === 'request' ? [row.requestId] : []));
  const told = async (staffId: string) => {
    const nudges = await t.app.database.db.selectFrom('outbox').select('dedupe_key').execute();
    return nudges.filter(({ dedupe_key }) => dedupe_key.endsWith(staffId)).length;
  };
  return { ...t, una, max, away, rowsOf, told };
}

const past: readonly (readonly [RequestKind, string])[] = [
  ['different-iro', 'managers'],
  ['complaint', 'complaints'],
  ['data-complaint', 'complaints'],
  ['no-answer', 'managers'],
  ['not-safe', 'past']
];

describe.each(past)('%s goes past the IRO, whoever stands in and the social worker', (kind, readers) => {
  const send = (t: Awaited<ReturnType<typeof town>>) =>
    asks(t.asChild(t.robin), kind, { text: 'CANARY it is about Sam', picked: pickedOf(kind, readers) });

  test('to a manager, who reads and answers it; the child is told by whom', async () => {
    const t = await town();
    await t.away();
    const { requestId } = await send(t);
    expect(await t.rowsOf(t.asManager())).toContain(requestId);
    expect(await t.told(t.grace)).toBeGreaterThan(0);
    const read = await readRequest(t.asManager(), requestId);
    expect(read.readers).toBe(readers);
    expect(JSON.stringify(read.said)).toContain('CANARY');
    const [outcome = ''] = read.outcomes;
    await answerRequest(t.asManager(), requestId, { outcome, text: 'I looked into it.', byOn: '2026-12-20' });
    if (isUrgent(kind)) await finishRequest(t.asManager(), requestId);
    const own = await ownRequest(t.asChild(t.robin), t.robin, requestId);
    expect(own.answers).toMatchObject([{ name: 'Grace', text: 'I looked into it.' }]);
    expect(own.openings).toMatchObject([{ name: 'Grace' }]);
  });

  test('and none of them finds anything of it: no row, no line, no nudge, no look, no page', async () => {
    const t = await town();
    await t.away();
    const before = { sam: await t.told(t.sam), amina: await t.told(t.amina) };
    const { requestId } = await send(t);
    await readRequest(t.asManager(), requestId);
    for (const id of [t.sam, t.amina, t.dee]) {
      const ctx = () => t.asStaff(id);
      expect(await t.rowsOf(ctx())).toEqual([]);
      await expect(readRequest(ctx(), requestId)).rejects.toEqual(notFound);
      await expect(answerRequest(ctx(), requestId, { outcome: 'no', text: 'No.', byOn: null })).rejects.toEqual(notFound);
      await expect(finishRequest(ctx(), requestId)).rejects.toEqual(notFound);
    }
    for (const id of [t.sam, t.amina]) {
      expect((await childSheet(t.asStaff(id), t.robin)).asked).toEqual([]);
      const looked = await whoLookedFor(t.asStaff(id), t.robin);
      expect(looked.filter(({ what }) => what === 'request')).toEqual([]);
    }
    expect({ sam: await t.told(t.sam), amina: await t.told(t.amina) }).toEqual(before);
    // The child sees who did.
    const theirs = await whoLooked(t.asChild(t.robin), t.robin);
    expect(theirs.filter(({ what }) => what === 'request')).toHaveLength(1);
  });

  test('for good: not when they sit at the desk, manage, or have the child no longer', async () => {
    const t = await town();
    await t.away();
    const { requestId } = await send(t);
    for (const desk of ['complaints', 'duty', 'advocates'] as const) await setDesk(t.cmd(), desk, [t.sam, t.amina, t.tom]);
    await saveAllocation(t.cmd(), {
      ...{ id: t.samForRobin, childId: t.robin, staffId: t.sam, role: 'iro', fromOn: '2026-01-01', toOn: '2026-12-06' }
    });
    for (const id of [t.sam, t.amina]) {
      const ctx = () => t.asStaff(id, { roles: ['iro', 'manager'] });
      expect(await t.rowsOf(ctx())).toEqual([]);
      await expect(readRequest(ctx(), requestId)).rejects.toEqual(notFound);
    }
    expect(await proveReaders(t.cmd())).toMatchObject({ withoutReader: 0 });
  });

  test('and a later IRO does not either', async () => {
    const t = await town();
    const { requestId } = await send(t);
    await saveAllocation(t.cmd(), { childId: t.robin, staffId: t.una, role: 'iro', fromOn: '2026-12-07', toOn: null });
    await expect(readRequest(t.asStaff(t.una), requestId)).rejects.toEqual(notFound);
    expect((await childSheet(t.asStaff(t.una), t.robin)).asked).toEqual([]);
  });
});

describe('whom it goes past', () => {
  test('is everybody who stands in, also by a cover of a cover that comes second', async () => {
    const t = await town();
    await t.away();
    const times = { fromAt: '2026-12-07T00:00:00.000Z', toAt: '2026-12-09T00:00:00.000Z', reason: 'leave' };
    await makeCover(t.cmd(), { absentId: t.amina, coverId: t.una, ...times });
    await makeCover(t.cmd(), { childId: t.robin, coverId: t.max, ...times });
    const { requestId } = await asks(t.asChild(t.robin), 'complaint', { text: 'It is not fair.' });
    const kept = await t.app.database.db.selectFrom('kept_from').select('staff_id').where('subject_id', '=', requestId).execute();
    expect(new Set(kept.map(({ staff_id }) => staff_id))).toEqual(new Set([t.sam, t.amina, t.una, t.max, t.dee]));
  });

  test('a manager who stands in gets it as little: nobody else would, so it is not sent, and the words are not kept', async () => {
    const t = await town();
    await makeCover(t.cmd(), {
      ...{ absentId: t.sam, coverId: t.grace, fromAt: '2026-12-07T00:00:00.000Z', toAt: '2026-12-14T00:00:00.000Z' },
      reason: 'leave'
    });
    await expect(asks(t.asChild(t.robin), 'different-iro', { text: 'x' })).rejects.toEqual(
      refused('invalid', { send: 'nobody' })
    );
    await setDesk(t.cmd(), 'duty', []);
    const aboutThem = { text: 'x', picked: pickedOf('not-safe', 'past') };
    await expect(asks(t.asChild(t.robin), 'not-safe', aboutThem)).rejects.toEqual(refused('invalid', { send: 'nobody' }));
    // Without the tick it is sent, whoever is there.
    expect(await asks(t.asChild(t.robin), 'not-safe', { text: 'x' })).toMatchObject({ version: 1 });
  });

  test('a complaint is the complaints desk’s while somebody sits there, and else the managers’', async () => {
    const t = await town();
    await setDesk(t.cmd(), 'complaints', [t.lee]);
    const { requestId } = await asks(t.asChild(t.robin), 'complaint', { text: 'It is not fair.' });
    expect(await t.rowsOf(t.asStaff(t.lee))).toEqual([requestId]);
    expect(await t.rowsOf(t.asManager())).toEqual([]);
    expect(await t.told(t.lee)).toBe(1);
    await setDesk(t.cmd(), 'complaints', []);
    expect(await t.rowsOf(t.asManager())).toEqual([requestId]);
    await expect(readRequest(t.asStaff(t.lee), requestId)).rejects.toEqual(notFound);
    expect(await proveReaders(t.cmd())).toMatchObject({ withoutReader: 0, emptyDesks: ['advocates'] });
  });

  test('is gone with the child', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'complaint', { text: 'It is not fair.' });
    await readRequest(t.asManager(), requestId);
    await eraseChild(t.cmd(), { childId: t.robin, reason: 'asked for', unreadToo: true, backupDays: 35 });
    expect(await t.app.database.db.selectFrom('kept_from').selectAll().execute()).toEqual([]);
  });
});

describe('“I am not safe”, and it is about my IRO', () => {
  const about = { text: 'It is Sam.', picked: pickedOf('not-safe', 'past') };
  const onDuty = (t: Awaited<ReturnType<typeof town>>) =>
    addShifts(t.asManager(), {
      ...{ staffId: t.tom, fromOn: '2026-12-07', toOn: '2026-12-07', fromHour: '09:00', toHour: '17:00', place: 1 }
    });

  test('is with the duty desk and every manager at once, first on the manager’s day, and told again while unopened', async () => {
    const t = await town();
    const sent = await asks(t.asChild(t.robin), 'not-safe', about);
    for (const ctx of [t.asStaff(t.tom), t.asManager()]) expect(await t.rowsOf(ctx)).toEqual([sent.requestId]);
    expect((await teamToday(t.asManager())).needs.worries).toMatchObject([
      { requestId: sent.requestId, called: 'Robin', holder: null, past: true }
    ]);
    const [tom, sam] = [await t.told(t.tom), await t.told(t.sam)];
    t.clock.set(new Date(reminderDue(sent.sentAt, 0)));
    expect(await remindOfUnopened(t.as(job))).toBe(1);
    expect([await t.told(t.tom), await t.told(t.sam)]).toEqual([tom + 1, sam]);
    await readRequest(t.asStaff(t.tom), sent.requestId);
    // Opened is not had: it needs a person until somebody says so.
    expect((await teamToday(t.asManager())).needs.worries).toMatchObject([{ opened: true, had: null }]);
    await haveRequest(t.asStaff(t.tom), sent.requestId);
    expect((await teamToday(t.asManager())).needs.worries).toEqual([]);
  });

  test('first sent to the IRO too, then again with the tick: the IRO has nothing of what came second', async () => {
    const t = await town();
    const id = t.cmd().ids();
    const first = await asks(t.asChild(t.robin), 'not-safe', { text: 'Please come.', id });
    const second = await asks(t.asChild(t.robin), 'not-safe', { ...about, id });
    expect(second.version).toBe(2);
    expect(await t.rowsOf(t.asStaff(t.sam))).toEqual([]);
    expect(await t.rowsOf(t.asManager())).toEqual([second.requestId]);
    await expect(readRequest(t.asStaff(t.sam), second.requestId)).rejects.toEqual(notFound);
    expect(first.requestId).not.toBe(second.requestId);
  });

  test('is had by whoever says so: it climbs no further, the morning says who, and the child sees it', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'not-safe', about);
    await onDuty(t);
    for (const id of [t.sam, t.dee]) await expect(haveRequest(t.asStaff(id), requestId)).rejects.toEqual(notFound);
    await haveRequest(t.asStaff(t.tom), requestId);
    expect((await ownRequest(t.asChild(t.robin), t.robin, requestId)).had?.name).toBe('Tom');
    expect((await morningOf(t.asManager())).had).toMatchObject([{ requestId, had: 'Tom Price', holder: null }]);
    t.clock.set('2026-12-07T12:00:00.000Z');
    expect(await climb(t.as(job))).toBe(0);
  });

  test('names those of the day it was sent, for its child and for whoever reads it, whoever has the child by then', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'not-safe', about);
    const before = await requestSheet(t.asManager(), requestId);
    await moveChildren(t.asManager(), { fromId: t.sam, toId: t.una, childIds: [t.robin] });
    const after = await requestSheet(t.asManager(), requestId);
    expect(after.keptFrom).toEqual(before.keptFrom);
    expect(after.keptFrom).toContain('Sam Okafor');
    const words = englishWords;
    const said = whoHasIt(after, { words, now: t.clock.now(), name: 'Robin' }).join(' ');
    expect(said).toContain('Sam Okafor');
    expect(said).not.toContain('Una Reed');
    expect((await ownRequest(t.asChild(t.robin), t.robin, requestId)).passed).toBe('Sam');
    const [row] = (await inboxOf(t.asManager())).flatMap(({ rows }) => rows);
    expect(row && rowInWords(words, row, t.clock.now()).line).toContain('It is about who had the case.');
  });

  test('or by whoever answers it', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'not-safe', about);
    await onDuty(t);
    await answerRequest(t.asStaff(t.tom), requestId, { outcome: 'reply', text: 'I am coming.', byOn: null });
    expect(await whoHas(t.cmd(), 'request', [requestId])).toMatchObject(new Map([[requestId, { staffId: t.tom }]]));
    t.clock.set('2026-12-07T12:00:00.000Z');
    expect(await climb(t.as(job))).toBe(0);
  });

  test('while nobody has it, it climbs to the managers', async () => {
    const t = await town();
    const { requestId } = await asks(t.asChild(t.robin), 'not-safe', about);
    await onDuty(t);
    await readRequest(t.asStaff(t.tom), requestId);
    t.clock.set('2026-12-07T12:00:00.000Z');
    expect(await climb(t.as(job))).toBeGreaterThan(0);
  });

  test('is nobody’s to take over: whoever did would stand in for the one it is about', async () => {
    const t = await town();
    await asks(t.asChild(t.aleks), 'not-safe', about);
    const items = await t.app.database.db.selectFrom('items').selectAll().execute();
    expect(new Set(items.map(({ kind }) => kind))).toEqual(new Set(['unsafe-duty', 'unsafe-manager']));
    for (const { id } of items) await expect(takeFromDesk(t.asStaff(t.tom), id)).rejects.toEqual(notFound);
  });
});
