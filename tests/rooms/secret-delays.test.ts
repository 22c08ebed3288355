import { beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Context } from '#lib/context.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import { sendRequest, pageOf } from '#lib/requests/sending.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { cardState, renewSecret } from '#lib/sign-in/cards/card-keeping.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { choosePrivacy } from '#lib/sign-in/devices/device-privacy.server.ts';
import { rememberDevice, useDevice } from '#lib/sign-in/devices/devices.server.ts';
import { handOver } from '#lib/sign-in/devices/kiosk.server.ts';
import { burstsIn, paceAfter, waitAfter } from '#lib/sign-in/secrets/secret.ts';
import { checkSecret, chooseSecret, secretState } from '#lib/sign-in/secrets/secrets.server.ts';
import { readSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { ask } from '#forms/ask.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { visitor } from '#tests/setup/app.ts';
import { cast, englishWords, sayAndSend, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

const pin = { kind: 'pin', pin: '937264' } as const;
const wrong = { kind: 'pin', pin: '846209' } as const;
const minute = 60_000;

let t: Cast;
beforeAll(async () => {
  t = await cast();
});

/** The context of whoever holds this visit's cookie. */
const by = async (started: Started): Promise<Context> =>
  t.as((await readSession(t.app.database.db, t.clock.now(), started.token)) ?? visitor);
const enter = async (code: string): Promise<Context> => by(await useCard(t.as(visitor), code));

async function withSecret(childId: string) {
  const { code } = await makeCard(t.cmd(), childId);
  await chooseSecret(await enter(code), pin);
  return code;
}

/** Tries wrongly, waiting as long as it takes and opening the card again whenever that is asked for. */
async function triesWrongly(code: string, times: number): Promise<void> {
  for (let at = 0; at < times; at += 1) {
    const { actor } = await enter(code);
    const { wait } = await secretState(t.as(actor));
    t.clock.forward(wait * 1000);
    await expect(checkSecret(t.as(actor), wrong)).rejects.toEqual(refused('invalid', { secret: 'wrong-secret' }));
  }
}

/** Writes and sends, both ways there are, as whoever holds this visit; and finds both with the child's IRO. */
async function reachesTheIro(ctx: Context, childId: string): Promise<void> {
  const receipt = await sayAndSend(ctx, childId, { 'general-more': 'I want to see Nan more.' });
  expect(receipt.version).toBeGreaterThan(0);
  const page = pageOf('tell-now');
  const [question] = page.questions;
  const said = [{ asked: askedOf(englishWords, ask, page, question, '8-11'), answer: { value: 'Please ring.', unsure: false } }];
  const asked = await sendRequest(ctx, { id: ctx.ids(), kind: 'tell-now', said, reviewOn: null, language: 'en', band: '8-11' });
  const subjects = (await itemsFor(t.asStaff(t.sam), t.sam)).map(({ subjectId }) => subjectId);
  expect(subjects).toContain(asked.requestId);
  const opened = await readContribution(t.asStaff(t.sam), receipt.contributionId);
  expect(JSON.stringify(opened)).toContain('I want to see Nan more.');
}

describe('wrong tries at a PIN', () => {
  test('cost more time each, then a quarter of an hour, then all of it', () => {
    expect([1, 2, 3, 6, 7, 9].map((times) => waitAfter(times))).toEqual([1, 2, 4, 32, 60, 60]);
    expect(waitAfter(10, paceAfter(10, 10))).toBe(15 * 60);
    expect([paceAfter(9, 9), paceAfter(10, 10), paceAfter(30, 3), paceAfter(49, 49), paceAfter(50, 0)]).toEqual([
      ...(['usual', 'slow', 'usual', 'slow', 'off'] as const)
    ]);
  });

  test('after ten in a day want the card again, each time, and a quarter of an hour', async () => {
    const code = await withSecret(t.aleks);
    await triesWrongly(code, 9);
    t.clock.forward(minute);
    const ctx = await enter(code);
    await expect(checkSecret(ctx, wrong)).rejects.toMatchObject({ problem: 'invalid', retryAfter: 15 * 60 });
    expect(await secretState(ctx)).toMatchObject({ before: 'card', wait: 15 * 60 });
    // The card is scanned again at once: only the time is missing now.
    const again = await enter(code);
    expect(await secretState(again)).toMatchObject({ before: null });
    await expect(checkSecret(again, pin)).rejects.toMatchObject({ problem: 'slow-down', retryAfter: 15 * 60 });
    t.clock.forward(15 * minute);
    // Whoever waited without the card still needs it.
    const waited = await useCard(t.as(visitor), code);
    expect(await secretState(await by(waited))).toMatchObject({ before: null, wait: 0 });
    expect((await checkSecret(await by(waited), pin)).actor).toMatchObject({ assurance: 'secret' });
    expect(await secretState(await enter(code))).toMatchObject({ before: null, wait: 0 });
  });

  test('on a remembered phone want the card too, and a day later none of it', async () => {
    const code = await withSecret(t.kai);
    const visit = await checkSecret(await enter(code), pin);
    const { deviceToken } = await rememberDevice(await by(visit));
    await triesWrongly(code, 10);
    const byPhone = () => useDevice(t.as(visitor), deviceToken ?? '');
    t.clock.forward(16 * minute);
    await expect(checkSecret(await by(await byPhone()), pin)).rejects.toEqual(refused('invalid', { secret: 'card-again' }));
    t.clock.forward(24 * 60 * minute);
    expect((await checkSecret(await by(await byPhone()), pin)).actor).toMatchObject({ assurance: 'secret' });
  });

  test('on the way to fifty and there, the card alone sends; then it is begun anew in person', async () => {
    const code = await withSecret(t.robin);
    for (const [more, wait, before] of [
      [1, 1, null],
      [7, 60, null],
      [2, 15 * 60, null],
      [1, 15 * 60, 'off']
    ] as const) {
      // Thirty-nine more, without a slow hash for each.
      if (before === 'off')
        await t.app.database.db.updateTable('secrets').set({ wrong: 49 }).where('child_id', '=', t.robin).execute();
      await triesWrongly(code, more);
      const ctx = await enter(code);
      expect(await secretState(ctx)).toMatchObject({ wait, before });
      await reachesTheIro(ctx, t.robin);
    }
    t.clock.forward(48 * 60 * minute);
    const ctx = await enter(code);
    await expect(checkSecret(ctx, pin)).rejects.toEqual(refused('invalid', { secret: 'secret-off' }));
    await expect(renewSecret(t.asStaff(t.lee), t.robin)).rejects.toEqual(refused('not-found'));
    await renewSecret(t.asStaff(t.sam), t.robin);
    await reachesTheIro(await enter(code), t.robin);
    expect((await chooseSecret(await enter(code), wrong)).actor).toMatchObject({ assurance: 'secret' });
  });

  test('are a quiet note for whoever looks after the card, with the part of the day, and nothing is sent', async () => {
    const before = await t.count('outbox');
    const { bursts } = await cardState(t.asManager(), t.robin);
    expect(bursts.length).toBeGreaterThan(0);
    expect(bursts.every(({ tries }) => tries >= 5)).toBe(true);
    expect(await t.count('outbox')).toBe(before);
    const evening = Array.from({ length: 12 }, (_, at) => `2026-12-08T18:${String(10 + at)}:00.000Z`);
    expect(burstsIn(['2026-12-07T09:00:00.000Z', ...evening])).toEqual([{ day: '2026-12-08', part: 'evening', tries: 12 }]);
    // Summer time: nine in the evening, as the clock on the wall says.
    const summer = Array.from({ length: 5 }, () => '2026-07-01T20:30:00.000Z');
    expect(burstsIn(summer)).toEqual([{ day: '2026-07-01', part: 'evening', tries: 5 }]);
  });
});

describe('the card alone sends to the IRO too', () => {
  test('when it was begun anew and nobody has chosen yet', async () => {
    const { code } = await makeCard(t.cmd(), t.robin);
    await renewSecret(t.asStaff(t.sam), t.robin);
    expect(await secretState(await enter(code))).toMatchObject({ kind: null });
    await reachesTheIro(await enter(code), t.robin);
  });

  test('while others try wrong codes that begin like it', async () => {
    const { code } = await makeCard(t.cmd(), t.robin);
    const like = code.slice(0, 9) + (code.endsWith('7') ? '8' : '7');
    for (let tries = 0; tries < 14; tries += 1) await expect(useCard(t.as(visitor), like)).rejects.toMatchObject({});
    await expect(useCard(t.as(visitor), like)).rejects.toMatchObject({ problem: 'slow-down' });
    await reachesTheIro(await enter(code), t.robin);
  });

  test('while somebody else opens the same card again and again', async () => {
    const { code } = await makeCard(t.cmd(), t.robin);
    const own = await useCard(t.as(visitor), code);
    for (let times = 0; times < 12; times += 1) await useCard(t.as(visitor), code);
    await reachesTheIro(await by(own), t.robin);
  });

  test('while somebody looks at the phone, and on a worker’s own device', async () => {
    const { code } = await makeCard(t.cmd(), t.robin);
    await choosePrivacy(t.asStaff(t.sam), t.robin, 'watched');
    const ctx = await enter(code);
    expect(ctx.actor).toMatchObject({ device: 'watched' });
    await reachesTheIro(ctx, t.robin);
    await choosePrivacy(t.asStaff(t.sam), t.robin, 'shared');
    const handed = await by(await handOver(t.asStaff(t.sam), t.robin));
    expect(handed.actor).toMatchObject({ device: 'handed', assurance: 'card' } satisfies Partial<Actor>);
    await reachesTheIro(handed, t.robin);
  });
});
