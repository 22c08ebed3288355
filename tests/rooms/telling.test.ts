import { beforeEach, describe, expect, test } from 'vitest';
import { within } from '#lib/context.ts';
import { becameOf } from '#lib/invitations/sending.server.ts';
import {
  claim,
  clearOutbox,
  enqueue,
  outboxState,
  postpone,
  settle,
  type Claimed,
  type Nudge
} from '#lib/notify/outbox.server.ts';
import { isAlarm, standsStillSince } from '#lib/notify/standing.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { frameOf } from '#lib/inbox/frame.server.ts';
import { MailRefused, type Mail, type MailTransport } from '#lib/server/mail.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { command, job, staffActor, visitor } from '#tests/setup/app.ts';
import { askedTown, origin, type AskedTown } from '#tests/setup/asked.ts';
import { englishWords } from '#tests/setup/cast.ts';
import { mailServer, messageIdOf } from '#tests/setup/mail-server.ts';

const HOUR = 3600_000;
let t: AskedTown;
beforeEach(async () => void (t = await askedTown()));

const db = () => t.app.database.db;
const tell = (staffId: string, dedupeKey: string, kind: 'something-new' | 'urgent' = 'something-new') =>
  within(t.as(job), (ctx) => enqueue(ctx, { kind, dedupeKey, staffId }));
const rows = () => db().selectFrom('outbox').selectAll().orderBy('id').execute();
const stateOf = async (key: string) => (await rows()).find((row) => row.dedupe_key === key)?.state;

/** A transport in which each message waits until it is let go, so that two at once are seen. */
function held() {
  const under: Mail[] = [];
  const letGo: (() => void)[] = [];
  const mail: MailTransport = {
    send: (one) =>
      new Promise((done) => {
        under.push(one);
        letGo.push(done);
      }),
    close: () => undefined
  };
  return { under, letGo, mail };
}

