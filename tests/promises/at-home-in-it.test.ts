import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { telling } from '#tests/setup/discretion.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { axeClean, axeColours, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { heard } from '#tests/setup/heard.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { choose, comesIn, follow, hasLeft, keepsNumbers, press, typesCard } from '#tests/setup/way.ts';
import { themes } from '#lib/children/look.ts';

const looksLike = (page: Page, name: string, value: string) =>
  expect(page.locator('html')).toHaveAttribute(`data-${name}`, value);

/** What runs on its own here, and how many heaps of kept things there are. */
const keptHere = async () => [(await navigator.serviceWorker.getRegistrations()).length, (await caches.keys()).length];

test('a child chooses how it looks without scripts, and finds it again on another device', async ({ demo, visit }) => {
  test.slow();
  const card = await cardOf(demo, 'looks');
  const child = await visit(withoutScripts);
  await comesIn(child, card);
  await follow(child, 'How it looks');
  await targetsBigEnough(child);
  await choose(child, 'Berry');
  await choose(child, 'Octopus');
  for (const one of ['Bigger words', 'More space', 'Fewer things on the page', 'Extra clear letters']) await choose(child, one);
  await press(child, 'Save');
  await expect(child.getByRole('heading', { name: 'Saved. This is how it looks now.' })).toBeVisible();
  await noSidewaysScroll(child);

  const tablet = await visit();
  const fetched: string[] = [];
  tablet.on('request', (request) => fetched.push(request.url()));
  await comesIn(tablet, card);
  await looksLike(tablet, 'theme', 'berry');
  await looksLike(tablet, 'size', 'big');
  await looksLike(tablet, 'spacing', 'wide');
  await looksLike(tablet, 'simple', 'yes');
  await expect(tablet.getByText('It is your meeting.')).toBeHidden();
  expect(fetched.filter((url) => url.includes('hyperlegible')).length).toBeGreaterThan(0);
  await noSidewaysScroll(tablet);
  await follow(tablet, 'How it looks');
  await axeClean(tablet);
});

test('every look can be read on every page that it is seen on first', async ({ demo, visit }) => {
  // Seven looks, four pages each.
  test.slow();
  const child = await visit();
  await comesIn(child, await cardOf(demo, 'looks'));
  for (const theme of themes) {
    await child.goto('/me/look');
    await child.locator(`input[name=theme][value=${theme}]`).check();
    await press(child, 'Save');
    await looksLike(child, 'theme', theme);
    await axeColours(child, `how it looks, in ${theme}`);
    for (const place of ['/me', '/me/say', '/me/welcome']) {
      await child.goto(place);
      await axeColours(child, `${place} in ${theme}`);
    }
  }
});

test('three still cards come on the first visit, and not again', async ({ demo, visit }) => {
  const { code, pin } = await cardOf(demo, 'first visit');
  const offered = { name: 'New here? Three things to know' };
  // Whoever has only the card may be in a hurry to write: they are offered, and stand in nobody's way.
  const hurried = await visit(withoutScripts);
  await typesCard(hurried, code);
  await hurried.goto('/me');
  await expect(hurried.getByRole('link', offered)).toBeVisible();

  const child = await visit(withoutScripts);
  await typesCard(child, code);
  await child.getByLabel('Six numbers').fill(pin);
  await press(child, 'Keep this number');
  await press(child, 'Other people use it too');
  await expect(child).toHaveURL(/\/me\/welcome$/);
  for (const title of ['Who reads it', 'When somebody else must know', 'How to leave fast']) {
    await expect(child.getByRole('heading', { level: 1, name: title })).toBeVisible();
    if (title !== 'How to leave fast') await follow(child, 'Next');
  }
  await follow(child, 'Back');
  await expect(child.getByRole('heading', { level: 1, name: 'When somebody else must know' })).toBeVisible();
  await follow(child, 'Next');
  await press(child, 'Go to my page');
  await expect(child.getByRole('heading', { level: 1, name: 'Hi Freya' })).toBeVisible();
  const later = await visit();
  await typesCard(later, code);
  await later.goto('/me');
  await expect(later).toHaveURL(/\/me$/);
  await expect(later.getByRole('link', offered)).toHaveCount(0);
});

