import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { constants } from 'node:zlib';
import compression from 'compression';
import { boundBody } from './bodies.ts';
import { dress, nothingAllowed, securityHeaders } from './headers.ts';
import { watchLag, type Lag } from './lag.ts';
import { usualLimits, type Limits } from './limits.ts';
import { bodyLimit, refusal } from './refusals.ts';
import { isAlways, isShed } from './shedding.ts';
import { watchSockets, type Sockets } from './sockets.ts';
import { countVisits, type Visits } from './visits.ts';
import { waitPage } from './wait-page.ts';

/** What answers once the door is passed: Kit's built handler, or a test's own. */
export type Handler = (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => unknown;

/** One finished request. No address, no query, no network address: none of it may be in a log. */
export type RequestLine = Readonly<{ id: string; method: string; status: number; ms: number }>;

export type ServerOptions = Readonly<{
  handler: Handler;
  /** `origin`: the address people use; `host` and `port`: where to listen. */
  settings: Readonly<{ origin: string; host: string; port: number }>;
  log?: (line: RequestLine) => void;
  /** Told about an error no page could answer; what it says may hold words, so nothing here prints it. */
  onError?: (error: unknown, id: string) => void;
  /** Called once when every request is finished: close the database here. */
  onClose?: () => unknown;
  /** How long, in ms, `/readyz` says 503 while we still answer, so that a proxy looks elsewhere first. Default 0. */
  settleMs?: number;
  /** How long, in ms, requests under way may take to finish. Default 25,000. */
  finishMs?: number;
  /** What one client may take. Default: the usual ones of limits.ts. */
  limits?: Limits;
  /** How late this process is; a test says so itself. */
  lag?: Lag;
}>;

export type RunningServer = Readonly<{
  /** Where people reach it: `settings.origin`. */
  url: string;
  /** From the first call on `/readyz` is 503; resolves when the last request and `onClose` are done. */
  close: () => Promise<void>;
}>;

/** The port is taken, or may not be used by us. */
export class PortTaken extends Error {
  readonly port: number;
  constructor(port: number) {
    super(`Port ${port} is already in use. Stop what uses it, or set HEARD_PORT to another.`);
    this.name = 'PortTaken';
    this.port = port;
  }
}

/**
 * Starts the server: who may come in, the headers of every answer, compression, health and a graceful end.
 * Throws `PortTaken` when it cannot have its port. adapter-node's own PORT and time-outs do not reach here.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const limits = options.limits ?? usualLimits;
  const lag = options.lag ?? watchLag();
  const server = createServer({ ...limits, requireHostHeader: false, noDelay: true, keepAlive: true });
  server.maxHeadersCount = limits.maxHeadersCount;
  server.maxRequestsPerSocket = limits.maxRequestsPerSocket;
  const sockets = watchSockets(server, limits, (request, response) => hangUp(request, response, 408, 'That came too slowly.'));
  const visits = countVisits(options.settings.origin, limits);
  const state: State = { draining: false, limits, lag, sockets, visits };
  server.on('request', answerer(options, state));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => sayBadRequest(error, socket, options.settings.origin));
  await listen(server, options.settings);
  let closing: Promise<void> | undefined;
  const close = () => (closing ??= drain(server, state, options));
  return { url: options.settings.origin, close };
}

type State = { draining: boolean; limits: Limits; lag: Lag; sockets: Sockets; visits: Visits };

function answerer(options: ServerOptions, state: State) {
  const { origin } = options.settings;
  const headers = securityHeaders(origin);
  const compress = compressor();
  return (request: IncomingMessage, response: ServerResponse) => {
    const id = randomUUID();
    const path = (request.url ?? '/').split('?', 1)[0] ?? '/';
    // Overwritten, never believed: the pages show this id when something went wrong.
    request.headers['x-request-id'] = id;
    state.sockets.inHand(request, response);
    note(request, response, id, options.log);
    dress(response, path, headers);
    if (state.draining) response.setHeader('connection', 'close');
    if (answeredAsHealth(path, response, state)) return;
    // A proxy asks whether we are ready by number, not by name.
    const probe = path === '/readyz' && request.method === 'GET';
    const refused = probe ? null : refusal(asked(request), origin);
    if (refused) return say(response, refused.status, refused.line);
    if (!probe && toldToWait(request, response, path, state)) return;
    boundBody(request, bodyLimit, () => hangUp(request, response, 413, 'That is too big to send.'));
    const go = () => compress(request, response, () => void pass(options, request, response, id));
    const turn = state.sockets.turnOf(request);
    if (turn > 0) setTimeout(go, turn);
    else go();
  };
}

/** Whether this one is to come back in a moment: too much from one visit, or too much for us altogether. */
function toldToWait(request: IncomingMessage, response: ServerResponse, path: string, { limits, lag, visits }: State): boolean {
  const { method = '', url = '/', headers } = request;
  const busy = limits.sheds && isShed(method, path, lag.now());
  const seconds = isAlways(path) ? 0 : visits.wait(method, headers.cookie);
  if (!busy && seconds === 0) return false;
  response.setHeader('retry-after', String(busy ? 5 : seconds));
  response.setHeader('content-type', 'text/html; charset=utf-8');
  response.writeHead(busy ? 503 : 429).end(method === 'HEAD' ? '' : waitPage(method, url, headers['accept-language']));
  return true;
}

const asked = (request: IncomingMessage) => ({
  method: request.method ?? '',
  url: request.url ?? '',
  headers: request.headers
});

function answeredAsHealth(path: string, response: ServerResponse, state: State): boolean {
  if (path === '/healthz') say(response, 200, 'ok');
  else if (path === '/readyz' && state.draining) say(response, 503, 'stopping');
  else return false;
  return true;
}

async function pass(options: ServerOptions, request: IncomingMessage, response: ServerResponse, id: string) {
  try {
    await options.handler(request, response, (error) => {
      if (error === undefined) return say(response, 404, 'Not found.');
      options.onError?.(error, id);
      say(response, 500, 'Something went wrong here.');
    });
  } catch (error) {
    options.onError?.(error, id);
    say(response, 500, 'Something went wrong here.');
  }
}

/** A plain-text answer of our own; when half an answer has left already, the connection is ended instead. */
function say(response: ServerResponse, status: number, line: string): void {
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) if (name !== 'connection') response.removeHeader(name);
  response.setHeader('content-type', 'text/plain; charset=utf-8');
  response.writeHead(status).end(`${line}\n`);
}

