import { expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import type { CallBackGiven } from '#lib/call-backs/call-back.ts';
import { noteCallBack } from '#lib/call-backs/noting.server.ts';
import { callBacksOfTeam, callBacksWaiting, readCallBack } from '#lib/call-backs/reading.server.ts';
import { callBackOffer, sendCallBack } from '#lib/call-backs/sending.server.ts';
import type { Context } from '#lib/context.ts';
import { countsOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { setDesk, takeFromDesk } from '#lib/routing/routing.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { migrate } from '#lib/server/database/migrate.ts';
import { childActor, staffActor, visitor } from '#tests/setup/app.ts';
import { cast, sayAndSend } from '#tests/setup/cast.ts';

const dawn: CallBackGiven = {
  name: 'Dawn Fairley',
  related: 'his gran',
  child: 'Robin Test',
  phone: '01632 960 471',
  when: 'Mornings. Please leave no message.',
  about: 'I was not told about the meeting.'
};
let submissions = 0;
const from = (language = 'en') => ({
  submissionId: `01920000-0000-7000-8000-${String((submissions += 1)).padStart(12, '0')}`,
  language
});
const rows = (ctx: Context) => ctx.db.selectFrom('call_backs').selectAll().orderBy('id').execute();
const items = (ctx: Context) => ctx.db.selectFrom('items').selectAll().where('kind', '=', 'call-back').execute();

test('somebody asks; the desk is nudged once and finds it; one opens it, rings twice, and it is over for all', async () => {
  const { as, asStaff, asManager, cmd, clock, grace, tom, count } = await cast();
  // The cast's clock stands on Monday 7 December.
  expect(await sendCallBack(as(visitor), from(), dawn)).toEqual({ ringBy: '2026-12-09' });
  expect(await count('outbox')).toBe(2);
  const [line, ...others] = await callBacksWaiting(asStaff(tom));
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    name: 'Dawn Fairley',
    ringBy: '2026-12-09',
    unread: true,
    openedBy: null,
    tries: 0,
    language: 'en'
  });
  expect((await countsOf(asStaff(tom))).inbox).toBe(1);
  const id = line?.id ?? '';
  const first = await readCallBack(asStaff(tom), id);
  expect(first).toMatchObject({ said: dawn, opened: null, tries: [], done: null });
  expect(await readCallBack(asManager(), id)).toMatchObject({ opened: { by: 'Tom Price' } });
  expect(await callBacksWaiting(asStaff(grace))).toMatchObject([{ openedBy: 'Tom Price' }]);

  clock.forward(3600_000);
  expect(await noteCallBack(asStaff(tom), id, { outcome: 'no-answer', note: '' })).toEqual({ over: false });
  expect(await callBacksWaiting(asStaff(tom))).toMatchObject([{ id, tries: 1 }]);
  clock.forward(3600_000);
  expect(await noteCallBack(asManager(), id, { outcome: 'spoke', note: 'Invited by letter.' })).toEqual({ over: true });
  expect(await callBacksWaiting(asStaff(tom))).toEqual([]);
  expect((await countsOf(asStaff(tom))).inbox).toBe(0);
  expect(await readCallBack(asStaff(tom), id)).toMatchObject({
    tries: [
      { outcome: 'no-answer', note: '', by: 'Tom Price' },
      { outcome: 'spoke', note: 'Invited by letter.', by: 'Grace Bell' }
    ],
    done: { by: 'Grace Bell', at: '2026-12-07T11:00:00.000Z' }
  });
  expect((await verifyChain(cmd())).broken).toBeNull();
});

test('the same words of one page are one, however often they are pressed; other words are another', async () => {
  const { as, cmd } = await cast();
  const page = from();
  const all = await Promise.all([1, 2, 3].map(() => sendCallBack(as(visitor), page, dawn)));
  expect(new Set(all.map(({ ringBy }) => ringBy)).size).toBe(1);
  expect((await rows(cmd())).length).toBe(1);
  await sendCallBack(as(visitor), page, { ...dawn, phone: '01632 960 472' });
  await sendCallBack(as(visitor), from(), dawn);
  expect((await rows(cmd())).length).toBe(3);
  expect((await items(cmd())).length).toBe(3);
});

