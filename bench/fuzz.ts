/**
 * `npm run trial:fuzz [-- REQUESTS [SEED [ONLY]]]`: 50,000 malformed requests over every route, method, action and
 * `__data.json`, as a stranger, children, contributors and workers of a town whose every protected field holds a word found
 * nowhere else. None may answer 500, show a stack or a path, or leave one of those words in the log; the service must be
 * alive after it, with flat memory. `ONLY`: sends just the request of that number, and prints it.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { openApp, type App } from '#lib/server/app.ts';
import { readSettings } from '#lib/server/settings.ts';
import { everybody, people } from '#tests/authorisation/people.ts';
import { makeTown, type Town } from '#tests/authorisation/town.ts';
import { signEverybodyIn } from '#tests/authorisation/visits.ts';
import { inWords, spread } from './figures.ts';
import { beside } from './fuzz/beside.ts';
import { formsFor, type SeenForm } from './fuzz/forms.ts';
import { CANARY, pickFrom } from './fuzz/odd.ts';
import { requestOf, type Asker, type Ground } from './fuzz/requests.ts';
import { send, tells, type Back } from './fuzz/sending.ts';
import { clearAway, newPlace, startService, type Service } from './service.ts';

const many = Number(process.argv[2] ?? 50_000);
const seed = Number(process.argv[3] ?? 1);
const only = process.argv[4] === undefined ? null : Number(process.argv[4]);
const atOnce = 8;
/** Ctrl-C ends it early, with the figures of what was sent. */
let stopped = false;
process.once('SIGINT', () => void (stopped = true));
/** Visits end on the way (leaving is among what is asked): everybody comes in again after so many requests. */
const comeInAgainAfter = 1000;

type Tally = {
  byStatus: Map<number, number>;
  times: number[];
  wrong: string[];
  late: number;
};

const memoryOf = ({ pid }: Service): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);

/** Everybody with a cookie of now; the forms they can come to were looked for once. */
async function askersOf(town: Town, forms: ReadonlyMap<string, readonly SeenForm[]>): Promise<readonly [Asker, ...Asker[]]> {
  const cookies = await signEverybodyIn(town);
  const stranger: Asker = { who: 'stranger', cookie: null, forms: forms.get('none') ?? [] };
  const signedIn = everybody.filter((who) => cookies[who] !== null);
  return [stranger, stranger, ...signedIn.map((who) => ({ who, cookie: cookies[who], forms: forms.get(kind(who)) ?? [] }))];
}

/** Whose forms somebody is given: those of one of their kind. */
const kind = (who: (typeof everybody)[number]): string => people[who].visit.kind;
const standsFor = { none: 'anonymous', child: 'childOnOwnPhone', contributor: 'parent', staff: 'iro' } as const;

async function formsOfAll(town: Town, origin: string, ids: readonly string[]) {
  const cookies = await signEverybodyIn(town);
  const forms = new Map<string, readonly SeenForm[]>();
  for (const [name, who] of Object.entries(standsFor)) forms.set(name, await formsFor(origin, cookies[who], ids));
  const manager = await formsFor(origin, cookies.manager, []);
  forms.set('staff', [...(forms.get('staff') ?? []), ...manager]);
  return forms;
}

function look(tally: Tally, at: number, about: string, back: Back): void {
  tally.byStatus.set(back.status, (tally.byStatus.get(back.status) ?? 0) + 1);
  tally.times.push(back.ms);
  const say = (what: string) => tally.wrong.push(`${at}: ${what}: ${about}`);
  if (back.ended === 'refused') say('the service is gone');
  if (back.ended === 'late') tally.late += 1;
  if (back.status >= 500 && back.status !== 503) say(`answered ${back.status}`);
  const told = tells(back.text);
  if (told !== null) say(`tells ${JSON.stringify(told)}`);
}

