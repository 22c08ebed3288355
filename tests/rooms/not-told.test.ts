import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { saveContact } from '#lib/children/children.server.ts';
import { within, type Context } from '#lib/context.ts';
import { eraseChild } from '#lib/erasing/erasing.server.ts';
import { countsOf } from '#lib/inbox/inbox.server.ts';
import { endByHand, putRestAside } from '#lib/not-told/ending.server.ts';
import { notToldAround, notToldFor, openNotTold } from '#lib/not-told/reading.server.ts';
import { noteNotTold } from '#lib/not-told/noting.server.ts';
import { enqueue, outboxState } from '#lib/notify/outbox.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { proveReaders } from '#lib/routing/proof.server.ts';
import { makeCover, takeFromDesk } from '#lib/routing/routing.server.ts';
import { MailRefused, type MailTransport } from '#lib/server/mail.ts';
import { askWhatFailed, sendOutbox } from '#jobs/send-outbox.ts';
import { job, staffActor, visitor } from '#tests/setup/app.ts';
import { askedTown, origin, type AskedTown } from '#tests/setup/asked.ts';
import { mailServer } from '#tests/setup/mail-server.ts';

const dawn = 'dawn@post.example';
const nobody = { code: 550, said: '5.1.1 no such user' };
let t: AskedTown;
let office: Awaited<ReturnType<typeof mailServer>>;
let ada: string;
beforeEach(async () => {
  t = await askedTown();
  office = await mailServer();
  ada = await saveStaff(t.cmd(), {
    name: 'Ada Wynn',
    email: 'ada@council.example',
    roles: [{ role: 'admin', fromOn: '2020-01-01', toOn: null }]
  });
});
afterEach(() => office.stop());

const deliver = async (mail: MailTransport | null = office.mail) => {
  while ((await sendOutbox(t.as(job), mail, origin)) > 0);
};
const tell = (staffId: string, dedupeKey: string) =>
  within(t.as(job), (ctx) => enqueue(ctx, { kind: 'something-new', dedupeKey, staffId }));
const asAdmin = () => t.as(staffActor(ada, { roles: ['admin'] }));
const states = async () =>
  (await t.app.database.db.selectFrom('outbox').select(['kind', 'state']).orderBy('id').execute()).map(({ kind, state }) => [
    kind,
    state
  ]);
const sent = () => office.received.flatMap(({ to }) => to);
const bounces = (...addresses: string[]) => (office.state.refuse = (to) => (addresses.includes(to) ? nobody : null));

/** Dana (Robin's mother) is asked by e-mail, and nobody is at her address. */
async function comesBack() {
  bounces(dawn);
  const { id, contactId } = await t.ask('email', dawn);
  await t.send(id);
  await deliver();
  return { id, contactId };
}

const refused = async (work: (ctx: Context) => Promise<unknown>, ...others: Context[]) => {
  for (const ctx of others) await expect(work(ctx)).rejects.toMatchObject({ problem: 'not-found' });
};

test('an address nobody is at is a task for whoever has the child, at once and once; ringing ends it', async () => {
  const { contactId } = await comesBack();
  // Not tried for three days: nobody is there. And the IRO is nudged.
  expect(await states()).toEqual([
    ['invitation', 'bounced'],
    ['something-new', 'sent']
  ]);
  expect(sent()).toEqual(['Sam@council.example']);
  const [line, ...others] = await notToldFor(t.iro());
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    ...{ person: 'contact', personId: contactId, name: `Dawn Quill of ${dawn}`, phone: null },
    ...{ child: { id: t.robin, called: 'Robin' }, way: 'email', reason: 'bounced', times: 1 }
  });
  expect((await countsOf(t.iro())).inbox).toBe(1);
  expect((await notToldAround(t.iro(), t.robin)).get(contactId)).toMatchObject({ reason: 'bounced', way: 'email' });
  expect(await proveReaders(t.cmd())).toMatchObject({ items: 1, withoutReader: 0 });
  // Who opened it first is kept, as of every item.
  await openNotTold(t.iro());
  const item = () => t.app.database.db.selectFrom('items').selectAll().where('kind', '=', 'not-told').executeTakeFirstOrThrow();
  expect((await item()).first_opened_by).toBe(t.sam);

  const id = line?.id ?? '';
  await expect(endByHand(t.iro(), id, 'reached')).rejects.toMatchObject({ fields: { outcome: 'missing' } });
  await endByHand(t.iro(), id, 'rang');
  await endByHand(t.iro(), id, 'put-right');
  expect(await t.app.database.db.selectFrom('not_told').select(['outcome', 'done_by', 'done_at']).execute()).toEqual([
    { outcome: 'rang', done_by: t.sam, done_at: t.clock.now().toISOString() }
  ]);
  expect([await notToldFor(t.iro()), (await countsOf(t.iro())).inbox, (await item()).done_at]).toEqual([
    [],
    0,
    expect.any(String)
  ]);
  expect((await notToldAround(t.iro(), t.robin)).size).toBe(0);
  expect((await verifyChain(t.cmd())).broken).toBeNull();
});

