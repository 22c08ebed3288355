import { chromium } from 'playwright-core';
import { findBrowser, browserFlags } from '#tests/setup/browser.ts';
const b = await findBrowser();
const browser = await chromium.launch({ executablePath: b.executablePath, env: { ...process.env, ...b.env }, args: browserFlags });
const shots = JSON.parse(process.argv[2] ?? '[]');
for (const [name, who, path, width, scheme] of shots) {
  const ctx = await browser.newContext({ viewport: { width: width ?? 360, height: 800 }, javaScriptEnabled: true, colorScheme: scheme ?? 'light' });
  const page = await ctx.newPage();
  if (who) await page.goto(`http://localhost:4823/demo/be/${who}`);
  await page.goto(`http://localhost:4823${path}`);
  console.log(name, page.url(), await page.evaluate('document.documentElement.scrollWidth'));
  await page.screenshot({ path: `/tmp/guides-shots/${name}.png`, fullPage: true });
  if (name.startsWith('pdf')) await page.pdf({ path: `/tmp/guides-shots/${name}.pdf`, format: 'A4' });
  await ctx.close();
}
await browser.close();
