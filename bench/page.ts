/**
 * `npm run bench:page`: what the first question costs a phone. Bytes as the running service sends them, every request a
 * real browser makes for it, and whether it can be read and answered when no script runs. Beside it the barest page that
 * asks the same.
 */
import { get } from 'node:http';
import { brotliCompressSync, constants } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';
import { browserFlags, findBrowser } from '#tests/setup/browser.ts';
import { visitor } from './browser.ts';
import { seedChildren, seedStaff } from './seed.ts';
import { clearAway, newPlace, openPlace, startService } from './service.ts';

const KB = 1024;
const limits = { markup: 20 * KB, scripts: 60 * KB };
const path = '/me/say/b01';

/** Bytes of one answer's body as sent, asked for with `encoding`. */
function sent(url: string, cookie: string, encoding: 'br' | 'gzip'): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { cookie, 'accept-encoding': encoding, accept: '*/*' } }, (response) => {
      let bytes = 0;
      response.on('data', (part: Buffer) => (bytes += part.length));
      response.on('end', () => resolve(bytes));
    }).on('error', reject);
  });
}

type Asked = { url: string; kind: string };

/** Every request the browser makes for the page, until nothing more comes. */
async function requestsOf(page: Page, url: string): Promise<Asked[]> {
  const asked: Asked[] = [];
  page.on('request', (request) => {
    if (/^https?:/.test(request.url())) asked.push({ url: request.url(), kind: request.resourceType() });
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  return asked;
}

async function pageAs(browser: Browser, origin: string, cookie: string, scripts: boolean): Promise<Page> {
  const context = await browser.newContext({ javaScriptEnabled: scripts, viewport: { width: 360, height: 740 } });
  const [name = '', value = ''] = cookie.split('=');
  await context.addCookies([{ name, value, url: origin }]);
  return context.newPage();
}

/** Reads the question, answers it and goes on, with scripts blocked. Returns the next question. */
async function answered(page: Page, url: string): Promise<{ question: string; choices: number; next: string }> {
  await page.goto(url);
  const question = (await page.getByRole('heading', { level: 1 }).innerText()).trim();
  const boxes = page.getByRole('checkbox');
  const choices = await boxes.count();
  await boxes.first().check({ force: true });
  await page.getByRole('button', { name: 'Next', exact: true }).click();
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

const kb = (bytes: number) => `${(bytes / KB).toFixed(1)} KB`;
const beside = (bytes: number, limit: number) => `${kb(bytes)} of ${kb(limit)} allowed${bytes > limit ? ': TOO MUCH' : ''}`;
const sum = (numbers: readonly number[]) => numbers.reduce((all, one) => all + one, 0);

const place = await newPlace('page');
const found = await findBrowser();
const browser = await chromium.launch({
  executablePath: found.executablePath,
  env: { ...process.env, ...found.env },
  args: browserFlags
});
try {
  const app = await openPlace(place);
  const [child] = await seedChildren(app, await seedStaff(app, 1), 1);
  await app.close();
  if (!child) throw new Error('there is no child');
  const service = await startService(place);
  const url = `${place.origin}${path}`;
  const phone = visitor(place.origin, child.cookie);
  await phone.post('/me/say?/start', []);
  const html = (await phone.get(path)).body;
  phone.close();

  const asked = await requestsOf(await pageAs(browser, place.origin, child.cookie, true), url);
  const weigh = async (kind: string, encoding: 'br' | 'gzip') =>
    sum(await Promise.all(asked.filter((one) => one.kind === kind).map((one) => sent(one.url, child.cookie, encoding))));
  const markup = {
    br: (await weigh('document', 'br')) + (await weigh('stylesheet', 'br')),
    gzip: (await weigh('document', 'gzip')) + (await weigh('stylesheet', 'gzip'))
  };
  const scripts = { br: await weigh('script', 'br'), gzip: await weigh('script', 'gzip') };
  const others = asked.filter((one) => new URL(one.url).origin !== place.origin);
  const bare = brotliCompressSync(barePage(html), { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }).length;
  const kinds = [...new Set(asked.map(({ kind }) => kind))].map(
    (kind) => `${asked.filter((one) => one.kind === kind).length} ${kind}`
  );
  const without = await answered(await pageAs(browser, place.origin, child.cookie, false), url);
  await service.stop();

  console.log(`HTML and CSS: ${beside(markup.br, limits.markup)} (brotli), ${beside(markup.gzip, limits.markup)} (gzip)`);
  console.log(
    `  of that HTML ${kb(Buffer.byteLength(html, 'latin1'))} before compression; the barest page with the same words and fields: ${kb(bare)} (brotli), so ours is ${(markup.br / bare).toFixed(1)} times that`
  );
  console.log(`JavaScript: ${beside(scripts.br, limits.scripts)} (brotli), ${beside(scripts.gzip, limits.scripts)} (gzip)`);
  console.log(`requests: ${asked.length} (${kinds.join(', ')}); to anybody else: ${others.length}`);
  console.log(
    `with scripts blocked: "${without.question}" was read, one of ${without.choices} choices ticked, Next led to "${without.next}"`
  );
  const tooMuch = Math.max(markup.br, markup.gzip) > limits.markup || Math.max(scripts.br, scripts.gzip) > limits.scripts;
  process.exitCode = tooMuch || others.length > 0 || without.next === without.question ? 1 : 0;
} finally {
  await browser.close();
  clearAway(place);
}
