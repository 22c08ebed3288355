import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { saysItAll } from '#tests/setup/afternoon.ts';
import { heard } from '#tests/setup/heard.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { expect, test } from '#tests/setup/story.ts';
import { comesIn, typesCard } from '#tests/setup/way.ts';

import { telling } from '#tests/setup/discretion.ts';

test('no title, address or request a child makes tells what this is', async ({ demo, visit, expectErrors }) => {
  // One of the addresses is of nothing.
  expectErrors(/status of 404/);
  const card = await cardOf(demo, 'discreet');
  const child = await visit();
  const addresses = new Set<string>();
  const titles = new Set<string>();
  child.on('request', (request) => addresses.add(new URL(request.url()).pathname + new URL(request.url()).search));
  const note = async () => {
    titles.add(await child.title());
  };
  await typesCard(child, card.code);
  await note();
  await comesIn(child, card);
  await note();
  await saysItAll(child, note);
  for (const way of ['/me/ask/tell', '/me/ask/sooner', '/me/ask/beside', '/me/ask/talk', '/me/now']) {
    await child.goto(way);
    await note();
    if (way.endsWith('tell') || way.endsWith('now')) await child.getByRole('textbox').first().fill('Something I ask for.');
    await child.locator('form:has([name=id]) button.primary').click();
    await child.waitForURL(/\/me\/asked\//);
    await note();
  }
  for (const place of [
    '/me/ask',
    '/me/look',
    '/me/language',
    '/me/welcome',
    '/team',
    '/offline',
    '/me',
    '/me/meet',
    '/me/meet/talk',
    '/me/said',
    '/help',
    '/blank',
    '/not-a-page'
  ]) {
    const response = await child.goto(place);
    expect(response?.status()).toBe(place === '/not-a-page' ? 404 : 200);
    await note();
  }
  expect(addresses.size).toBeGreaterThan(20);
  expect([...addresses].filter((one) => telling.test(one))).toEqual([]);
  expect([...titles].filter((one) => telling.test(one))).toEqual([]);
  expect([...titles]).toContain('My Say');

  // What a device, or a pocket, keeps: the button on a phone, its drawing, and the card itself.
  const kept = await Promise.all(
    ['/favicon.svg', '/manifest.webmanifest'].map(async (file) => (await child.context().request.get(file)).text())
  );
  const printed = (await printedCard(demo)).replace(/<style[\s\S]*?<\/style>|<[^>]+>/g, ' ');
  expect(printed).toContain('This card is yours');
  expect([...kept, printed].filter((one) => telling.test(one))).toEqual([]);
});

/** The sheet a card is printed on, as `npm run heard -- cards` writes it. */
async function printedCard(demo: RunningDemo): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'heard-print-'));
  try {
    const file = join(folder, 'cards.html');
    await heard(demo, 'cards', '--child', '0206477', '--out', file);
    return await readFile(file, 'utf8');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
