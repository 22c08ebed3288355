import { readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { permissions } from '#lib/permissions.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { hangUp } from '#tests/authorisation/asking.ts';
import type { Check } from '#tests/authorisation/checks.ts';
import { getChecks, postChecks } from '#tests/authorisation/everything.ts';
import { openHouse, type House } from '#tests/authorisation/house.ts';
import { printedDoors, printedPermissions } from '#tests/authorisation/printed.ts';
import { run, type Asking } from '#tests/authorisation/running.ts';
import { makeTown } from '#tests/authorisation/town.ts';
import { signEverybodyIn, signIn } from '#tests/authorisation/visits.ts';
import { worldOf, type World } from '#tests/authorisation/world.ts';
import { copyWithMutants } from './permission-mutants/copy.ts';
import { ofDoors, ofFacts, ofPermissions, type Mutant } from './permission-mutants/mutants.ts';

/**
 * `npm run trial:permission-mutants`: wrong rules, one at a time, in a copy of the service made for this; the authorisation
 * matrix has to notice each. First every check is made once with nothing wrong, and it is noted which verbs it asks for;
 * then each mutant meets the checks that have to do with it, until one of them fails. `--every` tries every mutant there is.
 */
const MOST_OF_PERMISSIONS = 120;
const MOST_CHECKS = 40;

type Known = Readonly<{ check: Check; verbs: ReadonlySet<string> }>;

const dir = await copyWithMutants();
const house = await openHouse(join(dir, 'build/handler.js'));
try {
  process.exitCode = await trial(house);
} finally {
  hangUp();
  await house.close();
  await rm(dir, { recursive: true, force: true });
}

async function trial(house: House): Promise<number> {
  const began = performance.now();
  const town = await makeTown(house.app);
  const asking: Asking = { url: house.url, town, cookies: await signEverybodyIn(town) };
  const world = await worldOf(house.app);
  const known = await whatAsksForWhat(house, asking, world, chosen([...getChecks(town), ...postChecks(town)]));
  console.log(`${known.length} checks hold without a mutant (${Math.round((performance.now() - began) / 1000)} s).`);
  const every = process.argv.includes('--every');
  const touched = new Set(known.flatMap(({ verbs }) => [...verbs]));
  const ofVerbs = ofPermissions().filter(({ verb }) => verb !== undefined && touched.has(verb));
  const mutants = [...ofFacts(), ...ofDoors(), ...(every ? ofVerbs : spread(ofVerbs, MOST_OF_PERMISSIONS))];
  const survivors: string[] = [];
  let [asked, byTables] = [0, 0];
  for (const mutant of mutants) {
    await house.mutate(mutant);
    const { caughtBy, many } = await caught(asking, world, relevant(mutant, known));
    asked += many;
    // The other guard still holds then: what is wrong shows in no answer, only in the tables as a reviewer reads them.
    const printed = caughtBy === null && (await showsInTables(mutant));
    if (printed) byTables += 1;
    if (caughtBy === null && !printed) survivors.push(mutant.name);
    const how = caughtBy ?? (printed ? 'the printed tables' : null);
    console.log(how === null ? `SURVIVES  ${mutant.name}` : `caught    ${mutant.name} · ${how}`);
    await house.mutate(null);
  }
  console.log(
    `${mutants.length} mutants (${ofFacts().length} facts, ${ofDoors().length} doors, the rest grants), ${mutants.length - survivors.length - byTables} caught by what is answered, ` +
      `${byTables} more by the printed tables (tests/unit/permissions.txt, doors.txt), ${survivors.length} survive; ${asked} requests, ${Math.round((performance.now() - began) / 1000)} s, Node ${process.version}, ${availableParallelism()} processors`
  );
  return survivors.length === 0 ? 0 : 1;
}

/**
 * As pages rather than as data: the same rules stand behind both. Everything that somebody may, and of what they may not
 * what is nearest to being allowed.
 */
function chosen(checks: readonly Check[]): Check[] {
  const near = ['own', 'over', 'notYet', 'sameIro', 'otherIro', 'none', 'madeUp'];
  const refused = new Map<string, Check[]>();
  for (const check of checks.filter(({ data, may }) => !data && !may)) {
    const about = `${check.entry} ${check.who} ${check.path.replaceAll(/[0-9a-f-]{36}/g, '')}`;
    refused.set(about, [...(refused.get(about) ?? []), check]);
  }
  const nearest = [...refused.values()].flatMap((all) =>
    all.toSorted((one, other) => near.indexOf(one.relation) - near.indexOf(other.relation)).slice(0, 3)
  );
  return [...checks.filter(({ data, may }) => !data && may), ...nearest];
}

/** Every check once with nothing wrong: those that hold, each with the verbs it asked for. */
async function whatAsksForWhat(house: House, asking: Asking, world: World, checks: readonly Check[]): Promise<Known[]> {
  const known: Known[] = [];
  await house.mutate(null);
  for (const check of checks) {
    const { faults } = await run(asking, check);
    const verbs = await house.mutate(null);
    if (check.method === 'POST' && check.may) {
      await world.back();
      // What was posted may have ended the visit.
      Object.assign(asking.cookies, { [check.who]: await signIn(asking.town, check.who) });
    }
    if (faults.length === 0) known.push({ check, verbs: new Set(verbs) });
  }
  await world.back();
  return known;
}

/** The checks that have to do with it: those that should be refused where it lets in, and the other way round; looking first. */
function relevant({ verb, route }: Mutant, known: readonly Known[]): Check[] {
  const about = known.filter(({ check, verbs }) =>
    verb !== undefined
      ? verbs.has(verb)
      : route === undefined ||
        check.entry === `GET ${route}` ||
        check.entry.startsWith(`${route}?/`) ||
        check.entry.endsWith(` ${route}`)
  );
  const order = ({ check }: Known) => (check.method === 'GET' ? 0 : 2) + (check.may ? 1 : 0);
  const sorted = about.toSorted((one, other) => order(one) - order(other)).map(({ check }) => check);
  // Of each kind of person the first few: a hundred refusals of one person say no more than three.
  const seen = new Map<string, number>();
  const few = sorted.filter(({ who, may, relation }) => {
    const key = `${who} ${may} ${verb === undefined ? relation : ''}`;
    seen.set(key, (seen.get(key) ?? 0) + 1);
    return (seen.get(key) ?? 0) <= 2;
  });
  return [...few, ...sorted.filter((check) => !few.includes(check)).slice(0, MOST_CHECKS)];
}

async function caught(
  asking: Asking,
  world: World,
  checks: readonly Check[]
): Promise<{ caughtBy: string | null; many: number }> {
  let many = 0;
  for (const check of checks) {
    many += 1;
    const { faults } = await run(asking, check);
    if (check.method === 'POST') {
      await world.back();
      Object.assign(asking.cookies, { [check.who]: await signIn(asking.town, check.who) });
    }
    if (faults[0] !== undefined) return { caughtBy: faults[0], many };
  }
  return { caughtBy: null, many };
}

/** Whether the tables that npm test compares (permissions.txt, doors.txt) read differently with it. */
async function showsInTables({ verb, grants, route, area }: Mutant): Promise<boolean> {
  const kept = { grants: verb && permissions[verb], door: route === undefined ? undefined : doors[route] };
  if (verb) Reflect.set(permissions, verb, grants);
  if (route !== undefined) Reflect.set(doors, route, { ...kept.door, area });
  const now = [printedPermissions(), printedDoors()];
  if (verb) Reflect.set(permissions, verb, kept.grants);
  if (route !== undefined) Reflect.set(doors, route, kept.door);
  const reviewed = await Promise.all(['permissions', 'doors'].map((name) => readFile(`tests/unit/${name}.txt`, 'utf8')));
  return now.some((text, place) => `${text}\n` !== reviewed[place]);
}

/** So many of them, spread over all. */
function spread<T>(all: readonly T[], many: number): T[] {
  if (all.length <= many) return [...all];
  const places = Array.from({ length: many }, (_, place) => Math.floor((place * all.length) / many));
  return all.filter((_, place) => places.includes(place));
}
