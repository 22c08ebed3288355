import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * GOV.UK Notify as its documentation describes it (June 2026), on a port of this machine: the key's JWT is checked with the secret
 * and the clock (30 s either way), a field nobody knows is refused, as are a missing personalisation and an address that is none.
 * `plan` says what to answer instead; what was taken is kept.
 */
export type Taken = Readonly<{
  type: 'email' | 'sms' | 'letter';
  reference: string;
  to: string;
  personalisation: Readonly<Record<string, string>>;
}>;

/** `slow`: takes its time and takes it; `black-hole`: never answers. */
export type NotifyPlan = 'take' | 'rate' | 'day' | 'broken' | 'slow' | 'black-hole' | 'cut';

const service = '6a1c52ff-0b6c-4b39-9c6a-1d0e8a2c6a11';
const secret = 'd7c1f5f0-52a5-4b7e-8f5d-6a8f0c9c7b22';

/** As a council would have it in its settings. */
export const notifyKey = `heard_test-${service}-${secret}`;
export const notifyTemplates = {
  email: '11111111-1111-4111-8111-111111111111',
  text: '22222222-2222-4222-8222-222222222222',
  letter: '33333333-3333-4333-8333-333333333333'
} as const;

const fields = {
  email: [
    'template_id',
    'email_address',
    'personalisation',
    'reference',
    'email_reply_to_id',
    'one_click_unsubscribe_url',
    'sanitise_content_for'
  ],
  sms: ['template_id', 'phone_number', 'personalisation', 'reference', 'sms_sender_id'],
  letter: ['template_id', 'personalisation', 'reference']
} as const;
const wanted = {
  email: ['subject', 'body'],
  sms: ['body'],
  letter: ['subject', 'body', 'address_line_1', 'address_line_3']
} as const;
const templateOf = { email: notifyTemplates.email, sms: notifyTemplates.text, letter: notifyTemplates.letter } as const;

type Answer = Readonly<{ status: number; body: unknown }>;

const refusal = (status: number, error: string, message: string): Answer => ({
  status,
  body: { status_code: status, errors: [{ error, message }] }
});

export type NotifyStub = Readonly<{
  url: string;
  taken: Taken[];
  /** References of what came to nothing after it was taken. */
  failed: Set<string>;
  /** What to do with the next request; returns `take` by itself. */
  state: { plan: () => NotifyPlan; now: () => number };
  stop(): Promise<void>;
}>;

export async function notifyStub(port = 0): Promise<NotifyStub> {
  const taken: Taken[] = [];
  const failed = new Set<string>();
  const state: NotifyStub['state'] = { plan: () => 'take', now: () => Date.now() };
  const open = new Set<Socket>();
  const server: Server = createServer(async (request, response) => {
    const body = await bodyOf(request);
    const plan = state.plan();
    if (plan === 'black-hole') return;
    if (plan === 'cut') return void request.socket.destroy();
    if (plan === 'slow') await new Promise((done) => setTimeout(done, 300));
    const answer = planned(plan) ?? answerTo(request, body, { taken, failed, now: state.now() });
    response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
  });
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  const at = server.address();
  return {
    ...{ taken, failed, state },
    url: `http://127.0.0.1:${at !== null && typeof at === 'object' ? at.port : 0}`,
    stop: async () => {
      for (const socket of open) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    }
  };
}

function planned(plan: NotifyPlan): Answer | null {
  if (plan === 'rate')
    return refusal(429, 'RateLimitError', 'Exceeded rate limit for key type LIVE of 3000 requests per 60 seconds');
  if (plan === 'day') return refusal(429, 'TooManyRequestsError', 'Exceeded send limits (250000) for today');
  if (plan === 'broken') return refusal(500, 'Exception', 'Internal server error');
  return null;
}

type Kept = Readonly<{ taken: Taken[]; failed: ReadonlySet<string>; now: number }>;

