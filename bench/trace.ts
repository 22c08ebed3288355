/**
 * `npm run trial:trace`: what a phone keeps. A browser with a profile of its own; in it a whole journey of a child and one of an
 * adult who was asked, every word typed key by key, both ended by Leave now; then the browser is closed and all of its
 * profile on disk is searched for every word, as it lies there and unpacked. A page of the usual kind in the same profile
 * shows that the search finds what is kept. Ends with 1 when any word of ours is found, or fewer than 40 were typed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { chromium, type BrowserContext } from '@playwright/test';
import { askedBeside, cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { browserFlags, findWholeBrowser } from '#tests/setup/browser.ts';
import { canary } from '#tests/setup/canaries.ts';
import { startDemo, type RunningDemo } from '#tests/setup/server.ts';
import { leavesTraces } from './trace-control.ts';
import { adultJourney, childJourney } from './trace-journeys.ts';
import { searchFolder } from './trace-search.ts';

/** Playwright switches off some of what browsers of people do; this one is to behave as theirs. */
const asPeopleHave = ['--disable-back-forward-cache', '--disable-field-trial-config', '--disable-default-apps'];

async function open(profile: string, baseURL: string): Promise<BrowserContext> {
  const browser = findWholeBrowser();
  return chromium.launchPersistentContext(profile, {
    executablePath: browser.executablePath,
    args: browserFlags,
    ignoreDefaultArgs: asPeopleHave,
    env: { ...process.env, ...browser.env },
    viewport: { width: 360, height: 740 },
    locale: 'en-GB',
    timezoneId: 'Europe/London',
    baseURL
  });
}

async function journeys(profile: string, demo: RunningDemo) {
  const childId = await childBeside(demo, 'Linnet');
  const mother = { child: `Q${canary()}`, name: `Dawn ${canary()}`, relation: 'mother', postal: '3 Example Row' } as const;
  const { code: letter } = await askedBeside(demo, mother);
  const card = { code: await cardBeside(demo, childId), pin: '418206' };
  const context = await open(profile, demo.url);
  const control = await leavesTraces(context);
  const child = await childJourney(await context.newPage(), card);
  const adult = await adultJourney(await context.newPage(), letter);
  // As a phone is put away: what is to be written is written.
  await new Promise((done) => setTimeout(done, 3000));
  await context.close();
  const shown = { 'shown: the child’s name': mother.child, 'shown: the mother’s name': mother.name };
  return { control, typed: { child, adult }, shown };
}

/** What the browser's own history says of us: addresses and titles. */
function historyOf(profile: string, origin: string): string[] {
  const database = new DatabaseSync(join(profile, 'Default', 'History'), { readOnly: true });
  const rows = database.prepare('select url, title from urls order by id').all();
  database.close();
  const ours = rows.filter(({ url }) => String(url).startsWith(origin));
  return ours.map(({ url, title }) => `${String(url).slice(origin.length)} (${String(title)})`);
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

async function main(): Promise<boolean> {
  const profile = await mkdtemp(join(tmpdir(), 'heard-trace-'));
  const demo = await startDemo();
  try {
    const { control, typed, shown } = await journeys(profile, demo);
    const of = (who: string, words: ReadonlyMap<string, string>) =>
      [...words].map(([where, word]): [string, string] => [`${who}: ${where}`, word]);
    const ours = Object.fromEntries([...of('child', typed.child), ...of('adult', typed.adult)]);
    const { files, bytes, unpacked, opened, hits } = searchFolder(profile, { ...ours, ...shown, ...control });
    const found = hits.filter((hit) => !hit.includes(': control: '));
    const foundOf = new Set(hits.flatMap((hit) => /: (control: [^(]+) \(/.exec(hit)?.[1] ?? []));
    console.log(`Profile on disk: ${files} files, ${megabytes(bytes)}; unpacked besides: ${megabytes(unpacked)}`);
    console.log(
      `Opened: ${Object.entries(opened)
        .map(([kind, many]) => `${kind} ${many}`)
        .join(', ')}`
    );
    console.log(
      `Words typed: child ${typed.child.size}, adult ${typed.adult.size}. Searched as UTF-8, UTF-16, hexadecimal, base64.`
    );
    console.log(
      `The page of the usual kind: ${foundOf.size} of ${Object.keys(control).length} found (${[...foundOf].join(', ')})`
    );
    console.log(`Of ours found: ${found.length}`);
    for (const hit of found) console.log(`  ${hit}`);
    console.log('What the history keeps of us, addresses and titles:');
    for (const line of historyOf(profile, demo.url)) console.log(`  ${line}`);
    console.log(
      `Load ${loadavg()
        .map((one) => one.toFixed(1))
        .join(' ')}`
    );
    return found.length === 0 && Object.keys(ours).length >= 40 && foundOf.size === Object.keys(control).length;
  } finally {
    await demo.stop();
    await rm(profile, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
