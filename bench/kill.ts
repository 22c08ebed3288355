/**
 * `npm run trial:kill [-- TRIALS]`: children write and send without a pause while the service is killed (SIGKILL) at a
 * random moment; 200 times. After each, every submission that was acknowledged must be there, once, with its inbox item
 * and its nudge, and the file must be sound.
 */
import { sql } from 'kysely';
import { verifyChain } from '#lib/audit/audit.server.ts';
import { seeOwn } from '#lib/consultations/heard.server.ts';
import type { App } from '#lib/server/app.ts';
import { submissionIn, visitor } from './browser.ts';
import { asChild, command, seedChildren, seedStaff, type SignedIn } from './seed.ts';
import { clearAway, newPlace, openPlace, startService, type Place, type Service } from './service.ts';

const trials = Number(process.argv[2] ?? 200);
const atOnce = 6;
/** Milliseconds from the first Send to the kill, at most: from the middle of it to several sends each. */
const longest = 1500;

/** What one child was told. `sent`: words whose sending was acknowledged; `tried`: words that were on their way. */
type Told = { child: SignedIn; sent: string[]; tried: string[] };

/** Writes, sends, writes other words, sends again, until the service is gone. */
async function keepSending(place: Place, told: Told, pressed: () => void): Promise<void> {
  const who = visitor(place.origin, told.child.cookie);
  try {
    await who.post('/me/say?/start', []);
    for (let round = 1; ; round += 1) {
      const words = `round ${round} of ${told.child.id}`;
      const saved = await who.post('/me/say/b31?/next', [
        ['from', ''],
        ['change', words],
        ['b31.who', 'only_iro']
      ]);
      if (saved.status !== 303) throw new Error(`saving answered ${saved.status}`);
      const submission = submissionIn((await who.get('/me/check')).body);
      told.tried.push(words);
      pressed();
      const sent = await who.post('/me/check?/send', [['submission', submission]]);
      if (sent.status !== 303 || sent.location !== '/me/sent')
        throw new Error(`sending answered ${sent.status} ${sent.location}`);
      told.sent.push(words);
    }
  } catch (error) {
    // The connection broke: that is the trial. Anything else is a fault of its own.
    if (!(error instanceof Error && 'code' in error)) throw error;
  } finally {
    who.close();
  }
}

/** What is wrong with what one child finds again, in words; empty is good. */
async function faultsOf(app: App, { child, sent, tried }: Told): Promise<string[]> {
  const { db } = command(app);
  const found: string[] = [];
  const kept: string[] = [];
  const rows = await db
    .selectFrom('contributions')
    .select(['id', 'version'])
    .where('about_child_id', '=', child.id)
    .orderBy('version')
    .execute();
  for (const [at, { id, version }] of rows.entries()) {
    if (version !== at + 1) found.push(`${child.id}: version ${version} where ${at + 1} should be`);
    const { answers } = await seeOwn(asChild(app, child.id), child.id, id);
    const words = answers.find(({ asked }) => asked?.code === 'change')?.answer?.value;
    if (typeof words === 'string') kept.push(words);
    const items = await db.selectFrom('items').select('id').where('subject_id', '=', id).execute();
    if (items.length !== 1) found.push(`${child.id}: ${items.length} items for version ${version}`);
    const nudges = await db.selectFrom('outbox').select('id').where('dedupe_key', 'like', `item:${items[0]?.id}:%`).execute();
    if (nudges.length !== 1) found.push(`${child.id}: ${nudges.length} nudges for version ${version}`);
  }
  if (kept.length !== rows.length) found.push(`${child.id}: ${rows.length - kept.length} contributions without words`);
  if (new Set(kept).size !== kept.length) found.push(`${child.id}: the same words stand there twice`);
  for (const words of sent) if (!kept.includes(words)) found.push(`${child.id}: LOST, though acknowledged: ${words}`);
  for (const words of kept) if (!tried.includes(words)) found.push(`${child.id}: never sent: ${words}`);
  return found;
}

async function soundness(app: App): Promise<string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(command(app).db);
  return rows.flatMap(({ integrity_check: said }) => (said === 'ok' ? [] : [`integrity_check: ${said}`]));
}

type Sum = { acknowledged: number; unsure: number; wrong: string[] };

/** Looks at what the last trial left, with nothing else open when it was killed: this is the opening that recovers. */
async function check(app: App, told: readonly Told[], sum: Sum): Promise<void> {
  sum.wrong.push(...(await soundness(app)));
  for (const one of told) {
    sum.wrong.push(...(await faultsOf(app, one)));
    sum.acknowledged += one.sent.length;
    sum.unsure += one.tried.length - one.sent.length;
  }
}

/** One life of the service: from its start to a random moment after the first child has pressed Send. */
async function live(place: Place, service: Service, told: readonly Told[]): Promise<void> {
  let first: () => void = () => undefined;
  const begun = new Promise<void>((go) => (first = go));
  const sending = Promise.all(told.map((one) => keepSending(place, one, first)));
  await Promise.race([begun, sending]);
  await new Promise((go) => setTimeout(go, Math.random() * longest));
  await service.kill();
  await sending;
}

const place = await newPlace('kill');
try {
  const sum: Sum = { acknowledged: 0, unsure: 0, wrong: [] };
  const began = performance.now();
  let app = await openPlace(place);
  const iros = await seedStaff(app, 3);
  for (let at = 1; at <= trials; at += 1) {
    const starting = startService(place);
    const told = (await seedChildren(app, iros, atOnce)).map((child): Told => ({ child, sent: [], tried: [] }));
    const service = await starting;
    await app.close();
    await live(place, service, told);
    app = await openPlace(place);
    await check(app, told, sum);
    if (at % 20 === 0) console.log(`${at} of ${trials}: ${sum.acknowledged} acknowledged, ${sum.wrong.length} faults`);
  }
  const { entries, broken } = await verifyChain(command(app));
  await app.close();
  console.log(
    `${trials} kills in ${((performance.now() - began) / 1000).toFixed(0)} s, ${atOnce} children sending without a pause each time`
  );
  console.log(
    `acknowledged ${sum.acknowledged}, on their way when it was killed ${sum.unsure}; lost, doubled or without item: ${sum.wrong.length}`
  );
  console.log(`integrity_check ok after each; audit ${entries} entries, ${broken === null ? 'whole' : `broken at ${broken}`}`);
  for (const line of sum.wrong) console.log(line);
  process.exitCode = sum.wrong.length > 0 || broken !== null || sum.acknowledged === 0 ? 1 : 0;
} finally {
  clearAway(place);
}
