import type { Page } from '@playwright/test';
import { cardOf, type Card, type Story } from '#tests/setup/cards.ts';
import { expect, test, type Visit } from '#tests/setup/story.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { asPerson, comesIn, press, sayOneThing, sendIt } from '#tests/setup/way.ts';

const words = 'I want to stay at the same school.';

/** A child of the story's own, ready to send. */
async function readyToSend(demo: RunningDemo, page: Page, story: Story): Promise<Card> {
  const card = await cardOf(demo, story);
  await comesIn(page, card);
  await sayOneThing(page, words);
  return card;
}

/** One line on the child's page of their IRO, one in the inbox, and one receipt that says so. */
async function isThereOnce(visit: Visit, child: Page, { called, reader }: Card): Promise<void> {
  await child.goto('/me/sent');
  await expect(child.getByText(/^Thank you for telling .+\. It is saved\.$/)).toBeVisible();
  const iro = await visit();
  await asPerson(iro, reader);
  // Other stories may leave a row of another kind beside it, e.g. that somebody around this child could not be told.
  const sent = iro.getByRole('listitem').filter({ hasText: 'Sent views.' });
  await expect(sent.getByRole('link', { name: new RegExp(called) })).toHaveCount(1);
  await iro.goto('/staff/children');
  await iro.getByRole('link', { name: new RegExp(called) }).click();
  await expect(iro.getByRole('link', { name: /^Version / })).toHaveCount(1);
}

test('a double tap sends once', async ({ demo, visit }) => {
  const child = await visit();
  const card = await readyToSend(demo, child, 'double tap');
  await child.getByRole('button', { name: /^Send to / }).dblclick();
  await expect(child).toHaveURL(/\/me\/sent$/);
  await isThereOnce(visit, child, card);
});

test('back and again sends once', async ({ demo, visit }) => {
  const child = await visit();
  const card = await readyToSend(demo, child, 'back and again');
  await sendIt(child);
  await child.goBack();
  await expect(child).toHaveURL(/\/me\/check$/);
  await press(child, /^Send to /);
  await expect(child).toHaveURL(/\/me\/sent$/);
  await isThereOnce(visit, child, card);
});

test('two tabs send once', async ({ demo, visit }) => {
  const child = await visit();
  const card = await readyToSend(demo, child, 'two tabs');
  const other = await child.context().newPage();
  await other.goto('/me/check');
  await Promise.all([press(child, /^Send to /), press(other, /^Send to /)]);
  await expect(child).toHaveURL(/\/me\/sent$/);
  await expect(other).toHaveURL(/\/me\/sent$/);
  await isThereOnce(visit, child, card);
});

test('a send whose answer never came is sent again, and is there once', async ({ demo, visit, expectErrors }) => {
  expectErrors(/Failed to load resource|ERR_FAILED/);
  // The worker that keeps the help page would answer in the line's place, and its own requests pass this break by.
  const child = await visit({ serviceWorkers: 'block' });
  const card = await readyToSend(demo, child, 'no answer');
  // The server does its work; the line breaks before the child hears of it.
  await child.route('**/me/check?/send', async (route) => {
    await route.fetch({ maxRedirects: 0 });
    await route.abort('timedout');
  });
  await press(child, /^Send to /);
  await child.waitForURL((url) => url.protocol === 'chrome-error:').catch(() => undefined);
  await child.unroute('**/me/check?/send');
  await child.goto('/me/check');
  await press(child, /^Send to /);
  await expect(child).toHaveURL(/\/me\/sent$/);
  await isThereOnce(visit, child, card);
});
