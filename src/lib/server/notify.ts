import type { AxiosInstance } from 'axios';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { NotifyClient } from 'notifications-node-client';
import { MailRefused, refuseUnfitMail, type MailTransport } from './mail.ts';
import { patience, Refused, type Remedy } from './refused.ts';
import type { Settings } from './settings.ts';
import { refuseUnfitText, TextRefused, type TextTransport } from './texts.ts';

/**
 * How GOV.UK Notify is reached. A channel is there when its template is. All words are ours (src/locales), so each template is
 * nothing but `((subject))` and `((body))`: what Notify keeps of it says no more than the mail did.
 */
export type NotifySettings = Readonly<{
  /** https, but for the stub that tests start on this machine. */
  url: string;
  /** As Notify shows it once: a name, the service's id and the secret, with `-` between. */
  key: string;
  templates: Readonly<Record<'email' | 'text' | 'letter', string | null>>;
}>;

/** A letter that Notify prints and posts: the lines of the address with the postcode last, and constant words. */
export type PostedLetter = Readonly<{ id: string; lines: readonly string[]; subject: string; text: string }>;

/** What takes letters to be printed and posted. */
export type LetterTransport = Readonly<{ send(letter: PostedLetter): Promise<void>; close(): void }>;

/** What Notify says came to nothing after it had taken it. */
export type Failures = Readonly<{
  /** The ids (ours) of what nobody can be sent: `permanent-failure` and the like, of the newest 250 for each way. */
  list(): Promise<readonly string[]>;
}>;

export type Notify = Readonly<{
  mail: MailTransport | null;
  texts: TextTransport | null;
  letters: LetterTransport | null;
  failures: Failures;
}>;

/**
 * The ways of GOV.UK Notify by these settings; null: this installation does not use it. Nothing is asked before the first is sent.
 * `times`: how long it may take, in milliseconds.
 */
export function openNotify({ notify }: Pick<Settings, 'notify'>, times: Times = patience): Notify | null {
  if (!notify) return null;
  const { email, text, letter } = notify.templates;
  let opened: Promise<NotifyClient> | null = null;
  const client = () => (opened ??= clientOf(notify, times));
  const close = () => undefined;
  return {
    mail: email === null ? null : { send: (mail) => sendMail(client, email, mail), close },
    texts: text === null ? null : { send: (one) => sendText(client, text, one), close },
    letters: letter === null ? null : { send: (one) => sendLetter(client, letter, one), close },
    failures: { list: () => failed(client) }
  };
}

type Times = Readonly<Record<'connect' | 'whole', number>>;
type Client = () => Promise<NotifyClient>;

async function sendMail(client: Client, template: string, { id, to, subject, text }: Parameters<MailTransport['send']>[0]) {
  refuseUnfitMail({ to, subject });
  const options = { reference: id, personalisation: { subject, body: text } };
  await asked(
    (notify) => notify.sendEmail(template, to, options),
    client,
    (...why) => new MailRefused(...why)
  );
}

async function sendText(client: Client, template: string, { id, to, text }: Parameters<TextTransport['send']>[0]) {
  refuseUnfitText({ to });
  const options = { reference: id, personalisation: { body: text } };
  await asked(
    (notify) => notify.sendSms(template, to, options),
    client,
    (...why) => new TextRefused(...why)
  );
}

async function sendLetter(client: Client, template: string, { id, lines, subject, text }: PostedLetter) {
  const address = Object.fromEntries(lines.map((line, at) => [`address_line_${at + 1}`, line]));
  const options = { reference: id, personalisation: { ...address, subject, body: text } };
  await asked((notify) => notify.sendLetter(template, options), client, refusedLetter);
}

const refusedLetter = (code: string, remedy: Remedy) => new Refused('letter', code, remedy);

async function failed(client: Client): Promise<string[]> {
  const list = (notify: NotifyClient) => notify.getNotifications(undefined, 'failed');
  const { data } = await asked(list, client, (...why) => new Refused('question', ...why));
  return data.notifications.flatMap(({ reference }) => reference ?? []);
}

/** Asks Notify; throws what `refused` makes of its answer. */
async function asked<T>(
  ask: (notify: NotifyClient) => Promise<T>,
  client: Client,
  refused: (code: string, remedy: Remedy) => Refused
): Promise<T> {
  try {
    return await ask(await client());
  } catch (error) {
    throw refused(...whyOf(error));
  }
}

/**
 * By status and kind of error, never by the message, which may quote an address (docs.notifications.service.gov.uk, June 2026):
 * `ValidationError` is the address, because everything else we send is our own; a full day's limit ends at midnight UTC; a wrong
 * key or template is put right by an operator, and what waits goes then.
 */
function whyOf(error: unknown): [string, Remedy] {
  const answer = answerOf(error);
  if (!answer) return [codeOf(error), 'later'];
  const { status, kind } = answer;
  if (status === 400 && kind === 'ValidationError') return ['400', 'address'];
  if (status === 429 && kind === 'TooManyRequestsError') return ['429', 'next-day'];
  return [String(status), 'later'];
}

function answerOf(error: unknown): { status: number; kind: string } | null {
  const response: unknown = error instanceof Error && 'response' in error ? error.response : null;
  if (typeof response !== 'object' || response === null || !('status' in response)) return null;
  const errors: unknown = 'data' in response ? Object(response.data).errors : null;
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  return { status: Number(response.status), kind: String(Object(first).error) };
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return code === 'ERR_CANCELED' || code === 'ECONNABORTED' ? 'ETIMEDOUT' : code;
}

/** Loaded at the first need: most installations never do. */
export async function clientOf({ url, key }: NotifySettings, times: Times): Promise<NotifyClient> {
  const [{ NotifyClient }, { default: axios }] = [await import('notifications-node-client'), await import('axios')];
  const agents = {
    httpAgent: patientAgent(new HttpAgent(), 'connect', times),
    httpsAgent: patientAgent(new HttpsAgent(), 'secureConnect', times)
  };
  const client = new NotifyClient(url, key);
  client.setClient(patient(axios.create({ ...agents, maxRedirects: 0, maxContentLength: 4_000_000 }), times));
  return client;
}

/** The client itself waits for ever: each request ends after its time, whatever it hangs at. */
function patient(instance: AxiosInstance, { whole }: Times): AxiosInstance {
  instance.interceptors.request.use((config) => {
    config.signal = AbortSignal.timeout(whole);
    return config;
  });
  return instance;
}

/** Gives up a connection that is not there (`ready`) in its time, long before the whole request would. */
function patientAgent<A extends HttpAgent>(agent: A, ready: 'connect' | 'secureConnect', { connect: longest }: Times): A {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const socket = connect(options, callback);
    const late = () => socket?.destroy(Object.assign(new Error('nobody answers'), { code: 'ETIMEDOUT' }));
    const timer = setTimeout(late, longest);
    for (const event of [ready, 'close']) socket?.once(event, () => clearTimeout(timer));
    return socket;
  };
  return agent;
}
