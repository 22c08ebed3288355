import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { sayWhyNot, serve } from '#lib/server/http/serve.ts';
import { newRing } from '#lib/server/keys/ring.ts';
import { readSettings } from '#lib/server/settings.ts';
import { cast } from './demo-cast.ts';
import type { Person } from './demo-data.ts';

/**
 * `npm run demo`: an invented council to walk about in. The first time its data is built in the data folder
 * (HEARD_DATA_DIR, default `var`); afterwards it is kept, and `-- --fresh` builds it anew.
 */
const dir = resolve(process.env.HEARD_DATA_DIR ?? 'var');
const keyFile = join(dir, 'demo-keys', 'ring.json');
const peopleFile = join(dir, 'demo', 'people.json');
const database = join(dir, 'heard.sqlite');
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** The demo has its own keys, database and address, and sends no mail or text, whatever the settings of a real service say. */
function settleEnvironment(): void {
  for (const name of ['KEYS', 'DATABASE_URL', 'SMTP_URL', 'MAIL_FROM', 'TEXTS_URL', 'TEXTS_TOKEN', 'HOST'])
    delete process.env[`HEARD_${name}`];
  if (!process.env.HEARD_ORIGIN?.startsWith('http://localhost')) delete process.env.HEARD_ORIGIN;
  Object.assign(process.env, { HEARD_MODE: 'demo', HEARD_DATA_DIR: dir, HEARD_KEY_FILE: keyFile });
}

/** Removes what the demo made and nothing else. */
function clearAway(): void {
  for (const made of ['demo', 'demo-keys', 'reports', 'heard.sqlite', 'heard.sqlite-wal', 'heard.sqlite-shm'])
    rmSync(join(dir, made), { recursive: true, force: true });
}

function refuseOthersData(): void {
  if (!existsSync(database) || existsSync(join(dir, 'demo'))) return;
  throw new Error(`${dir} holds data that is not the demo's. Set HEARD_DATA_DIR to another folder.`);
}

async function build(): Promise<void> {
  say('Building the demo: an invented council, its people and their reviews.');
  clearAway();
  mkdirSync(join(dir, 'demo-keys'), { recursive: true, mode: 0o700 });
  mkdirSync(join(dir, 'demo'), { recursive: true });
  writeFileSync(keyFile, newRing(), { mode: 0o600 });
  // Only the first start needs all of this: the second one is quick.
  const [{ openApp }, { buildDemo }] = await Promise.all([import('#lib/server/app.ts'), import('./demo-data.ts')]);
  const app = await openApp(readSettings());
  try {
    keepPeople(await buildDemo(app, say));
  } finally {
    await app.close();
  }
}

const keepPeople = (people: readonly Person[]) =>
  writeFileSync(peopleFile, `${JSON.stringify(people, null, 2)}\n`, { mode: 0o600 });

/** A person as the list has them: with why they are there, or null for those who are only more of the same. */
type Listed = Person & Readonly<{ why: string | null }>;

/** Written anew at each start: the port may be another one. */
function keepAddress(origin: string): Listed[] {
  const why = new Map(cast.map((member) => [member.who, member.why]));
  const kept: Person[] = JSON.parse(readFileSync(peopleFile, 'utf8'));
  const people = kept.map((person) => ({
    ...person,
    signInUrl: `${origin}/demo/be/${person.who}`,
    why: why.get(person.who) ?? null
  }));
  keepPeople(people);
  const settings = { HEARD_MODE: 'demo', HEARD_DATA_DIR: dir, HEARD_KEY_FILE: keyFile, HEARD_ORIGIN: origin };
  writeFileSync(
    join(dir, 'demo', 'env'),
    `${Object.entries(settings)
      .map(([name, value]) => `${name}="${value}"`)
      .join('\n')}\n`
  );
  return people;
}

function tellWho(people: readonly Listed[]): void {
  const rows = people.flatMap((person) => {
    const { why: reason } = person;
    if (!reason) return [];
    // What a letter says is told here too: nobody posts it to whoever looks round.
    const told = person.code !== null && person.role !== 'child' ? `${reason} (code ${person.code})` : reason;
    return [[person.name, person.band ? `${person.role} ${person.band}` : person.role, told, person.signInUrl]];
  });
  const widths = [0, 1, 2].map((at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  say('\nOpen one of these addresses to be that person:\n');
  for (const row of rows) say(`  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`);
  say(`\nCards, PINs and more people: ${relative(process.cwd(), peopleFile) || peopleFile}`);
  say('A card can be typed in at the address below. Everything here is invented. Stop with Ctrl-C.\n');
}

try {
  settleEnvironment();
  refuseOthersData();
  if (process.argv.includes('--fresh') || !existsSync(peopleFile)) await build();
  else say('The demo is as you left it. To build it anew: npm run demo -- --fresh');
  const { url } = await serve();
  tellWho(keepAddress(url));
  say(`Heard is ready at ${url}`);
} catch (error) {
  process.exitCode = sayWhyNot(error);
  // The build may have begun something that would keep this process alive.
  setTimeout(() => process.exit(), 2_000).unref();
}
