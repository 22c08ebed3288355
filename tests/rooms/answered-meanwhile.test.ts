import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { meanwhileInWords } from '#lib/inbox/meanwhile-words.ts';
import { answerThread } from '#lib/messages/answering.server.ts';
import { readThread } from '#lib/messages/reading.server.ts';
import { answerRequest } from '#lib/requests/answering.server.ts';
import { ownRequest } from '#lib/requests/own.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { makeCover } from '#lib/routing/routing.server.ts';
import { englishWords } from '#tests/setup/cast.ts';
import { asksFor, dutyTown, type DutyTown } from '#tests/setup/duty.ts';
import { refused } from '#tests/setup/refused.ts';
import { writes } from '#tests/setup/written.ts';

let t: DutyTown;
beforeEach(async () => void (t = await dutyTown()));

const meanwhile = refused('invalid', { answered: 'meanwhile' });
const child = () => t.asChild(t.robin);
const sam = () => t.asStaff(t.sam);
const amina = () => t.asStaff(t.amina);
const aminaStandsIn = () =>
  makeCover(t.cmd(), {
    ...{ absentId: t.sam, coverId: t.amina, reason: 'leave' },
    ...{ fromAt: '2026-12-07T09:00:00.000Z', toAt: '2026-12-09T09:00:00.000Z' }
  });

describe('a request that somebody else answered meanwhile', () => {
  let id: string;
  beforeEach(async () => {
    id = await asksFor(child(), 'talk');
    await aminaStandsIn();
  });
  const shownTo = async (ctx: Context) => (await readRequest(ctx, id)).answers[0]?.id ?? null;
  const says = (ctx: Context, text: string, shown: string | null) =>
    answerRequest(ctx, id, { outcome: 'no', text, byOn: null, shown });
  const texts = async () => (await ownRequest(child(), t.robin, id)).answers.map(({ text }) => text);

  test('is not answered again by a page that does not show that, and is by one that does', async () => {
    const [first, second] = [await shownTo(sam()), await shownTo(amina())];
    await says(sam(), 'On Friday.', first);
    await expect(says(amina(), 'On Monday.', second)).rejects.toEqual(meanwhile);
    expect(await texts()).toEqual(['On Friday.']);
    await says(amina(), 'On Monday.', await shownTo(amina()));
    expect(await texts()).toEqual(['On Monday.', 'On Friday.']);
  });

  test('also in another tab of one’s own; the same words of the same page twice are one answer', async () => {
    const shown = await shownTo(sam());
    await says(sam(), 'On Friday.', shown);
    expect(await says(sam(), 'On Friday.', shown)).toEqual([]);
    await expect(says(sam(), 'On Monday.', shown)).rejects.toEqual(meanwhile);
    expect(await texts()).toEqual(['On Friday.']);
  });

  test('by two at the very same time: one is sent, and the other is told', async () => {
    const both = await Promise.allSettled([says(sam(), 'On Friday.', null), says(amina(), 'On Monday.', null)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await texts()).toHaveLength(1);
  });
});

describe('a thread that somebody else answered meanwhile', () => {
  let threadId: string;
  beforeEach(async () => {
    await writes(child(), 'Hello.');
    await aminaStandsIn();
    threadId = (await t.cmd().db.selectFrom('message_threads').select('id').executeTakeFirstOrThrow()).id;
  });
  const answersIn = async (ctx: Context) => (await readThread(ctx, threadId)).messages.filter(({ staffId }) => staffId !== null);
  const shownTo = async (ctx: Context) => (await answersIn(ctx)).at(-1)?.id ?? null;
  const says = (ctx: Context, text: string, shown: string | null, id: string = randomUUID()) =>
    answerThread(ctx, threadId, { id, text, upTo: null, shown });
  const texts = async () => (await answersIn(sam())).map(({ text }) => text);

  test('is not answered again by a page that does not show that, and is by one that does', async () => {
    const [first, second] = [await shownTo(sam()), await shownTo(amina())];
    await says(sam(), 'Yes.', first);
    await expect(says(amina(), 'No.', second)).rejects.toEqual(meanwhile);
    // A made-up answer was on no page.
    await expect(says(amina(), 'No.', '019af000-0000-7000-8000-000000000000')).rejects.toEqual(meanwhile);
    expect(await texts()).toEqual(['Yes.']);
    await says(amina(), 'No.', await shownTo(amina()));
    expect(await texts()).toEqual(['Yes.', 'No.']);
  });

  test('but what was sent from this very page stops nobody who puts it right, nor the same words twice', async () => {
    const page = randomUUID();
    for (const text of ['Yes.', 'Yes.', 'Yes, on Friday.']) await says(sam(), text, null, page);
    expect(await texts()).toEqual(['Yes.', 'Yes, on Friday.']);
    await expect(says(sam(), 'Another tab.', null)).rejects.toEqual(meanwhile);
    await says(amina(), 'From me too.', await shownTo(amina()));
    // Since then somebody else has answered, which the first page does not show.
    await expect(says(sam(), 'Yes, on Saturday.', null, page)).rejects.toEqual(meanwhile);
  });
});

test('it is said by whom and when', () => {
  const now = new Date('2026-12-07T10:00:00.000Z');
  const last = { id: 'one', name: 'Amina Yusuf', mine: false, at: '2026-12-07T09:12:00.000Z' };
  expect(meanwhileInWords(englishWords, last, 'Robin', now)).toMatchObject({
    id: 'one',
    title: 'Amina Yusuf answered today at 9:12 am',
    kept: 'Your words are kept here and are not sent. Send them only if Robin should read both.'
  });
  expect(meanwhileInWords(englishWords, { ...last, mine: true }, 'Robin', now).title).toBe(
    'You answered already, today at 9:12 am'
  );
  expect(meanwhileInWords(englishWords, undefined, 'Robin', now).id).toBe('');
});
