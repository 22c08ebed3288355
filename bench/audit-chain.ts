/**
 * `npm run trial:audit [-- TRIALS [ENTRIES]]`: somebody with the database's password and without the key ring changes the
 * log straight in the file (what keeps it append-only is dropped first), 300 times: edits, deletions, insertions, swaps,
 * cutting off the end, chaining with a key of their own, putting an older copy in place. Each must be found and its first
 * bad entry named. Then how fast it is checked, beside plainly reading the same rows.
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { anchorsAt, anchorWhenDue } from '#lib/audit/anchoring.server.ts';
import type { Anchor } from '#lib/audit/anchor.ts';
import { record } from '#lib/audit/audit.server.ts';
import { inspectChain } from '#lib/audit/verifying.server.ts';
import { within, type Context } from '#lib/context.ts';
import { openApp, type App } from '#lib/server/app.ts';
import { newRing, readRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';
import { copyOf, rollBack, tamperings, unseal } from '#tests/setup/tampering.ts';

const trials = Number(process.argv[2] ?? 300);
const entries = Number(process.argv[3] ?? 2000);
const forSpeed = 100_000;

const folder = mkdtempSync(join(tmpdir(), 'heard-audit-'));
const ring = readRing(newRing());
const command = (app: App): Context => app.context({ kind: 'command', id: 'trial', assurance: 'host' });
const open = (dir: string): Promise<App> => openApp(readSettings({ HEARD_MODE: 'test', HEARD_DATA_DIR: dir }), { ring });

const verbs = ['child.see', 'contribution.read', 'request.read', 'draft.open', 'card.use'];

async function write(app: App, many: number): Promise<void> {
  for (let done = 0; done < many; done += 500)
    await within(command(app), async (ctx) => {
      for (let at = done; at < Math.min(done + 500, many); at += 1) {
        const subjectId = ctx.ids();
        await record(ctx, { verb: verbs[at % verbs.length] ?? 'child.see', subject: 'child', subjectId, childId: subjectId });
      }
    });
}

/** The same numbers for the same seed, so that a trial can be made again. */
function picker(seed: number): (below: number) => number {
  let state = Math.imul(seed, 2_654_435_761) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

type Tally = { made: number; found: number; named: number; called: number };
const tallies = new Map<string, Tally>();
const withoutAnchor = { made: 0, found: 0 };

function count(name: string, spoiled: number, found: { seq: number; kind: string } | null, kinds: readonly string[]): void {
  const tally = tallies.get(name) ?? { made: 0, found: 0, named: 0, called: 0 };
  tallies.set(name, tally);
  tally.made += 1;
  if (found) tally.found += 1;
  if (found?.seq === spoiled) tally.named += 1;
  if (found && kinds.includes(found.kind)) tally.called += 1;
  if (found?.seq !== spoiled) console.log(`${name}: entry ${spoiled} was spoiled, found: ${JSON.stringify(found)}`);
}

/** A copy of the log with nothing to protect it but its hashes. */
async function onACopy(name: string, work: (app: App) => Promise<void>): Promise<void> {
  const dir = join(folder, name);
  const from = join(folder, 'whole');
  rmSync(dir, { recursive: true, force: true });
  const app = await open(dir);
  await app.close();
  copyFileSync(join(from, 'heard.sqlite'), join(dir, 'heard.sqlite'));
  const again = await open(dir);
  try {
    await unseal(again.database.db, 'sqlite');
    await work(again);
  } finally {
    await again.close();
  }
}

async function tamperWith(seed: number): Promise<void> {
  const pick = picker(seed);
  const how = tamperings[seed % (tamperings.length + 2)];
  await onACopy('copy', async (app) => {
    const { db } = app.database;
    if (how) {
      const spoiled = await how.tamper(db, pick);
      return count(how.name, spoiled, (await inspectChain(command(app))).fault, how.kinds);
    }
    return rollBackHere(app, pick, (seed % (tamperings.length + 2)) - tamperings.length);
  });
}

/** An older copy in place: as it is, with others' entries after it, and without any anchor (which nobody can find). */
async function rollBackHere(app: App, pick: (below: number) => number, how: number): Promise<void> {
  const { db } = app.database;
  const copy = await copyOf(db);
  await write(app, 1 + pick(40));
  const dir = mkdtempSync(join(folder, 'anchors-'));
  const job = app.context({ kind: 'job', id: 'trial', assurance: 'host' });
  await anchorWhenDue(job, { dir, live: false }, null);
  const noted: Anchor[] = anchorsAt(dir);
  const missing = await rollBack(db, copy);
  if (how === 0)
    return count('older copy, with an anchor', missing, (await inspectChain(command(app), noted)).fault, ['cut-off']);
  if (how === 1) {
    await write(app, 60);
    const { fault } = await inspectChain(command(app), noted);
    return count('older copy written on, with an anchor', noted[0]?.seq ?? 0, fault, ['anchor-does-not-fit']);
  }
  if ((await inspectChain(command(app))).fault) withoutAnchor.found += 1;
  withoutAnchor.made += 1;
}

async function speed(): Promise<string> {
  const app = await open(join(folder, 'long'));
  await write(app, forSpeed);
  const { db } = app.database;
  const timed = async (work: () => Promise<unknown>) => {
    const began = performance.now();
    await work();
    return (performance.now() - began) / 1000;
  };
  const plainly = async () => {
    for (let after = 0; after < forSpeed; after += 1000)
      await db.selectFrom('audit').selectAll().where('seq', '>', after).orderBy('seq').limit(1000).execute();
  };
  await plainly();
  const reading = await timed(plainly);
  const checking = await timed(() => inspectChain(command(app)));
  const { rows } = await sql<{ version: string }>`select sqlite_version() as version`.execute(db);
  await app.close();
  const perSecond = Math.round(forSpeed / checking).toLocaleString('en-GB');
  return `${forSpeed.toLocaleString('en-GB')} entries checked in ${checking.toFixed(2)} s (${perSecond} a second), read plainly in ${reading.toFixed(2)} s: ${(checking / reading).toFixed(1)} times as long. SQLite ${rows[0]?.version}`;
}

try {
  const whole = await open(join(folder, 'whole'));
  await write(whole, entries);
  await sql`pragma wal_checkpoint(truncate)`.execute(whole.database.db);
  const before = await inspectChain(command(whole));
  await whole.close();
  if (before.fault || before.entries < entries) throw new Error('the log was not whole to begin with');
  const began = performance.now();
  for (let seed = 1; seed <= trials; seed += 1) await tamperWith(seed);
  console.log(
    `${trials} changes to a log of ${entries} entries in ${((performance.now() - began) / 1000).toFixed(0)} s, ${cpus().length} cores, Node ${process.version}`
  );
  for (const [name, { made, found, named, called }] of [...tallies].sort())
    console.log(`  ${name}: found ${found} of ${made}, first bad entry named ${named}, rightly called ${called}`);
  for (let seed = 1; seed <= 10; seed += 1) await onACopy('copy', (app) => rollBackHere(app, picker(seed), 2));
  console.log(
    `  beside these, an older copy WITHOUT any anchor: found ${withoutAnchor.found} of ${withoutAnchor.made}. It cannot be found: it is what anchors are for.`
  );
  console.log(await speed());
  const wrong = [...tallies.values()].filter(({ made, found, named, called }) => found < made || named < made || called < made);
  process.exitCode = wrong.length > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
