import { fork, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { isMade, type Made, type Order, type Template } from './making.ts';

/** No PDF: there is no build of Typst for this machine, it took too long, or the data could not be set. */
export class NoPdf extends Error {
  readonly why: 'unavailable' | 'slow' | 'failed';
  constructor(why: NoPdf['why']) {
    super(`no PDF could be made (${why})`);
    this.name = 'NoPdf';
    this.why = why;
  }
}

const LONGEST_MS = 10_000;
/** Typst keeps a little of each document it has set, so the process is a new one after this many. */
const ORDERS_EACH = 200;
const IDLE_MS = 60_000;

type Waiting = { done: (pdf: Uint8Array) => void; failed: (why: NoPdf) => void; timer: NodeJS.Timeout };
type Maker = { child: ChildProcess; waiting: Map<number, Waiting>; orders: number; idle: NodeJS.Timeout | null };

let maker: Maker | null = null;

/**
 * Sets `data` (any JSON) with one of our templates as a tagged PDF (PDF/UA-1), in a process of its own: never on the
 * web process's thread. Throws `NoPdf`; the page made to be printed is there all the same.
 */
export function makePdf(template: Template, data: Readonly<Record<string, unknown>>): Promise<Uint8Array> {
  const { waiting, child, orders } = theMaker();
  const order: Order = { id: orders, template, data: JSON.stringify(data) };
  return new Promise((done, failed) => {
    const timer = setTimeout(() => letGo('slow'), LONGEST_MS);
    waiting.set(order.id, { done, failed, timer });
    child.ref();
    child.send(order, (error) => error && letGo('failed'));
  });
}

function theMaker(): Maker {
  // Who works on the old one's last orders still gets them.
  if (maker && maker.orders >= ORDERS_EACH && maker.waiting.size === 0) letGo('failed');
  maker ??= start();
  if (maker.idle) clearTimeout(maker.idle);
  maker.orders += 1;
  return maker;
}

function start(): Maker {
  // By its own file: it runs beside the build, not in it. It is given nothing of this process: no settings, no keys.
  const file = createRequire(import.meta.url).resolve('#lib/server/pdf/maker.ts');
  const child = fork(file, [], {
    execArgv: [],
    env: {},
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc']
  });
  const begun: Maker = { child, waiting: new Map(), orders: 0, idle: null };
  child.on('message', (said) => isMade(said) && hand(begun, said));
  const gone = () => {
    end(begun, 'failed');
    if (maker === begun) maker = null;
  };
  child.on('exit', gone);
  child.on('error', gone);
  return begun;
}

function hand(from: Maker, made: Made): void {
  const waiting = from.waiting.get(made.id);
  if (!waiting) return;
  from.waiting.delete(made.id);
  clearTimeout(waiting.timer);
  if ('pdf' in made) waiting.done(made.pdf);
  else waiting.failed(new NoPdf(made.problem));
  if (from.waiting.size > 0) return;
  // Nothing is waited for: this process may end, and after a while that one does.
  from.child.unref();
  from.child.channel?.unref();
  from.idle = setTimeout(() => letGo('failed'), IDLE_MS).unref();
}

/** Ends the process that makes PDFs; whoever still waits for one is told why. */
function letGo(why: NoPdf['why']): void {
  const old = maker;
  maker = null;
  if (!old) return;
  end(old, why);
  old.child.kill('SIGKILL');
}

function end({ waiting, idle }: Maker, why: NoPdf['why']): void {
  if (idle) clearTimeout(idle);
  for (const { failed, timer } of waiting.values()) {
    clearTimeout(timer);
    failed(new NoPdf(why));
  }
  waiting.clear();
}