/**
 * An answer after which nothing more is said to this client by whoever works on it still. What it goes on sending is read
 * for a second and dropped, so that it sees the answer; then the connection ends.
 */
function hangUp(request: IncomingMessage, response: ServerResponse, status: number, line: string): void {
  setTimeout(() => request.complete || request.socket.destroy(), 1_000).unref();
  say(response, status, line);
  response.writeHead = () => response;
  response.write = () => true;
  response.end = () => response;
}

function note(request: IncomingMessage, response: ServerResponse, id: string, log: ServerOptions['log']): void {
  if (!log) return;
  const began = performance.now();
  response.once('close', () => {
    const ms = Math.round(performance.now() - began);
    log({ id, method: request.method ?? '', status: response.headersSent ? response.statusCode : 499, ms });
  });
}

function compressor(): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const middleware = compression({ brotli: { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } } });
  // Its types speak of Express; it uses nothing but node's own request and response.
  return middleware as unknown as ReturnType<typeof compressor>;
}

/** What cannot even be read as a request gets the same headers by hand: node makes no response for it. */
function sayBadRequest(error: NodeJS.ErrnoException, socket: Duplex, origin: string): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = { HPE_HEADER_OVERFLOW: '431 Headers Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Too Slow' }[error.code ?? ''];
  const headers = {
    ...securityHeaders(origin),
    'content-security-policy': nothingAllowed,
    'cache-control': 'no-store',
    'content-length': '0',
    connection: 'close'
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  socket.end(`HTTP/1.1 ${status ?? '400 Bad Request'}\r\n${lines.join('\r\n')}\r\n\r\n`);
}

function listen(server: Server, { host, port }: ServerOptions['settings']): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' || error.code === 'EACCES' ? new PortTaken(port) : error);
    });
    server.listen({ host, port }, resolve);
  });
}

async function drain(server: Server, state: State, options: ServerOptions): Promise<void> {
  state.draining = true;
  if (options.settleMs) await new Promise((resolve) => setTimeout(resolve, options.settleMs));
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  state.sockets.endUnfinished();
  const late = setTimeout(() => server.closeAllConnections(), options.finishMs ?? 25_000);
  await closed;
  clearTimeout(late);
  state.sockets.stop();
  state.lag.stop();
  await options.onClose?.();
}
