import type { Page } from '@playwright/test';
import { beside, cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { startChildSession } from '#lib/sign-in/sign-in.server.ts';
import { visitor } from '#tests/setup/app.ts';
import { peopleWhoLeave } from '#tests/setup/leaving.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { expect, test } from '#tests/setup/story.ts';
import { arrives, begin, choose, comesIn, hasLeft, isAsked, press, skip, typesCard } from '#tests/setup/way.ts';

/** The browser's clock is the story's: ten minutes pass in a moment. The server's goes on as it does. */
async function withClock(page: Page): Promise<void> {
  await page.clock.install();
}

/** The card of a child of this story's own, and the number they will make. */
const ownCard = async (demo: RunningDemo) => ({ code: await cardBeside(demo, await childBeside(demo, 'Linnet')), pin: '418206' });

/** The page is put away (another app, the screen off), or looked at again. */
const goesOutOfSight = (page: Page, hidden: boolean) =>
  page.evaluate((hidden) => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => (hidden ? 'hidden' : 'visible') });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  }, hidden);

/** Whether a person looking at the screen sees these words. */
const sees = (page: Page, words: string) => page.getByText(words).first().isVisible();

test('untouched for ten minutes on a shared phone it closes with every word kept; the number brings it all back', async ({
  demo,
  visit
}) => {
  const page = await visit();
  await withClock(page);
  const card = await ownCard(demo);
  await comesIn(page, card);
  await begin(page);
  await skip(page);
  await isAsked(page, /^How are things/);
  await choose(page, 'OK');
  await page.getByText('Say more', { exact: true }).click();
  await page.getByRole('textbox').pressSequentially('The stairs are loud at ni');
  const asked = new URL(page.url()).pathname;

  // Whoever is there is told, and one touch is enough.
  await page.clock.fastForward('09:10');
  await expect(page.getByText(/^Are you still there\?/)).toBeVisible();
  await page.mouse.click(5, 300);
  await expect(page.getByText(/^Are you still there\?/)).toBeHidden();
  await page.clock.fastForward('05:00');
  await expect(page).toHaveURL(new RegExp(`${asked}$`));

  await page.clock.fastForward('05:05');
  await expect(page.getByLabel('Your six numbers')).toBeVisible();
  // On the server the visit is what the card alone may do, whatever is asked for.
  const before = await page.context().request.get('/me/say');
  expect(await before.text()).not.toContain('The stairs');
  const said = await page.context().request.get(asked, { maxRedirects: 0 });
  expect(said.headers().location).toBe('/me/say');

  await page.getByLabel('Your six numbers').fill(card.pin);
  await press(page, 'Go in');
  await expect(page).toHaveURL(new RegExp(`${asked}$`));
  await expect(page.getByRole('textbox')).toHaveValue('The stairs are loud at ni');
  await expect(page.getByRole('radio', { name: 'OK', exact: true })).toBeChecked();
});

test('by the card alone it closes too: whoever picks the phone up finds nothing, and the number brings it back', async ({
  demo,
  visit
}) => {
  const page = await visit();
  const card = await ownCard(demo);
  await comesIn(page, card);
  await press(page, 'Leave now');
  await hasLeft(page);
  await withClock(page);
  await typesCard(page, card.code);
  await press(page, 'Not now');
  await arrives(page);
  await begin(page);
  await skip(page);
  await choose(page, 'OK');
  await page.getByText('Say more', { exact: true }).click();
  await page.getByRole('textbox').pressSequentially('The stairs are loud at ni');
  const asked = new URL(page.url()).pathname;
  // What is asked for in another tab closes with it.
  const other = await page.context().newPage();
  await other.goto('/me/ask/tell');
  await other.getByRole('textbox').first().fill('Nobody asked me about Sunday.');
  await page.clock.fastForward('10:05');
  for (const tab of [page, other]) await expect(tab.getByLabel('Your six numbers')).toBeVisible();

  await press(page, 'Not now');
  await arrives(page);
  for (const path of ['/me', '/me/say', '/me/check', asked, '/me/ask/tell']) {
    await page.goto(path);
    await expect(page.getByText(/The stairs|about Sunday|Carry on/)).toHaveCount(0);
    for (const box of await page.getByRole('textbox').all()) await expect(box).toHaveValue('');
  }

  await page.goto(`/sign-in/secret?next=${asked}`);
  await page.getByLabel('Your six numbers').fill(card.pin);
  await press(page, 'Go in');
  await expect(page.getByRole('textbox')).toHaveValue('The stairs are loud at ni');
  await page.goto('/me/ask/tell');
  await expect(page.getByRole('textbox').first()).toHaveValue('Nobody asked me about Sunday.');
});

