import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import type { Mail } from '#lib/server/mail.ts';
import { becomeFirst, firstLink } from '#lib/sign-in/first.server.ts';
import { useLink } from '#lib/sign-in/links.server.ts';
import {
  addWorker,
  changeRoles,
  endEverybodysVisits,
  endVisitsOfWorker,
  linkForWorker,
  setWorking,
  workers
} from '#lib/sign-in/workers.server.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { command, job, staffActor, visitor } from '#tests/setup/app.ts';
import { newAuthenticator } from '#tests/setup/authenticator.ts';
import { origin, staffTown, type StaffTown } from '#tests/setup/staff-ways.ts';

const refused = (problem: string, fields?: Record<string, string>) =>
  expect.objectContaining({ problem, ...(fields && { fields }) });
const over = refused('invalid', { link: 'link-over' });

describe('where nobody works yet', () => {
  let t: StaffTown;
  beforeAll(async () => void (t = await staffTown()));
  const ada = { name: '  Ada Quill ', email: 'ada@council.example' };

  test('a link is shown at each start, the same one, until it is used or a day old', async () => {
    const first = await firstLink(t.as(job));
    expect(first).toMatch(/^[\w-]{43}$/);
    expect(await firstLink(t.as(job))).toBe(first);
    expect(JSON.stringify(await t.app.database.db.selectFrom('first_links').selectAll().execute())).not.toContain(first);
    t.clock.forward(24 * 3600_000);
    const next = await firstLink(t.as(job));
    expect(next).not.toBe(first);
    await expect(becomeFirst(t.as(visitor), first ?? '', ada)).rejects.toEqual(over);
    await expect(firstLink(t.as(command))).rejects.toEqual(refused('not-found'));
  });

  test('whoever has it types their name and is the administrator; nobody after them is, by any link', async () => {
    const token = (await firstLink(t.as(job))) ?? '';
    for (const bad of ['', 'nothing', token.slice(1)]) await expect(becomeFirst(t.as(visitor), bad, ada)).rejects.toEqual(over);
    await expect(becomeFirst(t.as(visitor), token, { name: ' ', email: '' })).rejects.toEqual(
      refused('invalid', { name: 'name-missing' })
    );
    const both = await Promise.allSettled([becomeFirst(t.as(visitor), token, ada), becomeFirst(t.as(visitor), token, ada)]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const visit = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))[0];
    expect(visit?.actor).toMatchObject({ assurance: 'link', roles: ['admin'] });
    expect(await firstLink(t.as(job))).toBeNull();
    await expect(becomeFirst(t.as(visitor), token, ada)).rejects.toEqual(over);
    const [one, two] = [newAuthenticator(origin), newAuthenticator(origin)];
    if (!visit) throw new Error('nobody came in');
    await t.adds(visit, one);
    await t.adds(visit, two);
    const full = await t.signsIn(one);
    expect(
      (await workers(await t.by(full))).map(({ name, passkeys, roles }) => [name, passkeys, roles.map(({ role }) => role)])
    ).toEqual([['Ada Quill', 2, ['admin']]]);
  });
});

