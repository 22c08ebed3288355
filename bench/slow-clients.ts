/**
 * `npm run trial:slow-clients [-- SECONDS]`: slow and half-open clients beside children who write and send: 200 that never
 * finish a header, 100 whose body trickles in, 100 that take an answer a few bytes at a time, 200 that connect and say
 * nothing, each back at once when it is let go. Children must notice nothing: p95 under a second.
 */
import { connect, type Socket } from 'node:net';
import { goOn } from './going-on.ts';
import { inWords, ratio, spread } from './figures.ts';
import { seedChildren, seedStaff } from './seed.ts';
import { clearAway, newPlace, openPlace, startService } from './service.ts';

export const slowKinds = {
  'never a whole header': 200,
  'a body that trickles': 100,
  'takes its answer slowly': 100,
  'says nothing': 200
};
type Kind = keyof typeof slowKinds;

export type SlowClients = Readonly<{
  /** How many are connected now, and how often one was let go, by kind. */
  open(): number;
  letGo: Readonly<Record<Kind, number>>;
  stop(): void;
}>;

/** Connects all of them to the service at `origin`, and again whenever one is let go. */
export function startSlowClients(origin: string, kinds: Readonly<Record<Kind, number>> = slowKinds): SlowClients {
  const { hostname, port, host } = new URL(origin);
  const open = new Set<Socket>();
  const letGo = Object.fromEntries(Object.keys(kinds).map((kind) => [kind, 0])) as Record<Kind, number>;
  let going = true;
  const start = (kind: Kind) => {
    if (!going) return;
    const socket = connect({ host: hostname === 'localhost' ? '127.0.0.1' : hostname, port: Number(port) });
    open.add(socket);
    const trickle = setInterval(() => socket.writable && step(kind, socket), 4_000);
    socket.once('connect', () => begin(kind, socket, host));
    socket.on('error', () => undefined);
    socket.once('close', () => {
      clearInterval(trickle);
      open.delete(socket);
      if (going) letGo[kind] += 1;
      setTimeout(() => start(kind), 500);
    });
  };
  for (const kind of Object.keys(kinds) as Kind[])
    for (let at = 0; at < kinds[kind]; at += 1) setTimeout(() => start(kind), at * 5);
  return {
    open: () => open.size,
    letGo,
    stop() {
      going = false;
      for (const socket of open) socket.destroy();
    }
  };
}

function begin(kind: Kind, socket: Socket, host: string): void {
  // Reads, or it would never hear that it was let go.
  if (kind !== 'takes its answer slowly') socket.resume();
  if (kind === 'says nothing') return;
  if (kind === 'never a whole header') return void socket.write(`GET / HTTP/1.1\r\nHost: ${host}\r\n`);
  if (kind === 'takes its answer slowly') {
    // Takes ten bytes every few seconds, and never hears that the other side has gone.
    socket.pause();
    return void socket.write(`GET /help HTTP/1.1\r\nHost: ${host}\r\nAccept-Encoding: identity\r\n\r\n`);
  }
  const head = `POST /me/say?/start HTTP/1.1\r\nHost: ${host}\r\nSec-Fetch-Site: same-origin\r\nContent-Length: 9000\r\n`;
  socket.write(`${head}Content-Type: application/x-www-form-urlencoded\r\n\r\na=`);
}

function step(kind: Kind, socket: Socket): void {
  if (kind === 'never a whole header') socket.write('X-A: b\r\n');
  if (kind === 'a body that trickles') socket.write('b');
  if (kind === 'takes its answer slowly') socket.read(10);
}

if (import.meta.main) {
  const seconds = Number(process.argv[2] ?? 60);
  const wait = (s: number) => new Promise<void>((go) => setTimeout(go, s * 1000));
  const place = await newPlace('slow');
  try {
    const app = await openPlace(place);
    const children = await seedChildren(app, await seedStaff(app, 3), 8);
    await app.close();
    const service = await startService(place);
    const going = goOn(place.origin, children, 800);
    await wait(5);
    going.take();
    await wait(seconds / 2);
    const alone = spread(going.take());
    const slow = startSlowClients(place.origin);
    await wait(5);
    going.take();
    await wait(seconds);
    const beside = spread(going.take());
    const open = slow.open();
    slow.stop();
    await going.stop();
    const sent = going.told.reduce((sum, each) => sum + each.sent.length, 0);
    await service.stop();
    console.log(`8 children, ${sent} sendings acknowledged, none refused; ${open} slow clients connected at the end`);
    console.log(
      `let go: ${Object.entries(slow.letGo)
        .map(([kind, many]) => `${kind} ${many}`)
        .join(', ')}`
    );
    console.log(`alone:  ${inWords(alone)}`);
    console.log(`beside: ${inWords(beside)}`);
    console.log(`beside them it takes ${ratio(beside, alone)} as long; limit: p95 under 1000 ms`);
    if (service.errors()) console.log(service.errors());
    process.exitCode = beside.p95 < 1000 && sent > 0 ? 0 : 1;
  } finally {
    clearAway(place);
  }
}
