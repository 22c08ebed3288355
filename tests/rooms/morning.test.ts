import { beforeEach, describe, expect, test } from 'vitest';
import { sendCallBack } from '#lib/call-backs/sending.server.ts';
import { morningInWords } from '#lib/inbox/morning-words.ts';
import { morningOf } from '#lib/inbox/morning.server.ts';
import { needsHeading, needsInWords } from '#lib/inbox/needs-words.ts';
import { teamToday } from '#lib/inbox/team.server.ts';
import { askForIntroductions } from '#lib/introductions/hello.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { haveRequest } from '#lib/requests/having.server.ts';
import { ownRequests } from '#lib/requests/own.server.ts';
import { readRequest } from '#lib/requests/reading.server.ts';
import { enterAbsence } from '#lib/routing/absences.server.ts';
import { keepProof } from '#lib/routing/proof.server.ts';
import { saveAllocation } from '#lib/routing/routing.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { englishWords } from '#tests/setup/cast.ts';
import { asksFor, dutyTown, type DutyTown } from '#tests/setup/duty.ts';
import { refused } from '#tests/setup/refused.ts';
import { writes } from '#tests/setup/written.ts';

let t: DutyTown;
beforeEach(async () => void (t = await dutyTown()));

const morning = () => morningOf(t.asManager());
const iro = async (staffId: string) => (await morning()).byIro.find((row) => row.staffId === staffId);

