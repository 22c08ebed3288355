import { SMTPServer } from 'smtp-server';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { setCouncil } from '#lib/council/council.server.ts';
import { becameOf, offeredWays } from '#lib/invitations/sending.server.ts';
import { openMail } from '#lib/server/mail.ts';
import { openTexts } from '#lib/server/texts.ts';
import { sendOutbox } from '#jobs/send-outbox.ts';
import { job } from '#tests/setup/app.ts';
import { askedTown, origin, type AskedTown } from '#tests/setup/asked.ts';

const dawn = 'dawn@post.example';
/** Nothing of the kind may stand in what goes out: no name, no word of what it is about, no gap where a value belongs. */
const tells = /Dawn|Quill|Robin|Sam|Okafor|child|review|parent|carer|social|care|\{\{|undefined/i;

const portOf = (at: AddressInfo | string | null): number => (at !== null && typeof at === 'object' ? at.port : 0);

type Received = { from: string; to: string[]; raw: string };

/** A real mail server on this machine. `refuse`: a code with which it takes nothing for now. */
async function mailServer() {
  const received: Received[] = [];
  const state: { refuse: number | null } = { refuse: null };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) =>
      done(state.refuse === null ? null : Object.assign(new Error('not now'), { responseCode: state.refuse })),
    onData(stream, { envelope }, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        received.push({ from, to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString() });
        done();
      });
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const port = portOf(server.server.address());
  const mail = openMail({ smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'say@northmere.example' });
  const stop = async () => {
    mail?.close();
    await new Promise<void>((closed) => server.close(closed));
  };
  return { received, state, mail, stop };
}

