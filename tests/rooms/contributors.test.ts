import { beforeAll, describe, expect, test } from 'vitest';
import { saveContact } from '#lib/children/children.server.ts';
import { ownContributions } from '#lib/consultations/contributor-own.server.ts';
import { openViews, saveViews, seeViews } from '#lib/consultations/contributor-drafts.server.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import { enterFor, type Entered } from '#lib/consultations/entering.server.ts';
import { seeDraft, seeDraftOf } from '#lib/consultations/drafts.server.ts';
import { heardState, seeOwn } from '#lib/consultations/heard.server.ts';
import { linesFor, readContribution } from '#lib/consultations/reading.server.ts';
import { noWords } from '#lib/invitations/invitation.ts';
import { saveReview } from '#lib/reviews/reviews.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { cast, sayAndSend, type Cast } from '#tests/setup/cast.ts';
import { asksOf, contributor, writes } from '#tests/setup/invited.ts';

let t: Cast;
const people = { dana: '', carer: '', teacher: '' };
beforeAll(async () => {
  t = await cast();
  people.dana = await asksOf(t, { id: t.dana, childId: t.robin, name: 'Dana', relation: 'mother' });
  people.carer = await asksOf(t, { childId: t.robin, name: 'June', relation: 'carer', asking: { form: 'carer' } });
  people.teacher = await asksOf(t, {
    ...{ childId: t.robin, name: 'Miss Patel', relation: 'teacher' },
    asking: { form: 'professional', role: 'school' }
  });
});

const notFound = expect.objectContaining({ problem: 'not-found' });
const INVENTED = '019af000-0000-7000-8000-000000000000';
const dana = (sessionId?: string) => contributor(t, people.dana, t.robin, sessionId);
const carer = () => contributor(t, people.carer, t.robin);
const teacher = () => contributor(t, people.teacher, t.robin);
const said = async (ctx: ReturnType<typeof dana>) => {
  const { draft } = await seeViews(ctx);
  return Object.fromEntries(Object.entries(draft?.body.answers ?? {}).map(([code, { answer }]) => [code, answer.value]));
};
const HOUR = 3600_000;

describe('writing', () => {
  test('a draft is one for each person, on whatever device, and nobody else’s', async () => {
    const first = await writes(dana('phone'), { overview: 'He laughs more.' });
    expect((await openViews(dana('tablet'), 'en')).draft.id).toBe(first.id);
    expect(await said(dana('tablet'))).toEqual({ overview: 'He laughs more.' });
    expect((await seeViews(carer())).draft).toBeNull();
    const { form } = await seeViews(carer());
    expect(form.code).toBe('carer');
  });

  test('two tabs and two devices do not undo each other', async () => {
    const { draft } = await openViews(dana('phone'), 'en');
    await writes(dana('phone'), { 'school-know': 'He likes maths.' }, { draftId: draft.id });
    await writes(dana('tablet'), { 'parent-worries': 'He is tired.' }, { draftId: draft.id });
    expect(await said(dana())).toEqual({
      overview: 'He laughs more.',
      'school-know': 'He likes maths.',
      'parent-worries': 'He is tired.'
    });
    await writes(dana('phone'), { 'school-know': null });
    expect(Object.keys(await said(dana()))).toEqual(['overview', 'parent-worries']);
  });

  test('another’s draft and one that nobody made are the same: what is posted goes into one’s own', async () => {
    const own = await openViews(carer(), 'en');
    const foreign = (await seeViews(dana())).draft?.id ?? '';
    for (const id of [foreign, INVENTED]) {
      const saved = await saveViews(carer(), id, 'en', { page: own.form.pages[0]?.code ?? '', answers: {} });
      expect(saved.id).toBe(own.draft.id);
      await expect(sendViews(carer(), id)).rejects.toEqual(notFound);
    }
  });

  test('what is not asked of them is refused, also of another role', async () => {
    const save = (page: string) => saveViews(teacher(), null, 'en', { page, answers: {} });
    await expect(save('h20')).rejects.toEqual(notFound);
    await expect(save('p01')).rejects.toEqual(notFound);
    await expect(save('h10')).resolves.toMatchObject({ form: 'professional' });
  });

  test('the child finds none of it, and neither does whoever was not asked', async () => {
    const draftId = (await seeViews(dana())).draft?.id ?? '';
    const child = t.asChild(t.robin);
    expect(await seeDraft(child, t.robin, t.review)).toBeNull();
    expect(await seeDraftOf(child, t.robin, draftId)).toBeNull();
    await expect(seeViews(child)).rejects.toEqual(notFound);
    await expect(seeViews(contributor(t, t.col, t.robin))).rejects.toEqual(notFound);
    await expect(seeViews(contributor(t, people.dana, t.kai))).rejects.toEqual(notFound);
  });
});

