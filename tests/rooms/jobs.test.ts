import { beforeEach, describe, expect, test } from 'vitest';
import { setCouncil } from '#lib/council/council.server.ts';
import { within } from '#lib/context.ts';
import { enqueue } from '#lib/notify/outbox.server.ts';
import { saveStaff } from '#lib/people/people.server.ts';
import { MailRefused, openMail, type Mail, type MailTransport } from '#lib/server/mail.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { command, job, testApp, visitor } from '#tests/setup/app.ts';

const origin = 'https://say.example';

/** A post office that takes what it is given, or refuses with a code. */
function office(refuse: () => string | null = () => null) {
  const sent: Mail[] = [];
  const transport: MailTransport = {
    async send(mail) {
      const code = refuse();
      if (code) throw new MailRefused(code);
      sent.push(mail);
    },
    close: () => undefined
  };
  return { sent, transport };
}

async function town() {
  const t = await testApp();
  const worker = (name: string, email: string | null, active = true) =>
    saveStaff(t.as(command), {
      name,
      email,
      active,
      roles: [{ role: 'iro', fromOn: '2020-01-01', toOn: null }]
    });
  const nudge = (staffId: string, dedupeKey: string, kind: 'something-new' | 'urgent' = 'something-new') =>
    within(t.as(job), (ctx) => enqueue(ctx, { kind, dedupeKey, staffId }));
  const states = async () =>
    (await t.app.database.db.selectFrom('outbox').select(['state', 'last_error']).orderBy('id').execute()).map(
      ({ state, last_error }) => [state, last_error]
    );
  const send = (transport: MailTransport | null) => sendOutbox(t.as(job), transport, origin);
  return { ...t, worker, nudge, states, send };
}

