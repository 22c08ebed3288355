import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { saveAudiences } from '#lib/consultations/drafts.server.ts';
import { linesFor, readContribution } from '#lib/consultations/reading.server.ts';
import type { Audience } from '#lib/journeys/form.ts';
import { DAMAGED } from '#lib/server/keys/vault.ts';
import { answer, cast, draftOf, sendIt, type Cast } from '#tests/setup/cast.ts';

let t: Cast;
beforeAll(async () => {
  t = await cast();
});

const rowsOf = (contributionId: string) =>
  t.cmd().db.selectFrom('answers').selectAll().where('contribution_id', '=', contributionId).orderBy('position').execute();
/** The answers as Sam reads them: `code: value`, or the state of what has none. */
async function read(contributionId: string): Promise<Record<string, unknown>> {
  const { answers } = await readContribution(t.asStaff(t.sam), contributionId);
  return Object.fromEntries(answers.map(({ asked, answer, state }) => [asked?.code, answer?.value ?? state]));
}

describe('what the way no longer reaches', () => {
  test('is set aside, not sent, and comes back with the way', async () => {
    const ctx = t.asChild(t.kai);
    const draft = await draftOf(ctx, t.kai);
    await answer(ctx, draft.id, { 'family-who': ['Nan', 'Jo'] });
    await answer(ctx, draft.id, {
      'family-amount': [
        { person: 'Nan', amount: 'more' },
        { person: 'Jo', amount: 'less' }
      ]
    });
    await answer(ctx, draft.id, { 'home-feel': 'good' });
    await answer(ctx, draft.id, { change: 'a visit' });
    expect(await read((await sendIt(ctx, draft.id)).contributionId)).toMatchObject({
      'family-who': ['Nan', 'Jo'],
      'home-feel': 'good'
    });

    await answer(ctx, draft.id, { 'family-who': ['Nan'] });
    expect((await read((await sendIt(ctx, draft.id)).contributionId))['family-amount']).toEqual([
      { person: 'Nan', amount: 'more' }
    ]);

    await answer(ctx, draft.id, { 'family-who': ['Nan', 'Jo'] }, { skipped: true });
    await answer(ctx, draft.id, { topics: { chosen: ['family'], other: '' } });
    const without = await read((await sendIt(ctx, draft.id)).contributionId);
    expect(without).toMatchObject({ 'family-who': 'skipped', change: 'a visit' });
    expect(without).not.toHaveProperty('family-amount');
    expect(without).not.toHaveProperty('home-feel');

    await answer(ctx, draft.id, { 'family-who': ['Nan', 'Jo'] });
    await answer(ctx, draft.id, { topics: null });
    expect(await read((await sendIt(ctx, draft.id)).contributionId)).toMatchObject({
      'home-feel': 'good',
      'family-amount': [
        { person: 'Nan', amount: 'more' },
        { person: 'Jo', amount: 'less' }
      ]
    });
  });
});

describe('who may hear it', () => {
  const open = async (contributionId: string, purpose: 'private' | 'shared') => {
    const safe = await t.app.vault.safe(t.cmd().db, { kind: 'child', id: t.robin }, purpose);
    return (await rowsOf(contributionId)).map(
      (row) => safe.open('answers', 'body_sealed', row.id, row.rev, row.body_sealed) !== DAMAGED
    );
  };

  test('decides the key each answer is kept with, and widening keeps it anew in the next version', async () => {
    const ctx = t.asChild(t.robin);
    const draft = await draftOf(ctx, t.robin, t.review);
    await answer(ctx, draft.id, { general: 'good' });
    await answer(ctx, draft.id, { change: 'my own key' });
    const share = (code: string, audience: Audience) => saveAudiences(ctx, draft.id, { [code]: audience });
    await share('change', { kind: 'at_my_review' });
    await share('general', { kind: 'tell', people: [{ kind: 'contact', id: t.dana }] });
    const { contributionId } = await sendIt(ctx, draft.id, { id: t.review, on: '2026-12-14' });
    const rows = await rowsOf(contributionId);
    const shared = rows.map(({ audience }) => audience === 'at_my_review');
    expect(shared.filter(Boolean)).toHaveLength(1);
    expect(await open(contributionId, 'shared')).toEqual(shared);
    expect(await open(contributionId, 'private')).toEqual(shared.map((one) => !one));
    expect(rows.filter(({ audience }) => audience === 'tell')).toHaveLength(1);
    expect(await t.count('tellings')).toBeGreaterThan(0);

    await share('general', { kind: 'at_my_review' });
    const wider = await sendIt(ctx, draft.id, { id: t.review, on: '2026-12-14' });
    expect(wider.version).toBe((await linesFor(t.cmd(), [t.robin])).length);
    expect((await open(wider.contributionId, 'shared')).filter(Boolean)).toHaveLength(2);
    expect((await open(contributionId, 'shared')).filter(Boolean)).toHaveLength(1);
  });
});

test('the chain of what happened holds', async () => {
  expect(await verifyChain(t.cmd())).toEqual({ entries: await t.count('audit'), broken: null });
});