const headersOf = (raw: string) => raw.slice(0, raw.indexOf('\r\n\r\n'));
/** The words of a mail as its reader sees them. */
function bodyOf(raw: string): string {
  const body = raw.slice(raw.indexOf('\r\n\r\n') + 4);
  if (!/quoted-printable/i.test(headersOf(raw))) return body;
  return body.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

describe('a mail, at a real mail server', () => {
  let t: AskedTown;
  let office: Awaited<ReturnType<typeof mailServer>>;
  beforeEach(async () => {
    t = await askedTown();
    office = await mailServer();
  });
  afterEach(() => office.stop());
  /** Until nothing is due: of one person, one thing goes at a time. */
  const deliver = async () => {
    let all = 0;
    for (let did = 1; did > 0; all += did) did = await sendOutbox(t.as(job), office.mail, origin);
    return all;
  };
  const states = async () =>
    (await t.app.database.db.selectFrom('outbox').select(['state', 'last_error']).execute()).map(({ state, last_error }) => [
      state,
      last_error
    ]);

  test('holds a neutral sentence, the council’s name and the way in; one recipient, and nothing of anybody', async () => {
    const { id } = await t.ask('email', dawn);
    await t.send(id);
    await t.wants({ typed: dawn });
    expect(await deliver()).toBe(2);
    expect(office.received.map(({ from, to }) => [from, to])).toEqual([
      ['say@northmere.example', [dawn]],
      ['say@northmere.example', [dawn]]
    ]);
    const [code, invitation] = office.received.map(({ raw }) => ({ headers: headersOf(raw), body: bodyOf(raw) }));
    expect(invitation?.headers).toContain('Subject: Northmere Council would like to hear from you');
    expect(code?.headers).toContain('Subject: Your code from Northmere Council');
    expect(invitation?.body).toMatch(/https:\/\/say\.example\/views\/in\/[\w-]{38}\s/);
    expect(code?.body).toMatch(/\b\d{4} \d{4}\b/);
    // The address is the reader's own; nothing else in the whole of it says anything.
    for (const { raw } of office.received) expect(raw.replaceAll(dawn, '')).not.toMatch(tells);
  });

  test('refused for now goes later; what nobody takes for three days is shown as not sent', async () => {
    const { id } = await t.ask('email', dawn);
    await t.send(id);
    office.state.refuse = 451;
    await deliver();
    expect(await states()).toEqual([['waiting', '451']]);
    t.clock.forward(61_000);
    office.state.refuse = null;
    await deliver();
    expect([office.received.length, await states()]).toEqual([1, [['sent', '451']]]);

    office.state.refuse = 450;
    await t.send(id);
    for (let hours = 0; hours < 80; hours += 1) {
      await deliver();
      t.clock.forward(3600_000);
    }
    const sendings = await t.app.database.db.selectFrom('invitation_sendings').select('id').orderBy('id').execute();
    const became = await becameOf(
      t.iro(),
      sendings.map((one) => one.id)
    );
    expect(sendings.map((one) => became.get(one.id))).toEqual(['sent', 'no-way']);
    expect(office.received).toHaveLength(1);
  });

  test('takes no header from a name or an address', async () => {
    const { id } = await t.ask('email', dawn);
    await setCouncil(t.cmd(), 'name', 'Northmere\r\nBcc: spy@post.example');
    await t.send(id);
    await deliver();
    expect([office.received.length, await states()]).toEqual([0, [['waiting', 'subject']]]);
    const words = { id: 'one', subject: 'x', text: 'y' };
    for (const to of [`${dawn}\r\nBcc: spy@post.example`, `${dawn},spy@post.example`, '"a@b.example"@c.example'])
      await expect(office.mail?.send({ to, ...words })).rejects.toMatchObject({ code: 'address' });
    expect(office.received).toEqual([]);
  });
});

describe('a text message', () => {
  const gateway = async (answer: number) => {
    const got: { headers: IncomingMessage['headers']; body: string }[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        got.push({ headers: request.headers, body });
        response.writeHead(answer, answer === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end('{"id": 1}');
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const port = portOf(server.address());
    const texts = openTexts({ textsUrl: `http://127.0.0.1:${port}/send`, textsToken: 'a-secret' });
    return { got, texts, stop: () => new Promise((closed) => server.close(closed)) };
  };

  test('is posted with its token to the gateway of the settings, one number at a time', async () => {
    const t = await askedTown();
    const { got, texts, stop } = await gateway(202);
    const { id } = await t.ask('text', '07700 900123');
    await t.send(id);
    await t.wants({ typed: '07700 900123' });
    while ((await sendOutbox(t.as(job), null, origin, texts)) > 0);
    expect(got.map(({ headers }) => [headers.authorization, headers['content-type']])).toEqual([
      ['Bearer a-secret', 'application/json'],
      ['Bearer a-secret', 'application/json']
    ]);
    const [code, invitation] = got.map(({ body }): { to: string; text: string } => JSON.parse(body));
    expect(invitation).toEqual({
      to: '+447700900123',
      text: expect.stringMatching(/^Northmere Council would like to hear from you\. .*\/views\/in\/[\w-]{38}$/)
    });
    expect(code?.text).toMatch(/^Your code from Northmere Council is \d{4} \d{4}\. /);
    for (const { body } of got) expect(body).not.toMatch(tells);
    await stop();
  });

  test('that is not taken says a code only: refused, sent elsewhere, nobody there, no number', async () => {
    const text = { id: 'one', to: '+447700900123', text: 'y' };
    for (const answer of [503, 401]) {
      const { texts, stop } = await gateway(answer);
      await expect(texts?.send(text)).rejects.toMatchObject({ code: String(answer) });
      await stop();
    }
    const moved = await gateway(302);
    await expect(moved.texts?.send(text)).rejects.toMatchObject({ name: 'TextRefused', code: 'TypeError' });
    for (const to of ['07700900123', '+44 7700', '+447700900123,+447700900124', ''])
      await expect(moved.texts?.send({ id: 'one', to, text: 'y' })).rejects.toMatchObject({ code: 'number' });
    expect(moved.got).toHaveLength(1);
    await moved.stop();
    await expect(moved.texts?.send(text)).rejects.toThrow(/^text message was not taken: TypeError$/);
  });

  test('that was taken is taken, though the line breaks behind the answer', async () => {
    for (const [status, outcome] of [
      [202, { state: 'sent', last_error: null }],
      [503, { state: 'waiting', last_error: '503' }]
    ] as const) {
      const t = await askedTown();
      const broken = new ReadableStream({ start: (stream) => stream.error(new Error('reset')) });
      const texts = openTexts(
        { textsUrl: 'https://texts.example', textsToken: 'x' },
        async () => new Response(broken, { status })
      );
      const { id } = await t.ask('text', '07700 900123');
      await t.send(id);
      await sendOutbox(t.as(job), null, origin, texts);
      expect(await t.app.database.db.selectFrom('outbox').select(['state', 'last_error']).execute()).toEqual([outcome]);
    }
  });

  test('is offered only where something carries it, as mail is; a letter always', () => {
    const none = { mode: 'live', smtpUrl: null, textsUrl: null, notify: null } as const;
    expect(offeredWays(none)).toEqual(['letter', 'none']);
    expect(offeredWays({ ...none, smtpUrl: 'smtp://x' })).toEqual(['email', 'letter', 'none']);
    expect(offeredWays({ ...none, textsUrl: 'https://x' })).toEqual(['text', 'letter', 'none']);
    expect(offeredWays({ ...none, mode: 'demo' })).toEqual(['email', 'text', 'letter', 'none']);
    expect(openTexts({ textsUrl: 'https://x.example', textsToken: null })).toBeNull();
  });
});