describe('what one person gets', () => {
  test('keeps its order: the later waits while the earlier could not be sent; somebody else does not', async () => {
    await tell(t.sam, 'first');
    await tell(t.sam, 'second');
    await tell(t.amina, 'hers');
    let broken = true;
    const sent: string[] = [];
    const mail: MailTransport = {
      async send({ id, to }) {
        if (broken && to.startsWith('Sam')) throw new MailRefused('451');
        sent.push(id);
      },
      close: () => undefined
    };
    expect(await sendOutbox(t.as(job), mail, origin)).toBe(2);
    expect(await sendOutbox(t.as(job), mail, origin)).toBe(0);
    expect([await stateOf('first'), await stateOf('second'), await stateOf('hers')]).toEqual(['waiting', 'waiting', 'sent']);
    broken = false;
    t.clock.forward(61_000);
    while ((await sendOutbox(t.as(job), mail, origin)) > 0);
    const ids = new Map((await rows()).map((row) => [row.dedupe_key, row.id]));
    expect(sent).toEqual([ids.get('hers'), ids.get('first'), ids.get('second')]);
  });

  test('is never two at once, also from two processes, and also when one of them is urgent', async () => {
    await tell(t.sam, 'first');
    await tell(t.sam, 'urgent', 'urgent');
    const { under, letGo, mail } = held();
    const one = sendOutbox(t.as(job), mail, origin);
    await expect.poll(() => under.length).toBe(1);
    expect(await stateOf('urgent')).toBe('sending');
    await tell(t.sam, 'urgent too', 'urgent');
    expect(await sendOutbox(t.as(job), mail, origin)).toBe(0);
    letGo[0]?.();
    expect(await one).toBe(1);
    const two = sendOutbox(t.as(job), mail, origin);
    await expect.poll(() => under.length).toBe(2);
    expect([await stateOf('urgent too'), await stateOf('first')]).toEqual(['sending', 'waiting']);
    letGo[1]?.();
    await two;
  });

  test('that is urgent does not wait for what is in turn and fails; and what failed goes with it, not six hours later', async () => {
    await tell(t.sam, 'old');
    let broken = true;
    const sent: string[] = [];
    const mail: MailTransport = {
      async send({ id }) {
        if (broken) throw new MailRefused('451');
        sent.push(id);
      },
      close: () => undefined
    };
    for (let hours = 0; hours < 20; hours += 1) {
      await sendOutbox(t.as(job), mail, origin);
      t.clock.forward(HOUR);
    }
    expect((await rows())[0]?.attempts).toBeGreaterThan(6);
    await sendOutbox(t.as(job), mail, origin);
    broken = false;
    t.clock.forward(1_000);
    await tell(t.sam, 'now', 'urgent');
    while ((await sendOutbox(t.as(job), mail, origin)) > 0);
    const ids = new Map((await rows()).map((row) => [row.dedupe_key, row.id]));
    expect(sent).toEqual([ids.get('now'), ids.get('old')]);
  });

  test('that is urgent does not wait for a link that is refused; never two at once, and the urgent first', async () => {
    const link = (linkId: string) =>
      within(t.as(job), (ctx) => enqueue(ctx, { kind: 'staff-link', dedupeKey: linkId, staffId: t.sam, linkId }));
    const first = async () => {
      const claimed = await within(t.as(job), (ctx) => claim(ctx, 10));
      const keys = new Map((await rows()).map((row) => [row.id, row.dedupe_key]));
      return { claimed, keys: claimed.map(({ id }) => keys.get(id)) };
    };
    const refuse = (one: Claimed) => within(t.as(job), (ctx) => postpone(ctx, one, { code: '554' }));
    await link('a link');
    const { claimed, keys } = await first();
    expect(keys).toEqual(['a link']);
    for (const one of claimed) await refuse(one);
    t.clock.forward(1_000);
    await tell(t.sam, 'first', 'urgent');
    t.clock.forward(1);
    await tell(t.sam, 'second', 'urgent');
    await tell(t.sam, 'in turn');
    // The link is woken, and due as they are.
    const urgent = await first();
    expect(urgent.keys).toEqual(['first']);
    // Of one kind the later waits, also while the earlier was put off.
    for (const one of urgent.claimed) await refuse(one);
    const after = await first();
    expect(after.keys).not.toContain('second');
    expect(after.keys).not.toContain('in turn');
    expect(after.keys.length).toBeLessThan(2);
  });

  test('that is urgent goes although a link was refused a moment ago', async () => {
    await within(t.as(job), (ctx) => enqueue(ctx, { kind: 'staff-link', dedupeKey: 'link', staffId: t.sam, linkId: 'x' }));
    await tell(t.sam, 'urgent', 'urgent');
    const claimed = async () => within(t.as(job), (ctx) => claim(ctx, 10));
    const [one, ...others] = await claimed();
    expect([one?.kind, others]).toEqual(['urgent', []]);
    if (!one) throw new Error('nothing was claimed');
    await within(t.as(job), (ctx) => settle(ctx, one));
    const [two] = await claimed();
    expect(two?.kind).toBe('staff-link');
    if (!two) throw new Error('nothing was claimed');
    await within(t.as(job), (ctx) => postpone(ctx, two, { code: '554' }));
    await tell(t.sam, 'urgent too', 'urgent');
    expect((await claimed()).map(({ kind }) => kind)).toEqual(['urgent']);
  });

  test('is sent again, with the same Message-ID, when the process ended between sending and writing it down', async () => {
    const office = await mailServer();
    try {
      await tell(t.sam, 'once');
      await sendOutbox(t.as(job), office.mail, origin);
      // As it is found after a kill -9 in between: claimed, sent, not written down.
      const lease = { state: 'sending', done_at: null, lease_until: new Date(t.clock.now().getTime() + 60_000).toISOString() };
      await db().updateTable('outbox').set(lease).execute();
      expect(await sendOutbox(t.as(job), office.mail, origin)).toBe(0);
      t.clock.forward(61_000);
      expect(await sendOutbox(t.as(job), office.mail, origin)).toBe(1);
      const [row] = await rows();
      expect(office.received.map(({ raw }) => messageIdOf(raw))).toEqual([
        `<${row?.id}@northmere.example>`,
        `<${row?.id}@northmere.example>`
      ]);
    } finally {
      await office.stop();
    }
  });

  test('that another process took over is not changed by the one that lost it', async () => {
    await tell(t.sam, 'slow');
    const { under, letGo, mail } = held();
    const slow = sendOutbox(t.as(job), mail, origin);
    await expect.poll(() => under.length).toBe(1);
    t.clock.forward(61_000);
    const other: MailTransport = { send: async () => Promise.reject(new MailRefused('451')), close: () => undefined };
    expect(await sendOutbox(t.as(job), other, origin)).toBe(1);
    letGo[0]?.();
    await slow;
    expect((await rows())[0]).toMatchObject({ state: 'waiting', attempts: 2, last_error: '451' });
  });
});