describe('the manager’s morning', () => {
  test('of a quiet day says every nought, and in words too', async () => {
    const found = await morning();
    expect(found).toMatchObject({
      proof: { items: 0, withoutReader: 0, emptyDesks: [] },
      ...{ provedAt: null, without: [], had: [], unopened: [0, 0, 0, 0], overdue: [] },
      advocates: { unopened: 0, overdue: 0 }
    });
    expect(found.byIro).toMatchObject([{ staffId: t.sam, left: false, children: 2, unopened: 0, overdue: 0, away: null }]);
    const said = morningInWords(englishWords, found, t.cmd().now);
    expect(said.proof).toMatchObject({ bad: false, line: '0 things wait. None is without a reader.' });
    expect(said.unopened.map(({ count }) => count)).toEqual([0, 0, 0, 0]);
    expect(said.byIro.map(({ state }) => state)).toEqual(['Here']);
  });

  test('counts what nobody has opened by its age, and what is later than was promised with who has it', async () => {
    await asksFor(t.asChild(t.robin), 'talk');
    await asksFor(t.asChild(t.robin), 'advocate');
    t.at('2026-12-10T10:00:00.000Z');
    const opened = await asksFor(t.asChild(t.kai), 'talk');
    await readRequest(t.asStaff(t.sam), opened);
    await asksFor(t.asChild(t.aleks), 'early-review');
    const found = await morning();
    expect(found.unopened).toEqual([1, 0, 2, 0]);
    expect(found.overdue).toMatchObject([{ called: 'Robin', by: '2026-12-09', holder: 'Sam Okafor' }]);
    expect(found.advocates).toEqual({ unopened: 1, overdue: 1 });
    // The list counts what the advocates owe too, and the page says so: nothing is counted that nothing explains.
    expect([found.needs.answersLate, found.overdueElsewhere]).toEqual([2, 1]);
    expect(morningInWords(englishWords, found, t.cmd().now).elsewhere).toBe('1 late answer is owed by another desk.');
    expect(await iro(t.sam)).toMatchObject({ unopened: 1, overdue: 1 });
    // What is asked of the advocates is theirs: not whose it is, and not that it was this child.
    expect(JSON.stringify(found.overdue).match(/Robin/g)).toHaveLength(1);
  });

  test('names a late complaint where it is the manager’s own to answer', async () => {
    await asksFor(t.asChild(t.robin), 'different-iro');
    t.at('2027-02-10T10:00:00.000Z');
    const found = await morning();
    expect(found).toMatchObject({ overdue: [{ called: 'Robin', holder: null, mine: true }], overdueElsewhere: 0 });
    expect(found.needs.answersLate).toBe(1);
    expect(morningInWords(englishWords, found, t.cmd().now).overdue).toMatchObject([{ who: 'You: it is in your inbox' }]);
  });

  test('counts messages whose answer is late, and no hello as unopened', async () => {
    await writes(t.asChild(t.robin), 'Hello.', { soon: 'today' });
    await saveAllocation(t.cmd(), { childId: t.aleks, staffId: t.sam, role: 'iro', fromOn: '2026-12-04', toOn: null });
    await askForIntroductions(t.job());
    const kinds = await t.app.database.db.selectFrom('items').select('kind').distinct().execute();
    expect(kinds.map(({ kind }) => kind).toSorted()).toEqual(['introduce', 'message']);
    t.at('2026-12-08T10:00:00.000Z');
    const found = await morning();
    expect(found.overdue).toMatchObject([{ called: 'Robin', by: '2026-12-07', holder: 'Sam Okafor' }]);
    expect(found.unopened).toEqual([0, 1, 0, 0]);
    expect(await iro(t.sam)).toMatchObject({ unopened: 1, overdue: 1 });
  });

  test('has each worry until it is dealt with: unopened, opened, had', async () => {
    const id = await asksFor(t.asChild(t.robin), 'not-safe');
    const nobodyHas = async () => (await morning()).needs.worries;
    expect(await nobodyHas()).toMatchObject([{ requestId: id, opened: false, had: null, holder: 'Sam Okafor', mayOpen: true }]);
    await readRequest(t.asStaff(t.sam), id);
    expect(await nobodyHas()).toMatchObject([{ opened: true, had: null }]);
    await haveRequest(t.asStaff(t.sam), id);
    expect(await nobodyHas()).toEqual([]);
    const found = await morning();
    expect(found.had).toMatchObject([{ opened: true, had: 'Sam Okafor' }]);
    expect(morningInWords(englishWords, found, t.cmd().now).had).toMatchObject([
      { line: 'Robin T. says they are not safe. Sam Okafor has it.', href: `/staff/requests/${id}` }
    ]);
  });

  test('says who is away and who has theirs in the end, and whose children have nobody because they left', async () => {
    await enterAbsence(t.asManager(), { staffId: t.sam, coverId: t.amina, fromOn: '2026-12-07', toOn: '2026-12-08' });
    await enterAbsence(t.asManager(), { staffId: t.amina, coverId: t.lee, fromOn: '2026-12-07', toOn: '2026-12-08' });
    await asksFor(t.asChild(t.robin), 'talk');
    expect(await iro(t.sam)).toMatchObject({ children: 2, unopened: 0, away: { cover: 'Lee Hart' } });
    expect(await iro(t.lee)).toMatchObject({ children: 0, unopened: 1 });
    const words = morningInWords(englishWords, await morning(), t.cmd().now);
    expect(words.byIro.find(({ id }) => id === t.sam)?.state).toBe(
      'Away until the end of Tuesday 8 December. Lee Hart stands in.'
    );
    await saveStaff(t.cmd(), { id: t.sam, name: 'Sam Okafor', active: false });
    expect(await iro(t.sam)).toMatchObject({ left: true, children: 2 });
  });

  test('names the children whose review is within 20 working days and who were not asked: not those with a card in use', async () => {
    expect((await morning()).notAsked).toMatchObject([{ childId: t.robin, reviewOn: '2026-12-14', holder: 'Sam Okafor' }]);
    await t.reviewOf(t.kai, '2027-01-07');
    await t.reviewOf(t.aleks, '2027-01-08');
    // The 20th working day from Monday 7 December, with three bank holidays in between.
    expect((await morning()).notAsked.map(({ childId }) => childId)).toEqual([t.robin, t.kai]);
    const { code } = await makeCard(t.cmd(), t.robin);
    await useCard(t.as({ kind: 'visitor', assurance: 'none' }), code);
    expect((await morning()).notAsked.map(({ childId }) => childId)).toEqual([t.kai]);
  });

  test('is loud about what has no reader, and says since when it was last proved', async () => {
    await asksFor(t.asChild(t.robin), 'advocate');
    await saveStaff(t.cmd(), { id: t.ffion, name: 'Ffion Ellery', active: false });
    await keepProof(t.job());
    const found = await morning();
    expect(found).toMatchObject({ proof: { items: 1, withoutReader: 1 }, without: [{ called: 'Robin' }] });
    expect(found.provedAt).toBe(t.cmd().now.toISOString());
    expect(morningInWords(englishWords, found, t.cmd().now).proof).toMatchObject({ bad: true });
    const lines = needsInWords(englishWords, found.needs, t.cmd().now, false).map(({ line, tone }) => [line, tone]);
    expect(lines.slice(0, 2)).toEqual([
      ['1 thing that waits has nobody who can open it', 'danger'],
      ['Nobody is at the advocates’ desk.', 'amber']
    ]);
  });

  test('is for managers', async () => {
    for (const who of [t.asStaff(t.sam), t.asStaff(t.nadia, { roles: ['social_worker'] }), t.asChild(t.robin), t.cmd()])
      await expect(morningOf(who)).rejects.toEqual(refused('not-found'));
  });
});