async function fire(town: Town, service: Service, ground: () => Ground, refresh: () => Promise<void>): Promise<Tally> {
  const tally: Tally = { byStatus: new Map(), times: [], wrong: [], late: 0 };
  const port = Number(ground().host.split(':')[1]);
  let next = 0;
  let coming: Promise<void> = Promise.resolve();
  const lane = async () => {
    for (let at = next++; at < many && !stopped; at = next++) {
      if (at > 0 && at % comeInAgainAfter === 0) coming = refresh();
      await coming;
      const { about, bytes } = requestOf(pickFrom(seed * 1_000_003 + at), ground());
      look(tally, at, about, await send(port, bytes));
      if (at % 5000 === 4999) console.log(`${at + 1} of ${many}: ${tally.wrong.length} faults, ${memoryOf(service)} MB`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  return tally;
}

/** The words of the town, and what was written in the requests, in all that the service printed. */
function inTheLog(log: string, town: Town): string[] {
  const lower = log.toLowerCase();
  const found = [...town.marks.keys(), CANARY].filter((mark) => lower.includes(mark.toLowerCase()));
  return found.map((mark) => `in the log: ${mark === CANARY ? 'what somebody wrote' : town.marks.get(mark)?.column}`);
}

/** What went wrong inside, by kind and place. */
function failuresIn(log: string): string[] {
  const counted = new Map<string, number>();
  for (const line of log.split('\n')) {
    if (!line.includes('"level":"error"')) continue;
    const { kind, name, code, where }: { kind?: string; name?: string; code?: string; where?: string[] } = JSON.parse(line);
    const what = `${kind} ${name ?? ''} ${code ?? ''} ${where?.slice(0, 3).join(' < ') ?? ''}`;
    counted.set(what, (counted.get(what) ?? 0) + 1);
  }
  return [...counted].sort((one, other) => other[1] - one[1]).map(([what, times]) => `${times} x ${what}`);
}

async function alive(origin: string, town: Town): Promise<string[]> {
  const { childOnOwnPhone: cookie } = await signEverybodyIn(town);
  const asked = { '/': null, '/readyz': null, '/me': cookie } as const;
  const wrong: string[] = [];
  for (const [path, own] of Object.entries(asked)) {
    const answer = await fetch(`${origin}${path}`, { headers: { accept: 'text/html', ...(own && { cookie: own }) } }).catch(
      () => null
    );
    if (answer?.status !== 200) wrong.push(`afterwards ${path} answered ${answer?.status ?? 'nothing'}`);
  }
  return wrong;
}

const place = await newPlace('fuzz').then((made) => ({ ...made, env: { ...made.env, HEARD_MODE: 'test' } }));
const host = new URL(place.origin).host;
let app: App | null = null;
try {
  app = await openApp(readSettings({ ...place.env }));
  const town = await makeTown(app);
  const { a } = town.records;
  const ids = [
    ...Object.values(a).filter((id) => id !== undefined),
    ...Object.values(town.workers),
    ...Object.values(town.loose),
    'b31',
    'change'
  ];
  const service = await startService(place);
  const forms = await formsOfAll(town, place.origin, [
    ...Object.values(a).filter((id) => id !== undefined),
    ...Object.values(town.loose)
  ]);
  const askers = await askersOf(town, forms);
  let ground: Ground = { host, askers, ids };
  console.log(`${[...forms.values()].flat().length} forms seen; memory ${memoryOf(service)} MB`);
  if (only !== null) {
    const { about, bytes } = requestOf(pickFrom(seed * 1_000_003 + only), ground);
    const back = await send(Number(host.split(':')[1]), bytes);
    console.log(
      `${about}\n${bytes.toString('latin1').slice(0, 3000)}\n----\n${back.status} in ${back.ms.toFixed(0)} ms\n${back.text.slice(0, 1500)}\n${failuresIn(service.errors()).join('\n')}`
    );
    await service.stop();
  } else {
    let over: () => void = () => undefined;
    const ended = new Promise<void>((go) => (over = go));
    const others = beside.map((one) => one(place, ended));
    const warm = { at: 0, mb: 0 };
    const began = performance.now();
    const refresh = async () => {
      ground = { host, askers: await askersOf(town, forms), ids };
      warm.at += 1;
      if (warm.at === Math.max(1, Math.floor(many / comeInAgainAfter / 5))) warm.mb = memoryOf(service);
    };
    const tally = await fire(town, service, () => ground, refresh);
    over();
    const found = await Promise.all(others);
    const seconds = (performance.now() - began) / 1000;
    const after = memoryOf(service);
    const wrong = [...tally.wrong, ...(await alive(place.origin, town)), ...found.flatMap((one) => one.wrong)];
    await service.stop();
    wrong.push(...inTheLog(`${service.log()}\n${service.errors()}`, town));
    console.log(
      `${tally.times.length} malformed requests in ${seconds.toFixed(0)} s, seed ${seed}, ${atOnce} at once, ${cpus().length} cores, Node ${process.version}`
    );
    console.log(
      [...tally.byStatus]
        .sort(([one], [other]) => one - other)
        .map(([status, times]) => `${status || 'closed without an answer'}: ${times}`)
        .join(', ')
    );
    console.log(`${inWords(spread(tally.times))}; ${tally.late} without an end after 20 s`);
    console.log(`memory ${warm.mb} MB after a fifth of them, ${after} MB at the end`);
    for (const line of [...found.flatMap((one) => one.said), ...failuresIn(service.errors())]) console.log(line);
    for (const line of wrong.slice(0, 40)) console.log(line);
    console.log(`wrong: ${wrong.length}`);
    process.exitCode = wrong.length > 0 ? 1 : 0;
  }
} finally {
  await app?.close();
  clearAway(place);
}