describe('hours in which families are left in peace', () => {
  const invite = async () => {
    const { id } = await t.ask('email', 'dawn@post.example');
    await t.send(id);
  };

  test.each([
    ['2026-12-07T20:59:00.000Z', '2026-12-07T20:59:00.000Z'],
    ['2026-12-07T21:00:00.000Z', '2026-12-08T08:00:00.000Z'],
    ['2026-12-08T07:59:59.000Z', '2026-12-08T08:00:00.000Z'],
    // British summer time: nine in the evening there is eight in UTC.
    ['2027-06-07T20:30:00.000Z', '2027-06-08T07:00:00.000Z'],
    // The night in which the clocks go forward.
    ['2027-03-27T23:30:00.000Z', '2027-03-28T07:00:00.000Z']
  ])('an invitation of %s goes from %s', async (at, from) => {
    t.clock.set(at);
    await invite();
    const send = () => sendOutbox(t.as(job), t.carriers.mail, origin);
    if (at === from) return expect(await send()).toBe(1);
    expect(await send()).toBe(0);
    const [row] = await rows();
    expect([row?.not_before, row?.due_at]).toEqual([from, from]);
    t.clock.set(new Date(Date.parse(from) - 1));
    expect(await send()).toBe(0);
    t.clock.set(from);
    expect(await send()).toBe(1);
  });

  test('a code goes at night, because somebody sits before the field; a worker’s message too', async () => {
    await invite();
    await t.deliver();
    t.clock.set('2026-12-07T23:00:00.000Z');
    await t.wants({ typed: 'dawn@post.example' });
    await tell(t.sam, 'at night');
    await t.deliver();
    expect(t.mails.map(({ to }) => to).sort()).toEqual(['Sam@council.example', 'dawn@post.example', 'dawn@post.example']);
  });

  test('what waited from the evening is not sent in the night, and nobody is alarmed of it', async () => {
    t.clock.set('2026-12-07T20:59:00.000Z');
    await invite();
    t.clock.set('2026-12-07T21:00:30.000Z');
    expect(await sendOutbox(t.as(job), t.carriers.mail, origin)).toBe(0);
    t.clock.set('2026-12-08T03:00:00.000Z');
    expect(await sendOutbox(t.as(job), t.carriers.mail, origin)).toBe(0);
    expect(isAlarm(await outboxState(t.as(job)), t.clock.now())).toBe(false);
    t.clock.set('2026-12-08T08:00:00.000Z');
    expect(await sendOutbox(t.as(job), t.carriers.mail, origin)).toBe(1);
  });
});