test('what else does not reach them is the same task; a made-up id and somebody else’s look the same', async () => {
  const { id } = await comesBack();
  await t.send(id);
  await deliver();
  const [line] = await notToldFor(t.iro());
  expect(line).toMatchObject({ times: 2 });
  expect(await t.count('items')).toBe(1);
  for (const one of [line?.id ?? '', '01920000-0000-7000-8000-000000000000'])
    await refused(
      (ctx) => endByHand(ctx, one, 'rang'),
      ...[
        t.asStaff(t.lee),
        t.asManager(),
        asAdmin(),
        t.asStaff(t.dee, { roles: ['social_worker'] }),
        t.asChild(t.robin),
        t.as(visitor)
      ].filter(
        (ctx) =>
          one === line?.id ||
          ctx.actor.kind !== 'staff' ||
          !ctx.actor.roles.some((role) => role === 'manager' || role === 'admin')
      )
    );
  expect(await notToldFor(t.asStaff(t.lee))).toEqual([]);
  await refused(notToldFor, t.asChild(t.robin), t.as(visitor), t.as(job));
});

test('whoever stands in has it; where nobody has the child the desk has it, and whoever takes it ends it', async () => {
  await comesBack();
  const until = new Date(t.clock.now().getTime() + 5 * 24 * 3600_000).toISOString();
  await makeCover(t.cmd(), {
    absentId: t.sam,
    coverId: t.amina,
    fromAt: t.clock.now().toISOString(),
    toAt: until,
    reason: 'away'
  });
  const [line] = await notToldFor(t.asStaff(t.amina));
  expect([line?.reason, await notToldFor(t.iro())]).toEqual(['bounced', []]);
  await endByHand(t.asStaff(t.amina), line?.id ?? '', 'put-right');

  const aleks = await saveContact(t.cmd(), { childId: t.aleks, name: 'Ola', relation: 'mother', email: 'ola@post.example' });
  await within(t.as(job), (ctx) =>
    noteNotTold(
      ctx,
      { person: 'contact', personId: aleks, childId: t.aleks },
      { way: 'email', reason: 'given-up', personIndex: null }
    )
  );
  const { id: itemId } = await t.app.database.db
    .selectFrom('items')
    .select('id')
    .where('child_id', '=', t.aleks)
    .executeTakeFirstOrThrow();
  expect(await proveReaders(t.cmd())).toMatchObject({ withoutReader: 0 });
  await takeFromDesk(t.asManager(), itemId);
  const [taken] = await notToldFor(t.asManager());
  await endByHand(t.asManager(), taken?.id ?? '', 'rang');
  expect(await notToldFor(t.asManager())).toEqual([]);
});

test('something that arrives later ends it by itself; an address that is put right is told again', async () => {
  const { id } = await comesBack();
  bounces();
  await t.send(id);
  await deliver();
  expect(await notToldFor(t.iro())).toEqual([]);
  expect(await t.app.database.db.selectFrom('not_told').select(['outcome', 'done_by']).execute()).toEqual([
    { outcome: 'reached', done_by: null }
  ]);
});

test('what was given up of an earlier invitation is dealt with as well when the person is', async () => {
  const { id, contactId } = await comesBack();
  const row = await t.app.database.db.selectFrom('invitations').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
  const later = { ...row, id: t.cmd().ids() };
  await t.app.database.db.insertInto('invitations').values(later).execute();
  await t.send(later.id);
  await deliver();
  const other = await t.ask('email', dawn, { childId: t.kai });
  await t.send(other.id);
  await deliver();
  const [line] = (await notToldFor(t.iro())).filter(({ personId }) => personId === contactId);
  expect(line).toMatchObject({ times: 2 });
  await endByHand(t.iro(), line?.id ?? '', 'rang');
  // Of somebody else nothing is.
  const became = (await states()).filter(([kind]) => kind === 'invitation').map(([, state]) => state);
  expect(became.sort()).toEqual(['bounced', 'set-aside', 'set-aside']);
});

test('a worker’s address is for the administrators; without one, for the managers; one’s own address goes round in no circle', async () => {
  bounces('Tom@council.example', 'ada@council.example');
  await tell(t.tom, 'one');
  await deliver();
  // Ada was nudged of Tom, which did not reach her either: a task too, and no third.
  const lines = await notToldFor(asAdmin());
  expect(lines.map(({ person, name, child, times }) => [person, name, child, times])).toEqual([
    ['staff', 'Tom Price', null, 1],
    ['staff', 'Ada Wynn', null, 2]
  ]);
  expect((await countsOf(asAdmin())).inbox).toBe(2);
  expect(await notToldFor(t.asManager())).toEqual([]);
  await refused((ctx) => endByHand(ctx, lines[0]?.id ?? '', 'rang'), t.iro(), t.asStaff(t.tom));
  await endByHand(asAdmin(), lines[0]?.id ?? '', 'put-right');

  await saveStaff(t.cmd(), { id: ada, name: 'Ada Wynn', active: false });
  expect((await notToldFor(t.asManager())).map(({ name }) => name)).toEqual(['Ada Wynn']);
  expect(await proveReaders(t.cmd())).toMatchObject({ withoutReader: 0 });
});

