import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hangUp } from './asking.ts';
import { commandsTyped, jobsRun, mailsSent } from './by-host.ts';
import { checksOf, peopleCount, type Check } from './checks.ts';
import { builtHandler, openHouse, type House } from './house.ts';
import { differences } from './listed.ts';
import { actions } from './matrix/actions.ts';
import { ending, methods, pages } from './matrix/pages.ts';
import { commands } from './matrix/commands.ts';
import { jobs, mails } from './matrix/by-itself.ts';
import { commandsIn, jobsIn, mailsIn } from './offered-by-host.ts';
import { sealed } from './matrix/sealed.ts';
import { offeredBy, sealedColumnsIn, type Offered } from './offered.ts';
import { posts } from './posting.ts';
import { named, runAll, type Asking } from './running.ts';
import { inWords, marksOf } from './seeing.ts';
import { shapes } from './shapes.ts';
import { makeTown, type Town } from './town.ts';
import { signEverybodyIn } from './visits.ts';
import { worldOf } from './world.ts';

export type Outcome = Readonly<{ checks: number; entries: number; seconds: number; faults: readonly string[] }>;

type Options = Readonly<{ say?: (line: string) => void; handler?: string; only?: string; fault?: (what: string) => void }>;

/** Opens a house, fills it, and asks everything of it. */
export async function checkEverything({
  say = () => undefined,
  handler = builtHandler,
  only = '',
  fault = () => undefined
}: Options): Promise<Outcome> {
  const began = performance.now();
  const offered = await offeredBy(handler);
  const house = await openHouse(handler);
  try {
    const columns = await sealedColumnsIn(house.app);
    const faults = [
      ...unlisted(offered),
      ...byHostUnlisted(),
      ...differences('sealed column', 'sealed.ts', columns, sealedListed())
    ];
    const town = await makeTown(house.app);
    say(`The town is there (${seconds(began)} s): ${town.marks.size} marks, ${peopleCount} people.`);
    const asking = { url: house.url, town, cookies: await signEverybodyIn(town), fault };
    const world = await worldOf(house.app);
    const wanted = (checks: readonly Check[]) => checks.filter(({ entry }) => entry.includes(only));
    const [gets, given] = [wanted(getChecks(town)), wanted(postChecks(town))];
    faults.push(...(await runAll(asking, gets)));
    say(`${gets.length} checks of what is read (${seconds(began)} s).`);
    await world.back();
    const posted = await posts(asking, world, given);
    faults.push(...posted.faults);
    say(`${posted.checks} checks of what is posted (${seconds(began)} s).`);
    const itself = only === '' ? [await mailsSent(town, town), await jobsRun(town), await commandsTyped(house, town)] : [];
    for (const one of itself) faults.push(...one.faults);
    const last = await endings(asking, town);
    faults.push(...last.faults);
    const fresh = { ...asking, cookies: await signEverybodyIn(town) };
    faults.push(...(await shapes(fresh, house, columns, gets)), ...inTheLog(house, town));
    const byHost = itself.reduce((sum, one) => sum + one.checks, 0);
    const checks = gets.length + posted.checks + last.checks + byHost;
    const entries = new Set([...gets, ...given].map(({ entry }) => entry)).size;
    return { checks, entries, seconds: Number(seconds(began)), faults };
  } finally {
    hangUp();
    await house.close();
  }
}

const seconds = (since: number): string => ((performance.now() - since) / 1000).toFixed(1);

/** What is offered and not in the matrix, and the other way round. */
export function unlisted(offered: Offered): string[] {
  return [
    ...differences('page', 'pages.ts', offered.pages, Object.keys(pages)),
    ...differences('action', 'actions.ts', offered.actions, Object.keys(actions)),
    ...differences('method', 'pages.ts', offered.methods, [...Object.keys(methods), ...Object.keys(ending)])
  ];
}

const source = (path: string): string => readFileSync(join(import.meta.dirname, '../..', path), 'utf8');

/** Commands, jobs and mails that are not in the matrix, and the other way round. */
const byHostUnlisted = (): string[] => [
  ...differences('command', 'commands.ts', commandsIn(source('src/commands/heard.ts')), Object.keys(commands)),
  ...differences('job', 'by-itself.ts', jobsIn(source('src/jobs/runner.ts')), Object.keys(jobs)),
  ...differences('mail', 'by-itself.ts', mailsIn(source('src/lib/notify/outbox.server.ts')), Object.keys(mails))
];

const sealedListed = (): string[] => [...new Set(Object.keys(sealed).map((column) => column.split(' ')[0] ?? ''))];

/** Every page as a page and as data, and every other answer to GET. */
export function getChecks(town: Town): Check[] {
  const asPages = Object.entries(pages).flatMap(([route, rows]) =>
    rows.flatMap((row) => [
      ...checksOf(town, route, row, { method: 'GET' }),
      ...checksOf(town, route, row, { method: 'GET', asData: true })
    ])
  );
  const others = Object.entries(methods).flatMap(([name, rows]) => {
    const [method = '', route = ''] = name.split(' ');
    return rows.flatMap((row) => checksOf(town, route, row, { method }));
  });
  return [...asPages, ...others];
}

/** Every named action. */
export const postChecks = (town: Town): Check[] =>
  Object.entries(actions).flatMap(([name, rows]) => {
    const [route = '', action = ''] = name.split('?/');
    return rows.flatMap((row) => checksOf(town, route, row, { method: 'POST', action }));
  });

/** What ends a visit, each with a visit of its own. */
async function endings(asking: Asking, town: Town) {
  const faults: string[] = [];
  let checks = 0;
  for (const [name, rows] of Object.entries(ending)) {
    const [method = '', route = ''] = name.split(' ');
    const some = rows.flatMap((row) => checksOf(town, route, row, { method }));
    faults.push(...(await runAll({ ...asking, cookies: await signEverybodyIn(town) }, some)));
    checks += some.length;
  }
  return { faults, checks };
}

const inTheLog = (house: House, town: Town): string[] =>
  marksOf(town, house.printed()).map((marked) => `the log holds ${inWords(marked)}`);

/** The sum, after what is wrong. */
export function sayFaults({ checks, entries, seconds, faults }: Outcome, most: number): void {
  for (const fault of faults.slice(0, most)) console.log(`  ${fault}`);
  if (faults.length > most) console.log(`  and ${faults.length - most} more (--verbose)`);
  console.log(
    `${checks} checks (${entries} entries x ${peopleCount} actors x relations), ${faults.length} wrong, ${seconds} seconds`
  );
}

export { named };
