import { expect, type Page } from '@playwright/test';
import { choose, follow, press } from './way.ts';

/** A worker stands on the page of one of their children, and the child's id is in its address. */
export async function atChild(page: Page, called: string): Promise<string> {
  await page.goto('/staff/children');
  await page
    .getByRole('link', { name: new RegExp(`^${called}`) })
    .first()
    .click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(called);
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** From the child's page to the one on which is written down what somebody around the child says. */
export async function toWriteDownFor(page: Page, childId: string, person: string): Promise<void> {
  await page.goto(`/staff/children/${childId}/people`);
  await page.getByRole('link', { name: person }).first().click();
  await follow(page, 'Write down what they say');
  await expect(page.getByRole('heading', { level: 1, name: `Write down what ${person} says` })).toBeVisible();
}

/** How and when it was given, and every topic opened. */
export async function headAndOpen(page: Page, how: 'By telephone' | 'On paper' | 'At a meeting', day: string): Promise<void> {
  await choose(page, how);
  await page.getByLabel('On which day?').fill(day);
  // The page comes again with everything open.
  await Promise.all([page.waitForEvent('framenavigated'), press(page, 'Open every topic')]);
}

/** One question with all that belongs to it. */
export const asked = (page: Page, question: string | RegExp) => page.getByRole('region', { name: question });
