import { beforeAll, describe, expect, test } from 'vitest';
import { saveChild } from '#lib/children/children.server.ts';
import { saveAudiences } from '#lib/consultations/drafts.server.ts';
import { within, type Context, type StaffRole } from '#lib/context.ts';
import { beginWay, wayOf } from '#lib/home/way.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { makeCard, useCard } from '#lib/sign-in/cards/cards.server.ts';
import { browserOf } from '#lib/sign-in/browser.ts';
import { endOtherVisits, endOwnVisit, ownVisits } from '#lib/sign-in/own-visits.server.ts';
import { limitsOf, type Limits } from '#lib/sign-in/session.ts';
import { checkSecret, chooseSecret } from '#lib/sign-in/secrets/secrets.server.ts';
import { lateWriter, startChildSession, startStaffSession, type Started } from '#lib/sign-in/sign-in.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { answer, sendIt } from '#tests/setup/cast.ts';
import { staffTown, type StaffTown } from '#tests/setup/staff-ways.ts';

const pin = { kind: 'pin', pin: '937264' } as const;
let t: StaffTown;
beforeAll(async () => void (t = await staffTown()));

/** A visit that began as after signing in with a passkey. */
const begins = (staffId: string, ctx: Context = t.as(visitor)): Promise<Started> =>
  within(ctx, (ctx) => startStaffSession(ctx, { staffId, assurance: 'passkey' }));

const minute = 60_000;

/** security.md 2.7, by the roles somebody holds: the strictest of each. */
const table: readonly (readonly [readonly StaffRole[], Limits])[] = [
  [['iro'], { idle: 30, absolute: 720, parallel: 3 }],
  [['social_worker'], { idle: 30, absolute: 720, parallel: 3 }],
  [['advocate'], { idle: 30, absolute: 720, parallel: 3 }],
  [['manager'], { idle: 15, absolute: 480, parallel: 2 }],
  [['admin'], { idle: 10, absolute: 240, parallel: 1 }],
  [['iro', 'manager'], { idle: 15, absolute: 480, parallel: 2 }],
  [['manager', 'admin', 'iro'], { idle: 10, absolute: 240, parallel: 1 }],
  [[], { idle: 30, absolute: 720, parallel: 3 }]
];

describe('a worker’s visit', () => {
  test.each(table)('as %j lasts as long as the strictest role allows', async (roles, limits) => {
    expect(limitsOf('staff', 'own', roles)).toEqual(limits);
    const staffId = await t.worker(`Worker ${roles.join(' ')}`, ...roles);
    const idle = await begins(staffId);
    t.clock.forward((limits.idle - 0.5) * minute);
    expect(await t.who(idle.token)).not.toBeNull();
    t.clock.forward(limits.idle * minute);
    expect(await t.who(idle.token)).toBeNull();
    const busy = await begins(staffId);
    for (let minutes = 0; minutes < limits.absolute; minutes += limits.idle / 2) {
      expect(await t.who(busy.token)).not.toBeNull();
      t.clock.forward((limits.idle / 2) * minute);
    }
    expect(await t.who(busy.token)).toBeNull();
  });

  test.each(table)('as %j is one of so many: the oldest ends', async (roles, { parallel }) => {
    const staffId = await t.worker(`Many ${roles.join(' ')}`, ...roles);
    const visits: Started[] = [];
    for (let many = 0; many <= parallel; many += 1) {
      visits.push(await begins(staffId));
      t.clock.forward(1000);
    }
    const held = await Promise.all(visits.map(async ({ token }) => (await t.who(token)) !== null));
    expect(held).toEqual([false, ...Array.from({ length: parallel }, () => true)]);
  });

  test('ends sooner from the moment a stricter role is held', async () => {
    const staffId = await t.worker('Robin Vale', 'iro');
    const visit = await begins(staffId);
    for (let minutes = 0; minutes < 5 * 60; minutes += 20) {
      t.clock.forward(20 * minute);
      expect(await t.who(visit.token)).not.toBeNull();
    }
    await saveStaff(t.cmd(), { id: staffId, name: 'Robin Vale', roles: [{ role: 'admin', fromOn: '2020-01-01', toOn: null }] });
    expect(await t.who(visit.token)).toBeNull();
  });

  test('says what kind of browser it is, and nothing that tells one person’s from another’s', () => {
    for (const [agent, browser] of [
      [
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Safari/537.36 Edg/149.0.0.0',
        'edge/windows'
      ],
      [
        'Mozilla/5.0 (iPhone; CPU iPhone OS 20_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/20.1 Mobile/15E148 Safari/604.1',
        'safari/ios'
      ],
      [
        'Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/149.0.0.0 Mobile Safari/537.36',
        'chrome/android'
      ],
      ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:150.0) Gecko/20100101 Firefox/150.0', 'firefox/mac'],
      [
        'Mozilla/5.0 (Linux; Android 16) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/30.0 Chrome/140.0 Mobile Safari/537.36',
        'samsung/android'
      ],
      ['curl/8.9', 'other/other'],
      [null, 'other/other']
    ] as const)
      expect(browserOf(agent)).toBe(browser);
  });

  test('is one of those its owner sees and ends; nobody sees or ends another’s', async () => {
    const [sam, amina] = [await t.worker('Sam Okafor', 'iro'), await t.worker('Amina Yusuf', 'iro')];
    const here = await begins(sam, { ...t.as(visitor), browser: 'firefox/windows' });
    t.clock.forward(5 * minute);
    const there = await begins(sam, { ...t.as(visitor), browser: 'safari/ios' });
    const third = await begins(sam);
    const others = await begins(amina);
    const ctx = await t.by(here);
    const seen = await ownVisits(ctx);
    expect(seen.map(({ here, family, system }) => [here, family, system])).toEqual([
      [true, 'firefox', 'windows'],
      expect.arrayContaining([false]),
      expect.arrayContaining([false])
    ]);
    const rows = JSON.stringify(await t.app.database.db.selectFrom('sessions').selectAll().execute());
    expect(rows).not.toMatch(/\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|Mozilla/);
    const theirs = (await ownVisits(await t.by(others)))[0]?.id ?? '';
    for (const id of [theirs, 'nothing', '']) await expect(endOwnVisit(ctx, id)).rejects.toMatchObject({ problem: 'not-found' });
    const phone = seen.find(({ family }) => family === 'safari')?.id ?? '';
    await endOwnVisit(ctx, phone);
    expect(await t.who(there.token)).toBeNull();
    await endOtherVisits(ctx);
    expect([await t.who(third.token), (await t.who(here.token)) !== null, (await t.who(others.token)) !== null]).toEqual([
      null,
      true,
      true
    ]);
    await expect(ownVisits(t.as(visitor))).rejects.toMatchObject({ problem: 'not-found' });
  });
});

