import { beforeAll, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import { setAddressHidden } from '#lib/invitations/hiding.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { answerRequest } from '#lib/requests/answering.server.ts';
import { askedAbout, ownAsked } from '#lib/requests/asked-about.server.ts';
import { adultPageOf, askAbout, type AskedAbout } from '#lib/requests/asking-about.server.ts';
import { ownRequest, ownRequests } from '#lib/requests/own.server.ts';
import { requestLines } from '#lib/requests/lines.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { sendRequest } from '#lib/requests/sending.server.ts';
import { takeBackRequest } from '#lib/requests/taking-back.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { setDesk } from '#lib/routing/routing.server.ts';
import { askAbout as form } from '#forms/ask-about.ts';
import { cast, englishWords, type Cast } from '#tests/setup/cast.ts';
import { asksOf, contributor } from '#tests/setup/invited.ts';

let t: Cast;
let [carer, told] = ['', ''];
beforeAll(async () => {
  t = await cast();
  await asksOf(t, { id: t.dana, childId: t.robin, name: 'Dana', relation: 'mother', asking: { tellsDay: false } });
  carer = await asksOf(t, { childId: t.robin, name: 'June', relation: 'carer', asking: { form: 'carer' } });
});

const notFound = expect.objectContaining({ problem: 'not-found' });
const INVENTED = '019af000-0000-7000-8000-000000000000';
const dana = () => contributor(t, t.dana, t.robin);
const june = () => contributor(t, carer, t.robin);
const asking = (id: string, text: string, kind: AskedAbout['kind'] = 'early-review'): AskedAbout => {
  const page = adultPageOf(kind);
  const asked = askedOf(englishWords, form, page, page.questions[0], 'adult', { child: 'Robin' });
  return { id, kind, language: 'en', said: text === '' ? [] : [{ asked, answer: { value: text, unsure: false } }] };
};
const submission = (n: number) => `019af222-0000-7000-8000-00000000000${n}`;
const statesOf = async (ctx: Context) => (await askedAbout(ctx, t.robin)).map(({ id }) => id);

test('an earlier review goes to whoever has the child, once, and is the asker’s alone to see', async () => {
  await expect(askAbout(dana(), t.robin, asking(submission(1), ''))).rejects.toMatchObject({ fields: { send: 'nothing-said' } });
  const receipt = await askAbout(dana(), t.robin, asking(submission(1), 'He has moved twice.'));
  expect(await askAbout(dana(), t.robin, asking(submission(1), 'He has moved twice.'))).toEqual(receipt);
  told = receipt.requestId;
  expect((await itemsFor(t.cmd(), t.sam)).map(({ subjectId }) => subjectId)).toEqual([told]);
  expect(await statesOf(dana())).toEqual([told]);
  expect(await statesOf(june())).toEqual([]);
  for (const [ctx, id] of [
    [june(), told],
    [dana(), INVENTED],
    [t.asStaff(t.sam), told]
  ] as const)
    await expect(ownAsked(ctx, t.robin, id)).rejects.toEqual(notFound);
});

test('the child finds it in no list, at no address, and cannot take it back', async () => {
  const child = t.asChild(t.robin);
  expect(await ownRequests(child, t.robin)).toEqual([]);
  await expect(ownRequest(child, t.robin, told)).rejects.toEqual(notFound);
  await expect(takeBackRequest(child, told)).rejects.toEqual(notFound);
  // The same submission's id is another's thing altogether.
  const own = { id: submission(1), kind: 'talk', said: [], language: 'en', band: '8-11', reviewOn: null } as const;
  await sendRequest(child, { ...own, id: submission(9) });
  expect((await ownRequests(child, t.robin)).map(({ id }) => id)).not.toContain(told);
  const shared = await askAbout(june(), t.robin, asking(submission(9), 'He asked me to.'));
  expect((await ownRequests(child, t.robin)).map(({ id }) => id)).not.toContain(shared.requestId);
});

test('what is not theirs to ask, and whoever was not asked, is refused', async () => {
  await expect(askAbout(dana(), t.robin, { ...asking(submission(2), 'x'), kind: 'not-safe' })).rejects.toEqual(notFound);
  await expect(askAbout(dana(), t.kai, asking(submission(2), 'x'))).rejects.toEqual(notFound);
  await expect(askAbout(contributor(t, t.col, t.robin), t.robin, asking(submission(2), 'x'))).rejects.toEqual(notFound);
  await expect(askAbout(t.asStaff(t.lee), t.robin, asking(submission(2), 'x'))).rejects.toEqual(notFound);
  await expect(askAbout(t.asChild(t.robin), t.robin, asking(submission(2), 'x'))).rejects.toEqual(notFound);
});

test('staff see who asked; a promised day says nothing of a review whose day is not theirs to know', async () => {
  const [line] = (await requestLines(t.asStaff(t.sam), [t.robin])).filter(({ id }) => id === told);
  expect(line?.by).toMatchObject({ asker: 'contributor', name: 'Dana', relation: 'mother' });
  expect(line?.answerBy).toBe('2026-12-13');
  expect((await ownAsked(dana(), t.robin, told)).answerBy).toBe('2026-12-14');
});

test('an answer to family is looked at twice, sent all the same only about the very words, and comes to the asker', async () => {
  await setAddressHidden(t.asStaff(t.sam), t.robin, true);
  await readRequest(t.asStaff(t.sam), told);
  const text = 'We meet at 14 Elm Grove.';
  const answer = (more: object = {}) => answerRequest(t.asStaff(t.sam), told, { outcome: 'yes', text, byOn: null, ...more });
  expect(await answer()).toMatchObject([{ found: expect.stringContaining('Elm Grove') }]);
  expect(await answer({ sure: 'Other words.' })).toHaveLength(1);
  expect((await ownAsked(dana(), t.robin, told)).answers).toEqual([]);
  expect(await answer({ sure: text })).toEqual([]);
  expect((await ownAsked(dana(), t.robin, told)).answers).toMatchObject([{ outcome: 'yes', text }]);
  const verbs = await t.cmd().db.selectFrom('audit').select('verb').where('verb', 'like', 'second-look.%').execute();
  expect(verbs.map(({ verb }) => verb)).toEqual(['second-look.hit', 'second-look.hit', 'second-look.hit', 'second-look.sent']);
});

test('an answer to a carer is not: they know where the child lives', async () => {
  const { requestId } = await askAbout(june(), t.robin, asking(submission(3), 'School has changed.'));
  const text = 'I come to 14 Elm Grove.';
  expect(await answerRequest(t.asStaff(t.sam), requestId, { outcome: 'yes', text, byOn: null })).toEqual([]);
});

test('a worker refers to an advocate: only the desk reads why, and the answer comes back to who asked', async () => {
  await setDesk(t.cmd(), 'advocates', [t.tom]);
  const sam = () => t.asStaff(t.sam);
  const { requestId } = await askAbout(sam(), t.robin, asking(submission(4), 'Nobody asked him.', 'advocate'));
  await expect(readRequest(sam(), requestId)).rejects.toEqual(notFound);
  const read = await readRequest(t.asStaff(t.tom), requestId);
  expect(read).toMatchObject({ by: { asker: 'staff', name: 'Sam Okafor' }, said: [{ answer: { value: 'Nobody asked him.' } }] });
  await answerRequest(t.asStaff(t.tom), requestId, { outcome: 'accepted', text: 'I visit on Friday.', byOn: null });
  expect(await ownAsked(sam(), t.robin, requestId)).toMatchObject({
    status: 'answered',
    answers: [{ text: 'I visit on Friday.' }]
  });
  await expect(ownAsked(dana(), t.robin, requestId)).rejects.toEqual(notFound);
});

test('a day later the asker sees what became of it, and not their own words', async () => {
  t.clock.forward(25 * 3600_000);
  expect(await ownAsked(dana(), t.robin, told)).toMatchObject({ said: null, answers: [{ outcome: 'yes' }] });
});
