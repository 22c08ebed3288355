/**
 * `npm run audit [-- group… English|Arabic]`: every screen there is, looked at by machine in every look and both directions, and walked
 * through, narrowed, enlarged, spaced, stilled and shown in forced colours. Prints a table and all that was found;
 * ends with 1 when anything is wrong. A clean table is no proof that a person can use it: see docs/trials.md.
 */
import { loadavg } from 'node:os';
import { chromium, type Browser, type Page } from '@playwright/test';
import { themes } from '#lib/children/look.ts';
import { doors } from '#lib/sign-in/areas.ts';
import { browserFlags, findBrowser } from '#tests/setup/browser.ts';
import { groups, type Group, type Screen } from '#tests/setup/screens.ts';
import { startDemo, type RunningDemo } from '#tests/setup/server.ts';
import { axeLooks } from './audit-axe.ts';
import { checks, list, newBook, table, type Book, type Check } from './audit-book.ts';
import { walked } from './audit-keyboard.ts';
import { forcedWell } from './audit-forced.ts';
import { allThere, at, spacing, stillMoving, styled, tooSmall, withLetters, type Wrong } from './audit-states.ts';

const phone = [360, 740] as const;
const desk = [1280, 800] as const;

const directions = ['English', 'Arabic'] as const;
type Direction = (typeof directions)[number];
/** One screen standing before us in one language, and who it is for. */
type Shown = Readonly<{ page: Page; name: string; language: string; forStaff: boolean; looks: readonly string[]; book: Book }>;

const isForStaff = ({ name }: Group): boolean => name.startsWith('staff');
/** Whoever was asked about a child: on a phone as a child is, in the one look there is for them. */
const isForAdults = ({ name }: Group): boolean => name.startsWith('adults');

/** Every look: what the device says, and for a child's pages the seven to choose from. */
const looksOf = (group: Group) => ['light', 'dark', ...(isForStaff(group) || isForAdults(group) ? [] : themes)];

async function wear(page: Page, look: string): Promise<void> {
  await page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light', reducedMotion: 'reduce', forcedColors: 'none' });
  await page.evaluate(
    (theme) => {
      if (theme) document.documentElement.dataset.theme = theme;
      else delete document.documentElement.dataset.theme;
    },
    themes.find((theme) => theme === look) ?? null
  );
  await page.evaluate(() => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go))));
}

/** Notes that a check was made in this state, and what was wrong. */
async function make(shown: Shown, check: Check, how: string, work: () => Promise<readonly Wrong[]>): Promise<void> {
  const { book, name, language } = shown;
  book.saw(check, name, `${how}, ${language}`);
  book.wrong(
    check,
    (await work()).map((one) => ({ page: name, state: `${how}, ${language}`, ...one }))
  );
}

async function everyLook(shown: Shown): Promise<void> {
  const { page, name, language, book } = shown;
  for (const size of shown.forStaff ? [phone, desk] : [phone])
    await at(page, size, async () => {
      for (const look of shown.looks) {
        await wear(page, look);
        const state = `${look}, ${language}, ${size[0]} px`;
        book.saw('axe', name, state);
        await axeLooks(page, look === 'light' ? 'every' : 'colours', { page: name, state }, 'axe', book);
      }
    });
  await wear(page, 'light');
}

async function everySize(shown: Shown): Promise<void> {
  const { page, language, forStaff } = shown;
  const there = () => allThere(page);
  const words = spacing(language === 'Arabic');
  const sizes = forStaff ? [phone, desk] : [phone];
  await make(shown, 'reflow', '320 px', () => at(page, [320, 640], there));
  await make(shown, 'zoom', '320 by 256', () => at(page, [320, 256], there));
  for (const size of [[320, 640] as const, ...sizes])
    await make(shown, 'spacing', `${size[0]} px`, () => at(page, size, () => styled(page, words, there)));
  for (const size of [[640, 740] as const, desk])
    await make(shown, 'letters', `${size[0]} px`, () => at(page, size, () => withLetters(page, there)));
  for (const size of forStaff ? sizes : [[320, 640] as const, phone, [412, 900] as const])
    await make(shown, 'targets', `${size[0]} px`, () => at(page, size, () => pressable(shown)));
}

