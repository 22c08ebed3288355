import { beforeEach, describe, expect, test } from 'vitest';
import { mayTakeOver, takeOver, worryToTake } from '#lib/break-glass/asking.server.ts';
import { markSeen } from '#lib/break-glass/deciding.server.ts';
import { emergencies, emergenciesOf, emergenciesToTell } from '#lib/break-glass/reading.server.ts';
import type { Context } from '#lib/context.ts';
import { childSheet } from '#lib/inbox/caseload.server.ts';
import { inboxOf } from '#lib/inbox/inbox.server.ts';
import { whoLooked, whoLookedFor } from '#lib/looking/looking.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { answerRequest, finishRequest } from '#lib/requests/answering.server.ts';
import type { RequestKind } from '#lib/requests/kinds.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { sendRequest } from '#lib/requests/sending.server.ts';
import { holderOf, makeCover, saveAllocation } from '#lib/routing/routing.server.ts';
import { monday } from '#tests/setup/app.ts';
import { cast, type Cast } from '#tests/setup/cast.ts';

const why = 'Kai is not safe and nobody picks up the telephone.';
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const later = (ms: number) => new Date(Date.parse(monday) + ms).toISOString();

let c: Cast;
let moira: string;
const confirmed = { roles: ['manager'], stepUpUntil: later(1000 * HOUR) } as const;
/** Grace, who has just shown again who she is. */
const grace = (): Context => c.asStaff(c.grace, confirmed);

beforeEach(async () => {
  c = await cast();
  const roles = [{ role: 'manager', fromOn: '2020-01-01', toOn: null }] as const;
  moira = await saveStaff(c.cmd(), { name: 'Moira Quinn', roles, email: 'moira@council.example' });
});

const asks = async (childId: string, kind: RequestKind = 'not-safe'): Promise<string> => {
  const ctx = c.asChild(childId);
  const sent = await sendRequest(ctx, { id: ctx.ids(), kind, said: [], reviewOn: null, language: 'en', band: '8-11' });
  return sent.requestId;
};
/** Kai's worry, which nobody opened for half an hour of a Monday morning. */
const unopened = async (): Promise<string> => {
  const worry = await asks(c.kai);
  c.clock.forward(30 * MINUTE);
  return worry;
};
const holder = async (childId: string) => (await holderOf(c.cmd(), childId)).personId;
const ended = async () =>
  (await c.cmd().db.selectFrom('audit').select('reason').where('verb', '=', 'cover.end').execute()).map(({ reason }) => reason);
const inInbox = async (staffId: string, requestId: string) =>
  (await inboxOf(c.asStaff(staffId))).some(({ rows }) =>
    rows.some((row) => row.subject === 'request' && row.requestId === requestId)
  );

describe('a manager takes a worry over', () => {
  test('with a reason, by showing again who they are; nothing else, and nobody else', async () => {
    const talk = await asks(c.kai, 'talk');
    const worry = await unopened();
    await expect(takeOver(grace(), worry, 'Quick')).rejects.toMatchObject({ fields: { reason: 'too-short' } });
    await expect(takeOver(c.asManager(), worry, why)).rejects.toThrow('step-up-needed');
    await expect(worryToTake(c.asManager(), worry)).rejects.toThrow('step-up-needed');
    // The way there is offered before: it leads by way of showing who one is.
    expect(await mayTakeOver(c.asManager(), worry)).toBe(true);
    await expect(takeOver(grace(), talk, why)).rejects.toThrow('not-found');
    const { stepUpUntil } = confirmed;
    for (const nobody of [c.asStaff(c.lee, { stepUpUntil }), c.asStaff(c.tom, { roles: ['admin'], stepUpUntil })]) {
      expect(await mayTakeOver(nobody, worry)).toBe(false);
      await expect(takeOver(nobody, worry, why)).rejects.toThrow('not-found');
    }
    const coverId = await takeOver(grace(), worry, why);
    expect(await takeOver(grace(), worry, why)).toBe(coverId);
    expect(await holder(c.kai)).toBe(c.grace);
    expect((await childSheet(grace(), c.kai)).child.id).toBe(c.kai);
    const [told] = (await emergencies(c.asStaff(moira, confirmed))).filter(({ state }) => state === 'taken-over');
    expect(told).toMatchObject({ asker: 'Grace Bell', reason: why, childId: c.kai });
  });

  test('only once its first reminder came due, and while nobody else has opened it', async () => {
    const worry = await asks(c.kai);
    c.clock.forward(29 * MINUTE);
    expect(await mayTakeOver(grace(), worry)).toBe(false);
    await expect(takeOver(grace(), worry, why)).rejects.toThrow('not-found');
    await expect(childSheet(grace(), c.kai)).rejects.toThrow('not-found');
    // The alert itself a manager reads at once; that is no opening by somebody else.
    await readRequest(grace(), worry);
    c.clock.forward(MINUTE);
    expect(await mayTakeOver(grace(), worry)).toBe(true);
    await readRequest(c.asStaff(c.sam), worry);
    expect(await mayTakeOver(grace(), worry)).toBe(false);
    await expect(takeOver(grace(), worry, why)).rejects.toThrow('not-found');
  });

  test('or at once where nobody has the child', async () => {
    const worry = await asks(c.aleks);
    expect(await mayTakeOver(grace(), worry)).toBe(true);
    await takeOver(grace(), worry, why);
    expect(await holder(c.aleks)).toBe(c.grace);
  });

  test('one of them: of two at the same moment the second finds it taken', async () => {
    const worry = await unopened();
    const both = await Promise.allSettled([takeOver(grace(), worry, why), takeOver(c.asStaff(moira, confirmed), worry, why)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await c.cmd().db.selectFrom('covers').select('reason').execute()).toEqual([{ reason: 'worry-taken-over' }]);
  });

  test('and whoever had the child, their desk and the other managers are told, without a name', async () => {
    const worry = await unopened();
    await takeOver(grace(), worry, why);
    const rows = await c
      .cmd()
      .db.selectFrom('outbox')
      .select(['dedupe_key', 'kind'])
      .where('dedupe_key', 'like', 'taken-over:%')
      .execute();
    expect(new Set(rows.map(({ dedupe_key }) => dedupe_key.split(':')[2]))).toEqual(new Set([c.sam, c.tom, moira]));
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['something-new']));
    // Their IRO finds it, and what waits, though the child is somebody else's for now.
    const [told] = await emergenciesToTell(c.asStaff(c.sam));
    expect(told).toMatchObject({ asker: 'Grace Bell', reason: why });
    await markSeen(c.asStaff(c.sam), told?.id ?? '');
    expect(await inInbox(c.sam, worry)).toBe(true);
    expect(await emergenciesToTell(c.asStaff(c.lee))).toEqual([]);
  });

  test('where nobody had the child, their desk and the other managers', async () => {
    await takeOver(grace(), await asks(c.aleks), why);
    const rows = await c.cmd().db.selectFrom('outbox').select('dedupe_key').where('dedupe_key', 'like', 'taken-over:%').execute();
    expect(new Set(rows.map(({ dedupe_key }) => dedupe_key.split(':')[2]))).toEqual(new Set([c.tom, moira]));
  });
});

