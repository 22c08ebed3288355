/**
 * `npm run trial:outbox`: 500 faults of mail servers and of GOV.UK Notify, and the sending process killed (SIGKILL) in between.
 * Every item must stand in the product once, every message arrive at least once under one id and in its person's order, and post
 * that stands still be said within 15 minutes; children send as fast as without faults (five interleaved pairs).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { alarmInWords } from '#lib/inbox/not-told-words.ts';
import { isTellingKind, tellings } from '#lib/notify/kinds.ts';
import { outboxState } from '#lib/notify/outbox.server.ts';
import { clockFile, type App } from '#lib/server/app.ts';
import { freePort } from '#lib/server/http/port.ts';
import { readSettings } from '#lib/server/settings.ts';
import { wordsFor } from '#locales/words.ts';
import { notifyKey, notifyStub, notifyTemplates, type NotifyPlan, type NotifyStub } from '#tests/setup/notify-stub.ts';
import { faultyMail, type FaultyMail, type MailFault } from './outbox/mail-faults.ts';
import { oneRun, type Run } from './outbox/pairs.ts';
import { addressOf, asStaff, oneCallBack, oneText, seedTown, type Town } from './outbox/town.ts';
import { command } from './seed.ts';
import { clearAway, newPlace, openPlace, type Place } from './service.ts';

const [wantedFaults, waves, pairs] = [
  Number(process.argv[2] ?? 500),
  Number(process.argv[3] ?? 10),
  Number(process.argv[4] ?? 5)
];
const [workers, asked] = [12, 20];
const [MINUTE, HOUR] = [60_000, 3600_000];
const nobodyAt = [addressOf(workers - 1), addressOf(workers - 2)];
const stuckAt = addressOf(workers - 3);

type Stage = Readonly<{ place: Place; app: App; town: Town; mail: FaultyMail; notify: NotifyStub }>;

/* The process that sends */

async function startSender(place: Place): Promise<ChildProcess> {
  const env = { PATH: process.env.PATH ?? '', ...place.env };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'outbox/sender.ts')], {
    env,
    stdio: ['ignore', 'pipe', 'ignore']
  });
  await once(child.stdout, 'data');
  return child;
}

async function endSender(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}

/* The clock, which the trial moves for all processes */

let offset = 0;
function forward(place: Place, ms: number): void {
  offset += ms;
  const file = clockFile(readSettings({ ...place.env }));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, String(offset));
}

/** To ten in the morning of the day after, so that families are not left in peace at the start. */
const toMorning = (place: Place) => forward(place, 24 * HOUR - ((Date.now() + offset - 10 * HOUR) % (24 * HOUR)));

/* What is due, and what became of it */

const rows = (app: App) => command(app).db.selectFrom('outbox').selectAll().orderBy('id').execute();

/** Until nothing is under way, and of nobody the next thing is due: what stands behind it waits for it. */
async function quiet({ app }: Stage): Promise<void> {
  for (;;) {
    const now = command(app).now.toISOString();
    const open = (await rows(app)).filter(({ state }) => state === 'waiting' || state === 'sending');
    const next = [...Map.groupBy(open, ({ person_index }) => person_index)].flatMap(([, theirs]) => theirs.slice(0, 1));
    const busy = open.some(({ state }) => state === 'sending') || next.some(({ not_before }) => not_before <= now);
    if (!busy) return;
    await wait(150);
  }
}