test('what is asked for on a page without a draft is there again too, and only until it is sent', async ({ demo, visit }) => {
  const page = await visit();
  await withClock(page);
  const card = await ownCard(demo);
  await comesIn(page, card);
  await page.goto('/me/ask/tell');
  await page.getByRole('textbox').first().fill('Nobody asked me about Sunday.');
  await page.clock.fastForward('10:05');
  await page.getByLabel('Your six numbers').fill(card.pin);
  await press(page, 'Go in');
  await expect(page).toHaveURL(/\/me\/ask\/tell$/);
  await expect(page.getByRole('textbox').first()).toHaveValue('Nobody asked me about Sunday.');
  await page.locator('form:has([name=id]) button.primary').click();
  await page.waitForURL(/\/me\/asked\//);
  await page.goto('/me/ask/tell');
  await expect(page.getByRole('textbox').first()).toHaveValue('');
});

test('what is picked and written for a talk is there again too, and only until it is sent', async ({ demo, visit }) => {
  const page = await visit();
  await withClock(page);
  const card = await ownCard(demo);
  await comesIn(page, card);
  await page.goto('/me/meet/talk');
  const day = page.getByRole('combobox', { name: 'Day 1', exact: true });
  await choose(page, 'On a walk');
  await day.selectOption({ index: 1 });
  const picked = await day.inputValue();
  await page.getByRole('textbox').first().fill('Not by the school.');
  await page.clock.fastForward('10:05');
  await page.getByLabel('Your six numbers').fill(card.pin);
  await press(page, 'Go in');
  await expect(page).toHaveURL(/\/me\/meet\/talk$/);
  await expect(page.getByRole('textbox').first()).toHaveValue('Not by the school.');
  await expect(day).toHaveValue(picked);
  await expect(page.getByRole('radio', { name: 'On a walk' })).toBeChecked();
  await press(page, /^Send to /);
  await expect(page.getByRole('heading', { name: 'What you picked' })).toBeVisible();
  await page.locator('summary').filter({ hasText: 'Pick again' }).click();
  await expect(page.getByRole('textbox').first()).toHaveValue('');
});

test('out of sight nothing shows; back within two minutes it goes on, later it wants the number', async ({ demo, visit }) => {
  const page = await visit();
  await withClock(page);
  const card = await ownCard(demo);
  await comesIn(page, card);
  await page.goto('/me/meet');
  const heading = await page.getByRole('heading', { level: 1 }).innerText();
  await goesOutOfSight(page, true);
  expect(await sees(page, heading)).toBe(false);
  await page.clock.fastForward('01:30');
  await goesOutOfSight(page, false);
  await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
  await goesOutOfSight(page, true);
  await page.clock.fastForward('02:05');
  // Out of sight it may be on its way already.
  await goesOutOfSight(page, false).catch(() => undefined);
  await expect(page.getByLabel('Your six numbers')).toBeVisible();
  await page.goBack();
  await expect(page.getByText(heading)).toHaveCount(0);
});

test('without a signal it is closed and waits, with nothing to see but why and the way out; then nothing was lost', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/ERR_INTERNET_DISCONNECTED/);
  const page = await visit({ serviceWorkers: 'block' });
  await withClock(page);
  const card = await ownCard(demo);
  await comesIn(page, card);
  await page.goto('/me/ask/tell');
  await page.getByRole('textbox').first().fill('It was Tuesday, not Monday.');
  await page.context().setOffline(true);
  await page.clock.fastForward('10:05');
  await expect(page.getByText(/^This page is closed to keep it safe\./)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Leave now' })).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await page.context().setOffline(false);
  await page.clock.fastForward('00:06');
  await page.getByLabel('Your six numbers').fill(card.pin);
  await press(page, 'Go in');
  await expect(page.getByRole('textbox').first()).toHaveValue('It was Tuesday, not Monday.');
});

test('an adult who was asked and went away finds a closed door, and every word behind it', async ({ demo, visit }) => {
  const page = await visit();
  await withClock(page);
  await beside(demo, async (app) => {
    const people = await peopleWhoLeave(app, demo);
    const comesBy = async () =>
      page.context().addCookies([{ name: 's', value: (await people.cookieOf('adult')) ?? '', url: demo.url }]);
    await comesBy();
    await page.goto('/views/ask/sooner');
    await page.getByRole('textbox').first().fill('The school place ends at Christmas.');
    await goesOutOfSight(page, true);
    await page.clock.fastForward('10:00');
    await goesOutOfSight(page, false);
    await expect(page.getByRole('textbox').first()).toBeVisible();
    await page.clock.fastForward('20:05');
    await expect(page).toHaveURL(/\/views\/in\?away=1$/);
    await comesBy();
    await page.goto('/views/ask/sooner');
    await expect(page.getByRole('textbox').first()).toHaveValue('The school place ends at Christmas.');
  });
});

test('where somebody may look over the shoulder, one entry stands in the history however far one goes', async ({
  demo,
  visit,
  expectErrors
}) => {
  // A page that comes back with what is to be put right.
  expectErrors(/status of 400/);
  const page = await visit();
  const childId = await childBeside(demo, 'Linnet');
  const token = await beside(demo, async (app) => {
    await app.database.db.updateTable('children').set({ privacy: 'watched' }).where('id', '=', childId).execute();
    return (await startChildSession(app.context(visitor), { childId, assurance: 'card', device: 'shared' })).token;
  });
  await page.context().addCookies([{ name: 's', value: token, url: demo.url }]);
  await page.goto('/me');
  await expect(page.locator('html')).toHaveAttribute('data-watched', 'yes');
  const entries = () => page.evaluate(() => history.length);
  const before = await entries();
  await page.locator('a[href="/me/say"]').click();
  await press(page, 'Start');
  await isAsked(page, /^What do you want to talk about/);
  await choose(page, 'My family');
  await press(page, 'Next');
  await isAsked(page, /^How are things/);
  await press(page, 'Back');
  await isAsked(page, /^What do you want to talk about/);
  await expect(page.getByRole('checkbox', { name: 'My family', exact: true })).toBeChecked();
  await page.getByRole('link', { name: 'My Say' }).click();
  await page.waitForURL(/\/me$/);
  await page.locator('a[href="/me/write"]').click();
  await press(page, /^Send to /);
  await expect(page.locator('#problem')).toBeVisible();
  await page.getByRole('textbox').first().fill('Something now.');
  await press(page, /^Send to /);
  await page.waitForURL((url) => url.pathname !== '/me/write');
  expect(await entries()).toBe(before);
});
