import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Limits } from './limits.ts';

/** One connection, and what goes on in it. */
type Line = {
  socket: Socket;
  address: string;
  /** Since when what goes on now goes on: waiting for a request, handing one over, taking an answer, nothing. */
  since: number;
  /** Bytes of each direction at that moment. */
  readThen: number;
  writtenThen: number;
  request: IncomingMessage | null;
  response: ServerResponse | null;
  answered: boolean;
};

/** All connections of a server. Whoever is slow on purpose is let go; whoever shares an address with them is not refused. */
export type Sockets = Readonly<{
  /** A request has come in: it is in hand until its response closes. */
  inHand(request: IncomingMessage, response: ServerResponse): void;
  /** How long, in ms, this client waits for its turn: 0 unless its public address holds far more open than any home does. */
  turnOf(request: IncomingMessage): number;
  /** Ends every connection in which nothing whole has been asked: at the end of the server. */
  endUnfinished(): void;
  count(): number;
  stop(): void;
}>;

/** Follows the connections of `server`. `tooSlow` answers a request whose body never comes. */
export function watchSockets(
  server: Server,
  limits: Limits,
  tooSlow: (request: IncomingMessage, response: ServerResponse) => void
): Sockets {
  const lines = new Map<Socket, Line>();
  const letGo = (line: Line) => end(line, tooSlow);
  server.on('connection', (socket: Socket) => {
    lines.set(socket, newLine(socket));
    socket.once('close', () => lines.delete(socket));
  });
  const sweep = setInterval(() => {
    const now = performance.now();
    for (const line of lines.values()) if (tooSlowNow(line, now, limits)) letGo(line);
    for (const line of tooManyOfOne(lines.values(), now, limits)) letGo(line);
    for (const line of tooMany([...lines.values()], limits)) letGo(line);
  }, limits.sweepEvery).unref();
  return {
    inHand(request, response) {
      const line = lines.get(request.socket);
      if (!line) return;
      begin(line, request, response);
      response.once('close', () => line.response === response && begin(line, null, null));
    },
    turnOf: ({ socket: { remoteAddress = '' } }) =>
      isOutside(remoteAddress) ? turnFor(lines.values(), remoteAddress, limits) : 0,
    endUnfinished: () => [...lines.values()].filter(owesAll).forEach(({ socket }) => socket.destroy()),
    count: () => lines.size,
    stop: () => clearInterval(sweep)
  };
}

const newLine = (socket: Socket): Line => ({
  ...{ socket, address: socket.remoteAddress ?? '', since: performance.now(), readThen: 0, writtenThen: 0 },
  ...{ request: null, response: null, answered: false }
});

function begin(line: Line, request: IncomingMessage | null, response: ServerResponse | null): void {
  line.answered ||= line.request !== null;
  Object.assign(line, { request, response, since: performance.now() });
  line.readThen = line.socket.bytesRead;
  line.writtenThen = taken(line);
}

/** Bytes the other side, or the system for it, has taken from us. */
const taken = ({ socket }: Line): number => socket.bytesWritten - socket.writableLength;

/** Nothing asked yet, or the next request begun and not all there. */
const owesAll = (line: Line): boolean => line.request === null && (!line.answered || line.socket.bytesRead > line.readThen);
const owesBody = ({ request, response }: Line): boolean => request !== null && !request.complete && !response?.headersSent;
const isUnfinished = (line: Line): boolean => owesAll(line) || owesBody(line);

/** Whether a body trickles in, or an answer is taken, more slowly than any network a person could use. */
function tooSlowNow(line: Line, now: number, limits: Limits): boolean {
  const taking = line.socket.writableLength > 0;
  if (!taking && !owesBody(line)) return false;
  const ms = now - line.since;
  const bytes = taking ? taken(line) - line.writtenThen : line.socket.bytesRead - line.readThen;
  if (ms < limits.slowAfter) return false;
  if ((bytes * 1000) / ms < limits.bytesPerSecond) return true;
  // Going well so far: looked at anew from here, so that a good beginning does not pay for a standstill.
  line.since = now;
  line.readThen = line.socket.bytesRead;
  line.writtenThen = taken(line);
  return false;
}

/** Of an address with too many unfinished requests, those that have been so longest. */
function tooManyOfOne(lines: Iterable<Line>, now: number, limits: Limits): Line[] {
  const byAddress = new Map<string, Line[]>();
  for (const line of lines) {
    if (!isUnfinished(line)) continue;
    const own = byAddress.get(line.address);
    if (own) own.push(line);
    else byAddress.set(line.address, [line]);
  }
  return [...byAddress.values()].flatMap((own) =>
    longestFirst(own)
      .slice(0, Math.max(0, own.length - limits.unfinishedPerAddress))
      .filter(({ since }) => now - since >= limits.patience)
  );
}

/** Of too many altogether: whoever is idle goes before whoever is asking. Nobody whose request is in hand. */
function tooMany(lines: readonly Line[], { sockets }: Limits): Line[] {
  if (lines.length <= sockets) return [];
  const idle = longestFirst(lines.filter((line) => line.request === null && !isUnfinished(line)));
  return [...idle, ...longestFirst(lines.filter(isUnfinished))].slice(0, lines.length - sockets);
}

const longestFirst = (lines: readonly Line[]): Line[] => [...lines].sort((one, other) => one.since - other.since);

function turnFor(lines: Iterable<Line>, address: string, { unfinishedPerAddress }: Limits): number {
  let unfinished = 0;
  for (const line of lines) if (line.address === address && isUnfinished(line)) unfinished += 1;
  return Math.min(2_000, Math.max(0, unfinished - unfinishedPerAddress) * 10);
}

/** Not this machine nor its own network: there a proxy speaks for everybody, and nobody is to wait for somebody else. */
const isOutside = (address: string): boolean =>
  !/^(::ffff:)?(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)|^(::1$|f[cd]|fe80)/i.test(address);

function end({ socket, request, response }: Line, tooSlow: (request: IncomingMessage, response: ServerResponse) => void): void {
  if (request && response && !response.headersSent) tooSlow(request, response);
  else socket.destroy();
}
