import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from '#lib/context.ts';
import type { Mail } from '#lib/server/mail.ts';
import { ownNews, seeNews, whereNext } from '#lib/sign-in/workers/ways.server.ts';
import { becomeFirst, firstLink } from '#lib/sign-in/workers/first.server.ts';
import { useLink } from '#lib/sign-in/workers/links.server.ts';
import {
  addWorker,
  changeRoles,
  endEverybodysVisits,
  endVisitsOfWorker,
  linkForWorker,
  setWorking,
  workers
} from '#lib/sign-in/workers/workers.server.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { command, job, staffActor, visitor } from '#tests/setup/app.ts';
import { newAuthenticator } from '#tests/setup/authenticator.ts';
import { setCouncil } from '#lib/council/council.server.ts';
import { origin, staffTown, type StaffTown } from '#tests/setup/staff-ways.ts';
import { refused } from '#tests/setup/refused.ts';

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
  /** Where no mail is sent, it is shown. */
  const shownLink = async (of: string) => (await linkForWorker(sure(), of, false)).token ?? '';
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
      (ctx) => linkForWorker(ctx, id, true),
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
    // It goes to them alone: who made it does not see it.
    expect(await linkForWorker(sure(), id, true)).toEqual({ by: 'mail', token: null });
    await sendOutbox(t.as(job), { send: async (mail) => void mails.push(mail), close: () => undefined }, origin);
    const mail = mails.find(({ to }) => to === 'kit@council.example');
    const token = /\/sign-in\/link\/([\w-]{43})/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(mail?.text).not.toMatch(/Kit|iro|manager/);
    t.clock.forward(23 * 3600_000);
    expect((await useLink(t.as(visitor), token)).actor).toMatchObject({ id, assurance: 'link', roles: ['iro', 'manager'] });
    const away = await addWorker(sure(), { name: 'No Address', email: ' ', roles: ['iro'] });
    expect(await linkForWorker(sure(), away, true)).toEqual({ by: 'no-address', token: expect.stringMatching(/^[\w-]{43}$/) });
    expect(await linkForWorker(sure(), id, false)).toMatchObject({ by: 'no-mail', token: expect.any(String) });
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
    const token = await shownLink(id);
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
    const link = shownLink;
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

describe('one administrator alone who takes a settled worker’s place', () => {
  let t: StaffTown;
  beforeAll(async () => void (t = await staffTown()));
  const mailsTo = async () => {
    const mails: Mail[] = [];
    while ((await sendOutbox(t.as(job), { send: async (mail) => void mails.push(mail), close: () => undefined }, origin)) > 0);
    return mails;
  };
  const newsOf = async (one: Parameters<StaffTown['signsIn']>[0]) => {
    const ctx = await t.by(await t.signsIn(one));
    return { ctx, news: await ownNews(ctx), next: await whereNext(ctx, ctx.actor, '/staff') };
  };

  test('cannot press the warning away, and every other manager and administrator is told of the link and its use', async () => {
    const ada = await t.settled('Ada Quill', 'admin');
    const [sam, bea, moira] = [
      await t.settled('Sam Okafor', 'iro'),
      await t.settled('Bea Hart', 'admin'),
      await t.settled('Moira Quinn', 'manager')
    ];
    for (const { one } of [ada, sam, bea, moira]) await seeNews(await t.by(await t.signsIn(one)));
    t.clock.forward(31 * 24 * 3600_000);
    await mailsTo();
    const sure = t.as(staffActor(ada.id, { roles: ['admin'], stepUpUntil: '2028-01-01T00:00:00.000Z' }));
    const { token } = await linkForWorker(sure, sam.id, false);
    const own = newAuthenticator(origin);
    await t.adds(await useLink(t.as(visitor), token ?? ''), own);
    await setCouncil(t.cmd(), 'officePhone', '01632 960001');
    const mails = await mailsTo();
    const toSam = mails.filter(({ to }) => to === 'sam@council.example');
    expect(toSam.map(({ subject }) => subject)).toEqual(['A new way to sign in', 'A new way to sign in']);
    expect(toSam[0]?.text).toMatch(/If that was not you, ring 01632 960001/);
    expect(mails.map(({ subject, text }) => subject + text).join()).not.toMatch(/Ada|Sam|Quill|Okafor/);
    for (const who of ['bea', 'moira'])
      expect(mails.filter(({ to }) => to === `${who}@council.example`).map(({ subject }) => subject)).toEqual([
        'Something new for you',
        'Something new for you'
      ]);
    // As Sam, by the new passkey: seen and pressed.
    const asSam = await newsOf(own);
    expect(asSam.next).toMatch(/^\/staff\/sessions/);
    await seeNews(asSam.ctx);
    // It stands in Sam's way no longer, and in Sam's sight for thirty days.
    const real = await newsOf(sam.one);
    expect(real.next).toBe('/staff');
    expect(real.news.map(({ kind, seen }) => [kind, seen])).toEqual([
      ['link-used', true],
      ['passkey-added', true]
    ]);
    for (const { one } of [bea, moira]) {
      const { news, next, ctx } = await newsOf(one);
      expect(next).toMatch(/^\/staff\/sessions/);
      expect(news.map(({ kind, about, by }) => [kind, about, by])).toEqual([
        ['other-link-made', 'Sam Okafor', 'Ada Quill'],
        ['other-link-used', 'Sam Okafor', 'Ada Quill']
      ]);
      await seeNews(ctx);
      expect(await ownNews(ctx)).toHaveLength(2);
    }
    t.clock.forward(30 * 24 * 3600_000);
    expect((await newsOf(sam.one)).news).toEqual([]);
  });

  test('is told of in words without a telephone number where the council has none', async () => {
    await setCouncil(t.cmd(), 'officePhone', '');
    const id = await t.worker('Kit Vale', 'iro');
    await t.byLink(id);
    expect((await mailsTo()).find(({ to }) => to === 'kit@council.example')?.text).toMatch(/not you, tell your manager at once/);
  });

  test('a newcomer whose link only they were sent is everyday work: nobody else is told', async () => {
    const [lee, bo] = [await t.settled('Lee Marsh', 'manager'), await t.worker('Bo Finch', 'admin')];
    await seeNews(await t.by(await t.signsIn(lee.one)));
    const before = (await newsOf(lee.one)).news.length;
    const sure = t.as(staffActor(bo, { roles: ['admin'], stepUpUntil: '2028-01-01T00:00:00.000Z' }));
    const id = await addWorker(sure, { name: 'Jo Pike', email: 'jo@council.example', roles: ['iro'] });
    await linkForWorker(sure, id, true);
    expect((await newsOf(lee.one)).news).toHaveLength(before);
    // Shown to whoever made it, it is not.
    await linkForWorker(sure, id, false);
    expect((await newsOf(lee.one)).news.slice(before).map(({ kind }) => kind)).toEqual(['other-link-made']);
  });
});