describe('a nudge', () => {
  let t: Awaited<ReturnType<typeof town>>;
  beforeEach(async () => void (t = await town()));

  test('is sent once, to the worker, in words that name nobody', async () => {
    await setCouncil(t.as(command), 'product', 'My Say');
    const sam = await t.worker('Sam Okoro', 'sam@council.example');
    await t.nudge(sam, 'one');
    await t.nudge(sam, 'one');
    const { sent, transport } = office();
    expect(await t.send(transport)).toBe(1);
    expect(await t.send(transport)).toBe(0);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ to: 'sam@council.example', subject: 'Something new for you' });
    expect(sent[0]?.text).toContain(`${origin}/staff`);
    expect(`${sent[0]?.subject} ${sent[0]?.text}`).not.toMatch(/Sam|Okoro|child|review|council|\{\{/i);
    expect(await t.states()).toEqual([['sent', null]]);
  });

  test('stays in the product when there is no mail, no address, or nobody there any more', async () => {
    await t.nudge(await t.worker('Grace Hughes', null), 'no address');
    await t.nudge(await t.worker('Tom Bell', 'tom@council.example', false), 'left');
    const { sent, transport } = office();
    expect(await t.send(transport)).toBe(2);
    await t.nudge(await t.worker('Amina Yusuf', 'amina@council.example'), 'no mail');
    expect(await t.send(null)).toBe(1);
    expect(sent).toEqual([]);
    expect(new Set((await t.states()).map(([state]) => state))).toEqual(new Set(['in-product']));
  });

  test('that was refused is tried again, later and later, and is dead after three days', async () => {
    await t.nudge(await t.worker('Sam Okoro', 'sam@council.example'), 'one');
    let away = true;
    const { sent, transport } = office(() => (away ? 'ECONNREFUSED' : null));
    expect(await t.send(transport)).toBe(1);
    expect(await t.states()).toEqual([['waiting', 'ECONNREFUSED']]);
    expect(await t.send(transport)).toBe(0);
    t.clock.forward(61_000);
    away = false;
    expect(await t.send(transport)).toBe(1);
    expect(sent).toHaveLength(1);
    await t.nudge(await t.worker('Tom Bell', 'tom@council.example'), 'two');
    away = true;
    for (let hours = 0; hours < 80; hours += 1) {
      await t.send(transport);
      t.clock.forward(3600_000);
    }
    expect((await t.states()).map(([state]) => state).sort()).toEqual(['dead', 'sent']);
  });

  test('to somebody whose key is damaged is put off alone: what is urgent for somebody else goes', async () => {
    const sam = await t.worker('Sam Okoro', 'sam@council.example');
    const tom = await t.worker('Tom Bell', 'tom@council.example');
    const { db } = t.app.database;
    await t.nudge(sam, 'to sam', 'urgent');
    await t.nudge(tom, 'to tom', 'urgent');
    await db
      .updateTable('data_keys')
      .set({ wrapped: Buffer.from('damaged') })
      .where('subject_id', '=', sam)
      .execute();
    t.app.vault.forget({ kind: 'staff', id: sam });
    const { sent, transport } = office();
    expect(await t.send(transport)).toBe(2);
    expect(sent.map(({ to }) => to)).toEqual(['tom@council.example']);
    expect(await t.states()).toEqual([
      ['waiting', 'failed'],
      ['sent', null]
    ]);
    // Later and later, and at last dead, where an operator finds it.
    for (let hours = 0; hours < 80; hours += 1) {
      await t.send(transport);
      t.clock.forward(3600_000);
    }
    expect((await t.states()).map(([state]) => state)).toEqual(['dead', 'sent']);
    expect(sent).toHaveLength(1);
  });

  test('by which a carrier breaks in a way nobody foresaw keeps none of the others', async () => {
    const all = ['sam', 'tom', 'amina', 'lee'];
    for (const name of all) await t.nudge(await t.worker(name, `${name}@council.example`), name);
    const { sent, transport } = office();
    const odd: MailTransport = {
      ...transport,
      async send(mail) {
        if (mail.to.startsWith('sam')) throw new RangeError('a fault of ours');
        // Whatever a package throws, and not even an error.
        if (mail.to.startsWith('amina')) throw undefined;
        return transport.send(mail);
      }
    };
    expect(await t.send(odd)).toBe(4);
    expect(sent.map(({ to }) => to).sort()).toEqual(['lee@council.example', 'tom@council.example']);
    expect(await t.states()).toEqual([
      ['waiting', 'failed'],
      ['sent', null],
      ['waiting', 'failed'],
      ['sent', null]
    ]);
    t.clock.forward(61_000);
    expect(await t.send(transport)).toBe(2);
    expect(sent).toHaveLength(4);
  });

  test('that does not say any more whom it is for is dead, and claimed no more; the others go', async () => {
    const sam = await t.worker('Sam Okoro', 'sam@council.example');
    await t.nudge(sam, 'whole');
    await t.nudge(await t.worker('Tom Bell', 'tom@council.example'), 'not whole');
    const { db } = t.app.database;
    const damaged = { payload_sealed: Buffer.from('not sealed at all') };
    await db.updateTable('outbox').set(damaged).where('dedupe_key', '=', 'not whole').execute();
    const { sent, transport } = office();
    expect(await t.send(transport)).toBe(1);
    expect(sent).toHaveLength(1);
    expect((await t.states()).map(([state]) => state)).toEqual(['sent', 'dead']);
    t.clock.forward(61_000);
    expect(await t.send(transport)).toBe(0);
  });

  test('that cannot wait goes before everything else', async () => {
    for (let many = 0; many < 25; many += 1) await t.nudge(await t.worker(`W${many}`, `w${many}@council.example`), `${many}`);
    await t.nudge(await t.worker('Sam Okoro', 'sam@council.example'), 'urgent', 'urgent');
    const { db } = t.app.database;
    const code = { kind: 'entry-code', dedupe_key: 'a code' };
    await db.updateTable('outbox').set(code).where('dedupe_key', '=', '7').execute();
    const { sent, transport } = office();
    await t.send(transport);
    expect(sent.slice(0, 2).map(({ to }) => to)).toEqual(['sam@council.example', 'w7@council.example']);
  });

  test('is sent by a job and by nobody else', async () => {
    await expect(sendOutbox(t.as(visitor), null, origin)).rejects.toMatchObject({ problem: 'not-found' });
  });
});

describe('a mail transport', () => {
  test('is there only when a server and a sender are set', () => {
    expect(openMail({ smtpUrl: null, mailFrom: 'say@council.example' })).toBeNull();
    expect(openMail({ smtpUrl: 'smtp://localhost:1', mailFrom: null })).toBeNull();
  });

  test('refuses an address that could be two, and says only a code when nobody answers', async () => {
    const mail = openMail({ smtpUrl: 'smtp://127.0.0.1:1', mailFrom: 'say@council.example' });
    const words = { id: 'one', subject: 'x', text: 'y' };
    for (const to of [
      'a@b.example,c@d.example',
      '"a b"@c.example',
      'a@b',
      'a@b.example\nbcc: c@d.example',
      `${'a'.repeat(250)}@b.example`
    ])
      await expect(mail?.send({ to, ...words })).rejects.toMatchObject({ code: 'address' });
    await expect(mail?.send({ to: 'sam@council.example', ...words })).rejects.toThrow(/^mail was not taken: E[A-Z]+$/);
    mail?.close();
  });
});
