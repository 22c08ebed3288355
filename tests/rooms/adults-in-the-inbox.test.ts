import { expect, test } from 'vitest';
import { openViews, saveViews } from '#lib/consultations/contributor-drafts.server.ts';
import { sendViews } from '#lib/consultations/contributor-sending.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import type { Context } from '#lib/context.ts';
import { childSheet, finishViews, myChildren } from '#lib/inbox/caseload.server.ts';
import { deskInWords } from '#lib/inbox/desk-words.ts';
import { rowInWords } from '#lib/inbox/inbox-words.ts';
import { deskOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { teamToday } from '#lib/inbox/team.server.ts';
import { askedCounts, peopleAsked } from '#lib/invitations/asked.server.ts';
import { noWords } from '#lib/invitations/invitation.ts';
import { invite } from '#lib/invitations/inviting.server.ts';
import { askedOf } from '#lib/journeys/asked.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { cast, englishWords } from '#tests/setup/cast.ts';
import { parent } from '#forms/parent.ts';

/** Dana, Robin's mother, is asked by letter and says what she says. Gives the id of what she sent. */
async function danaSends(c: Awaited<ReturnType<typeof cast>>, said: string): Promise<string> {
  const asking = { part: 'invited', form: 'parent', role: null, way: 'letter', language: 'en' } as const;
  const sure = { venue: false, note: null };
  await invite(
    c.asStaff(c.sam),
    c.dana,
    { ...asking, tellsDay: true, tellsVenue: false, words: noWords },
    { offered: ['letter'], sure }
  );
  const dana: Context = {
    ...c.cmd(),
    actor: { kind: 'contributor', id: c.dana, childId: c.robin, sessionId: 'her-visit', assurance: 'letter' }
  };
  const { draft } = await openViews(dana, 'en');
  const [page] = parent.pages;
  const [question] = page?.questions ?? [];
  if (!page || !question) throw new Error('parents are asked nothing');
  const answer = { value: said, unsure: false };
  const asked = askedOf(englishWords, parent, page, question, 'adult');
  await saveViews(dana, draft.id, 'en', { page: page.code, answers: { [question.code]: { answer, asked, restricted: [] } } });
  expect((await stateOf(c)).state).toBe('began');
  return (await sendViews(dana, draft.id)).contributionId;
}

async function stateOf(c: Awaited<ReturnType<typeof cast>>) {
  const { people } = await peopleAsked(c.asStaff(c.sam), c.robin, ['letter']);
  const dana = people.find(({ id }) => id === c.dana);
  if (!dana) throw new Error('Dana is not there');
  return dana;
}

test('what a mother sent is a row of its own, opened and done as any, and is never the child’s own', async () => {
  const c = await cast();
  const sam = () => c.asStaff(c.sam);
  const contributionId = await danaSends(c, 'CANARY she misses the dog');

  const [group] = await inboxOf(sam());
  const [row] = group?.rows ?? [];
  expect(row).toMatchObject({ kind: 'adult-views', called: 'Robin', from: { name: 'Dana', relation: 'mother' }, unread: true });
  if (!row) throw new Error('nothing came in');
  const spoken = rowInWords(englishWords, row, sam().now);
  expect([spoken.href, spoken.line, spoken.open]).toEqual([
    `/staff/views/${contributionId}`,
    'Dana, mum, sent views. Came in today.',
    'Open what Dana says'
  ]);
  expect(JSON.stringify(await inboxOf(sam()))).not.toContain('CANARY');

  // Nowhere the child's own: the caseload, the child's sheet, the manager's morning.
  const mine = (await myChildren(sam())).find(({ childId }) => childId === c.robin);
  expect([mine?.views, mine?.viewsId]).toEqual(['none', null]);
  const sheet = await childSheet(sam(), c.robin);
  expect([sheet.lines, sheet.asked]).toEqual([[], []]);
  const { figures, noViews } = await teamToday(c.asManager());
  expect([figures.soonWithViews, noViews.some(({ childId }) => childId === c.robin)]).toEqual([0, true]);
  // Though nobody has opened it, and a manager is told so.
  expect(figures.unopened).toBe(1);

  expect((await stateOf(c)).state).toBe('sent');
  expect(await askedCounts(sam(), c.robin)).toEqual({ asked: 1, sent: 1, unopened: 0 });
  await readContribution(sam(), contributionId);
  expect((await stateOf(c)).given).toMatchObject({ readBy: c.sam });
  expect((await inboxOf(sam())).map(({ group }) => group)).toEqual(['opened']);
  await finishViews(sam(), contributionId);
  expect(await inboxOf(sam())).toEqual([]);
});

test('when nobody has the child it falls to the desk, which learns that something is there and not from whom', async () => {
  const c = await cast();
  await danaSends(c, 'CANARY she misses the dog');
  await saveAllocation(c.cmd(), {
    ...{ id: c.samForRobin, childId: c.robin, staffId: c.sam, role: 'iro' },
    ...{ fromOn: '2026-01-01', toOn: '2026-12-06' }
  });
  const rows = await deskOf(c.asStaff(c.tom));
  expect(rows.map(({ kind, called }) => [kind, called])).toEqual([['adult-views', 'Robin']]);
  const [spoken] = deskInWords(englishWords, rows, c.cmd().now);
  expect(spoken?.line).toBe('Views of an adult around them came in today.');
  expect(JSON.stringify(rows)).not.toMatch(/Dana|CANARY/);
});