describe('an administrator', () => {
  let t: StaffTown;
  let ada: Awaited<ReturnType<StaffTown['settled']>>;
  /** Who has just shown again who they are. */
  const sure = (): Context => t.as(staffActor(ada.id, { roles: ['admin'], stepUpUntil: '2027-01-01T00:00:00.000Z' }));
  const unsure = (): Context => t.as(staffActor(ada.id, { roles: ['admin'] }));
  beforeAll(async () => {
    t = await staffTown();
    ada = await t.settled('Ada Quill', 'admin');
    await t.worker('Bea Hart', 'admin');
  });

  test('confirms who they are before changing anything; nobody else changes anything', async () => {
    const id = await t.worker('Sam Okafor', 'iro');
    const acts: readonly ((ctx: Context) => Promise<unknown>)[] = [
      (ctx) => addWorker(ctx, { name: 'Zed', email: '', roles: ['iro'] }),
      (ctx) => changeRoles(ctx, id, ['manager']),
      (ctx) => setWorking(ctx, id, false),
      (ctx) => linkForWorker(ctx, id),
      (ctx) => endVisitsOfWorker(ctx, id),
      (ctx) => endEverybodysVisits(ctx)
    ];
    const until = { stepUpUntil: '2027-01-01T00:00:00.000Z' };
    for (const act of acts) {
      await expect(act(unsure())).rejects.toEqual(refused('step-up-needed'));
      for (const roles of [['iro'], ['manager'], []] as const)
        await expect(act(t.as(staffActor(id, { roles, ...until })))).rejects.toEqual(refused('not-found'));
      await expect(act(t.as(visitor))).rejects.toEqual(refused('not-found'));
    }
    expect((await workers(unsure())).map(({ name }) => name)).toEqual(['Ada Quill', 'Bea Hart', 'Sam Okafor']);
  });

  test('adds somebody, whose link comes by mail and lets them set up how they sign in', async () => {
    const mails: Mail[] = [];
    const id = await addWorker(sure(), { name: 'Kit Vale', email: 'kit@council.example', roles: ['iro', 'manager'] });
    const { token, mailed } = await linkForWorker(sure(), id);
    expect(mailed).toBe(true);
    await sendOutbox(t.as(job), { send: async (mail) => void mails.push(mail), close: () => undefined }, origin);
    const mail = mails.find(({ to }) => to === 'kit@council.example');
    expect(mail?.text).toContain(`${origin}/sign-in/link/${token}`);
    expect(mail?.text).not.toMatch(/Kit|iro|manager/);
    t.clock.forward(23 * 3600_000);
    expect((await useLink(t.as(visitor), token)).actor).toMatchObject({ id, assurance: 'link', roles: ['iro', 'manager'] });
    const { mailed: none } = await linkForWorker(
      sure(),
      await addWorker(sure(), { name: 'No Address', email: ' ', roles: ['iro'] })
    );
    expect(none).toBe(false);
    await expect(addWorker(sure(), { name: ' ', email: '', roles: ['iro'] })).rejects.toEqual(
      refused('invalid', { name: 'name-missing' })
    );
    await expect(addWorker(sure(), { name: 'X', email: '', roles: [] })).rejects.toEqual(
      refused('invalid', { roles: 'roles-missing' })
    );
  });

  test('changes what somebody does: their visits end, and they come in again as what they are now', async () => {
    const { id, one } = await t.settled('Tom Price', 'iro');
    const visit = await t.signsIn(one);
    await changeRoles(sure(), id, ['manager', 'iro']);
    expect(await t.who(visit.token)).toBeNull();
    expect((await t.signsIn(one)).actor).toMatchObject({ roles: expect.arrayContaining(['manager', 'iro']) });
    await changeRoles(sure(), id, ['manager']);
    expect((await t.signsIn(one)).actor).toMatchObject({ roles: ['manager'] });
    const [kept] = (await workers(unsure())).filter((worker) => worker.id === id);
    expect(kept).toMatchObject({ name: 'Tom Price', email: 'tom@council.example' });
    await expect(changeRoles(sure(), id, [])).rejects.toEqual(refused('invalid', { roles: 'roles-missing' }));
    await expect(changeRoles(sure(), 'nobody', ['iro'])).rejects.toEqual(refused('not-found'));
  });

  test('lets somebody in no longer: every visit and every way ends in the same moment, and again', async () => {
    const { id, one } = await t.settled('Grace Bell', 'iro');
    const visit = await t.signsIn(one);
    const { token } = await linkForWorker(sure(), id);
    await setWorking(sure(), id, false);
    expect(await t.who(visit.token)).toBeNull();
    const sessions = t.app.database.db.selectFrom('sessions').innerJoin('accounts', 'accounts.id', 'sessions.account_id');
    expect(await sessions.select('sessions.id').where('person_id', '=', id).execute()).toEqual([]);
    await expect(t.signsIn(one)).rejects.toEqual(refused('invalid'));
    await expect(useLink(t.as(visitor), token)).rejects.toEqual(over);
    await setWorking(sure(), id, true);
    expect((await t.signsIn(one)).actor).toMatchObject({ id });
  });

  test('never leaves the place without one, and takes nothing from themselves', async () => {
    const last = refused('invalid', { roles: 'last-admin' });
    await expect(changeRoles(sure(), ada.id, ['iro'])).rejects.toEqual(last);
    await expect(setWorking(sure(), ada.id, false)).rejects.toEqual(last);
    // Nor gives themselves anything: one person alone is never both of two.
    await expect(changeRoles(sure(), ada.id, ['admin', 'manager'])).rejects.toEqual(refused('invalid', { roles: 'own-roles' }));
    const bea = (await workers(unsure())).find(({ name }) => name === 'Bea Hart');
    await setWorking(sure(), bea?.id ?? '', false);
    expect(
      (await workers(unsure())).filter(({ active, roles }) => active && roles.some(({ role }) => role === 'admin'))
    ).toHaveLength(1);
  });

  test('ends one person’s visits, or everybody’s who works here', async () => {
    const [sam, lee] = [await t.settled('Dee Marsh', 'iro'), await t.settled('Lee Hart', 'iro')];
    const [first, second] = [await t.signsIn(sam.one), await t.signsIn(lee.one)];
    await endVisitsOfWorker(sure(), sam.id);
    expect([await t.who(first.token), (await t.who(second.token)) !== null]).toEqual([null, true]);
    await endEverybodysVisits(sure());
    expect(await t.who(second.token)).toBeNull();
  });

  test('takes with it every link nobody used: a newer one, the end of visits, letting somebody in no longer', async () => {
    const [id, other] = [await t.worker('Kim Vane', 'iro'), await t.worker('Jo Pike', 'iro')];
    const link = async (of: string) => (await linkForWorker(sure(), of)).token;
    const gone = (token: string) => expect(useLink(t.as(visitor), token)).rejects.toEqual(over);
    const [first, second, theirs] = [await link(id), await link(id), await link(other)];
    await gone(first);
    await endVisitsOfWorker(sure(), id);
    await gone(second);
    const third = await link(id);
    await setWorking(sure(), id, false);
    await setWorking(sure(), id, true);
    await gone(third);
    expect((await useLink(t.as(visitor), theirs)).actor).toMatchObject({ id: other });
    const last = [await link(id), await link(other)];
    await endEverybodysVisits(sure());
    for (const token of last) await gone(token);
  });
});
