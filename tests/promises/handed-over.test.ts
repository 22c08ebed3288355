import type { Page } from '@playwright/test';
import { cardOf } from '#tests/setup/cards.ts';
import { axeClean, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { heard } from '#tests/setup/heard.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, follow, hasLeft, isAsked, next, press, skip, skipTheRest } from '#tests/setup/way.ts';

/** The IRO hands their own device over, from the child's page. */
async function handsOver(page: Page, demo: RunningDemo, called: string): Promise<void> {
  await asPerson(page, demo.person('iro'));
  await page.goto('/staff/children');
  await page.getByRole('link', { name: new RegExp(`^${called}`) }).click();
  await follow(page, 'Card and PIN');
  await press(page, `Hand over to ${called}`);
  await expect(page.getByRole('heading', { level: 1, name: 'Before you start' })).toBeVisible();
}

/** From wherever the child stands: everything else leads back to the form, and nothing of anybody is shown. */
async function leadsNowhereElse(page: Page): Promise<void> {
  const { pathname } = new URL(page.url());
  for (const path of [
    '/me',
    '/me/ask',
    '/me/said',
    '/me/sent',
    '/me/look',
    '/staff',
    '/staff/children',
    '/',
    '/sign-in/secret'
  ]) {
    await page.goto(path);
    await expect(page).toHaveURL(/\/me\/say$/);
  }
  await page.goto(pathname);
}

for (const [how, options] of [
  ['with scripts', {}],
  ['without scripts', withoutScripts]
] as const)
  test(`an IRO hands over their own device for one form, and gets it back with what they sign in with, ${how}`, async ({
    demo,
    visit
  }) => {
    const { called } = await cardOf(demo, 'handed over');
    const page = await visit(options);
    await handsOver(page, demo, called);
    if (how === 'with scripts') await axeClean(page);
    await noSidewaysScroll(page);
    await targetsBigEnough(page);
    await expect(page.getByRole('link', { name: 'Give it back to Sam' })).toBeVisible();
    await leadsNowhereElse(page);

    await press(page, 'Start');
    await isAsked(page, /^What do you want to talk about/);
    await page.goBack();
    await expect(page).toHaveURL(/\/me\/say/);
    await page.goto('/me/say/b01');
    await skip(page);
    await choose(page, 'Good');
    await next(page);
    await skipTheRest(page);
    await next(page);
    await press(page, /^Send to /);
    await expect(page.getByRole('heading', { level: 1, name: 'It is sent' })).toBeVisible();
    await expect(page.getByText('Now give it back to Sam.')).toBeVisible();
    if (how === 'with scripts') await axeClean(page);
    expect(await page.context().cookies()).toEqual([]);
    // Back shows no form and nobody's pages.
    for (let steps = 0; steps < 3; steps += 1) {
      await page.goBack();
      await expect(page.getByText(/Check what you say|Card and PIN/)).toHaveCount(0);
    }
    await page.goto('/me/check');
    await expect(page.getByLabel('Type the code on your card')).toBeVisible();
    await page.goto('/staff');
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in to work' })).toBeVisible();

    await asPerson(page, demo.person('iro'));
    await page.goto('/staff');
    const row = page.getByRole('listitem').filter({ hasText: called }).filter({ hasText: 'Sent views.' });
    await expect(row.filter({ hasText: "On a worker's device" }).first()).toBeVisible();
  });

test('a child who does not want to gives it back, and the worker goes on at their page', async ({ demo, visit }) => {
  const { called } = await cardOf(demo, 'handed over');
  const page = await visit();
  await handsOver(page, demo, called);
  await follow(page, 'Give it back to Sam');
  await axeClean(page);
  await follow(page, 'No, go on writing');
  await follow(page, 'Give it back to Sam');
  await press(page, 'Yes, give it back');
  await expect(page.getByRole('heading', { level: 1, name: 'Thank you' })).toBeVisible();
  await follow(page, 'Sam: sign in again');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in to work' })).toBeVisible();
  expect(new URL(page.url()).searchParams.get('next')).toMatch(/^\/staff\/children\/[0-9a-f-]{36}$/);
});

test('somebody who is not safe is helped there too, and goes on', async ({ demo, visit }) => {
  const { called } = await cardOf(demo, 'handed over');
  const page = await visit();
  await handsOver(page, demo, called);
  await page.goto('/me/now');
  await page.locator('form:has([name=id]) button.primary').first().click();
  await expect(page.getByText(/^It is sent$/)).toBeVisible();
  await expect(page.getByText('999').first()).toBeVisible();
  await axeClean(page);
  await page.goto('/me');
  await expect(page).toHaveURL(/\/me\/say$/);
});

test('somebody who is not safe and pressed late is told there that it is sent', async ({ demo, visit }) => {
  const { called } = await cardOf(demo, 'handed over');
  const page = await visit(withoutScripts);
  await handsOver(page, demo, called);
  await page.goto('/me/now');
  try {
    await heard(demo, 'clock', '--forward', '30m');
    await page.locator('form:has([name=id]) button.primary').first().click();
    await expect(page).toHaveURL(/\/given\//);
    await expect(page.getByRole('heading', { level: 1, name: 'It is sent' })).toBeVisible();
    await expect(page.getByText('Now give it back to Sam.')).toBeVisible();
  } finally {
    await heard(demo, 'clock', '--reset');
  }
});

test('Send pressed twice is sent once, and says that it is sent', async ({ demo, visit }) => {
  const { called } = await cardOf(demo, 'handed over');
  const page = await visit();
  await handsOver(page, demo, called);
  await press(page, 'Start');
  await skip(page);
  await choose(page, 'Good');
  await next(page);
  await skipTheRest(page);
  await next(page);
  await page.getByRole('button', { name: /^Send to / }).dblclick();
  await expect(page.getByRole('heading', { level: 1, name: 'It is sent' })).toBeVisible();
  expect(await page.context().cookies()).toEqual([]);
});

test('what the worker had open in other tabs goes blank before the child can look at it', async ({ demo, visit }) => {
  const { called } = await cardOf(demo, 'handed over');
  const page = await visit();
  await asPerson(page, demo.person('iro'));
  const inbox = await page.context().newPage();
  await inbox.goto('/staff');
  const child = await page.context().newPage();
  await child.goto('/staff/children');
  await handsOver(page, demo, called);
  for (const other of [inbox, child]) {
    await hasLeft(other);
    await other.goBack();
    await expect(other.getByText(/Card and PIN|Robin/)).toHaveCount(0);
  }
  await expect(page.getByRole('heading', { level: 1, name: 'Before you start' })).toBeVisible();
});

test('a browser without scripts cannot close them: the worker is told to, before they hand it over', async ({ demo, visit }) => {
  const { called } = await cardOf(demo, 'handed over');
  const page = await visit(withoutScripts);
  await asPerson(page, demo.person('iro'));
  await page.goto('/staff/children');
  await page.getByRole('link', { name: new RegExp(`^${called}`) }).click();
  await follow(page, 'Card and PIN');
  await expect(page.getByText(/^Close every other page of this service first\./)).toBeVisible();
});