describe('post that stands still', () => {
  const bannerOf = async (roles: ('admin' | 'manager' | 'iro')[]) => {
    const ctx = t.as(staffActor(t.grace, { roles }));
    return (await frameOf(ctx, englishWords, '/staff')).alarm?.title ?? null;
  };
  const everybody = async () => [await bannerOf(['admin']), await bannerOf(['manager']), await bannerOf(['iro'])];

  test('is said within fifteen minutes to administrators and managers, in the product, and to nobody else', async () => {
    await tell(t.sam, 'one');
    const refusing: MailTransport = { send: async () => Promise.reject(new MailRefused('ECONNREFUSED')), close: () => undefined };
    for (let minutes = 0; minutes < 15; minutes += 1) {
      expect(await everybody()).toEqual([null, null, null]);
      await sendOutbox(t.as(job), refusing, origin);
      t.clock.forward(60_000);
    }
    // However often it was put off: what counts is since when it should have gone.
    expect((await rows())[0]?.attempts).toBeGreaterThan(3);
    expect(await everybody()).toEqual(['Messages are standing still', 'Messages are standing still', null]);
    expect(standsStillSince(await outboxState(t.as(job)), t.clock.now())).toBe('2026-12-07T09:00:00.000Z');
    t.clock.forward(HOUR);
    await t.deliver();
    expect(await everybody()).toEqual([null, null, null]);
  });

  test('is said too when no worker runs at all', async () => {
    await tell(t.sam, 'one');
    t.clock.forward(16 * 60_000);
    expect(await bannerOf(['admin'])).toBe('Messages are standing still');
  });

  test('shows figures to those who may, and nothing to others', async () => {
    for (const actor of [job, command, staffActor(t.grace, { roles: ['manager'] }), staffActor(t.lee, { roles: ['admin'] })])
      expect(await outboxState(t.as(actor))).toEqual({ oldestDue: null, waiting: 0, dead: 0 });
    for (const actor of [visitor, staffActor(t.sam), staffActor(t.dee, { roles: ['social_worker'] })])
      await expect(outboxState(t.as(actor))).rejects.toMatchObject({ problem: 'not-found' });
  });
});

test('what was over ninety days ago is removed; what waits, and what is younger, stays', async () => {
  await tell(t.sam, 'old');
  await t.deliver();
  t.clock.forward(60 * 24 * HOUR);
  await tell(t.sam, 'younger');
  await t.deliver();
  t.clock.forward(31 * 24 * HOUR);
  await tell(t.sam, 'waits');
  await clearOutbox(t.as(job));
  expect((await rows()).map(({ dedupe_key }) => dedupe_key)).toEqual(['younger', 'waits']);
  await expect(clearOutbox(t.as(visitor))).rejects.toMatchObject({ problem: 'not-found' });
});

test('a link to an invitation that nobody took is tried for three days since it should have gone, not since it was put there', async () => {
  t.clock.set('2026-12-07T22:00:00.000Z');
  const { id } = await t.ask('email', 'dawn@post.example');
  await t.send(id);
  const refusing: MailTransport = { send: async () => Promise.reject(new MailRefused('451')), close: () => undefined };
  for (let hours = 0; hours < 90; hours += 1) {
    t.clock.forward(HOUR);
    await sendOutbox(t.as(job), refusing, origin);
  }
  const [sending] = await db().selectFrom('invitation_sendings').select('id').execute();
  expect((await becameOf(t.iro(), [sending?.id ?? ''])).get(sending?.id ?? '')).toBe('no-way');
});

test('a worker who was added later has an order of their own', async () => {
  const nia = await saveStaff(t.cmd(), { name: 'Nia Rees', email: 'nia@council.example' });
  const nudges: Nudge[] = [t.sam, nia].map((staffId) => ({ kind: 'something-new', dedupeKey: staffId, staffId }));
  await within(t.as(job), async (ctx) => {
    for (const nudge of nudges) await enqueue(ctx, nudge);
  });
  const indexes = (await rows()).map(({ person_index }) => person_index);
  expect(new Set(indexes).size).toBe(2);
  // A keyed hash: whose it is cannot be read from the row.
  for (const index of indexes) expect([t.sam, nia]).not.toContain(index);
});
