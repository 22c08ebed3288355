/**
 * `npm run gallery [-- group…]`: pictures of every screen at three widths, light and dark, mirrored, and in forced
 * colours, so that anyone can look. They land in `gallery-pictures/` with an `index.html` that shows them side by side.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from '@playwright/test';
import { browserFlags, findBrowser } from '#tests/setup/browser.ts';
import { groups, show, type Screen } from '#tests/setup/screens.ts';
import { startDemo } from '#tests/setup/server.ts';

const out = join(import.meta.dirname, '..', 'gallery-pictures');
const widths = [360, 768, 1280] as const;

type Look = Readonly<{ name: string; dark?: true; mirrored?: true; forced?: true }>;
const looks: readonly Look[] = [
  { name: 'light' },
  { name: 'dark', dark: true },
  { name: 'mirrored', mirrored: true },
  { name: 'forced', forced: true }
];

/** Pictures of one screen; gives their file names, one row a look. */
async function pictures(group: string, screen: Screen): Promise<string[][]> {
  const rows: string[][] = [];
  for (const look of looks) {
    const { page } = screen;
    await page.emulateMedia({
      colorScheme: look.dark ? 'dark' : 'light',
      forcedColors: look.forced ? 'active' : 'none'
    });
    await show(screen, look.mirrored ?? false);
    const row: string[] = [];
    for (const width of widths) {
      const file = `${group}-${screen.name}-${width}-${look.name}.png`;
      await page.setViewportSize({ width, height: 800 });
      await page.evaluate(() => document.fonts.ready);
      await page.screenshot({ path: join(out, file), fullPage: true, animations: 'disabled' });
      row.push(file);
    }
    rows.push(row);
  }
  return rows;
}

const sheet = (parts: readonly string[]) => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Every screen</title>
<style>
  body { font: 1rem sans-serif; margin: 1rem; background: #ddd }
  div { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start }
  img { border: 1px solid #888; max-inline-size: 100% }
</style>
<h1>Every screen</h1>
${parts.join('\n')}
</html>
`;

async function look(browser: Browser, only: ReadonlySet<string>): Promise<string[]> {
  const demo = await startDemo();
  const newPage = async (): Promise<Page> => {
    const context = await browser.newContext({
      baseURL: demo.url,
      locale: 'en-GB',
      timezoneId: 'Europe/London'
    });
    return context.newPage();
  };
  const parts: string[] = [];
  try {
    for (const group of groups.filter(({ name }) => only.size === 0 || only.has(name))) {
      for (const screen of await group.ready(demo, newPage)) {
        console.log(`${group.name}: ${screen.name}`);
        const rows = await pictures(group.name, screen);
        const images = rows.map((row) => `<div>${row.map((file) => `<img src="${file}" alt="${file}">`).join('')}</div>`);
        parts.push(`<h2>${group.name}: ${screen.name}</h2>\n${images.join('\n')}`);
      }
    }
  } finally {
    await demo.stop();
  }
  return parts;
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const found = await findBrowser();
const browser = await chromium.launch({
  executablePath: found.executablePath,
  args: [...browserFlags],
  env: {
    ...Object.fromEntries(Object.entries(process.env).flatMap(([k, v]) => (v === undefined ? [] : [[k, v]]))),
    ...found.env
  }
});
try {
  const parts = await look(browser, new Set(process.argv.slice(2)));
  await writeFile(join(out, 'index.html'), sheet(parts));
  console.log(`\nPictures of ${parts.length} screens: gallery-pictures/index.html`);
} finally {
  await browser.close();
}
