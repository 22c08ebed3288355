import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openNotify, type Notify } from '#lib/server/notify.ts';
import { patience } from '#lib/server/refused.ts';
import { readSettings } from '#lib/server/settings.ts';
import { notifyKey, notifyStub, notifyTemplates, type NotifyStub } from '#tests/setup/notify-stub.ts';

const dawn = 'dawn@post.example';
let stub: NotifyStub;
let notify: Notify;
beforeEach(async () => {
  stub = await notifyStub();
  notify = opened();
});
afterEach(() => stub.stop());

/** As the product opens it, with less patience. */
const opened = (url = stub.url, key = notifyKey): Notify => {
  const made = openNotify({ notify: { url, key, templates: notifyTemplates } }, { connect: 200, whole: 800 });
  if (!made) throw new Error('it is set');
  return made;
};
const mail = { id: '01920000-0000-7000-8000-000000000001', to: dawn, subject: 'Something new', text: 'Words.' };

describe('what GOV.UK Notify answers', () => {
  test('taken: once, with our own id as its reference, in our own words', async () => {
    await notify.mail?.send(mail);
    await notify.texts?.send({ id: 'two', to: '+447700900123', text: 'Words.' });
    await notify.letters?.send({ id: 'three', lines: ['D Quill', '1 Old Road', 'NM1 2AB'], subject: 'Hello', text: 'Words.' });
    expect(stub.taken).toEqual([
      { type: 'email', to: dawn, reference: mail.id, personalisation: { subject: 'Something new', body: 'Words.' } },
      { type: 'sms', to: '+447700900123', reference: 'two', personalisation: { body: 'Words.' } },
      {
        ...{ type: 'letter', to: 'NM1 2AB', reference: 'three' },
        personalisation: {
          ...{ address_line_1: 'D Quill', address_line_2: '1 Old Road', address_line_3: 'NM1 2AB' },
          ...{ subject: 'Hello', body: 'Words.' }
        }
      }
    ]);
  });

  test.each([
    ['rate', '429', 'later'],
    ['day', '429', 'next-day'],
    ['broken', '500', 'later'],
    ['cut', 'ECONNRESET', 'later']
  ] as const)('%s: code %s, tried again %s', async (plan, code, remedy) => {
    stub.state.plan = () => plan;
    await expect(notify.mail?.send(mail)).rejects.toMatchObject({ name: 'MailRefused', code, remedy });
    await expect(notify.texts?.send({ id: 'x', to: '+447700900123', text: 'y' })).rejects.toMatchObject({ code, remedy });
  });

  test('an address that is none is no address; a wrong key, an old clock, another template are put right by somebody', async () => {
    const letter = { id: 'x', lines: ['D Quill', '1 Old Road', 'Nowhere'], subject: 'a', text: 'b' };
    await expect(notify.letters?.send(letter)).rejects.toMatchObject({ name: 'Refused', code: '400', remedy: 'address' });
    await expect(notify.texts?.send({ id: 'x', to: '+33612345678', text: 'y' })).rejects.toMatchObject({ remedy: 'address' });
    const wrongKey = opened(stub.url, notifyKey.replace(/.$/, '0'));
    await expect(wrongKey.mail?.send(mail)).rejects.toMatchObject({ code: '403', remedy: 'later' });
    stub.state.now = () => Date.now() + 31_000;
    await expect(notify.mail?.send(mail)).rejects.toMatchObject({ code: '403', remedy: 'later' });
    stub.state.now = () => Date.now();
    const made = openNotify({
      notify: { url: stub.url, key: notifyKey, templates: { email: notifyTemplates.text, text: null, letter: null } }
    });
    await expect(made?.mail?.send(mail)).rejects.toMatchObject({ code: '400', remedy: 'later' });
    expect([made?.texts, made?.letters, stub.taken]).toEqual([null, null, []]);
  });

  test('nothing at all: the client, which waits for ever by itself, gives up in its time, connected or not', async () => {
    expect(patience).toEqual({ connect: 10_000, whole: 30_000 });
    stub.state.plan = () => 'black-hole';
    const started = performance.now();
    const silent = expect(notify.mail?.send(mail)).rejects.toMatchObject({ code: 'ETIMEDOUT', remedy: 'later' });
    // Takes the connection, and never says a word of TLS.
    const mute = createServer(() => undefined);
    await new Promise<void>((listening) => mute.listen(0, '127.0.0.1', listening));
    const at = mute.address();
    const far = opened(`https://127.0.0.1:${at !== null && typeof at === 'object' ? at.port : 0}`);
    await expect(far.mail?.send(mail)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    expect(performance.now() - started).toBeLessThan(750);
    await silent;
    expect(performance.now() - started).toBeLessThan(5_000);
    mute.close();
  });

  test('says only a code, whatever is wrong', async () => {
    await stub.stop();
    await expect(notify.mail?.send(mail)).rejects.toThrow(/^mail was not taken: ECONNREFUSED$/);
    await expect(notify.mail?.send({ ...mail, to: 'no address' })).rejects.toThrow(/^mail was not taken: address$/);
    await expect(notify.texts?.send({ id: 'x', to: '07700', text: 'y' })).rejects.toThrow(/^text message was not taken: number$/);
  });
});

describe('its settings', () => {
  const given = (more: Record<string, string>, mode = 'live') => {
    try {
      const live = { HEARD_MODE: mode, HEARD_ORIGIN: 'https://say.example', HEARD_KEYS: 'ring', ...more };
      return readSettings(live).notify;
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };
  const whole = { HEARD_NOTIFY_KEY: notifyKey, HEARD_NOTIFY_EMAIL_TEMPLATE: notifyTemplates.email };

  test('are the real service unless another is named, with the channels that have a template', () => {
    expect(given({})).toBeNull();
    expect(given(whole)).toEqual({
      url: 'https://api.notifications.service.gov.uk',
      key: notifyKey,
      templates: { email: notifyTemplates.email, text: null, letter: null }
    });
    expect(given({ ...whole, HEARD_NOTIFY_URL: 'https://api.notify.example/' })).toMatchObject({
      url: 'https://api.notify.example'
    });
  });

  test.each([
    ['a key that is half', { HEARD_NOTIFY_KEY: 'half' }, /HEARD_NOTIFY_KEY: must be the whole key/],
    ['a template without a key', { HEARD_NOTIFY_TEXT_TEMPLATE: notifyTemplates.text }, /HEARD_NOTIFY_KEY: is required/],
    ['a key without a template', { HEARD_NOTIFY_KEY: notifyKey }, /HEARD_NOTIFY_EMAIL_TEMPLATE: set this/],
    ['no template at all', { ...whole, HEARD_NOTIFY_LETTER_TEMPLATE: 'letters' }, /must be the id of a template/],
    ['plain http', { ...whole, HEARD_NOTIFY_URL: 'http://127.0.0.1:3100' }, /HEARD_NOTIFY_URL: must start with https/],
    [
      'two ways for mail',
      { ...whole, HEARD_SMTP_URL: 'smtps://mail.example', HEARD_MAIL_FROM: 'say@council.example' },
      /mail goes one way only/
    ],
    [
      'two ways for texts',
      {
        ...whole,
        HEARD_NOTIFY_TEXT_TEMPLATE: notifyTemplates.text,
        HEARD_TEXTS_URL: 'https://t.example',
        HEARD_TEXTS_TOKEN: 'x'
      },
      /texts go one way only/
    ]
  ])('are refused with %s', (_, more, problem) => expect(given(more)).toMatch(problem));

  test('lead to the stub of a test in a test only', () => {
    expect(given({ ...whole, HEARD_NOTIFY_URL: 'http://127.0.0.1:3100' }, 'test')).toMatchObject({
      url: 'http://127.0.0.1:3100'
    });
    expect(given({ ...whole, HEARD_NOTIFY_URL: 'http://127.0.0.1:3100' }, 'demo')).toMatch(/must start with https/);
  });
});
