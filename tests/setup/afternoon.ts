import { expect, type Page } from '@playwright/test';
import { begin, choose, isAsked, next, press, sendIt, skip } from './way.ts';

/** What the child of this afternoon writes. */
export const written = {
  home: 'My room is warm. I would like a lamp of my own.',
  change: 'See Mum on Sundays too.'
} as const;

/**
 * The whole way of a child of 8 to 11, from the start page to the receipt: two topics picked, one "More about this"
 * opened, people named and an amount for each, the lock changed at one answer, one question skipped, the sharing
 * screen, the last look, and sent. `seen` is called on every page on the way.
 */
export async function saysItAll(page: Page, seen: (page: Page) => Promise<void> = async () => undefined): Promise<void> {
  await begin(page);
  await seen(page);
  await choose(page, 'Where I live');
  await choose(page, 'My family');
  await next(page);

  await isAsked(page, 'How are things for you right now?');
  await seen(page);
  await choose(page, 'OK');
  await next(page);

  await isAsked(page, 'Do you have any worries?');
  await choose(page, 'No worries');
  await next(page);

  await isAsked(page, 'How do you feel about where you live?');
  await choose(page, 'Good');
  await page.getByText('Say more', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Say more about where you live' }).fill(written.home);
  await press(page, 'More about this');

  await isAsked(page, 'What would you like to change where you live?');
  await seen(page);
  await choose(page, 'Pets');
  await next(page);

  await namesFamily(page, seen);
  await isAsked(page, /^How do you want to take part in your /);
  await seen(page);
  await skip(page);

  await isAsked(page, 'What is the one thing you most want to change?');
  await seen(page);
  await page.getByRole('textbox', { name: 'What is the one thing you most want to change?' }).fill(written.change);
  await next(page);

  await sharesAndChecks(page, seen);
  await sendIt(page);
  await seen(page);
}

/** Two people are named; how much of each is wished for; and this answer may be said at the meeting. */
async function namesFamily(page: Page, seen: (page: Page) => Promise<void>): Promise<void> {
  await isAsked(page, 'Who in your family do you want to talk about?');
  await seen(page);
  await page.getByLabel('Person 1').fill('Mum');
  await page.getByLabel('Person 2').fill('Jay');
  await next(page);

  await isAsked(page, 'How much do you want to see or talk to them?');
  await choose(page.getByRole('group', { name: 'Mum' }), 'More');
  await choose(page.getByRole('group', { name: 'Jay' }), 'The same');
  await page.getByText('Change', { exact: true }).click();
  await choose(page, /^At my /);
  await seen(page);
  await next(page);
}

/** Nothing is sent yet: who hears what, then everything once more, what was skipped too. */
async function sharesAndChecks(page: Page, seen: (page: Page) => Promise<void>): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Who should hear it?' })).toBeVisible();
  await expect(page.getByText(/^To be said at my /)).toHaveCount(1);
  await expect(page.getByText(/^Only for /)).toHaveCount(6);
  await seen(page);
  await next(page);

  await expect(page.getByRole('heading', { level: 1, name: 'Check what you say' })).toBeVisible();
  await expect(page.getByText(written.home)).toBeVisible();
  await expect(page.getByText(written.change)).toBeVisible();
  const skipped = page.getByRole('region', { name: 'What you skipped' });
  await expect(skipped.getByRole('listitem')).toHaveText([/^How do you want to take part in your /]);
  await seen(page);
}
