import { beforeAll, describe, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { recordDamage } from '#lib/audit/damage.server.ts';
import { saveContact } from '#lib/children/children.server.ts';
import { addNote, tickTold } from '#lib/consultations/noting.server.ts';
import { heardState, seeOwn } from '#lib/consultations/heard.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import type { Receipt } from '#lib/consultations/contribution.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { itemsFor } from '#lib/routing/items.server.ts';
import { stillDamaged } from '#lib/server/keys/damage.ts';
import { job } from '#tests/setup/app.ts';
import { answer, cast, draftOf, sendIt, type Cast } from '#tests/setup/cast.ts';
import { refused } from '#tests/setup/refused.ts';

let t: Cast;
const HOUR = 3600_000;
const entries = (verb: string, subjectId: string) =>
  t
    .cmd()
    .db.selectFrom('audit')
    .select(['actor', 'on_behalf', 'outcome', 'reason'])
    .where('verb', '=', verb)
    .where('subject_id', '=', subjectId)
    .orderBy('seq')
    .execute();

beforeAll(async () => {
  t = await cast();
});

describe('the IRO reads', () => {
  let sent: Receipt;
  const state = () => heardState(t.asChild(t.robin), t.robin, t.review);
  const stateByCard = () => heardState(t.byCard(t.robin, 'a-visit-by-card'), t.robin, t.review);
  beforeAll(async () => {
    const ctx = t.asChild(t.robin);
    const draft = await draftOf(ctx, t.robin, t.review);
    await answer(ctx, draft.id, { general: 'good' });
    await answer(
      ctx,
      draft.id,
      { change: 'my own room' },
      {
        audience: {
          kind: 'tell',
          people: [
            { kind: 'contact', id: t.dana },
            { kind: 'staff', id: t.dee }
          ]
        }
      }
    );
    sent = await sendIt(ctx, draft.id, { id: t.review, on: '2026-12-14' });
  });

  test('by the card alone, and on a shared phone a while after the PIN, it does not say who is to be told', async () => {
    expect(await stateByCard()).toMatchObject({ version: 1, opened: null, tellings: [] });
    const stale = t.asChild(t.robin, { device: 'shared', freshUntil: '2020-01-01T00:00:00.000Z' });
    expect((await heardState(stale, t.robin, t.review))?.tellings).toEqual([]);
  });

  test('until then nobody has opened it, and the child sees just that', async () => {
    expect(await state()).toMatchObject({
      version: 1,
      opened: null,
      tellings: [
        { name: 'Dana', toldAt: null },
        { name: 'Dee', toldAt: null }
      ]
    });
  });

  test('it counts as opened once, with name and time; the child sees who and when, whatever they came in with', async () => {
    t.clock.forward(2 * HOUR);
    const at = t.cmd().now.toISOString();
    const seen = await readContribution(t.asStaff(t.sam), sent.contributionId);
    expect(seen.openings).toEqual([{ name: 'Sam', at, standingIn: false }]);
    t.clock.forward(HOUR / 2);
    await readContribution(t.asStaff(t.sam), sent.contributionId);
    expect(await t.count('openings')).toBe(1);
    expect((await state())?.opened).toEqual({ name: 'Sam', at, standingIn: false });
    expect(await itemsFor(t.cmd(), t.sam)).toMatchObject([
      { subjectId: sent.contributionId, firstOpenedAt: at, firstOpenedBy: t.sam }
    ]);
    t.clock.forward(HOUR);
    await readContribution(t.asStaff(t.sam), sent.contributionId);
    expect(await t.count('openings')).toBe(2);
    expect((await state())?.opened?.at).toBe(at);
    expect(await entries('contribution.read', sent.contributionId)).toHaveLength(2);
  });

  test('printing is on the record as printing', async () => {
    await readContribution(t.asStaff(t.sam), sent.contributionId, 'contribution.print');
    expect(await entries('contribution.print', sent.contributionId)).toEqual([
      { actor: t.sam, on_behalf: null, outcome: 'done', reason: null }
    ]);
  });

  test('notes are the reader’s own, and none of them reaches the child', async () => {
    await addNote(t.asStaff(t.sam), sent.contributionId, '  ring the school  ');
    await expect(addNote(t.asStaff(t.sam), sent.contributionId, '   ')).rejects.toEqual(refused('invalid', { note: 'empty' }));
    await expect(addNote(t.asStaff(t.sam), sent.contributionId, 'x'.repeat(4001))).rejects.toEqual(
      refused('invalid', { note: 'too-long' })
    );
    const { notes } = await readContribution(t.asStaff(t.sam), sent.contributionId);
    expect(notes).toMatchObject([{ text: 'ring the school', by: 'Sam Okafor', mine: true }]);
    const ctx = t.asChild(t.robin);
    expect(JSON.stringify([await homeOf(ctx, t.robin), await seeOwn(ctx, t.robin, sent.contributionId)])).not.toContain(
      'ring the school'
    );
  });

  test('"I told her" is ticked once, with the time, and the child sees it; who has left the circle since keeps their name', async () => {
    const { answers } = await readContribution(t.asStaff(t.sam), sent.contributionId);
    const [first] = answers.find(({ asked }) => asked?.code === 'change')?.tellings.filter(({ name }) => name === 'Dana') ?? [];
    const at = t.cmd().now.toISOString();
    await tickTold(t.asStaff(t.sam), first?.id ?? '');
    t.clock.forward(HOUR);
    await tickTold(t.asStaff(t.sam), first?.id ?? '');
    await saveContact(t.cmd(), {
      id: t.dana,
      childId: t.robin,
      relation: 'mother',
      name: 'Dana',
      inCircle: false,
      endedOn: '2026-12-01'
    });
    expect((await state())?.tellings).toEqual([
      { name: 'Dana', toldAt: at },
      { name: 'Dee', toldAt: null }
    ]);
    expect(await entries('contribution.tell', first?.id ?? '')).toHaveLength(1);
  });

  test('the child’s own words: with PIN or pictures only, on a phone others use only for a while, and of nobody else', async () => {
    const see = (how: Parameters<Cast['asChild']>[1]) => seeOwn(t.asChild(t.robin, how), t.robin, sent.contributionId);
    const { now } = t.cmd();
    const [later, earlier] = [60_000, -60_000].map((ms) => new Date(now.getTime() + ms).toISOString());
    expect((await see({ device: 'own' })).answers.map(({ answer }) => answer?.value)).toContain('my own room');
    expect((await see({ device: 'shared', freshUntil: later ?? null })).version).toBe(1);
    await expect(see({ device: 'shared', freshUntil: earlier ?? null })).rejects.toEqual(refused('secret-needed'));
    await expect(see({ device: 'shared', freshUntil: null })).rejects.toEqual(refused('secret-needed'));
    await expect(see({ device: 'own', assurance: 'card' })).rejects.toEqual(refused('secret-needed'));
    await expect(seeOwn(t.asChild(t.kai), t.kai, sent.contributionId)).rejects.toEqual(refused('not-found'));
    await expect(seeOwn(t.asChild(t.kai), t.robin, sent.contributionId)).rejects.toEqual(refused('not-found'));
  });

  test('a later version has been read by nobody until somebody does', async () => {
    const ctx = t.asChild(t.robin);
    const draft = await draftOf(ctx, t.robin, t.review);
    await answer(ctx, draft.id, { 'home-feel': 'ok' });
    const again = await sendIt(ctx, draft.id, { id: t.review, on: '2026-12-14' });
    expect(await state()).toMatchObject({ version: 2, opened: null });
    await readContribution(t.asStaff(t.sam), again.contributionId);
    expect((await state())?.opened).toMatchObject({ name: 'Sam' });
  });

  test('a field that does not open is shown as such, is on the record, and breaks nothing else', async () => {
    const rows = await t
      .cmd()
      .db.selectFrom('answers')
      .selectAll()
      .where('contribution_id', '=', sent.contributionId)
      .orderBy('position')
      .execute();
    const hurt = rows.find(({ state }) => state === 'answered');
    const bytes = Buffer.from(hurt?.body_sealed ?? []);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await t
      .cmd()
      .db.updateTable('answers')
      .set({ body_sealed: bytes })
      .where('id', '=', hurt?.id ?? '')
      .execute();
    const { answers, notes } = await readContribution(t.asStaff(t.sam), sent.contributionId);
    expect(answers.filter(({ asked }) => asked === null)).toEqual([
      expect.objectContaining({ id: hurt?.id, state: 'answered', answer: null, changed: false })
    ]);
    expect(answers).toHaveLength(rows.length);
    expect(answers.map(({ answer }) => answer?.value)).toContain('my own room');
    expect(notes[0]?.text).toBe('ring the school');
    const own = await seeOwn(t.asChild(t.robin), t.robin, sent.contributionId);
    expect(own.answers.filter(({ asked }) => asked === null)).toHaveLength(1);
    // Read twice, on record once: again only after an hour.
    await recordDamage(t.as(job));
    await readContribution(t.asStaff(t.sam), sent.contributionId);
    await recordDamage(t.as(job));
    const failed = { actor: 'test', outcome: 'failed', reason: 'damaged' };
    expect(await entries('field.open', hurt?.id ?? '')).toMatchObject([failed]);
    expect(await stillDamaged(t.app.database.db, t.app.vault)).toMatchObject([{ table: 'answers', row: hurt?.id }]);
    t.clock.forward(3600_000);
    await readContribution(t.asStaff(t.sam), sent.contributionId);
    await recordDamage(t.as(job));
    expect(await entries('field.open', hurt?.id ?? '')).toHaveLength(2);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await t
      .cmd()
      .db.updateTable('answers')
      .set({ body_sealed: bytes })
      .where('id', '=', hurt?.id ?? '')
      .execute();
    expect(await stillDamaged(t.app.database.db, t.app.vault)).toEqual([]);
  });
});

test('the chain of what happened holds', async () => {
  expect(await verifyChain(t.cmd())).toEqual({ entries: await t.count('audit'), broken: null });
});