describe('a child’s visit', () => {
  test('with the secret is one of three: the oldest ends as if it had run out, and what was being written there can still be saved', async () => {
    const childId = await saveChild(t.cmd(), { firstName: 'Wren', lastName: 'Test', bornOn: '2016-02-03' });
    const { code } = await makeCard(t.cmd(), childId);
    const byCard = await useCard(t.as(visitor), code);
    const visits = [await chooseSecret(await t.by(byCard), pin)];
    for (let many = 1; many < 4; many += 1) {
      t.clock.forward(1000);
      visits.push(await checkSecret(await t.by(await useCard(t.as(visitor), code)), pin));
    }
    const [first, second] = visits;
    expect(await t.who(first?.token ?? '')).toBeNull();
    expect(await t.who(second?.token ?? '')).not.toBeNull();
    expect(await lateWriter(t.app.database.db, t.clock.now(), first?.token)).toMatchObject({ kind: 'child', id: childId });
  });

  test('that ran out on the last page: who may hear it is still kept, and it is still sent, once', async () => {
    const childId = await saveChild(t.cmd(), { firstName: 'Lark', lastName: 'Test', bornOn: '2016-02-03' });
    const { code } = await makeCard(t.cmd(), childId);
    const byCard = () => useCard(t.as(visitor), code);
    for (const comes of [byCard, async () => chooseSecret(await t.by(await byCard()), pin)]) {
      const visit = await comes();
      const ctx = await t.by(visit);
      const { draft } = await beginWay(ctx, { band: '8-11', language: 'en' });
      await answer(ctx, draft.id, { change: 'A room of my own.' });
      t.clock.forward(61 * minute);
      expect(await t.who(visit.token)).toBeNull();
      const late = t.as((await lateWriter(t.app.database.db, t.clock.now(), visit.token)) ?? visitor);
      await saveAudiences(late, draft.id, { change: { kind: 'at_my_review' } });
      expect((await wayOf(late, draft.id))?.draft.id).toBe(draft.id);
      const receipt = await sendIt(late, draft.id);
      expect(await sendIt(late, draft.id)).toEqual(receipt);
      t.clock.forward(minute);
    }
  });

  test('on a worker’s device lasts an hour at most, and no quarter of one in which nothing happens', async () => {
    expect(limitsOf('child', 'handed', [])).toEqual({ idle: 15, absolute: 60, parallel: 3 });
    const childId = await saveChild(t.cmd(), { firstName: 'Moth', lastName: 'Test', bornOn: '2016-02-03' });
    const handed = () =>
      within(t.cmd(), (ctx) => startChildSession(ctx, { childId, assurance: 'card', device: 'handed' } as const));
    const left = await handed();
    t.clock.forward(15 * minute);
    expect(await t.who(left.token)).toBeNull();
    const busy = await handed();
    for (let times = 0; times < 4; times += 1) {
      t.clock.forward(14 * minute);
      expect(await t.who(busy.token)).toMatchObject({ device: 'handed' });
    }
    t.clock.forward(4 * minute);
    expect(await t.who(busy.token)).toBeNull();
  });

  test('is listed for nobody', async () => {
    const childId = await saveChild(t.cmd(), { firstName: 'Ash', lastName: 'Test', bornOn: '2016-02-03' });
    const visit = await useCard(t.as(visitor), (await makeCard(t.cmd(), childId)).code);
    await expect(ownVisits(await t.by(visit))).rejects.toMatchObject({ problem: 'not-found' });
  });
});
