import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { askForChild, findChildren } from '#lib/break-glass/asking.server.ts';
import { approve, endNow, markSeen, refuse } from '#lib/break-glass/deciding.server.ts';
import { emergencies, emergenciesToDecide, emergenciesToTell, emergency, toDecide } from '#lib/break-glass/reading.server.ts';
import { addNote, tickTold } from '#lib/consultations/noting.server.ts';
import { readContribution } from '#lib/consultations/reading.server.ts';
import type { Context } from '#lib/context.ts';
import { childSheet } from '#lib/inbox/caseload.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { relationsTo } from '#lib/relations.server.ts';
import { monday } from '#tests/setup/app.ts';
import { answer, cast, draftOf, sendIt, type Cast } from '#tests/setup/cast.ts';

const why = 'Robin has rung twice and nobody can be reached.';
const asked = (childId: string, minutes = 60, reason = why) => ({ childId, minutes, reason });
const minutesOn = (many: number) => new Date(Date.parse(monday) + many * 60_000).toISOString();

let c: Cast;
let second: string;
let office: string;
let sent: string;
const asker = (): Context => c.asManager();
/** The second person, who has just shown again who they are. */
const approver = (): Context => c.asStaff(second, { roles: ['manager'], stepUpUntil: minutesOn(600) });
const administrator = (): Context => c.asStaff(office, { roles: ['admin'], stepUpUntil: minutesOn(600) });

beforeAll(async () => {
  c = await cast();
  const held = (role: 'manager' | 'admin') => [{ role, fromOn: '2020-01-01', toOn: null }] as const;
  second = await saveStaff(c.cmd(), { name: 'Moira Quinn', roles: held('manager'), email: 'moira@council.example' });
  office = await saveStaff(c.cmd(), { name: 'Ada Office', roles: held('admin'), email: 'ada@council.example' });
  const draft = await draftOf(c.asChild(c.robin), c.robin);
  const audience = { kind: 'tell', people: [{ kind: 'contact', id: c.dana }] } as const;
  await answer(c.asChild(c.robin), draft.id, { change: 'Only Sam may read this.' }, { audience });
  sent = (await sendIt(c.asChild(c.robin), draft.id)).contributionId;
});
beforeEach(async () => {
  // Each begins with nothing open.
  c.clock.set(monday);
  for (const one of await emergencies(approver())) if (['asked', 'running'].includes(one.state)) await close(one.id);
});

async function close(id: string): Promise<void> {
  const { db } = c.cmd();
  await db.updateTable('break_glass').set({ ended_at: monday }).where('id', '=', id).execute();
}

const audited = async (id: string) =>
  (await c.cmd().db.selectFrom('audit').select(['verb', 'actor']).where('on_behalf', '=', id).orderBy('seq').execute()).map(
    ({ verb }) => verb
  );

