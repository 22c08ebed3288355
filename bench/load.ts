/**
 * `npm run trial:load [-- CHILDREN]`: 300 children write at once over real HTTP, saving by themselves, and all press
 * Send at the same moment, some of them twice. Then everything they were told is safe is looked for in the database.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeOwn } from '#lib/consultations/heard.server.ts';
import type { App } from '#lib/server/app.ts';
import { freePort } from '#lib/server/http/port.ts';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { visitor } from './browser.ts';
import { inWords, ratio, spread } from './figures.ts';
import { send, write, type Pace, type Times, type Written } from './journey.ts';
import { asChild, command, seedChildren, seedStaff, type SignedIn } from './seed.ts';
import { clearAway, newPlace, openPlace, startService, type Place } from './service.ts';

const many = Number(process.argv[2] ?? 300);
const wait = (ms: number) => new Promise<void>((go) => setTimeout(go, ms));
/** A child takes half a second to two and a half between one thing and the next. */
const think = () => wait(500 + Math.random() * 2000);

type Told = Readonly<{ child: SignedIn; written: Written }>;

async function children(place: Place, signedIn: readonly SignedIn[], pace: Pace): Promise<Told[]> {
  let arrived = 0;
  let open: () => void = () => undefined;
  const everybody = new Promise<void>((go) => (open = go));
  return Promise.all(
    signedIn.map(async (child, at): Promise<Told> => {
      const who = visitor(place.origin, child.cookie);
      await wait(Math.random() * 5000);
      const { written, submission } = await write(who, pace, (page) =>
        `${page} of ${at}: ${'I want this to be heard. '.repeat(1 + (at % 12))}`.trim()
      );
      arrived += 1;
      if (arrived === signedIn.length) open();
      await everybody;
      await send(who, pace, submission, at % 10 === 0 ? 'double' : at % 10 === 1 ? 'replay' : 'once');
      who.close();
      return { child, written };
    })
  );
}

/** As many posts as the children made, at the same pace, to the barest server there can be. */
async function bare(place: Place, saves: number, sends: number): Promise<{ saves: number[]; sends: number[] }> {
  mkdirSync(join(place.dir, 'bare'));
  const port = await freePort(0);
  const server = spawn(
    process.execPath,
    [join(import.meta.dirname, 'bare.ts'), String(port), join(place.dir, 'bare', 'kept.sqlite')],
    { stdio: 'inherit' }
  );
  const origin = `http://127.0.0.1:${port}`;
  while (!(await fetch(origin, { method: 'POST', body: 'ready?', redirect: 'manual' }).catch(() => null))) await wait(50);
  const times = { saves: [] as number[], sends: [] as number[] };
  const fields = [['change', 'I want this to be heard. '.repeat(6)]] as const;
  await Promise.all(
    Array.from({ length: many }, async () => {
      const who = visitor(origin, '');
      await wait(Math.random() * 5000);
      for (let at = 0; at < saves / many; at += 1) {
        await think();
        times.saves.push((await who.post('/', fields)).ms);
      }
      who.close();
    })
  );
  await Promise.all(
    Array.from({ length: sends }, async () => {
      const who = visitor(origin, '');
      times.sends.push((await who.post('/', fields)).ms);
      who.close();
    })
  );
  server.kill();
  return times;
}

/** What was lost, doubled or changed, in words; empty is good. */
async function faults(app: App, told: readonly Told[]): Promise<string[]> {
  const { db } = command(app);
  const found: string[] = [];
  for (const { child, written } of told) {
    const sent = await db.selectFrom('contributions').select('id').where('about_child_id', '=', child.id).execute();
    if (sent.length !== 1) found.push(`${child.id} was told "sent" and has ${sent.length} contributions`);
    const items = await db
      .selectFrom('items')
      .select('subject_id')
      .where('child_id', '=', child.id)
      .where('done_at', 'is', null)
      .execute();
    if (items.length !== 1 || items[0]?.subject_id !== sent[0]?.id) found.push(`${child.id} has ${items.length} items`);
    const { answers } = await seeOwn(asChild(app, child.id), child.id, sent[0]?.id ?? '');
    const kept = Object.fromEntries(answers.map(({ asked, answer }) => [asked?.code, answer?.value]));
    for (const [code, words] of Object.entries(written))
      if (kept[code] !== words) found.push(`${child.id}: other words than acknowledged at ${code}`);
  }
  return found;
}

async function count(app: App, table: 'contributions' | 'items' | 'outbox'): Promise<number> {
  const row = await command(app)
    .db.selectFrom(table)
    .select((select) => select.fn.countAll().as('many'))
    .executeTakeFirstOrThrow();
  return Number(row.many);
}

const peakOf = (pid: number): string => /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0';

const place = await newPlace('load');
try {
  const app = await openPlace(place);
  const signedIn = await seedChildren(app, await seedStaff(app, 5), many);
  const service = await startService(place);
  const times: Times = { pages: [], saves: [], sends: [], again: 0 };
  const began = performance.now();
  const told = await children(place, signedIn, { think, times });
  const seconds = (performance.now() - began) / 1000;
  const peak =
    process.platform === 'linux' ? `, the service used ${Math.round(Number(peakOf(service.pid)) / 1024)} MB at most` : '';
  await service.stop();
  const wrong = await faults(app, told);
  console.log(`${many} children at once, ${seconds.toFixed(0)} s${peak}`);
  console.log(
    `acknowledged ${told.length}, stored ${await count(app, 'contributions')}, inbox items ${await count(app, 'items')}, nudges ${await count(app, 'outbox')}`
  );
  const { entries, broken } = await verifyChain(command(app));
  console.log(
    `lost, doubled or changed: ${wrong.length}; told to press again: ${times.again}; audit ${entries} entries, ${broken === null ? 'whole' : `broken at ${broken}`}`
  );
  await app.close();
  const plain = await bare(place, times.saves.length, times.sends.length);
  const [pages, saves, sends] = [spread(times.pages), spread(times.saves), spread(times.sends)];
  const [bareSaves, bareSends] = [spread(plain.saves), spread(plain.sends)];
  console.log(`pages: ${inWords(pages)}`);
  console.log(`all, by the service's own log: ${inWords(spread(service.took()))}`);
  console.log(
    `saves: ${inWords(saves)}\n  bare server, one durable insert: ${inWords(bareSaves)}\n  ours takes ${ratio(saves, bareSaves)} as long`
  );
  console.log(
    `sends, all at the same moment: ${inWords(sends)}\n  bare server: ${inWords(bareSends)}\n  ours takes ${ratio(sends, bareSends)} as long`
  );
  if (service.errors()) console.log(service.errors());
  for (const line of wrong) console.log(line);
  process.exitCode = wrong.length > 0 || broken !== null || told.length !== many ? 1 : 0;
} finally {
  clearAway(place);
}
