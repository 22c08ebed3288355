import { saysItAll } from '#tests/setup/afternoon.ts';
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
  for (const place of ['/me', '/me/meet', '/me/said', '/help', '/blank', '/not-a-page']) {
    const response = await child.goto(place);
    expect(response?.status()).toBe(place === '/not-a-page' ? 404 : 200);
    await note();
  }
  expect(addresses.size).toBeGreaterThan(20);
  expect([...addresses].filter((one) => telling.test(one))).toEqual([]);
  expect([...titles].filter((one) => telling.test(one))).toEqual([]);
  expect([...titles]).toContain('My Say');

  const manifest = await child.context().request.get('/favicon.svg');
  expect(telling.test(await manifest.text())).toBe(false);
});
