import { beforeAll, expect, test, vi } from 'vitest';
import { looks } from '#lib/audit/looks.ts';
import { findChildren } from '#lib/break-glass/asking.server.ts';
import { emergencies } from '#lib/break-glass/reading.server.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { unusualReading } from '#lib/audit/unusual.server.ts';
import type { Actor, Context } from '#lib/context.ts';
import { readCallBack, callBacksWaiting } from '#lib/call-backs/reading.server.ts';
import { seeOwn } from '#lib/consultations/heard.server.ts';
import { cardsList, cardsSheet } from '#lib/inbox/cards.server.ts';
import { childSheet, myChildren, viewsSheet } from '#lib/inbox/caseload.server.ts';
import { comparingSheet } from '#lib/inbox/comparing.server.ts';
import { enteringSheet } from '#lib/inbox/entering.server.ts';
import { deskOf, inboxOf } from '#lib/inbox/inbox.server.ts';
import { peopleSheet } from '#lib/inbox/people-sheet.server.ts';
import { requestSheet } from '#lib/inbox/request-sheet.server.ts';
import { teamToday } from '#lib/inbox/team.server.ts';
import { letterFor } from '#lib/invitations/letters.server.ts';
import { whoLooked } from '#lib/looking/looking.server.ts';
import { ownRequest } from '#lib/requests/own.server.ts';
import { noteAsides } from '#lib/sign-in/refusals.server.ts';
import { makeTown, type Town } from '#tests/authorisation/town.ts';
import { childActor, command, staffActor, testApp } from '#tests/setup/app.ts';
import { finds } from '#tests/setup/canaries.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let t: Awaited<ReturnType<typeof testApp>>;
let town: Town;
const as = (actor: Actor): Context => t.as(actor);

beforeAll(async () => {
  t = await testApp();
  t.clock.set(new Date());
  town = await makeTown(t.app);
});

const rows = () => t.app.database.db.selectFrom('audit').selectAll().orderBy('seq').execute();

/** What each kind of look writes down: the verb, and how it is reached. */
function everyLook(): readonly (readonly [keyof typeof looks, () => Promise<unknown>])[] {
  const { a } = town.records;
  const iro = () => as(staffActor(town.workers.sam));
  const manager = () => as(staffActor(town.workers.mona, { roles: ['manager'] }));
  const desk = () => as(staffActor(town.workers.tina));
  const child = () => as(childActor(a.child));
  const callBack = town.loose.callBack ?? '';
  return [
    ['child.see', () => childSheet(iro(), a.child)],
    ['contribution.read', () => viewsSheet(iro(), a.contribution)],
    ['contribution.print', () => viewsSheet(iro(), a.contribution, 'contribution.print')],
    ['views.compare', () => comparingSheet(iro(), a.child)],
    ['views.enter', () => enteringSheet(iro(), a.child, a.carer)],
    ['request.read', () => requestSheet(iro(), a.request)],
    ['invitation.see', () => peopleSheet(iro(), a.child, ['letter', 'email'])],
    ['letter.see', () => letterFor(iro(), a.letter, 'https://mysay.example')],
    ['caseload.see', () => myChildren(iro())],
    ['inbox.see', () => inboxOf(iro())],
    ['desk.see', () => deskOf(desk())],
    ['team.see', () => teamToday(manager())],
    ['card.list', () => cardsList(manager())],
    ['emergency.list', () => emergencies(manager())],
    ['call-back.read', () => readCallBack(manager(), callBack)],
    ['call-back.list', () => callBacksWaiting(desk())],
    ['contribution.see-own', () => seeOwn(child(), a.child, a.contribution)],
    ['request.see-own', () => ownRequest(child(), a.child, a.request)]
  ];
}

test('each look is on record: by whom, of what, and of which child', async () => {
  for (const [verb, look] of everyLook()) {
    t.clock.forward(61 * 60_000);
    const before = (await rows()).length;
    await look();
    const line = (await rows()).slice(before).find((row) => row.verb === verb);
    expect([verb, line?.outcome]).toEqual([verb, 'done']);
    if (!['list', 'code'].includes(looks[verb]) && !verb.startsWith('call-back'))
      expect([verb, line?.child_id]).toEqual([verb, town.records.a.child]);
    const after = (await rows()).length;
    await look();
    expect([verb, (await rows()).slice(after).filter((row) => row.verb === verb)]).toEqual([verb, []]);
  }
});

test('a list of everybody is on nobody’s page of who looked; the page of one child’s card is', async () => {
  const { child } = town.records.a;
  const byManager = async () => (await whoLooked(as(childActor(child)), child)).filter((one) => one.as === 'manager');
  const manager = () => as(staffActor(town.workers.mona, { roles: ['manager'] }));
  const before = await byManager();
  const [{ seq } = { seq: 0 }] = (await rows()).slice(-1);
  t.clock.forward(25 * 3600_000);
  expect((await cardsList(manager())).children.some(({ id }) => id === child)).toBe(true);
  await emergencies(manager());
  await findChildren(manager(), 'qz');
  const since = (await rows()).filter((row) => row.seq > seq).map(({ verb, child_id }) => [verb, child_id]);
  expect(since).toEqual([
    ['card.list', null],
    ['emergency.list', null],
    ['emergency.find', null]
  ]);
  expect(await byManager()).toEqual(before);
  await cardsSheet(manager(), child);
  expect(await byManager()).toHaveLength(before.length + 1);
  expect((await byManager())[0]).toMatchObject({ what: 'child', as: 'manager' });
});

test('nothing personal is in it in clear: no column holds a word of anybody’s', async () => {
  const strange = as(staffActor(town.workers.lee));
  await childSheet(strange, town.records.a.child).catch(() => null);
  await noteAsides(strange);
  const all = await rows();
  const columns = Object.keys(all[0] ?? {});
  expect(columns.length).toBeGreaterThan(15);
  expect(all.some(({ outcome, actor }) => outcome === 'refused' && actor === town.workers.lee)).toBe(true);
  const hay = new Map(
    columns.map((column) => {
      const values = all.map((row) => Object.entries(row).find(([name]) => name === column)?.[1]);
      return [
        column,
        Buffer.from(
          values.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : String(value))).join('\n')
        )
      ] as const;
    })
  );
  const secrets = Object.fromEntries([...town.marks].map(([word, { column }], at) => [`${column} ${at}`, word]));
  expect(Object.keys(secrets).length).toBeGreaterThan(100);
  expect(finds(hay, secrets)).toEqual([]);
  expect((await verifyChain(as(command))).broken).toBeNull();
});

test('a manager sees whose reading stands out, and nobody else does', async () => {
  const tom = staffActor(town.workers.tom);
  for (let at = 0; at < 12; at += 1) {
    const ctx = as(tom);
    await childSheet(ctx, `${at}-nobody`).catch(() => null);
    await noteAsides(ctx);
  }
  const found = await unusualReading(as(staffActor(town.workers.mona, { roles: ['manager'] })));
  expect(found).toContainEqual(expect.objectContaining({ code: 'unknown-ids', actor: town.workers.tom, many: 12 }));
  await expect(unusualReading(as(tom))).rejects.toMatchObject({ problem: 'not-found' });
});