/** Failed tries by what they failed by: nothing is tried twice without the clock being moved, so each is seen. */
class Tally {
  readonly codes = new Map<string, number>();
  readonly #seen = new Map<string, number>();
  async look(app: App): Promise<void> {
    for (const row of await rows(app)) {
      const more = row.attempts - (this.#seen.get(row.id) ?? 0);
      this.#seen.set(row.id, row.attempts);
      const code = row.state === 'sending' ? 'killed in between' : (row.last_error ?? '');
      if (more > 0 && row.state !== 'sent' && code !== '') this.codes.set(code, (this.codes.get(code) ?? 0) + more);
    }
  }
  get total(): number {
    return [...this.codes.values()].reduce((sum, many) => sum + many, 0);
  }
}

/* The faults */

let askedOfNotify = 0;
let callsWhileAsking = 0;

const some = <T>(list: readonly T[]): T | undefined => list[Math.floor(Math.random() * list.length)];
/** Black holes take ten seconds and thirty: a few of each. */
const holes = { mail: 6, notify: 2 };

const mailFault = (): MailFault => {
  const fault = Math.random() < 0.45 ? 'take' : (some<MailFault>(['4xx', '5xx', '4xx', '5xx', 'slow', 'black-hole']) ?? 'take');
  if (fault !== 'black-hole') return fault;
  return (holes.mail -= 1) >= 0 ? fault : '4xx';
};
const notifyFault = (): NotifyPlan => {
  askedOfNotify += 1;
  const plan =
    Math.random() < 0.45
      ? 'take'
      : (some<NotifyPlan>(['rate', 'broken', 'rate', 'broken', 'slow', 'cut', 'black-hole']) ?? 'take');
  if (plan !== 'black-hole') return plan;
  return (holes.notify -= 1) >= 0 ? plan : 'rate';
};

/** One wave: something new, then the sender with faults, refused now and then and killed once, until a while of the clock is over. */
async function wave(stage: Stage, tally: Tally, callBacks: number): Promise<void> {
  const asked = () => askedOfNotify + Object.values(stage.mail.given).reduce((sum, many) => sum + many, 0);
  const { app, place, town, mail } = stage;
  const before = asked();
  for (let at = 0; at < callBacks; at += 1) await oneCallBack(app);
  for (const id of town.invitations) if (Math.random() < 0.6) await oneText(app, town, id);
  // No process sends now: whoever asked and whoever sent waited for nobody's network.
  callsWhileAsking += asked() - before;
  const first = await startSender(place);
  await wait(2_000 + Math.random() * 1_500);
  await endSender(first, 'SIGKILL');
  await tally.look(app);
  forward(place, MINUTE + 1_000);
  const sender = await startSender(place);
  await quiet(stage);
  for (let round = 0; round < 6; round += 1) {
    await tally.look(app);
    const refusing = round === 1 || round === 3;
    if (refusing) await mail.refuse();
    forward(place, 10 * MINUTE);
    await wait(200);
    await quiet(stage);
    if (refusing) await mail.again();
  }
  await tally.look(app);
  await endSender(sender, 'SIGTERM');
}

/** No more faults: all that waits goes, however long it was put off. */
async function settleAll(stage: Stage, tally: Tally): Promise<void> {
  const { app, place, mail, notify } = stage;
  mail.state.plan = () => 'take';
  notify.state.plan = () => 'take';
  mail.state.never.clear();
  const sender = await startSender(place);
  for (let hours = 0; hours < 60; hours += 1) {
    await quiet(stage);
    await tally.look(app);
    if (!(await rows(app)).some(({ state }) => state === 'waiting' || state === 'sending')) break;
    forward(place, HOUR);
    await wait(200);
  }
  await endSender(sender, 'SIGTERM');
}

/** Minutes of the clock from the first thing that is stuck to the words on every administrator's page. */
async function alarmAfter({ app, place, town, mail }: Stage): Promise<number> {
  const shown = async () => {
    const ctx = app.context(asStaff(town.admin, ['admin']));
    return alarmInWords(wordsFor({ language: 'en', values: { product: 'My Say' } }), await outboxState(ctx), ctx.now) !== null;
  };
  for (let at = 0; at < workers; at += 1) mail.state.never.add(addressOf(at));
  await oneCallBack(app);
  const sender = await startSender(place);
  let seconds = 0;
  for (; seconds < 30 * 60 && !(await shown()); seconds += 30) {
    forward(place, 30_000);
    await wait(120);
  }
  await endSender(sender, 'SIGTERM');
  mail.state.never.clear();
  mail.state.never.add(stuckAt);
  return seconds / 60;
}

/* What must be true at the end */

type Arrival = Readonly<{ person: string; id: string }>;

function arrivals({ mail, notify }: Stage): Arrival[] {
  return [
    ...mail.arrived.map(({ to, messageId }) => ({ person: to, id: messageId.replace(/@.*$/, '') })),
    ...notify.taken.map(({ to, reference }) => ({ person: to, id: reference }))
  ];
}

async function faultsAtTheEnd(stage: Stage): Promise<{ wrong: string[]; messages: number; twice: number }> {
  const { app } = stage;
  const all = await rows(app);
  const wrong: string[] = [];
  const came = arrivals(stage);
  const byId = Map.groupBy(came, ({ id }) => id);
  for (const { id, state } of all) {
    if (state === 'sent' && !byId.has(id)) wrong.push(`${id} is said to be sent and never came`);
    if (state !== 'sent' && state !== 'bounced') wrong.push(`${id} is ${state} at the end`);
    if (state === 'bounced' && byId.has(id)) wrong.push(`${id} came and is called bounced`);
  }
  const known = new Set(all.map(({ id }) => id));
  for (const id of byId.keys()) if (!known.has(id)) wrong.push(`${id} came and is nobody's`);
  wrong.push(...outOfOrder(came, all), ...(await itemFaults(stage)));
  return { wrong, messages: byId.size, twice: came.length - byId.size };
}

/** Of one person, nothing may come before something earlier has come; what goes at once keeps the order of its own kind. */
function outOfOrder(came: readonly Arrival[], all: Awaited<ReturnType<typeof rows>>): string[] {
  const born = new Map(all.map(({ id, created_at }) => [id, `${created_at} ${id}`]));
  const kinds = new Map(all.map(({ id, kind }) => [id, kind]));
  const lineOf = (kind = '') => (isTellingKind(kind) && tellings[kind].order === 'at-once' ? kind : 'in turn');
  return [...Map.groupBy(came, ({ person, id }) => `${person} (${lineOf(kinds.get(id))})`)].flatMap(([person, theirs]) => {
    const order = theirs.map(({ id }) => born.get(id) ?? '');
    const turned = order.findIndex((at, place) => place > 0 && at < (order[place - 1] ?? ''));
    return turned === -1 ? [] : [`${person}: number ${turned + 1} came before its turn`];
  });
}

async function itemFaults({ app }: Stage): Promise<string[]> {
  const { db } = command(app);
  const callBacks = await db.selectFrom('call_backs').select('id').execute();
  const items = await db.selectFrom('items').select(['kind', 'subject_id']).execute();
  const wrong: string[] = [];
  for (const { id } of callBacks) {
    const many = items.filter(({ subject_id }) => subject_id === id).length;
    if (many !== 1) wrong.push(`${many} items of one call-back`);
  }
  const untold = await db.selectFrom('not_told').select(['id', 'reason', 'times']).where('done_at', 'is', null).execute();
  if (untold.length !== nobodyAt.length || untold.some(({ reason }) => reason !== 'bounced'))
    wrong.push(`${untold.length} people who could not be told, of ${nobodyAt.length}`);
  for (const { id } of untold)
    if (items.filter(({ subject_id }) => subject_id === id).length !== 1)
      wrong.push('not one task for somebody who could not be told');
  return wrong;
}

/* Printed */

const median = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;

async function undisturbed(): Promise<string[]> {
  const runs: { calm: Run; faulty: Run }[] = [];
  for (let at = 0; at < pairs; at += 1) {
    // Now the one first, now the other: what else the machine does falls on both.
    const order = at % 2 === 0 ? [false, true] : [true, false];
    const done: Run[] = [];
    for (const faulty of order) done.push(await oneRun(faulty));
    const [one, other] = done;
    if (one && other) runs.push(order[0] ? { calm: other, faulty: one } : { calm: one, faulty: other });
    const last = runs.at(-1);
    if (last)
      console.log(
        `pair ${at + 1}: p95 ${last.calm.p95.toFixed(0)} ms without faults, ${last.faulty.p95.toFixed(0)} ms with ${last.faulty.faults}`
      );
  }
  const ratio = median(runs.map(({ calm, faulty }) => faulty.p95 / Math.max(calm.p95, 0.1)));
  console.log(
    `children saving and sending, p95 with faults against without: median of ${runs.length} pairs ${ratio.toFixed(2)} (limit 1.25)`
  );
  const wrong = runs.flatMap(({ calm, faulty }) => [...calm.wrong, ...faulty.wrong]);
  return [...wrong, ...(pairs > 0 && ratio > 1.25 ? [`the ratio is ${ratio.toFixed(2)}`] : [])];
}

async function staged(place: Place, mail: FaultyMail, notify: NotifyStub): Promise<Stage> {
  toMorning(place);
  const app = await openPlace(place);
  const town = await seedTown(app, workers, asked);
  for (const address of nobodyAt) mail.state.nobody.add(address);
  return { place, app, town, mail, notify };
}

async function underFaults(): Promise<string[]> {
  const [bare, port, notify] = [await newPlace('outbox'), await freePort(0), await notifyStub()];
  const env = {
    ...{ ...bare.env, HEARD_MODE: 'test', HEARD_SMTP_URL: `smtp://127.0.0.1:${port}`, HEARD_MAIL_FROM: 'say@council.example' },
    ...{ HEARD_NOTIFY_KEY: notifyKey, HEARD_NOTIFY_TEXT_TEMPLATE: notifyTemplates.text, HEARD_NOTIFY_URL: notify.url }
  };
  const [place, mail, tally] = [{ ...bare, env }, await faultyMail(port), new Tally()];
  try {
    const stage = await staged(place, mail, notify);
    const alarm = await alarmAfter(stage);
    mail.state.plan = mailFault;
    notify.state.plan = notifyFault;
    let done = 0;
    for (; done < waves || tally.total < wantedFaults; done += 1) {
      await wave(stage, tally, 4);
      console.log(`wave ${done + 1}: ${tally.total} faults so far`);
      if (done >= 40) break;
    }
    await settleAll(stage, tally);
    const { wrong, messages, twice } = await faultsAtTheEnd(stage);
    await stage.app.close();
    console.log(
      `${tally.total} failed tries and ${done} kills (SIGKILL): ${[...tally.codes].map(([code, many]) => `${code} ${many}`).join(', ')}`
    );
    console.log(
      `slow: ${mail.given.slow} mails. While people asked and sent, and no process sent: ${callsWhileAsking} calls of the network`
    );
    console.log(
      `${messages} messages came at least once, under one id each, in each person's order; ${twice} came twice; wrong: ${wrong.length}`
    );
    console.log(`post that stands still is said after ${alarm} minutes (limit 15)`);
    return [
      ...wrong,
      ...(alarm > 15 ? [`said after ${alarm} minutes`] : []),
      ...(tally.total < wantedFaults ? [`${tally.total} faults only`] : []),
      ...(callsWhileAsking > 0 ? ['the network was called while people asked'] : [])
    ];
  } finally {
    await mail.stop();
    await notify.stop();
    clearAway(place);
  }
}

const began = performance.now();
const wrong = [...(waves > 0 ? await underFaults() : []), ...(await undisturbed())];
for (const line of wrong) console.log(line);
console.log(`${((performance.now() - began) / 1000).toFixed(0)} s; faults of the product: ${wrong.length}`);
process.exitCode = wrong.length > 0 ? 1 : 0;
