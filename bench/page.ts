/**
 * `npm run bench:page`: what the first question costs a phone, in English and in Arabic. Bytes by what they are, as the
 * running service sends them, for every request a real browser makes; beside them the limits, and the barest page that
 * asks the same. And whether it can be read and answered when no script runs. Over a limit it ends with 1.
 */
import { loadavg } from 'node:os';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { setLanguage } from '#lib/children/children.server.ts';
import type { LanguageCode } from '#locales/languages.ts';
import { wordsFor } from '#locales/words.ts';
import { browserFlags, findBrowser } from '#tests/setup/browser.ts';
import { visitor } from './browser.ts';
import { report, weigh } from './page-weight.ts';
import { asChild, seedChildren, seedStaff, type SignedIn } from './seed.ts';
import { clearAway, newPlace, openPlace, startService, type Place } from './service.ts';

const path = '/me/say/b01';
const languages = { en: 'English', ar: 'Arabic' } as const satisfies Partial<Record<LanguageCode, string>>;

async function pageAs(browser: Browser, origin: string, cookie: string, scripts: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 360, height: 740 } });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: origin }]);
  return context.newPage();
}

/** Reads the question, answers it and goes on, with scripts blocked. Returns the next question. */
async function answered(page: Page, url: string, next: string): Promise<{ question: string; choices: number; next: string }> {
  await page.goto(url);
  const question = (await page.getByRole('heading', { level: 1 }).innerText()).trim();
  const boxes = page.getByRole('checkbox');
  const choices = await boxes.count();
  await boxes.first().check({ force: true });
  await page.getByRole('button', { name: next, exact: true }).click();
  await page.waitForURL((to) => to.pathname !== path);
  return { question, choices, next: (await page.getByRole('heading', { level: 1 }).innerText()).trim() };
}

/** The same words and fields with nothing else: no look, no pictures, no scripts. */
function barePage(html: string): string {
  return html
    .replace(/<(script|style|svg)\b[^]*?<\/\1>|<link\b[^>]*>|<!--[^]*?-->/g, '')
    .replace(/\s(?:class|data-[\w-]+|aria-[\w-]+|style|id|for|tabindex|role)(?:="[^"]*")?(?=[\s>])/g, '')
    .replace(/<(?:div|span|img)\b[^>]*>|<\/(?:div|span)>/g, '')
    .replace(/\s+/g, ' ');
}

/** One child's first question: prints its figures. Gives how many limits it breaks. */
async function look(browser: Browser, place: Place, { cookie }: SignedIn, language: keyof typeof languages): Promise<number> {
  const url = `${place.origin}${path}`;
  const phone = visitor(place.origin, cookie);
  await phone.post('/me/say?/start', []);
  const html = (await phone.get(path)).body;
  phone.close();
  if (!html.includes(`lang="${language}"`)) throw new Error(`the page is not in ${languages[language]}`);
  const weight = await weigh(await pageAs(browser, place.origin, cookie, true), url, cookie);
  const bare = brotliCompressSync(Buffer.from(barePage(html), 'latin1'), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
  const { broken, lines } = report(languages[language], weight, { bytes: html.length, bare: bare.length });
  const others = weight.asked.filter((one) => new URL(one.url).origin !== place.origin);
  const words = wordsFor({ language, values: {} });
  const without = await answered(await pageAs(browser, place.origin, cookie, false), url, words.t('common:next'));
  const led = without.next !== without.question;
  console.log(lines.join('\n'));
  console.log(`  requests to anybody else: ${others.length}`);
  console.log(
    `  with scripts blocked: "${without.question}" was read, one of ${without.choices} choices ticked, Next led ${led ? `to "${without.next}"` : 'NOWHERE'}`
  );
  return broken + others.length + (led ? 0 : 1);
}

const place = await newPlace('page');
const found = await findBrowser();
const browser = await chromium.launch({
  executablePath: found.executablePath,
  env: { ...process.env, ...found.env },
  args: browserFlags
});
try {
  const app = await openPlace(place);
  const [english, arabic] = await seedChildren(app, await seedStaff(app, 1), 2);
  if (!english || !arabic) throw new Error('there are no children');
  await setLanguage(asChild(app, arabic.id), arabic.id, 'ar');
  await app.close();
  const service = await startService(place);
  const faults = (await look(browser, place, english, 'en')) + (await look(browser, place, arabic, 'ar'));
  await service.stop();
  console.log(`\n${faults === 0 ? 'Within every limit' : `${faults} FAULTS`}; load ${loadavg()[0]?.toFixed(1)}.`);
  process.exitCode = faults === 0 ? 0 : 1;
} finally {
  await browser.close();
  clearAway(place);
}