async function pressable({ page, name, language, forStaff, book }: Shown): Promise<readonly Wrong[]> {
  const { wrong, smallest, where } = await tooSmall(page, forStaff ? 24 : 44);
  book.measured(forStaff ? 'staff' : 'child', smallest, `${name} (${language}) ${where}`);
  return wrong;
}

async function everyStop(shown: Shown): Promise<void> {
  const { page, forStaff } = shown;
  for (const size of [forStaff ? desk : phone, [320, 256] as const])
    await make(shown, 'keyboard', `${size[0]} by ${size[1]}`, () => at(page, size, () => walked(page)));
}

async function forcedColours(shown: Shown): Promise<void> {
  const { page, language } = shown;
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme, forcedColors: 'active', reducedMotion: 'reduce' });
    await make(shown, 'forced', scheme, async () => [
      ...(await forcedWell(page, language === 'English')),
      ...(language === 'English' && scheme === 'dark' ? await walked(page) : [])
    ]);
  }
  await wear(page, 'light');
}

/** Opens a screen. Pages for workers know no Arabic: those are mirrored, in a pseudo-language. Gives the language. */
async function open({ page, path }: Screen, direction: Direction): Promise<string> {
  const with_ = (language: string) => `${path}${path.includes('?') ? '&' : '?'}lang=${language}`;
  await page.goto(direction === 'English' ? path : with_('ar'));
  const html = page.locator('html');
  if (direction === 'English') return (await html.getAttribute('lang')) === 'en' ? 'English' : 'not English';
  if ((await html.getAttribute('dir')) === 'rtl') return 'Arabic';
  await page.goto(with_('qps'));
  return (await html.getAttribute('dir')) === 'rtl' ? 'mirrored' : 'not mirrored';
}

/** Whoever is in this browser chooses a language, unless it is theirs already; who is not signed in is asked nothing. */
async function choose(page: Page, direction: Direction, at: '/me/language' | '/views/language'): Promise<void> {
  const code = direction === 'Arabic' ? 'ar' : 'en';
  await page.goto(at, { waitUntil: 'commit' });
  await page.waitForLoadState('domcontentloaded');
  const button = page.locator(`button[name=language][value=${code}]`);
  if ((await page.locator('html').getAttribute('lang')) === code || !(await button.isVisible())) return;
  await button.click({ noWaitAfter: true });
  await page.waitForURL((url) => url.pathname !== at, { waitUntil: 'domcontentloaded' });
}

async function lookAt(group: Group, demo: RunningDemo, browser: Browser, book: Book): Promise<void> {
  const at = isForAdults(group) ? '/views/language' : '/me/language';
  const newPage = async () => {
    const context = await browser.newContext({
      baseURL: demo.url,
      locale: 'en-GB',
      timezoneId: 'Europe/London',
      viewport: { width: 360, height: 740 }
    });
    context.on('request', (request) => {
      if (!/^https?:/.test(request.url())) return;
      book.saw('origin', new URL(request.url()).pathname.replace(/[\w-]{20,}/g, '…'), 'request');
      if (!request.url().startsWith(`${demo.url}/`))
        book.wrong('origin', [{ page: group.name, state: '', where: request.url(), what: 'somebody else is asked' }]);
    });
    context.setDefaultTimeout(120_000);
    return context.newPage();
  };
  const screens = await group.ready(demo, newPage);
  for (const { path } of screens) shownAt.add(path.replace(/\?.*/, ''));
  for (const direction of asked(directions)) {
    if (!isForStaff(group)) for (const page of new Set(screens.map((screen) => screen.page))) await choose(page, direction, at);
    for (const screen of screens) {
      const began = Date.now();
      // One screen that cannot be looked at is told, and the others are looked at all the same.
      await lookAtOne(group, screen, direction, book).catch((error: unknown) => {
        const at = { page: `${group.name} ${screen.name}`, state: direction };
        book.wrong('axe', [{ ...at, where: screen.path, what: `could not be looked at: ${String(error).slice(0, 300)}` }]);
      });
      console.log(`${group.name} ${screen.name}, ${direction}: ${((Date.now() - began) / 1000).toFixed(1)} s`);
    }
  }
}