test('a worker without an address is a task where mail is sent, and none where by choice there is no mail at all', async () => {
  const nia = await saveStaff(t.cmd(), { name: 'Nia Rees', email: null });
  await tell(nia, 'one');
  await deliver(null);
  expect(await notToldFor(asAdmin())).toEqual([]);
  await tell(nia, 'two');
  await deliver();
  expect(await notToldFor(asAdmin())).toMatchObject([{ name: 'Nia Rees', reason: 'no-way' }]);
  const gone = await saveStaff(t.cmd(), { name: 'Gil Ward', email: null, active: false });
  await tell(gone, 'three');
  await deliver();
  expect(await notToldFor(asAdmin())).toHaveLength(1);
});

test('an invitation that nothing carries is a task, whatever way it should have gone', async () => {
  const { id } = await t.ask('text', '07700 900123');
  await t.send(id);
  await deliver();
  expect(await notToldFor(t.iro())).toMatchObject([{ way: 'text', reason: 'no-way', phone: '07700 900123' }]);
});

test('what was given up after three days is an alarm until somebody dealt with it', async () => {
  const { id } = await t.ask('email', dawn);
  await t.send(id);
  office.state.refuse = (to) => (to === dawn ? { code: 451, said: 'later' } : null);
  for (let hours = 0; hours < 80; hours += 1) {
    await deliver();
    t.clock.forward(3600_000);
  }
  expect(await outboxState(t.asManager())).toEqual({ oldestDue: null, waiting: 0, dead: 1 });
  const [line] = await notToldFor(t.iro());
  expect(line).toMatchObject({ reason: 'given-up' });
  // Putting the rest aside is not putting aside what is somebody's task.
  await putRestAside(t.asManager());
  expect((await outboxState(t.asManager())).dead).toBe(1);
  await endByHand(t.iro(), line?.id ?? '', 'rang');
  expect((await outboxState(t.asManager())).dead).toBe(0);
});

test('what does not even say whom it was for is put aside by an administrator or manager, and by nobody else', async () => {
  await tell(t.sam, 'damaged');
  await t.app.database.db
    .updateTable('outbox')
    .set({ payload_sealed: Buffer.from('not sealed at all') })
    .execute();
  await deliver();
  expect((await outboxState(asAdmin())).dead).toBe(1);
  await refused(putRestAside, t.iro(), t.as(visitor), t.asChild(t.robin));
  await putRestAside(asAdmin());
  expect((await outboxState(asAdmin())).dead).toBe(0);
});

test('a rule of the mail server’s own is no proof that nobody is there', async () => {
  const { id } = await t.ask('email', dawn);
  await t.send(id);
  office.state.refuse = () => ({ code: 550, said: '5.7.1 relaying denied' });
  await deliver();
  expect([await notToldFor(t.iro()), await states()]).toEqual([[], [['invitation', 'waiting']]]);
});

test('what was taken and came back later is a task that a later message does not end', async () => {
  const { id } = await t.ask('email', dawn);
  await t.send(id);
  await deliver();
  const { id: outboxId } = await t.app.database.db.selectFrom('outbox').select('id').executeTakeFirstOrThrow();
  const failures = { list: async () => [outboxId, '01920000-0000-7000-8000-000000000000'] };
  await askWhatFailed(t.as(job), failures);
  await askWhatFailed(t.as(job), failures);
  expect(await notToldFor(t.iro())).toMatchObject([{ reason: 'came-back', times: 1 }]);
  await t.send(id);
  await deliver();
  expect(await notToldFor(t.iro())).toHaveLength(1);
  await askWhatFailed(t.as(job), null);
});

test('only the job notes it; with the child it goes', async () => {
  const { contactId } = await comesBack();
  await refused(
    (ctx) =>
      noteNotTold(
        ctx,
        { person: 'contact', personId: contactId, childId: t.robin },
        { way: 'email', reason: 'bounced', personIndex: null }
      ),
    ...[t.iro(), asAdmin(), t.as(visitor), t.cmd()]
  );
  await eraseChild(t.cmd(), { childId: t.robin, reason: 'asked for', unreadToo: true, backupDays: 30 });
  expect(await t.app.database.db.selectFrom('not_told').selectAll().execute()).toEqual([]);
});

test('a mail server that breaks later says nothing of anybody’s address', async () => {
  const { id } = await t.ask('email', dawn);
  await t.send(id);
  await deliver({ send: async () => Promise.reject(new MailRefused('ECONNREFUSED')), close: () => undefined });
  expect(await notToldFor(t.iro())).toEqual([]);
});