test('what they typed stands nowhere in clear, and nothing says who was signed in', async () => {
  const { as, cmd, robin, sam } = await cast();
  await sendCallBack(as(childActor(robin)), from(), dawn);
  await sendCallBack(as(staffActor(sam)), from('cy'), dawn);
  const audit = await cmd().db.selectFrom('audit').selectAll().where('verb', '=', 'call-back.send').execute();
  expect(audit.map(({ actor, child_id }) => [actor, child_id])).toEqual([
    ['visitor', null],
    ['visitor', null]
  ]);
  const kept = await rows(cmd());
  expect(kept.map(({ language }) => language)).toEqual(['en', 'cy']);
  for (const { body_sealed } of kept) expect(Buffer.from(body_sealed).toString('latin1')).not.toContain('Dawn');
  expect(JSON.stringify([await items(cmd()), audit.map(({ reason }) => reason)])).not.toMatch(/dawn|robin test|960/i);
  expect((await items(cmd())).map(({ child_id }) => child_id)).toEqual([null, null]);
});

test('a child whom we know and one whom nobody knows are told the same', async () => {
  const { as } = await cast();
  const known = await sendCallBack(as(visitor), from(), dawn);
  const unknown = await sendCallBack(as(visitor), from(), { ...dawn, child: 'Nobody Atall' });
  expect(known).toEqual(unknown);
});

test('without a name, a number or a child’s name nobody could ring: said of each field, and nothing is kept', async () => {
  const { as, cmd } = await cast();
  const send = (given: Partial<CallBackGiven>) => sendCallBack(as(visitor), from(), { ...dawn, ...given });
  await expect(send({ name: '', child: '', phone: '' })).rejects.toMatchObject({
    problem: 'invalid',
    fields: { name: 'missing', child: 'missing', phone: 'missing' }
  });
  await expect(send({ phone: 'ask my mum' })).rejects.toMatchObject({ fields: { phone: 'not-a-number' } });
  await expect(send({ about: 'x'.repeat(1001) })).rejects.toMatchObject({ fields: { about: 'too-long' } });
  await expect(sendCallBack(as(visitor), { submissionId: 'x', language: 'en' }, dawn)).rejects.toMatchObject({
    problem: 'not-found'
  });
  expect(await rows(cmd())).toEqual([]);
  expect(await send({ related: '', when: '', about: '' })).toEqual({ ringBy: '2026-12-09' });
});

test('sixty in a row are taken down, then one a minute; what was sent before is still acknowledged', async () => {
  const { as, clock } = await cast();
  const page = from();
  await sendCallBack(as(visitor), page, dawn);
  for (let more = 0; more < 59; more += 1) await sendCallBack(as(visitor), from(), dawn);
  await expect(sendCallBack(as(visitor), from(), dawn)).rejects.toMatchObject({ problem: 'slow-down', retryAfter: 60 });
  expect(await sendCallBack(as(visitor), page, dawn)).toEqual({ ringBy: '2026-12-09' });
  clock.forward(60_000);
  await sendCallBack(as(visitor), from(), dawn);
  await expect(sendCallBack(as(visitor), from(), dawn)).rejects.toMatchObject({ problem: 'slow-down' });
});

test('with nobody at the desk it is for the managers; with neither, nothing is promised or taken down', async () => {
  const { as, asManager, asStaff, cmd, grace, tom } = await cast();
  await setDesk(cmd(), 'iro-team', [tom]);
  await sendCallBack(as(visitor), from(), dawn);
  expect(await callBacksWaiting(asManager())).toEqual([]);
  expect((await callBacksWaiting(asStaff(tom))).length).toBe(1);
  await setDesk(cmd(), 'iro-team', []);
  expect((await callBacksWaiting(asManager())).length).toBe(1);
  expect(await callBacksWaiting(asStaff(tom))).toEqual([]);
  expect(await callBackOffer(as(visitor))).toEqual({ ringBy: '2026-12-09' });
  await saveStaff(cmd(), { id: grace, name: 'Grace Bell', active: false });
  expect(await callBackOffer(as(visitor))).toBeNull();
  await expect(sendCallBack(as(visitor), from(), dawn)).rejects.toMatchObject({ fields: { send: 'nobody' } });
});

