import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import type { Context } from '#lib/context.ts';
import { askingOf, sendAsked } from '#lib/home/asking.server.ts';
import { readerOf } from '#lib/home/home.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { answerRequest } from '#lib/requests/answering.server.ts';
import { ownRequest, ownRequests } from '#lib/requests/own.server.ts';
import type { RequestKind } from '#lib/requests/kinds.ts';
import type { RequestReceipt } from '#lib/requests/request.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { deliveryOf } from '#lib/requests/delivery.server.ts';
import { pageOf, sendRequest } from '#lib/requests/sending.server.ts';
import { takeBackRequest } from '#lib/requests/taking-back.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { chooseSecret } from '#lib/sign-in/secrets/secrets.server.ts';
import { ask } from '#forms/ask.ts';
import { visitor } from '#tests/setup/app.ts';
import { cast, englishWords, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

let t: Cast;
beforeAll(async () => {
  t = await cast();
});

/** Sends as the page of a kind would: `text` for its first question that takes words. */
function asks(ctx: Context, kind: RequestKind, text: string | null, id: string = t.cmd().ids()): Promise<RequestReceipt> {
  const page = pageOf(kind);
  const question = page.questions.find((one) => one.kind === 'text');
  const said =
    text === null || !question
      ? []
      : [{ asked: askedOf(englishWords, ask, page, question, '8-11'), answer: { value: text, unsure: false } }];
  return sendRequest(ctx, { id, kind, said, reviewOn: null, language: 'en', band: '8-11' });
}

const subjectsOf = async (staffId: string) => (await itemsFor(t.asStaff(staffId), staffId)).map(({ subjectId }) => subjectId);

describe('asking for something', () => {
  test('is in the inbox of whoever has the child the moment it is acknowledged, with the day it is promised for', async () => {
    const receipt = await asks(t.asChild(t.robin), 'early-review', null);
    const items = await itemsFor(t.asStaff(t.sam), t.sam);
    expect(items.filter(({ subjectId }) => subjectId === receipt.requestId)).toMatchObject([
      // Five working days after Monday 7 December.
      { kind: 'request', subject: 'request', childId: t.robin, neededBy: '2026-12-14' }
    ]);
    for (const other of [t.lee, t.amina, t.tom, t.grace, t.dee]) expect(await subjectsOf(other)).not.toContain(receipt.requestId);
  });

  test('twice with the same words is once, and other words are a second version in its place', async () => {
    const ctx = t.asChild(t.robin);
    const id = ctx.ids();
    const first = await asks(ctx, 'tell-now', 'I lost my key.', id);
    expect(await asks(ctx, 'tell-now', 'I lost my key.', id)).toEqual(first);
    const both = await Promise.all([asks(ctx, 'tell-now', 'I lost my key.', id), asks(ctx, 'tell-now', 'I lost my key.', id)]);
    expect(both).toEqual([first, first]);
    const second = await asks(ctx, 'tell-now', 'I lost my key again.', id);
    expect(second).toMatchObject({ version: 2 });
    const waiting = await subjectsOf(t.sam);
    expect([waiting.includes(first.requestId), waiting.includes(second.requestId)]).toEqual([false, true]);
    const mine = (await ownRequests(ctx, t.robin)).map((state) => state.id);
    expect([mine.includes(first.requestId), mine.includes(second.requestId)]).toEqual([false, true]);
  });

  test('two at once from two tabs are one', async () => {
    const ctx = t.asChild(t.kai);
    const id = ctx.ids();
    const [one, other] = await Promise.all([asks(ctx, 'talk', 'On Friday?', id), asks(ctx, 'talk', 'On Friday?', id)]);
    expect(one).toEqual(other);
    expect((await ownRequests(ctx, t.kai)).filter((state) => state.id === one.requestId)).toHaveLength(1);
  });

  test('needs words only where there is nothing to ask without them', async () => {
    for (const kind of ['early-review', 'advocate', 'talk', 'not-safe'] as const)
      expect(await asks(t.asChild(t.robin), kind, null)).toMatchObject({ version: 1 });
    await expect(asks(t.asChild(t.robin), 'tell-now', null)).rejects.toEqual(refused('invalid', { send: 'nothing-said' }));
  });

  test('keeps nothing that was not asked, and takes no odd id', async () => {
    const ctx = t.asChild(t.robin);
    const [page] = [pageOf('talk')];
    const asked = askedOf(englishWords, ask, page, page.questions[0], '8-11');
    const send = (value: unknown, code = asked.code, id = ctx.ids()) =>
      sendRequest(ctx, {
        ...{ id, kind: 'talk' as const, reviewOn: null, language: 'en', band: '8-11' as const },
        said: [{ asked: { ...asked, code }, answer: { value, unsure: false } }]
      });
    await expect(send('on-the-moon')).rejects.toEqual(refused('invalid', { [asked.code]: 'invalid' }));
    await expect(send('call', 'never-asked')).rejects.toEqual(refused('not-found'));
    await expect(send('call', asked.code, '../../etc')).rejects.toEqual(refused('not-found'));
  });

  test('for a sooner review, promises no day on which it would be too late: on the page, to the child and to the IRO', async () => {
    const ctx = t.asChild(t.robin);
    const reader = await readerOf(ctx, { language: 'en' });
    const promised = async (kind: RequestKind) => (await askingOf(ctx, kind, englishWords, reader)).answerBy;
    // The review is on Monday 14 December; five working days after the 7th end on that day.
    expect(await promised('early-review')).toBe('You get an answer by Sunday 13 December.');
    expect(await promised('talk')).toBe('You get an answer by Wednesday 9 December.');
    const asked = { id: ctx.ids(), said: [], language: 'en', band: '8-11' as const };
    const { requestId } = await sendAsked(ctx, { ...asked, kind: 'early-review' });
    expect(await ownRequest(ctx, t.robin, requestId)).toMatchObject({ answerBy: '2026-12-13' });
    const items = await itemsFor(t.asStaff(t.sam), t.sam);
    expect(items.find(({ subjectId }) => subjectId === requestId)).toMatchObject({ neededBy: '2026-12-13' });
    await expect(sendAsked(t.asStaff(t.sam), { ...asked, kind: 'early-review' })).rejects.toEqual(refused('not-found'));
  });

  test('is for the child alone to do', async () => {
    for (const ctx of [t.asStaff(t.sam), t.cmd()]) await expect(asks(ctx, 'talk', null)).rejects.toEqual(refused('not-found'));
  });
});

describe('what a child sees of it', () => {
  test('is sent, then opened by whom and when; another child and an invented id learn nothing', async () => {
    const ctx = t.asChild(t.robin);
    const { requestId } = await asks(ctx, 'talk', 'About Nan.');
    expect(await ownRequest(ctx, t.robin, requestId)).toMatchObject({
      status: 'sent',
      openings: [],
      answered: null,
      kind: 'talk'
    });
    await readRequest(t.asStaff(t.sam), requestId);
    expect(await ownRequest(ctx, t.robin, requestId)).toMatchObject({
      status: 'opened',
      openings: [{ name: 'Sam', standingIn: false }],
      said: [{ answer: { value: 'About Nan.' } }]
    });
    await expect(ownRequest(t.asChild(t.kai), t.kai, requestId)).rejects.toEqual(refused('not-found'));
    await expect(ownRequest(t.asChild(t.kai), t.robin, requestId)).rejects.toEqual(refused('not-found'));
    await expect(ownRequest(ctx, t.robin, ctx.ids())).rejects.toEqual(refused('not-found'));
  });

  test('by the card alone, or on a shared phone a while after the PIN, says that it was heard and not what it was', async () => {
    const { requestId } = await asks(t.asChild(t.robin), 'tell-now', 'I do not like the bus.');
    const stale = t.asChild(t.robin, { device: 'shared', freshUntil: '2026-12-07T08:00:00.000Z' });
    for (const ctx of [t.byCard(t.robin, 'another-visit'), stale]) {
      const seen = await ownRequest(ctx, t.robin, requestId);
      expect(seen).toMatchObject({ shown: 'hidden', kind: null, said: null, answers: [], status: 'sent' });
      expect(JSON.stringify([seen, await ownRequests(ctx, t.robin)])).not.toMatch(/bus|tell-now/);
    }
  });

  test('by the card alone, no day and no name of a desk tells one thing asked for from another', async () => {
    const card = t.byCard(t.kai, 'telling-apart');
    const seen = [];
    for (const kind of ['early-review', 'advocate', 'talk', 'not-safe'] as const) {
      const { requestId } = await asks(card, kind, null);
      const { id, ...state } = await ownRequest(card, t.kai, requestId);
      seen.push(state);
      expect(id).toBe(requestId);
    }
    for (const state of seen) expect(state).toEqual(seen[0]);
  });

  test('an answer to words that were changed meanwhile is not lost', async () => {
    const ctx = t.asChild(t.robin);
    const id = ctx.ids();
    const first = await asks(ctx, 'tell-now', 'Words to be changed.', id);
    await readRequest(t.asStaff(t.sam), first.requestId);
    const second = await asks(ctx, 'tell-now', 'Words that were changed.', id);
    await answerRequest(t.asStaff(t.sam), first.requestId, { outcome: 'reply', text: 'I read this.', byOn: null });
    const mine = (await ownRequests(ctx, t.robin)).map((state) => state.id);
    expect(mine).toEqual(expect.arrayContaining([first.requestId, second.requestId]));
    expect(await ownRequest(ctx, t.robin, first.requestId)).toMatchObject({ answers: [{ text: 'I read this.' }] });
    expect(await subjectsOf(t.sam)).toContain(second.requestId);
  });

  test('never shows what was sent before this PIN was chosen', async () => {
    const card = () => t.byCard(t.aleks, 'a-visit');
    const { requestId } = await asks(card(), 'tell-now', 'This is from before.');
    t.clock.forward(60_000);
    const { code } = await makeCard(t.cmd(), t.aleks);
    await chooseSecret(t.as((await useCard(t.as(visitor), code)).actor), { kind: 'pin', pin: '418206' });
    const seen = await ownRequest(t.asChild(t.aleks), t.aleks, requestId);
    expect(seen).toMatchObject({ shown: 'kept', kind: null, said: null, status: 'sent', mayTakeBack: false });
    expect(await ownRequests(t.asChild(t.aleks), t.aleks)).toMatchObject([{ id: requestId, kind: null }]);
    await expect(takeBackRequest(t.asChild(t.aleks), requestId)).rejects.toEqual(refused('not-found'));
  });
});

test('an answer to what was sent before this PIN is new until the child has seen that it is there, and not for ever', async () => {
  const { requestId } = await asks(t.asChild(t.robin), 'tell-now', 'This is from before.');
  await readRequest(t.asStaff(t.sam), requestId);
  await answerRequest(t.asStaff(t.sam), requestId, { outcome: 'reply', text: 'I read this.', byOn: null });
  t.clock.forward(60_000);
  const { code } = await makeCard(t.cmd(), t.robin);
  await chooseSecret(t.as((await useCard(t.as(visitor), code)).actor), { kind: 'pin', pin: '418206' });
  const answered = async () => (await ownRequests(t.asChild(t.robin), t.robin)).find(({ id }) => id === requestId)?.answered;
  expect(await answered()).toMatchObject({ name: 'Sam', unseen: true });
  await ownRequest(t.byCard(t.robin, 'a-visit'), t.robin, requestId);
  expect(await answered()).toMatchObject({ unseen: true });
  expect(await ownRequest(t.asChild(t.robin), t.robin, requestId)).toMatchObject({ shown: 'kept', answers: [] });
  expect(await answered()).toMatchObject({ name: 'Sam', unseen: false });
});

describe('an advocate', () => {
  test('who is not there cannot be told why, so the IRO is asked to find one', async () => {
    expect(await deliveryOf(t.asChild(t.robin), 'advocate', t.robin)).toMatchObject({ readers: 'holder', asksWhy: false });
    const { requestId } = await asks(t.asChild(t.robin), 'advocate', null);
    expect(await subjectsOf(t.sam)).toContain(requestId);
  });

  test('at the desk reads why; the IRO, the manager and the cover do not', async () => {
    await setDesk(t.cmd(), 'advocates', [t.lee]);
    expect(await deliveryOf(t.asChild(t.robin), 'advocate', t.robin)).toMatchObject({ readers: 'advocates', asksWhy: true });
    const { requestId } = await asks(t.asChild(t.robin), 'advocate', 'It is about Sam.');
    expect(await subjectsOf(t.lee)).toContain(requestId);
    expect(await readRequest(t.asStaff(t.lee), requestId)).toMatchObject({ said: [{ answer: { value: 'It is about Sam.' } }] });
    for (const ctx of [t.asStaff(t.sam), t.asManager(), t.asStaff(t.amina), t.asStaff(t.dee)])
      await expect(readRequest(ctx, requestId)).rejects.toEqual(refused('not-found'));
    for (const id of [t.sam, t.grace]) expect(await subjectsOf(id)).not.toContain(requestId);
  });

  test('who is also this child’s IRO is not let in by the other door', async () => {
    await setDesk(t.cmd(), 'advocates', [t.lee, t.sam]);
    const { requestId } = await asks(t.asChild(t.robin), 'advocate', 'It is about Sam again.');
    await expect(readRequest(t.asStaff(t.sam), requestId)).rejects.toEqual(refused('not-found'));
    await setDesk(t.cmd(), 'advocates', []);
  });
});

describe('taking back', () => {
  test('takes the words, leaves the mark, and nobody has to look any more; twice is once', async () => {
    const ctx = t.asChild(t.robin);
    const { requestId } = await asks(ctx, 'talk', 'Forget this.');
    await takeBackRequest(ctx, requestId);
    await takeBackRequest(ctx, requestId);
    expect(await ownRequest(ctx, t.robin, requestId)).toMatchObject({ status: 'taken-back', said: null, mayTakeBack: false });
    expect(await subjectsOf(t.sam)).not.toContain(requestId);
    const { body_sealed } = await t
      .cmd()
      .db.selectFrom('requests')
      .select('body_sealed')
      .where('id', '=', requestId)
      .executeTakeFirstOrThrow();
    expect(body_sealed).toBeNull();
  });

  test('of “I am not safe” stays with everybody it went to, without its words', async () => {
    await setDesk(t.cmd(), 'duty', [t.tom]);
    const ctx = t.asChild(t.robin);
    const { requestId } = await asks(ctx, 'not-safe', 'He came back.');
    for (const id of [t.sam, t.tom, t.grace]) expect(await subjectsOf(id)).toContain(requestId);
    await takeBackRequest(ctx, requestId);
    for (const id of [t.sam, t.tom, t.grace]) expect(await subjectsOf(id)).toContain(requestId);
    const read = await readRequest(t.asStaff(t.tom), requestId);
    expect(read).toMatchObject({ status: 'taken-back', said: null, kind: 'not-safe' });
    await setDesk(t.cmd(), 'duty', []);
  });

  test('takes the words of every version, also from the page of an earlier one, which shows what stands now', async () => {
    const ctx = t.asChild(t.robin);
    const id = ctx.ids();
    const first = await asks(ctx, 'talk', 'The first words.', id);
    const second = await asks(ctx, 'talk', 'The second words.', id);
    await readRequest(t.asStaff(t.sam), second.requestId);
    expect(await ownRequest(ctx, t.robin, first.requestId)).toMatchObject({ id: second.requestId, status: 'opened' });
    await takeBackRequest(ctx, first.requestId);
    expect(await ownRequest(ctx, t.robin, second.requestId)).toMatchObject({ status: 'taken-back', said: null });
    for (const { requestId } of [first, second])
      expect(await readRequest(t.asStaff(t.sam), requestId)).toMatchObject({ status: 'taken-back', said: null });
    expect(await subjectsOf(t.sam)).not.toContain(second.requestId);
  });

  test('and sent again from the page that was still open, it is sent', async () => {
    const ctx = t.asChild(t.robin);
    const id = ctx.ids();
    const first = await asks(ctx, 'talk', null, id);
    await takeBackRequest(ctx, first.requestId);
    const again = await asks(ctx, 'talk', null, id);
    expect(again).toMatchObject({ version: 2 });
    expect(await subjectsOf(t.sam)).toContain(again.requestId);
    expect(await ownRequest(ctx, t.robin, again.requestId)).toMatchObject({ status: 'sent' });
  });

  test('by the card alone is only for what that visit sent, and nobody else’s', async () => {
    const visit = t.byCard(t.robin, 'one-visit');
    const { requestId } = await asks(visit, 'talk', null);
    await expect(takeBackRequest(t.byCard(t.robin, 'another-visit'), requestId)).rejects.toEqual(refused('not-found'));
    await expect(takeBackRequest(t.asChild(t.kai), requestId)).rejects.toEqual(refused('not-found'));
    await expect(takeBackRequest(t.asStaff(t.sam), requestId)).rejects.toEqual(refused('not-found'));
    await takeBackRequest(visit, requestId);
    expect(await ownRequest(visit, t.robin, requestId)).toMatchObject({ status: 'taken-back' });
  });
});

test('what was written is nowhere in the open, and everything done is in the chain', async () => {
  const ctx = t.asChild(t.robin);
  await asks(ctx, 'tell-now', 'CANARY-request-words');
  for (const table of ['requests', 'items', 'outbox', 'audit'] as const) {
    const rows = await t.cmd().db.selectFrom(table).selectAll().execute();
    const text = JSON.stringify(rows, (_, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value
    );
    expect(text).not.toContain('CANARY-request-words');
  }
  expect((await verifyChain(t.cmd())).broken).toBeNull();
});