test('without a signal there are numbers to call and a way out; back in reach, what was pressed is done', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/ERR_INTERNET_DISCONNECTED/);
  const child = await visit();
  await comesIn(child, await cardOf(demo, 'looks'));
  await keepsNumbers(child);
  await child.goto('/me/say');
  await child.context().setOffline(true);
  await press(child, 'Start');
  await expect(child.getByRole('heading', { level: 1, name: 'No signal' })).toBeVisible();
  await expect(child.getByText('What you did last may not be sent yet.')).toBeVisible();
  for (const number of ['999', '08001111']) await expect(child.locator(`a[href="tel:${number}"]`)).toBeVisible();
  await child.context().setOffline(false);
  await follow(child, 'Try again');
  await expect(child.getByRole('heading', { level: 1 })).toHaveText(/^What do you want to talk about/);

  await child.context().setOffline(true);
  await child.goto('/me');
  await press(child, 'Leave now');
  await hasLeft(child);

  // The visit could not be ended then: it is before anything of it can be seen again.
  await child.context().setOffline(false);
  await child.goto('/me');
  await expect(child).toHaveURL(`${demo.url}/`);
  expect(await child.evaluate(() => caches.has('left'))).toBe(false);
});

test('Leave now on the page without a signal ends the visit at once when the signal is back by then', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/ERR_INTERNET_DISCONNECTED/);
  const child = await visit();
  await comesIn(child, await cardOf(demo, 'looks'));
  await keepsNumbers(child);
  await child.context().setOffline(true);
  await child.goto('/me');
  await expect(child.getByRole('heading', { level: 1, name: 'No signal' })).toBeVisible();
  await child.context().setOffline(false);
  await press(child, 'Leave now');
  await hasLeft(child);
  await expect.poll(async () => (await child.context().cookies()).length).toBe(0);
});

test('a phone keeps nothing of a person, and nothing at all after Leave now', async ({ demo, visit }) => {
  const child = await visit();
  await comesIn(child, await cardOf(demo, 'looks'));
  await keepsNumbers(child);
  for (const place of ['/me/say', '/me/meet', '/help']) await child.goto(place);
  const kept = await child.evaluate(async () => {
    const found: string[] = [];
    for (const name of await caches.keys())
      for (const { url } of await (await caches.open(name)).keys()) {
        const words = url.endsWith('.woff2') ? '' : await (await caches.match(url))?.text();
        found.push(`${new URL(url).pathname} ${/Priyanka|Sam|IRO/.test(words ?? '')}`);
      }
    return found.sort();
  });
  expect(kept).toEqual([
    expect.stringMatching(/lexend-latin-400-normal\.\S+\.woff2 false$/),
    expect.stringMatching(/lexend-latin-700-normal\.\S+\.woff2 false$/),
    '/blank false',
    // The guides open to anybody, for this child's age: they name nobody.
    '/guide/mid false',
    '/offline false'
  ]);
  await press(child, 'Leave now');
  await hasLeft(child);
  await expect.poll(() => child.evaluate(keptHere)).toEqual([0, 0]);
});

test('once somebody says that a child may be watched, the next page takes away what the phone kept', async ({ demo, visit }) => {
  const child = await visit();
  await comesIn(child, await cardOf(demo, 'first visit'));
  await keepsNumbers(child);
  const folder = await mkdtemp(join(tmpdir(), 'heard-watched-'));
  await writeFile(join(folder, 'children.csv'), 'lcs_id,first_name,last_name,privacy\n0207573,Freya,Hollis,watched\n');
  await heard(demo, 'import', folder, '--apply');
  await rm(folder, { recursive: true });
  await child.goto('/help');
  await expect.poll(() => child.evaluate(keptHere)).toEqual([0, 0]);
});

test('a button on a phone has a neutral name, and whoever is not signed in is given nothing to keep', async ({ visit }) => {
  const stranger = await visit();
  const manifest = await (await stranger.request.get('/manifest.webmanifest')).json();
  expect(manifest).toMatchObject({
    name: 'My Say',
    short_name: 'My Say',
    start_url: '/',
    display: 'standalone'
  });
  expect(JSON.stringify(manifest)).not.toMatch(telling);
  for (const { src, sizes } of manifest.icons) {
    const icon = await stranger.request.get(src);
    const at = (await icon.body()).readUInt32BE(16);
    expect([icon.status(), `${at}x${at}`]).toEqual([200, sizes]);
  }
  for (const place of ['/', '/help', '/offline']) {
    await stranger.goto(place);
    expect(await stranger.evaluate(() => navigator.serviceWorker.getRegistrations().then((all) => all.length))).toBe(0);
  }
  expect(await stranger.context().cookies()).toEqual([]);
});
