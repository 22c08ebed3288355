import { beforeAll, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { addNote } from '#lib/consultations/noting.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import { dayOf } from '#lib/context.ts';
import { homeOf } from '#lib/home/home.server.ts';
import { itemsFor, openItemsWithHolders } from '#lib/routing/items.server.ts';
import { makeCover, saveAllocation, takeFromDesk } from '#lib/routing/routing.server.ts';
import { cast, sayAndSend, type Cast } from '#tests/setup/cast.ts';
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

test('the cover reads under the cover, and the child sees that somebody stood in', async () => {
  const sent = await sayAndSend(t.asChild(t.kai), t.kai, { change: 'before the holiday' });
  await expect(readContribution(t.asStaff(t.amina), sent.contributionId)).rejects.toEqual(refused('not-found'));
  const { now } = t.cmd();
  const until = new Date(now.getTime() + 24 * HOUR).toISOString();
  const cover = await makeCover(t.asManager(), {
    absentId: t.sam,
    coverId: t.amina,
    fromAt: now.toISOString(),
    toAt: until,
    reason: 'leave'
  });
  expect((await itemsFor(t.cmd(), t.amina)).map(({ subjectId }) => subjectId)).toContain(sent.contributionId);
  expect((await readContribution(t.asStaff(t.amina), sent.contributionId)).openings).toMatchObject([
    { name: 'Amina', standingIn: true }
  ]);
  await addNote(t.asStaff(t.amina), sent.contributionId, 'told Sam');
  for (const verb of ['contribution.read', 'contribution.note'])
    expect(await entries(verb, sent.contributionId)).toEqual([
      { actor: t.amina, on_behalf: cover, outcome: 'done', reason: null }
    ]);
  expect((await homeOf(t.asChild(t.kai), t.kai)).heard?.opened).toMatchObject({
    name: 'Amina',
    standingIn: true
  });
  expect((await homeOf(t.asChild(t.kai), t.kai)).away?.untilOn).toBe(dayOf(new Date(until)));
  t.clock.forward(24 * HOUR);
  await expect(readContribution(t.asStaff(t.amina), sent.contributionId)).rejects.toEqual(refused('not-found'));
  expect((await readContribution(t.asStaff(t.sam), sent.contributionId)).notes).toMatchObject([
    { text: 'told Sam', by: 'Amina Yusuf', mine: false }
  ]);
});

test('who sits at the desk cannot read until they have taken it, and then can, private words too', async () => {
  const sent = await sayAndSend(t.asChild(t.aleks), t.aleks, { change: 'nobody has me' });
  const [waiting] = (await openItemsWithHolders(t.cmd())).filter(({ holder }) => holder.personId === null);
  expect(waiting?.item.subjectId).toBe(sent.contributionId);
  for (const who of [t.tom, t.grace])
    await expect(readContribution(t.asStaff(who), sent.contributionId)).rejects.toEqual(refused('not-found'));
  await takeFromDesk(t.asStaff(t.tom), waiting?.item.id ?? '');
  const seen = await readContribution(t.asStaff(t.tom), sent.contributionId);
  expect(seen.answers.map(({ answer }) => answer?.value)).toContain('nobody has me');
  expect(seen.openings).toMatchObject([{ name: 'Tom', standingIn: true }]);
  await expect(readContribution(t.asStaff(t.grace), sent.contributionId)).rejects.toEqual(refused('not-found'));
});

test('an unread item is the new IRO’s at once, and the one before can read nothing of it', async () => {
  const sent = await sayAndSend(t.asChild(t.kai, { sessionId: 'second' }), t.kai, {
    change: 'more to say'
  });
  const [allocation] = await t.cmd().db.selectFrom('allocations').selectAll().where('child_id', '=', t.kai).execute();
  const today = t.cmd().now.toISOString().slice(0, 10);
  const yesterday = new Date(t.cmd().now.getTime() - 24 * HOUR).toISOString().slice(0, 10);
  await saveAllocation(t.cmd(), {
    id: allocation?.id,
    childId: t.kai,
    staffId: t.sam,
    role: 'iro',
    fromOn: '2026-01-01',
    toOn: yesterday,
    reason: 'moved'
  });
  await saveAllocation(t.cmd(), { childId: t.kai, staffId: t.lee, role: 'iro', fromOn: today, toOn: null });
  expect((await itemsFor(t.cmd(), t.lee)).map(({ subjectId }) => subjectId)).toContain(sent.contributionId);
  expect((await itemsFor(t.cmd(), t.sam)).map(({ childId }) => childId)).not.toContain(t.kai);
  await expect(readContribution(t.asStaff(t.sam), sent.contributionId)).rejects.toEqual(refused('not-found'));
  expect((await readContribution(t.asStaff(t.lee), sent.contributionId)).openings).toMatchObject([
    { name: 'Lee', standingIn: false }
  ]);
});

test('the chain of what happened holds', async () => {
  expect(await verifyChain(t.cmd())).toEqual({ entries: await t.count('audit'), broken: null });
});
