/**
 * `npm run trial:backup [-- MEGABYTES]`: children write and send while `heard backup` runs beside the service, twice. Each
 * backup is restored into a new folder by `heard restore`, and everything that was acknowledged before it began must be in
 * it. Prints sizes, times, and what it cost those who were writing.
 */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { seeOwn } from '#lib/consultations/heard.server.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { newPair } from '#lib/server/backup/sealing.ts';
import { systemClock } from '#lib/server/clock.ts';
import { readSettings } from '#lib/server/settings.ts';
import { goOn, type Told } from './going-on.ts';
import { inWords, ratio, spread } from './figures.ts';
import { asChild, command, seedChildren, seedStaff } from './seed.ts';
import { clearAway, newPlace, openPlace, startService, type Place } from './service.ts';

const megabytes = Number(process.argv[2] ?? 100);
const runs = 2;
const heard = join(import.meta.dirname, '../src/commands/heard.ts');
const wait = (s: number) => new Promise<void>((go) => setTimeout(go, s * 1000));

/** Pictures as big as a drawing, so that there is something to copy. */
async function fill(app: App, staffId: string): Promise<void> {
  const safe = await app.vault.safe(app.database.db, { kind: 'staff', id: staffId }, 'record');
  const { ids, random, now } = command(app);
  for (let at = 0; at < megabytes * 4; at += 1) {
    const id = ids();
    await app.database.db
      .insertInto('attachments')
      .values({
        ...{ id, kind: 'portrait', owner: 'staff', owner_id: staffId, media_type: 'image/webp', width: 1, height: 1 },
        ...{ digest: id, content_sealed: safe.seal('attachments', 'content_sealed', id, 0, random(250_000)) },
        created_at: now.toISOString()
      })
      .execute();
  }
}

/** Types a command in a process of its own; its seconds, its peak memory and what it said. */
async function typed(place: Place, more: Record<string, string>, ...args: string[]) {
  const began = performance.now();
  const env = { PATH: process.env.PATH ?? '', ...place.env, ...more };
  const child = spawn(process.execPath, [heard, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  let peak = 0;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (part: Buffer) => (said += part.toString()));
  const look = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), 200);
  const code = await new Promise<number | null>((resolve) => child.once('exit', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`heard ${args[0]} ended with ${code}:\n${said}`);
  return { seconds: (performance.now() - began) / 1000, said: said.trim(), peak };
}

function peakOf(pid: number | undefined): number {
  try {
    return Math.round(Number(/VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Acknowledged before `began`, and not in what was restored, in words; empty is good. */
async function missing(app: App, told: readonly Told[], began: number): Promise<string[]> {
  const lost: string[] = [];
  for (const { child, sent } of told) {
    const rows = await app.database.db.selectFrom('contributions').select('id').where('about_child_id', '=', child.id).execute();
    const kept = new Set<unknown>();
    for (const { id } of rows) {
      const { answers } = await seeOwn(asChild(app, child.id), child.id, id);
      kept.add(answers.find(({ asked }) => asked?.code === 'change')?.answer?.value);
    }
    for (const { words, at } of sent) if (at < began && !kept.has(words)) lost.push(`LOST, though acknowledged: ${words}`);
  }
  return lost;
}

const place = await newPlace('backup');
try {
  const app = await openPlace(place);
  const iros = await seedStaff(app, 3);
  const children = await seedChildren(app, iros, 20);
  await fill(app, iros[0] ?? '');
  await app.close();
  const { identity, recipient } = await newPair();
  mkdirSync(join(place.dir, 'elsewhere'));
  const key = join(place.dir, 'elsewhere', 'identity.txt');
  writeFileSync(key, `${identity}\n`, { mode: 0o600 });
  const folder = join(place.dir, 'backups');
  const service = await startService(place);
  const going = goOn(place.origin, children, 500);
  await wait(5);
  going.take();
  await wait(30);
  const alone = spread(going.take());
  const during: number[] = [];
  const made: { began: number; path: string }[] = [];
  for (let run = 1; run <= runs; run += 1) {
    going.take();
    const began = Date.now();
    const { seconds, said, peak } = await typed(place, { HEARD_BACKUP_RECIPIENTS: recipient }, 'backup', folder);
    during.push(...going.take());
    const name =
      readdirSync(folder)
        .filter((each) => each.endsWith('.age'))
        .sort()
        .at(-1) ?? '';
    made.push({ began, path: join(folder, name) });
    console.log(
      `backup ${run}: ${seconds.toFixed(1)} s in all, ${peak} MB of memory at most\n  ${said.split('\n').slice(0, 2).join('\n  ')}`
    );
    await wait(2);
  }
  await going.stop();
  await service.stop();
  const lost: string[] = [];
  const ring = { HEARD_KEY_FILE: place.env.HEARD_KEY_FILE ?? '' };
  for (const [at, { began, path }] of made.entries()) {
    const into = join(place.dir, `again-${at}`);
    const { seconds, said } = await typed(place, ring, 'restore', path, '--identity', key, '--into', into);
    console.log(
      `restored in ${seconds.toFixed(1)} s, ${(statSync(path).size / 1e6).toFixed(0)} MB\n  ${said.split('\n').slice(1, 3).join('\n  ')}`
    );
    const settings = readSettings({ ...place.env, HEARD_DATA_DIR: into });
    const back = await openApp(settings, { clock: systemClock });
    lost.push(...(await missing(back, going.told, began)));
    const { broken } = await verifyChain(command(back));
    if (broken !== null) lost.push(`the audit chain of ${path} is broken at ${broken}`);
    await back.close();
    rmSync(into, { recursive: true });
  }
  let refused = 0;
  const spoiled = join(place.dir, 'spoiled.age');
  for (let at = 0; at < 10; at += 1) {
    copyFileSync(made[0]?.path ?? '', spoiled);
    const bytes = readFileSync(spoiled);
    const where = Math.floor(Math.random() * bytes.length);
    bytes[where] = (bytes[where] ?? 0) ^ (1 << (at % 8));
    writeFileSync(spoiled, bytes);
    await typed(place, ring, 'restore', spoiled, '--identity', key, '--into', join(place.dir, 'none')).catch(
      () => (refused += 1)
    );
  }
  const beside = spread(during);
  const sent = going.told.reduce((sum, each) => sum + each.sent.length, 0);
  console.log(`${runs} backups of ${megabytes} MB and more; ${sent} sendings acknowledged meanwhile; lost: ${lost.length}`);
  console.log(`with one bit changed anywhere: ${refused} of 10 refused`);
  console.log(`alone:         ${inWords(alone)}`);
  console.log(`during backup: ${inWords(beside)}`);
  console.log(`during a backup it takes ${ratio(beside, alone)} as long; limit: p95 under 2x`);
  for (const line of lost) console.log(line);
  if (service.errors()) console.log(service.errors());
  process.exitCode = lost.length === 0 && refused === 10 && sent > 0 ? 0 : 1;
} finally {
  clearAway(place);
}