describe('sending', () => {
  test('nothing said is nothing sent', async () => {
    const { draft } = await openViews(teacher(), 'en');
    await expect(sendViews(teacher(), draft.id)).rejects.toMatchObject({ problem: 'invalid', fields: { send: 'nothing-said' } });
  });

  test('once: the same words give the same receipt, other words a second version, and one item for the newest', async () => {
    const draftId = (await seeViews(dana())).draft?.id ?? '';
    const first = await sendViews(dana('phone'), draftId);
    const again = await Promise.all([sendViews(dana('phone'), draftId), sendViews(dana('tablet'), draftId)]);
    expect(again).toEqual([first, first]);
    t.clock.forward(60_000);
    await writes(dana(), { 'parent-decide': 'See him on Saturdays.' });
    const second = await sendViews(dana(), draftId);
    expect(second).toMatchObject({ submissionId: draftId, version: 2 });
    const mine = (await itemsFor(t.cmd(), t.sam)).filter(({ kind }) => kind === 'adult-views');
    expect(mine.map(({ subjectId, neededBy }) => [subjectId, neededBy])).toEqual([[second.contributionId, '2026-12-14']]);
    const [own, ...others] = await ownContributions(dana());
    expect(others).toEqual([]);
    expect(own).toMatchObject({ id: second.contributionId, version: 2, read: null, forNext: true });
    expect(own?.reference).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(own?.words?.map((view) => view?.answer.value)).toEqual(['He laughs more.', 'He is tired.', 'See him on Saturdays.']);
  });

  test('opening it tells who read it, by name', async () => {
    const [own] = await ownContributions(dana());
    t.clock.forward(HOUR);
    await readContribution(t.asStaff(t.sam), own?.id ?? '');
    expect((await ownContributions(dana()))[0]?.read).toMatchObject({ name: 'Sam Okafor', standingIn: false });
    expect(await ownContributions(carer())).toEqual([]);
  });

  test('a professional’s marks stay with the answer; a parent’s post of marks marks nothing', async () => {
    const { id } = await writes(
      teacher(),
      { concerns: 'His father rang.', 'going-well': 'Reading.' },
      { restricted: ['not-to-parents'] }
    );
    await writes(teacher(), { 'going-well': 'Reading.' });
    const { contributionId } = await sendViews(teacher(), id);
    const { answers } = await readContribution(t.asStaff(t.sam), contributionId);
    expect(answers.map(({ asked, audience, restricted }) => [asked?.code, audience, restricted])).toEqual([
      ['going-well', 'iro', []],
      ['concerns', 'restricted', ['not-to-parents']]
    ]);
    await writes(carer(), { 'gone-well': 'He swims.' }, { restricted: ['not-to-child'] });
    expect((await seeViews(carer())).draft?.body.answers['gone-well']?.restricted).toEqual([]);
  });

  test('the child’s own list, and what they may open, hold nothing of it', async () => {
    const child = t.asChild(t.robin);
    const receipt = await sayAndSend(child, t.robin, { general: 'ok' });
    expect((await heardState(child, t.robin, t.review))?.contributionId).toBe(receipt.contributionId);
    const [own] = await ownContributions(dana());
    await expect(seeOwn(child, t.robin, own?.id ?? '')).rejects.toEqual(notFound);
    expect((await linesFor(t.asStaff(t.sam), [t.robin])).map(({ id }) => id)).toEqual([receipt.contributionId]);
  });
});

describe('a day later', () => {
  test('their own words are kept and not shown; what was added and not sent goes on by itself', async () => {
    await writes(dana(), { 'parent-worries': 'He does not sleep.' });
    t.clock.forward(25 * HOUR);
    const [own] = await ownContributions(dana());
    expect(own).toMatchObject({ words: null, shownUntil: null, version: 2 });
    expect(await said(dana())).toEqual({ 'parent-worries': 'He does not sleep.' });
    const { draft } = await seeViews(dana());
    expect(draft?.sentAt).toBeNull();
    const receipt = await sendViews(dana(), draft?.id ?? '');
    expect(receipt.version).toBe(1);
    expect((await ownContributions(dana())).map(({ version }) => version)).toEqual([1, 2]);
  });

  test('a professional sees theirs for thirty days', async () => {
    expect((await ownContributions(teacher()))[0]?.words).toHaveLength(2);
    t.clock.forward(30 * 24 * HOUR);
    expect((await ownContributions(teacher()))[0]?.words).toBeNull();
  });
});