function answerTo(request: IncomingMessage, body: string, kept: Kept): Answer {
  const fault = faultOfToken(request.headers.authorization ?? '', kept.now);
  if (fault) return refusal(403, 'AuthError', fault);
  if (request.url?.startsWith('/v2/template/')) return templateIn(request.url.slice('/v2/template/'.length));
  if (request.method === 'GET') return listOf(kept, new URL(request.url ?? '', 'http://stub'));
  const type = /^\/v2\/notifications\/(email|sms|letter)$/.exec(request.url ?? '')?.[1];
  if (type !== 'email' && type !== 'sms' && type !== 'letter') return refusal(404, 'NoResultFound', 'No result found');
  return take(type, new Map(Object.entries(Object(JSON.parse(body)))), kept.taken);
}

function take(type: Taken['type'], given: ReadonlyMap<string, unknown>, taken: Taken[]): Answer {
  const known: readonly string[] = fields[type];
  const unknown = [...given.keys()].find((name) => !known.includes(name));
  if (unknown) return refusal(400, 'ValidationError', `Additional properties are not allowed (${unknown} was unexpected)`);
  if (given.get('template_id') !== templateOf[type]) return refusal(400, 'BadRequestError', 'Template not found');
  const personalisation: Record<string, string> = Object(given.get('personalisation'));
  const missing = wanted[type].filter((name) => !personalisation[name]);
  if (missing.length > 0) return refusal(400, 'BadRequestError', `Missing personalisation: ${missing.join(', ')}`);
  const to = String(given.get('email_address') ?? given.get('phone_number') ?? lastLine(personalisation));
  const fault = faultOfAddress(type, to);
  if (fault) return refusal(400, 'ValidationError', fault);
  taken.push({ type, to, reference: String(given.get('reference')), personalisation });
  return { status: 201, body: { id: crypto.randomUUID(), reference: given.get('reference') } };
}

const lastLine = (lines: Readonly<Record<string, string>>) =>
  Object.keys(lines)
    .filter((name) => name.startsWith('address_line_'))
    .sort()
    .map((name) => lines[name])
    .at(-1) ?? '';

function faultOfAddress(type: Taken['type'], to: string): string | null {
  if (type === 'email') return /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(to) ? null : 'email_address Not a valid email address';
  if (type === 'sms') return /^(\+44|0)7\d{9}$/.test(to) ? null : 'phone_number Not enough digits';
  return /^[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}$/i.test(to)
    ? null
    : 'Last line of address must be a real UK postcode or another country';
}

/** As the templates of docs/operating.md are made. */
function templateIn(id: string): Answer {
  const type = (['email', 'sms', 'letter'] as const).find((one) => templateOf[one] === id);
  if (!type) return refusal(404, 'NoResultFound', 'No result found');
  return { status: 200, body: { id, type, body: '((body))', ...(type !== 'sms' && { subject: '((subject))' }) } };
}

/** The kind of thing that came to nothing, as the API lists it. */
function listOf({ taken, failed }: Kept, { pathname, searchParams }: URL): Answer {
  if (pathname !== '/v2/notifications') return refusal(404, 'NoResultFound', 'No result found');
  const all = taken.map((one) => ({ ...one, status: failed.has(one.reference) ? 'permanent-failure' : 'delivered' }));
  const wants = searchParams.get('status');
  const found = all.filter(({ status }) => wants === null || (wants === 'failed' ? status !== 'delivered' : status === wants));
  return { status: 200, body: { notifications: found.reverse().slice(0, 250), links: {} } };
}

/** The JWT is made by the client for each request: HS256 with the secret, `iss` the service, `iat` within 30 seconds. */
function faultOfToken(header: string, now: number): string | null {
  const [head = '', claims = '', signature = ''] = header.replace(/^Bearer /, '').split('.');
  const made = createHmac('sha256', secret).update(`${head}.${claims}`).digest();
  const given = Buffer.from(signature, 'base64url');
  if (given.length !== made.length || !timingSafeEqual(given, made)) return 'Invalid token: API key not found';
  const said = Object(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  if (Object(JSON.parse(Buffer.from(head, 'base64url').toString())).alg !== 'HS256')
    return 'Invalid token: algorithm used is not HS256';
  if (said.iss !== service) return 'Invalid token: service not found';
  return Math.abs(now / 1000 - Number(said.iat)) > 30 ? 'Error: Your system clock must be accurate to within 30 seconds' : null;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString();
}