describe('two people open one child', () => {
  test('and not one of them alone; the second shows again who they are', async () => {
    const id = await askForChild(asker(), asked(c.robin));
    await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
    await expect(approve(asker(), id)).rejects.toThrow('step-up-needed');
    await expect(approve(c.asStaff(c.grace, { roles: ['manager'], stepUpUntil: minutesOn(600) }), id)).rejects.toThrow('invalid');
    await expect(approve(c.asStaff(second, { roles: ['manager'] }), id)).rejects.toThrow('step-up-needed');
    for (const nobody of [c.asStaff(c.sam), c.asStaff(c.dee, { roles: ['social_worker'] }), administrator()])
      await expect(approve(nobody, id)).rejects.toThrow('not-found');
    await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
    expect((await emergenciesToDecide(approver())).map((one) => one.id)).toEqual([id]);
    expect(await emergenciesToDecide(asker())).toEqual([]);
    await approve(approver(), id);
    const read = await readContribution(asker(), sent);
    expect(JSON.stringify(read)).toContain('Only Sam may read this.');
    expect((await childSheet(asker(), c.robin)).child.id).toBe(c.robin);
    // The second person opened it for the first, not for themselves; and no other child is open.
    await expect(readContribution(approver(), sent)).rejects.toThrow('not-found');
    await expect(childSheet(asker(), c.kai)).rejects.toThrow('not-found');
    expect(await audited(id)).toEqual(expect.arrayContaining(['emergency.approve', 'contribution.read', 'child.see']));
  });

  test('to be read, not changed; and what was read so still waits for whoever has the child', async () => {
    const id = await askForChild(asker(), asked(c.robin));
    await approve(approver(), id);
    const before = await c.count('openings');
    await readContribution(asker(), sent);
    expect(await c.count('openings')).toBe(before);
    await expect(addNote(asker(), sent, 'A note.')).rejects.toThrow('not-found');
    const telling = await c.cmd().db.selectFrom('tellings').selectAll().executeTakeFirstOrThrow();
    await expect(tickTold(asker(), telling.id)).rejects.toThrow('not-found');
    expect(await c.cmd().db.selectFrom('tellings').select('told_at').execute()).toEqual([{ told_at: null }]);
    const item = await c.cmd().db.selectFrom('items').selectAll().where('subject_id', '=', sent).executeTakeFirstOrThrow();
    expect(item.first_opened_at).toBeNull();
  });

  test('until the hour is over, to the second; or either of them ends it', async () => {
    const id = await askForChild(asker(), asked(c.robin, 60));
    await approve(approver(), id);
    c.clock.set(minutesOn(59));
    await readContribution(asker(), sent);
    c.clock.set(minutesOn(60));
    await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
    expect((await emergency(approver(), id)).state).toBe('over');
    for (const ends of [asker, approver]) {
      const next = await askForChild(asker(), asked(c.robin, 15));
      await approve(approver(), next);
      await readContribution(asker(), sent);
      await endNow(ends(), next);
      await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
    }
  });

  test('with a reason, and for no longer than an hour', async () => {
    await expect(askForChild(asker(), asked(c.robin, 60, 'Because.'))).rejects.toMatchObject({ fields: { reason: 'too-short' } });
    await expect(askForChild(asker(), asked(c.robin, 60, `x${' '.repeat(40)}y`))).rejects.toThrow('invalid');
    for (const minutes of [0, 61, 600, -5, Number.NaN])
      await expect(askForChild(asker(), asked(c.robin, minutes))).rejects.toMatchObject({ fields: { minutes: 'length' } });
    await expect(askForChild(asker(), asked('01890000-0000-7000-8000-000000000000'))).rejects.toThrow('not-found');
    const rows = await c.cmd().db.selectFrom('break_glass').select('reason_sealed').execute();
    for (const { reason_sealed } of rows) expect(Buffer.from(reason_sealed).toString('latin1')).not.toContain('rung twice');
  });

  test('asking twice is once; what nobody decides lapses; refused is refused', async () => {
    const id = await askForChild(asker(), asked(c.robin));
    expect(await askForChild(asker(), asked(c.robin))).toBe(id);
    c.clock.set(minutesOn(4 * 60));
    await expect(approve(approver(), id)).rejects.toMatchObject({ fields: { emergency: 'decided' } });
    const next = await askForChild(asker(), asked(c.robin));
    expect(next).not.toBe(id);
    await refuse(approver(), next);
    await expect(approve(approver(), next)).rejects.toMatchObject({ fields: { emergency: 'decided' } });
    await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
  });

  test('who works here no longer, or has lost the role, opens nothing', async () => {
    const id = await askForChild(asker(), asked(c.robin));
    await approve(approver(), id);
    await saveStaff(c.cmd(), { id: second, name: 'Moira Quinn', active: false });
    await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
    expect((await emergency(asker(), id)).state).toBe('void');
    await saveStaff(c.cmd(), { id: second, name: 'Moira Quinn', active: true });
    await readContribution(asker(), sent);
    await expect(readContribution(c.asStaff(c.grace, { roles: ['iro'] }), sent)).rejects.toThrow('not-found');
  });

  test('nobody is made a manager to say yes, and who is one no longer has said nothing', async () => {
    const manager = (fromOn: string) => [{ role: 'manager', fromOn, toOn: null }] as const;
    const today = monday.slice(0, 10);
    const newcomer = await saveStaff(c.cmd(), { name: 'Nell New', roles: manager(today) });
    const asNewcomer = () => c.asStaff(newcomer, { roles: ['manager'], stepUpUntil: minutesOn(600) });
    const id = await askForChild(asker(), asked(c.robin));
    expect(await toDecide(asNewcomer(), id)).toMatchObject({ tooNew: true });
    await expect(approve(asNewcomer(), id)).rejects.toMatchObject({ fields: { emergency: 'new' } });
    await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
    await approve(approver(), id);
    await readContribution(asker(), sent);
    const moira = { id: second, name: 'Moira Quinn', email: 'moira@council.example' };
    for (const roles of [[{ role: 'iro', fromOn: '2020-01-01', toOn: null }] as const, manager(today)]) {
      await saveStaff(c.cmd(), { ...moira, roles });
      await expect(readContribution(asker(), sent)).rejects.toThrow('not-found');
      expect((await emergency(asker(), id)).state).toBe('void');
    }
    await saveStaff(c.cmd(), { ...moira, roles: manager('2020-01-01') });
    await readContribution(asker(), sent);
  });

  test('two who decide at the same moment: one of them does', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await askForChild(asker(), asked(c.robin));
      const outcomes = await Promise.allSettled([approve(approver(), id), refuse(approver(), id), approve(approver(), id)]);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      await close(id);
    }
    // An end that meets an approval: whichever comes second finds it as the first left it, and never open after the end.
    for (let round = 0; round < 5; round += 1) {
      const id = await askForChild(asker(), asked(c.robin));
      await Promise.allSettled([approve(approver(), id), endNow(asker(), id)]);
      const { held } = await relationsTo(asker(), c.robin);
      expect(held.has('emergency')).toBe(false);
    }
  });

  test('is told to whoever has the child, until they have seen it', async () => {
    const id = await askForChild(administrator(), asked(c.robin));
    await expect(emergency(c.asStaff(c.sam), id)).rejects.toThrow('not-found');
    await approve(approver(), id);
    await readContribution(administrator(), sent);
    const mine = await emergenciesToTell(c.asStaff(c.sam));
    expect(mine.find((one) => one.id === id)).toMatchObject({ asker: 'Ada Office', approver: 'Moira Quinn', reason: why });
    expect(await emergenciesToTell(c.asStaff(c.lee))).toEqual([]);
    await expect(markSeen(c.asStaff(c.lee), id)).rejects.toThrow('not-found');
    await markSeen(c.asStaff(c.sam), id);
    expect((await emergenciesToTell(c.asStaff(c.sam))).some((one) => one.id === id)).toBe(false);
    // An administrator sees their own, a manager every one.
    expect((await emergencies(administrator())).every(({ own }) => own)).toBe(true);
    expect((await emergencies(asker())).length).toBeGreaterThan((await emergencies(administrator())).length);
  });
});

test('a child is found by the beginning of their name, by those who may ask, and that is on the record', async () => {
  expect((await findChildren(asker(), 'rob')).map(({ id }) => id)).toEqual([c.robin]);
  expect(await findChildren(asker(), 'nobody called so')).toEqual([]);
  await expect(findChildren(asker(), 'r')).rejects.toMatchObject({ fields: { name: 'too-short' } });
  await expect(findChildren(c.asStaff(c.sam), 'rob')).rejects.toThrow('not-found');
  const found = await c.cmd().db.selectFrom('audit').select('actor').where('verb', '=', 'emergency.find').execute();
  expect(found.map(({ actor }) => actor)).toEqual([c.grace, c.grace]);
});
