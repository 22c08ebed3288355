import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { seeDraft } from '#lib/consultations/drafts.server.ts';
import { linesFor, readContribution } from '#lib/consultations/reading.server.ts';
import { within, type Context } from '#lib/context.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { claim } from '#lib/notify/outbox.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { job } from '#tests/setup/app.ts';
import { answer, cast, draftOf, sayAndSend, sendIt, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

let t: Cast;
beforeAll(async () => {
  t = await cast();
});

/** What stands in the tables a send writes to. */
const standing = async () =>
  Object.fromEntries(
    await Promise.all(
      (['contributions', 'answers', 'tellings', 'items', 'outbox', 'audit'] as const).map(
        async (table) => [table, await t.count(table)] as const
      )
    )
  );
/** The answers as Sam reads them: `code: value`, or the state of what has none. */
async function read(contributionId: string): Promise<Record<string, unknown>> {
  const { answers } = await readContribution(t.asStaff(t.sam), contributionId);
  return Object.fromEntries(answers.map(({ asked, answer, state }) => [asked?.code, answer?.value ?? state]));
}

describe('sending', () => {
  test('an empty form is not sent, and nothing is left of the try', async () => {
    const ctx = t.asChild(t.robin);
    const draft = await draftOf(ctx, t.robin, t.review);
    await answer(ctx, draft.id, { change: null }, { skipped: true });
    const before = await standing();
    await expect(sendIt(ctx, draft.id)).rejects.toEqual(refused('invalid', { send: 'nothing-said' }));
    expect(await standing()).toEqual(before);
  });

  test('once: the words as given, what was passed as skipped, an item for the review’s day, a nudge to whoever has the child', async () => {
    const ctx = t.asChild(t.robin);
    const draft = await draftOf(ctx, t.robin, t.review);
    await answer(ctx, draft.id, {
      general: 'not-great',
      'general-more': 'I miss my dog <b>Rex</b> & "home"'
    });
    const receipt = await sendIt(ctx, draft.id, { id: t.review, on: '2026-12-14' });
    expect(receipt).toEqual({
      contributionId: expect.any(String),
      submissionId: draft.id,
      version: 1,
      sentAt: ctx.now.toISOString()
    });
    const said = await read(receipt.contributionId);
    expect(said).toMatchObject({
      general: 'not-great',
      'general-more': 'I miss my dog <b>Rex</b> & "home"',
      change: 'skipped',
      'home-feel': 'skipped'
    });
    expect(said).not.toHaveProperty('home-feel-more');
    expect(said).not.toHaveProperty('topics');
    expect(said).not.toHaveProperty('me-matters');
    expect(await itemsFor(t.cmd(), t.sam)).toMatchObject([
      { subjectId: receipt.contributionId, childId: t.robin, neededBy: '2026-12-14' }
    ]);
    const nudged = await within(t.as(job), (inside) => claim(inside, 50));
    expect(nudged.map(({ staffId }) => staffId)).toEqual([t.sam]);
  });

  test('the same words again, later, from two tabs at once, or as a replay after a time-out: one submission, the same receipt', async () => {
    const ctx = () => t.asChild(t.robin);
    const draft = await draftOf(ctx(), t.robin, t.review);
    const first = await sendIt(ctx(), draft.id, { id: t.review, on: '2026-12-14' });
    const before = await standing();
    t.clock.forward(61_000);
    expect(await sendIt(ctx(), draft.id, { id: t.review, on: '2026-12-14' })).toEqual(first);
    expect(await Promise.all([1, 2, 3].map(() => sendIt(ctx(), draft.id)))).toEqual([first, first, first]);
    expect(await standing()).toEqual(before);
  });

  test('two tabs that press Send for the first time at the same moment make one submission', async () => {
    const ctx = () => t.asChild(t.kai);
    const draft = await draftOf(ctx(), t.kai);
    await answer(ctx(), draft.id, { change: 'more football' });
    const [one, two] = await Promise.all([
      sendIt(ctx(), draft.id),
      sendIt(t.asChild(t.kai, { sessionId: 'other-tab' }), draft.id)
    ]);
    expect(two).toEqual(one);
    expect(await linesFor(t.cmd(), [t.kai])).toHaveLength(1);
    expect((await itemsFor(t.cmd(), t.sam)).filter(({ childId }) => childId === t.kai)).toHaveLength(1);
  });

  test('other words are a second version: both can be read, what changed is marked, only the later one waits', async () => {
    const ctx = t.asChild(t.robin);
    const draft = await draftOf(ctx, t.robin, t.review);
    const first = await sendIt(ctx, draft.id, { id: t.review, on: '2026-12-14' });
    await answer(ctx, draft.id, { change: 'to see Nan' });
    t.clock.forward(60_000);
    const second = await sendIt(t.asChild(t.robin), draft.id, { id: t.review, on: '2026-12-14' });
    expect(second).toMatchObject({ submissionId: draft.id, version: 2 });
    const seen = await readContribution(t.asStaff(t.sam), second.contributionId);
    expect(seen.versions.map(({ id, version }) => [id, version])).toEqual([
      [second.contributionId, 2],
      [first.contributionId, 1]
    ]);
    expect(seen.answers.filter(({ changed }) => changed).map(({ asked }) => asked?.code)).toEqual(['change']);
    expect(await read(first.contributionId)).toMatchObject({ change: 'skipped' });
    expect(
      (await itemsFor(t.cmd(), t.sam)).filter(({ childId }) => childId === t.robin).map(({ subjectId }) => subjectId)
    ).toEqual([second.contributionId]);
    expect((await linesFor(t.cmd(), [t.robin])).map(({ version, superseded }) => [version, superseded])).toEqual([
      [2, false],
      [1, true]
    ]);
  });

  test('the card alone can send, as often as the child likes, and says that it was the card', async () => {
    const sent = [];
    for (const visit of ['monday', 'tuesday'])
      sent.push(await sayAndSend(t.byCard(t.kai, visit), t.kai, { change: `words of ${visit}` }));
    expect(new Set(sent.map(({ submissionId }) => submissionId)).size).toBe(2);
    const seen = await readContribution(t.asStaff(t.sam), sent[1]?.contributionId ?? '');
    expect(seen).toMatchObject({ assurance: 'card', version: 1 });
  });

  test('a child whom nobody has: the item stands with the desk, and everyone there is nudged', async () => {
    await within(t.as(job), (inside) => claim(inside, 50));
    await sayAndSend(t.asChild(t.aleks), t.aleks, { change: 'a visit' });
    const nudged = await within(t.as(job), (inside) => claim(inside, 50));
    expect(nudged.map(({ staffId }) => staffId).sort()).toEqual([t.grace, t.tom].sort());
  });

  test('a failure at any point of it leaves nothing: no answer, no item, no nudge, no entry, and the draft as it was', async () => {
    const ctx = t.asChild(t.kai, { sessionId: 'unlucky' });
    const draft = await draftOf(ctx, t.kai);
    await answer(
      ctx,
      draft.id,
      { change: 'this must not be lost' },
      { audience: { kind: 'tell', people: [{ kind: 'contact', id: t.nan }] } }
    );
    // To look at it is on record once an hour: done before what stands is counted.
    const kept = await seeDraft(ctx, t.kai, null);
    const before = await standing();
    let failures = 0;
    for (let at = 1; ; at += 1) {
      const done = await sendIt(failingAt(ctx, at), draft.id).catch((error: unknown) => error);
      if (!(done instanceof Error)) break;
      expect(done.message).toBe('the power went');
      expect(await standing()).toEqual(before);
      expect(await seeDraft(ctx, t.kai, null)).toEqual(kept);
      failures += 1;
    }
    expect(failures).toBeGreaterThan(10);
    for (const table of ['tellings', 'items', 'outbox', 'audit'] as const)
      expect([table, await t.count(table)]).toEqual([table, Number(before[table]) + 1]);
  });
});

/** The same, but the `at`-th time it asks for an id or for randomness (each sealed field does), the world ends. */
function failingAt(ctx: Context, at: number): Context {
  let asked = 0;
  const count = <T>(answer: () => T): T => {
    asked += 1;
    if (asked === at) throw new Error('the power went');
    return answer();
  };
  return { ...ctx, ids: () => count(ctx.ids), random: (n) => count(() => ctx.random(n)) };
}

test('the chain of what happened holds', async () => {
  expect(await verifyChain(t.cmd())).toEqual({ entries: await t.count('audit'), broken: null });
});

test('the same words sent again leave nothing unsent', async () => {
  const ctx = () => t.asChild(t.aleks);
  const unsent = async () => (await homeOf(ctx(), t.aleks)).draft?.unsent;
  const draft = await draftOf(ctx(), t.aleks);
  await answer(ctx(), draft.id, { change: 'a bike' });
  const first = await sendIt(ctx(), draft.id);
  t.clock.forward(60_000);
  await answer(ctx(), draft.id, { change: 'a bike' });
  expect(await unsent()).toBe(true);
  t.clock.forward(60_000);
  expect(await sendIt(ctx(), draft.id)).toEqual(first);
  expect(await unsent()).toBe(false);
});

test('by the card alone what was sent is closed: adding to it begins anew', async () => {
  const visit = t.byCard(t.robin, 'sends-by-card');
  const draft = await draftOf(visit, t.robin, t.review);
  await answer(visit, draft.id, { change: 'by card' });
  const receipt = await sendIt(visit, draft.id, { id: t.review, on: '2026-12-14' });
  expect(await sendIt(visit, draft.id, { id: t.review, on: '2026-12-14' })).toEqual(receipt);
  expect(await seeDraft(visit, t.robin, t.review)).toBeNull();
  expect((await draftOf(visit, t.robin, t.review)).id).not.toBe(draft.id);
});
