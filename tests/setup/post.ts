import { expect, type Page } from '@playwright/test';
import { press } from './way.ts';

/** What people do with what the demo sent them, and with a letter. */

/** The newest thing that went to this address or number, as the demo's post shows it. */
export async function postTo(page: Page, to: string, wanted: RegExp): Promise<string> {
  const newest = page.getByRole('article').filter({ hasText: to }).first();
  await expect(async () => {
    await page.goto('/demo/post');
    await expect(newest).toContainText(wanted, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
  return (await newest.innerText()).replaceAll('\u00a0', ' ');
}

/** So many things went to this address: what is asked for next comes after them. */
export async function hasHad(page: Page, to: string, many: number): Promise<void> {
  await expect(async () => {
    await page.goto('/demo/post');
    await expect(page.getByRole('article').filter({ hasText: to })).toHaveCount(many, { timeout: 1_000 });
  }).toPass({ timeout: 60_000 });
}

export const linkIn = (mail: string): string => /\/views\/in\/[\w-]{38}/.exec(mail)?.[0] ?? 'no link';
export const codeIn = (mail: string): string => /\b\d{4} \d{4}\b/.exec(mail)?.[0] ?? 'no code';

export async function typesCode(page: Page, code: string): Promise<void> {
  await page.getByLabel('The code of 8 numbers').fill(code);
  await press(page, 'Come in');
}

/** Comes in with the code of a letter. */
export async function byLetter(page: Page, code: string): Promise<void> {
  await page.goto('/views/in');
  await page.getByLabel('The code in your letter').fill(code);
  await page.getByRole('button', { name: 'Come in' }).click();
  await expect(page).toHaveURL(/\/views$/);
}