describe('written down by a worker', () => {
  const given = (more: Partial<Entered> = {}): Entered => ({
    ...{ contactId: people.carer, form: 'carer', role: null, channel: 'phone', givenOn: '2026-12-01', language: 'en' },
    submissionId: '019af111-0000-7000-8000-000000000000',
    answers: { 'gone-well': { answer: { value: 'He swims.', unsure: false }, asked: asked(), restricted: [] } },
    ...more
  });
  const asked = () => ({
    ...{ code: 'gone-well', kind: 'text' as const, topic: 'progress', question: 'What has gone well?', hint: null, options: {} },
    ...{ language: 'en', band: 'adult' as const, formVersion: 1 }
  });

  test('is theirs, says who wrote it down, and is read by whoever typed it', async () => {
    const before = (await itemsFor(t.cmd(), t.sam)).length;
    const receipt = await enterFor(t.asStaff(t.sam), given());
    expect(await enterFor(t.asStaff(t.sam), given())).toEqual(receipt);
    expect((await itemsFor(t.cmd(), t.sam)).length).toBe(before);
    const [own] = await ownContributions(carer());
    expect(own).toMatchObject({ entered: { name: 'Sam Okafor', on: '2026-12-01' }, read: { name: 'Sam Okafor' } });
  });

  test('only by whoever has the child, of somebody around the child, on a day that has been', async () => {
    await expect(enterFor(t.asStaff(t.lee), given())).rejects.toEqual(notFound);
    await expect(enterFor(t.asStaff(t.dee), given())).rejects.toEqual(notFound);
    await expect(enterFor(t.asStaff(t.sam), given({ contactId: INVENTED }))).rejects.toEqual(notFound);
    await expect(enterFor(carer(), given())).rejects.toEqual(notFound);
    const faulty = enterFor(t.asStaff(t.sam), given({ givenOn: '2031-01-01', answers: {} }));
    await expect(faulty).rejects.toMatchObject({ fields: { send: 'nothing-said', givenOn: 'future' } });
  });
});

test('who is not asked any more, or is no longer around the child, does not write, send or see', async () => {
  const nan = await asksOf(t, { id: t.nan, childId: t.kai, name: 'Nan', relation: 'grandparent' });
  const ctx = () => contributor(t, nan, t.kai);
  const { id } = await writes(ctx(), { overview: 'Well.' });
  const excluded = { part: 'excluded', words: { ...noWords, reason: 'A court order.', otherWay: 'By letter.' } } as const;
  await asksOf(t, { id: nan, childId: t.kai, name: 'Nan', relation: 'grandparent', asking: excluded });
  for (const act of [
    () => seeViews(ctx()),
    () => sendViews(ctx(), id),
    () => ownContributions(ctx()),
    () => openViews(ctx(), 'en')
  ])
    await expect(act()).rejects.toEqual(notFound);
  await asksOf(t, { id: nan, childId: t.kai, name: 'Nan', relation: 'grandparent' });
  expect(await said(ctx())).toEqual({ overview: 'Well.' });
  await saveContact(t.cmd(), { id: nan, childId: t.kai, name: 'Nan', relation: 'grandparent', endedOn: '2026-01-01' });
  await expect(seeViews(ctx())).rejects.toEqual(notFound);
});

test('after the review they see for a while who read it, and what they write then is for the next', async () => {
  await saveReview(t.cmd(), {
    ...{ id: t.review, childId: t.robin, dueOn: null, plannedOn: '2026-12-14' },
    ...{ heldOn: t.as(dana().actor).now.toISOString().slice(0, 10), cancelled: false, participation: null }
  });
  t.clock.forward(2 * 24 * HOUR);
  expect((await ownContributions(dana())).every(({ forNext }) => !forNext)).toBe(true);
  expect((await seeViews(dana())).draft).toBeNull();
  t.clock.forward(28 * 24 * HOUR);
  await expect(seeViews(dana())).rejects.toEqual(notFound);
});