describe('what was taken over ends', () => {
  const isOut = async (childId: string) => {
    await expect(childSheet(grace(), childId)).rejects.toThrow('not-found');
    expect(await holder(childId)).not.toBe(c.grace);
  };

  test('after a day, to the second', async () => {
    const worry = await unopened();
    await takeOver(grace(), worry, why);
    c.clock.forward(24 * HOUR - 1000);
    await childSheet(grace(), c.kai);
    c.clock.forward(1000);
    await isOut(c.kai);
    expect(await holder(c.kai)).toBe(c.sam);
  });

  test('when the child’s IRO opens it, or whoever stands in for them; nobody else’s opening', async () => {
    for (const opens of [c.sam, c.amina]) {
      const worry = await unopened();
      await takeOver(grace(), worry, why);
      await readRequest(grace(), worry);
      await readRequest(c.asStaff(moira, confirmed), worry);
      expect(await holder(c.kai)).toBe(c.grace);
      await readRequest(c.asStaff(opens), worry);
      await isOut(c.kai);
      expect(await holder(c.kai)).toBe(opens);
      const [from, to] = [c.cmd().now.toISOString(), new Date(c.cmd().now.getTime() + 48 * HOUR).toISOString()];
      await makeCover(c.cmd(), { absentId: c.sam, coverId: c.amina, fromAt: from, toAt: to, reason: 'leave' });
    }
    expect(await ended()).toEqual(['opened', 'opened']);
  });

  test('also when that happens at the same moment', async () => {
    for (let round = 0; round < 3; round += 1) {
      const worry = await unopened();
      await Promise.allSettled([takeOver(grace(), worry, why), readRequest(c.asStaff(c.sam), worry)]);
      expect(await holder(c.kai)).toBe(c.sam);
    }
  });

  test('when an IRO is given to the child, who hears of what waits', async () => {
    await takeOver(grace(), await asks(c.aleks), why);
    await saveAllocation(c.cmd(), { childId: c.aleks, staffId: c.lee, role: 'iro', fromOn: monday.slice(0, 10), toOn: null });
    await isOut(c.aleks);
    expect([await holder(c.aleks), await ended()]).toEqual([c.lee, ['new-iro']]);
    const nudged = await c
      .cmd()
      .db.selectFrom('outbox')
      .select('dedupe_key')
      .where('dedupe_key', 'like', 'passed-on:%')
      .execute();
    expect(nudged.some(({ dedupe_key }) => dedupe_key.endsWith(c.lee))).toBe(true);
  });

  test('when it is dealt with, and no other of theirs waits', async () => {
    const [first, second] = [await asks(c.aleks), await asks(c.aleks)];
    await takeOver(grace(), first, why);
    for (const [worry, who] of [
      [first, c.grace],
      [second, null]
    ] as const) {
      await readRequest(grace(), worry);
      await answerRequest(grace(), worry, { outcome: 'reply', text: 'I am on my way to you.', byOn: null });
      await finishRequest(grace(), worry);
      expect(await holder(c.aleks)).toBe(who);
    }
    await isOut(c.aleks);
    expect(await ended()).toEqual(['dealt-with']);
  });

  test('and stays on the child’s record, and on their page of who looked', async () => {
    const worry = await unopened();
    await takeOver(grace(), worry, why);
    await childSheet(grace(), c.kai);
    await readRequest(c.asStaff(c.sam), worry);
    await isOut(c.kai);
    const [one] = await emergenciesOf(c.asStaff(c.sam), c.kai);
    expect(one).toMatchObject({ state: 'taken-over', asker: 'Grace Bell', reason: why });
    expect(await whoLooked(c.asChild(c.kai), c.kai)).toContainEqual(expect.objectContaining({ as: 'manager', what: 'child' }));
    expect(await whoLookedFor(c.asStaff(c.sam), c.kai)).toContainEqual(expect.objectContaining({ name: 'Grace', what: 'child' }));
  });
});