async function lookAtOne(group: Group, screen: Screen, direction: Direction, book: Book): Promise<void> {
  const language = await open(screen, direction);
  const name = `${group.name} ${screen.name}`;
  const shown = { page: screen.page, name, language, forStaff: isForStaff(group), looks: looksOf(group), book };
  if (language.startsWith('not'))
    book.wrong('axe', [{ page: name, state: language, where: screen.path, what: `the screen is ${language}` }]);
  await everyLook(shown);
  await everySize(shown);
  await everyStop(shown);
  await forcedColours(shown);
  if (direction === 'English') await make(shown, 'motion', 'at rest and pressed', () => stillMoving(screen.page));
}

/** Every address that was looked at. */
const shownAt = new Set<string>();

/** Pages there are and no screen of tests/setup/screens.ts shows: nobody has looked at them. */
const unseen = (): string[] =>
  Object.entries(doors)
    .filter(([, { area, methods }]) => area !== 'demo' && !methods)
    .map(([route]) => route)
    .filter((route) => {
      const bare = route.replace(/\/\([\w-]+\)/g, '') || '/';
      const like = new RegExp(`^${bare.replaceAll(/\[[^\]]+\]/g, '[^/]+')}$`);
      return ![...shownAt].some((path) => like.test(path));
    });

/** Two groups at a time: as many as there are cores on a small machine. */
async function inTwoLanes(rest: Group[], work: (group: Group) => Promise<void>): Promise<void> {
  const lane = async () => {
    for (let group = rest.shift(); group; group = rest.shift()) await work(group);
  };
  await Promise.all([lane(), lane()]);
}

/** Those that were named when it was started, or all. */
function asked<T extends string>(all: readonly T[]): readonly T[] {
  const named = all.filter((one) => process.argv.includes(one));
  return named.length > 0 ? named : all;
}

const began = Date.now();
const found = await findBrowser();
const env = {
  ...Object.fromEntries(Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))),
  ...found.env
};
const browser = await chromium.launch({ executablePath: found.executablePath, args: [...browserFlags], env });
const demo = await startDemo();
const book = newBook();
try {
  // The longest first, so that the two end together.
  const order = ['mid', 'teen', 'staff'];
  const place = ({ name }: Group) => order.indexOf(name) + 1 || order.length + 1;
  const named = asked(groups.map(({ name }) => name));
  const chosen = groups.filter(({ name }) => named.includes(name)).sort((one, other) => place(one) - place(other));
  await inTwoLanes(chosen, (group) =>
    lookAt(group, demo, browser, book).catch((error: unknown) => {
      book.wrong('axe', [{ page: group.name, state: '', where: '', what: `was not looked at to the end: ${String(error)}` }]);
    })
  );
} finally {
  await demo.stop();
  await browser.close();
}

console.log(`\n${table(book)}`);
let wrong = 0;
for (const check of Object.keys(checks) as Check[]) {
  const line = book.line(check);
  // What nobody has looked at is as good as wrong.
  wrong += line.wrong.length + line.unsure.length;
  if (line.wrong.length > 0) console.log(`\nWrong, ${checks[check]}:\n${list(line.wrong)}`);
  if (line.unsure.length > 0) console.log(`\nUndecided, ${checks[check]}:\n${list(line.unsure)}`);
}
const missed = asked(groups.map(({ name }) => name)).length === groups.length ? unseen() : [];
for (const route of missed) console.log(`\nNo screen shows ${route}: give it one in tests/setup/screens.ts.`);
wrong += missed.length;
for (const kind of ['words', 'large', 'child', 'staff']) {
  const least = book.least(kind);
  if (least) console.log(`${kind}: ${least.size.toFixed(2)} on ${least.where}`);
}
console.log(`\n${((Date.now() - began) / 60_000).toFixed(1)} minutes; load ${loadavg()[0]?.toFixed(1)}.`);
process.exitCode = wrong === 0 ? 0 : 1;
