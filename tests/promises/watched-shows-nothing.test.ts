import type { Page } from '@playwright/test';
import { doors } from '#lib/sign-in/areas.ts';
import { cardOf } from '#tests/setup/cards.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { askerOf, essence, type Asker } from '#tests/setup/crawl.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { arrives, asPerson, comesIn, follow, opensFromInbox, press, sayOneThing, typesCard } from '#tests/setup/way.ts';

/** As whoever holds this browser's visit. */
async function askerIn(page: Page, url: string): Promise<Asker> {
  const [cookie] = (await page.context().cookies()).filter(({ name }) => /(^|-)s$/.test(name));
  return askerOf(url, cookie ? `${cookie.name}=${cookie.value}` : null);
}

/** What every address of a child answers, as a page and as data, but for what is new at each request. */
async function everythingOf(ask: Asker, values: readonly string[]): Promise<Map<string, unknown>> {
  const found = new Map<string, unknown>();
  const routes = Object.entries(doors).filter(([, { area }]) => area === 'child');
  for (const [route] of routes)
    for (const value of route.includes('[') ? values : ['']) {
      const path = route.replace(/\[[^\]]+\]/, value);
      for (const address of [path, `${path}/__data.json`, `${path}?sent`])
        found.set(address.replace(value || '\u0000', 'VALUE'), essence(await ask('GET', address), null));
    }
  return found;
}

const words = 'Zebedee said the blue gate was open';

for (const [how, options] of [
  ['with scripts', {}],
  ['without scripts', withoutScripts]
] as const)
  test(`whoever looks at the phone of a watched child finds the same before and after it was sent, ${how}`, async ({
    demo,
    visit
  }) => {
    const { called, code, pin } = await cardOf(demo, 'is watched');
    const child = await visit(options);
    await comesIn(child, { code, pin });
    await child.goto('/me/look');
    await follow(child, 'Who sees this phone');
    if (how === 'with scripts') await axeClean(child);
    await press(child, 'Yes. Show nothing');
    await arrives(child);
    const before = await everythingOf(await askerIn(child, demo.url), ['b02', '019aa111-0000-7000-8000-000000000000']);

    // They are the child's own pages that are compared, not the way in.
    expect(before.get('/me')).toMatchObject({ status: 200, said: expect.stringContaining(called) });

    const entries = await child.evaluate(() => history.length);
    await sayOneThing(child, words);
    await press(child, /^Send to /);
    await expect(child.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
    await expect(child.getByText('Sam will talk to you.')).toBeVisible();
    if (how === 'with scripts') await axeClean(child);
    if (how === 'with scripts') expect(await child.evaluate(() => history.length)).toBeLessThanOrEqual(entries + 1);
    // Something is asked for as well, and "I am not safe".
    for (const path of ['/me/ask/sooner', '/me/now']) {
      await child.goto(path);
      await child.locator('form:has([name=id]) button.primary').first().click();
      await expect(child.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
    }

    const iro = await visit();
    await asPerson(iro, demo.person('iro'));
    await opensFromInbox(iro, called);
    await expect(iro.getByText(words)).toBeVisible();
    await iro.goto('/staff');
    const asked = iro.getByRole('listitem').filter({ hasText: called }).locator('a[href^="/staff/requests/"]').first();
    const request = /[0-9a-f-]{36}/.exec((await asked.getAttribute('href')) ?? '')?.[0] ?? '';
    expect(request).not.toBe('');

    // With this very visit, and with the PIN given anew: not a word, count, date or name more than before.
    const later = await visit(options);
    await typesCard(later, code);
    await later.getByLabel('Your six numbers').fill(pin);
    await press(later, 'Go in');
    await arrives(later);
    for (const page of [child, later]) {
      const after = await everythingOf(await askerIn(page, demo.url), ['b02', request]);
      expect([...after.keys()]).toEqual([...before.keys()]);
      for (const [address, given] of after) expect.soft(given, address).toEqual(before.get(address));
    }

    // Undone with the PIN only; and then it is there.
    await later.goto('/me/phone');
    await press(later, 'Nobody looks now. Show it again');
    await arrives(later);
    await expect(later.getByRole('heading', { level: 2, name: 'What you sent' })).toBeVisible();
    const shown = await everythingOf(await askerIn(later, demo.url), ['b02', request]);
    expect(
      [...shown].filter(([address, given]) => JSON.stringify(given) !== JSON.stringify(before.get(address))).length
    ).toBeGreaterThan(5);
  });

test('an IRO says that somebody looks; the card alone neither shows nor undoes it', async ({ demo, visit }) => {
  const { called, code, pin } = await cardOf(demo, 'is watched');
  const child = await visit();
  await comesIn(child, { code, pin });
  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await iro.goto('/staff/children');
  await iro.getByRole('link', { name: new RegExp(`^${called}`) }).click();
  await follow(iro, 'Card and PIN');
  await press(iro, 'Somebody looks at the phone: show nothing');
  await expect(iro.getByText('From now on nothing is shown on a phone.')).toBeVisible();

  const alone = await visit();
  await typesCard(alone, code);
  await press(alone, 'Not now');
  await arrives(alone);
  await alone.goto('/me/phone');
  await expect(alone).toHaveURL(/\/sign-in\/secret/);
  await expect(alone.getByText('This phone is only mine')).toHaveCount(0);
  await alone.goto('/me');
  await sayOneThing(alone, 'By the card, while somebody looks.');
  await press(alone, /^Send to /);
  await expect(alone.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
  await press(iro, 'Nobody looks any more: show it again');
  await expect(iro.getByText('What they wrote is shown again after PIN or pictures.')).toBeVisible();
});