test('nobody else opens it, whoever they are: not the IRO, another desk, a child or a visitor; and none is like one made up', async () => {
  const { as, asStaff, asChild, cmd, sam, lee, dee, tom, robin } = await cast();
  await setDesk(cmd(), 'duty', [lee]);
  await setDesk(cmd(), 'advocates', [dee]);
  await sendCallBack(as(visitor), from(), dawn);
  const [line] = await callBacksWaiting(asStaff(tom));
  const id = line?.id ?? '';
  for (const ctx of [asStaff(sam), asStaff(lee), asStaff(dee), asChild(robin), as(visitor)])
    for (const one of [id, '01920000-0000-7000-8000-999999999999']) {
      await expect(readCallBack(ctx, one)).rejects.toMatchObject({ problem: 'not-found' });
      await expect(noteCallBack(ctx, one, { outcome: 'spoke', note: '' })).rejects.toMatchObject({ problem: 'not-found' });
    }
  for (const staff of [sam, lee, dee]) expect(await callBacksWaiting(asStaff(staff))).toEqual([]);
  await expect(readCallBack(asStaff(tom), '01920000-0000-7000-8000-999999999999')).rejects.toMatchObject({
    problem: 'not-found'
  });
  await expect(callBacksOfTeam(asStaff(tom))).rejects.toMatchObject({ problem: 'not-found' });
});

test('a note says what came of it; pressed twice it is once, and what is over stays as it is', async () => {
  const { as, asStaff, tom } = await cast();
  await sendCallBack(as(visitor), from(), dawn);
  const [line] = await callBacksWaiting(asStaff(tom));
  const id = line?.id ?? '';
  const note = (outcome: string, text = '') => noteCallBack(asStaff(tom), id, { outcome, note: text });
  await expect(note('')).rejects.toMatchObject({ fields: { outcome: 'missing' } });
  await expect(note('spoke', 'x'.repeat(1001))).rejects.toMatchObject({ fields: { note: 'too-long' } });
  await note('no-answer', 'Rang out.');
  await note('no-answer', 'Rang out.');
  expect((await readCallBack(asStaff(tom), id)).tries.length).toBe(1);
  await note('cannot');
  expect(await note('spoke')).toEqual({ over: true });
  expect((await readCallBack(asStaff(tom), id)).tries.map(({ outcome }) => outcome)).toEqual(['no-answer', 'cannot']);
});

test('the manager’s day counts them, and those that wait longer than was promised', async () => {
  const { as, asManager, asStaff, clock, tom } = await cast();
  expect(await callBacksOfTeam(asManager())).toEqual({ count: 0, late: 0, first: null });
  await sendCallBack(as(visitor), from(), dawn);
  clock.forward(3 * 86_400_000);
  await sendCallBack(as(visitor), from(), { ...dawn, name: 'Col Ames' });
  expect(await callBacksOfTeam(asManager())).toMatchObject({ count: 2, late: 1, first: { name: 'Dawn Fairley' } });
  expect((await callBacksWaiting(asStaff(tom))).map(({ name }) => name)).toEqual(['Dawn Fairley', 'Col Ames']);
});

test('it gives nobody a child: it is in no list of children, and nothing is taken with it', async () => {
  const { as, asStaff, cmd, tom } = await cast();
  await sendCallBack(as(visitor), from(), dawn);
  expect(await inboxOf(asStaff(tom))).toEqual([]);
  const [item] = await items(cmd());
  await expect(takeFromDesk(asStaff(tom), item?.id ?? '')).rejects.toMatchObject({ problem: 'not-found' });
});

test('a database from before keeps every item it had, and takes one about no child', async () => {
  const { app, as, asChild, cmd, robin } = await cast();
  const { db, engine } = app.database;
  await sayAndSend(asChild(robin), robin, { change: 'a later bedtime' });
  const before = await db.selectFrom('items').selectAll().execute();
  for (const table of ['call_back_tries', 'call_backs', 'rota']) await db.schema.dropTable(table).execute();
  // Nothing had climbed yet.
  const none = { climbed_to: null, climbed_at: null, climbed_past: null, had_by: null, had_at: null };
  for (const column of Object.keys(none)) await db.schema.alterTable('items').dropColumn(column).execute();
  await db.deleteFrom('migrations').where('name', 'in', ['0006-call-backs', '0020-cover']).execute();
  await migrate(db, engine, app.clock.now());
  expect(before.length).toBe(1);
  expect(await db.selectFrom('items').selectAll().execute()).toEqual(before.map((item) => ({ ...item, ...none })));
  await sendCallBack(as(visitor), from(), dawn);
  expect((await items(cmd())).length).toBe(1);
  const [one] = before;
  if (!one) throw new Error('there was nothing to keep');
  const twice = { ...one, id: '01920000-0000-7000-8000-aaaaaaaaaaaa' };
  await expect(db.insertInto('items').values(twice).execute()).rejects.toThrow();
  const ofNobody = { ...twice, subject_id: twice.id, child_id: twice.id };
  await expect(db.insertInto('items').values(ofNobody).execute()).rejects.toThrow();
});