describe('what needs a person', () => {
  const both = async () => [(await morning()).needs, (await teamToday(t.asManager())).needs] as const;
  const said = async () => {
    const [found, other] = await both();
    expect(other).toEqual(found);
    return needsInWords(englishWords, found, t.cmd().now, true);
  };

  test('is the same list on the morning and on the team’s day, worries that nobody has first', async () => {
    await makeCard(t.cmd(), t.robin).then(({ code }) => useCard(t.as({ kind: 'visitor', assurance: 'none' }), code));
    expect(needsHeading(englishWords, await said())).toBe('Nothing needs a person today');
    await asksFor(t.asChild(t.aleks), 'talk');
    await asksFor(t.asChild(t.robin), 'talk');
    const worry = await asksFor(t.asChild(t.kai), 'not-safe');
    expect((await said()).map(({ line, link }) => [line, link?.href])).toEqual([
      ['Kai T. says they are not safe. Nobody has opened it.', `/staff/requests/${worry}`],
      ['1 thing is on the team desk', '/staff/desk']
    ]);
    t.at('2026-12-11T09:00:00.000Z');
    const later = await said();
    expect(needsHeading(englishWords, later)).toBe('4 things need a person today');
    expect(later.map(({ line }) => line)).toEqual([
      expect.stringContaining('Kai T. says they are not safe.'),
      '1 thing is on the team desk',
      'Sam Okafor has 2 things nobody has opened',
      '2 answers are later than was promised'
    ]);
    await haveRequest(t.asManager(), worry);
    expect((await said()).map(({ tone }) => tone)).not.toContain('danger');
  });

  test('has family to ring back, and no worry that was opened and that nobody has is left out', async () => {
    const dawn = {
      name: 'Dawn Fairley',
      related: 'gran',
      child: 'Kai',
      phone: '01632 960 471',
      when: 'Mornings.',
      about: 'Ring.'
    };
    await sendCallBack(t.as({ kind: 'visitor', assurance: 'none' }), { submissionId: t.cmd().ids(), language: 'en' }, dawn);
    const worry = await asksFor(t.asChild(t.kai), 'not-safe');
    await readRequest(t.asStaff(t.nadia), worry);
    expect((await said()).slice(0, 2).map(({ line }) => line)).toEqual([
      'Kai T. says they are not safe. It was opened. Nobody has said that they have it.',
      '1 person waits to be rung'
    ]);
  });
});

test('who has it is shown to the child only where what it was may be shown', async () => {
  const id = await asksFor(t.asChild(t.robin), 'not-safe');
  await haveRequest(t.asStaff(t.nadia, { roles: ['social_worker'] }), id);
  const [own] = await ownRequests(t.asChild(t.robin), t.robin);
  expect(own?.had?.name).toBe('Nadia');
  const [shared] = await ownRequests(t.asChild(t.robin, { device: 'shared' }), t.robin);
  expect(shared).toMatchObject({ kind: null, had: null });
  expect(shared?.openings.map(({ name }) => name)).toEqual(['Nadia']);
});
