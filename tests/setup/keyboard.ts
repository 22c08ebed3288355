import { expect, type Locator, type Page } from '@playwright/test';
import { focusUnseen, measured } from './measures.ts';

/** More stops than any page has. */
const MOST = 150;

/** Goes there with Tab alone; fails when it is not reached, or when at any stop on the way one cannot see where one is. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toHaveCount(1);
  for (let stops = 0; stops < MOST; stops += 1) {
    if (await target.evaluate((one) => one === document.activeElement)) return;
    await page.keyboard.press('Tab');
    await focusShows(page);
  }
  throw new Error(`The keyboard does not reach ${String(target)}.`);
}

/** Presses a button, a link or what opens a part, as the keyboard does. */
export async function enter(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Enter');
}

/** Writes into a box. */
export async function write(page: Page, target: Locator, text: string): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.type(text);
}

/** Ticks a box with Space. */
export async function tick(page: Page, target: Locator): Promise<void> {
  await tabTo(page, target);
  await page.keyboard.press('Space');
  await expect(target).toBeChecked();
}

/** Picks one of several: Tab to the group, then arrows, Space when the first is the one. */
export async function pick(page: Page, target: Locator): Promise<void> {
  await expect(target).toHaveCount(1);
  const inGroup = () =>
    target.evaluate((one) => {
      const here = document.activeElement;
      if (here === one) return 'there';
      return here instanceof HTMLInputElement && here.type === 'radio' && here.name === one.getAttribute('name')
        ? 'near'
        : 'away';
    });
  for (let stops = 0; stops < MOST && (await inGroup()) === 'away'; stops += 1) {
    await page.keyboard.press('Tab');
    await focusShows(page);
  }
  for (let moves = 0; moves < 12 && (await inGroup()) === 'near'; moves += 1) {
    await page.keyboard.press('ArrowDown');
    await focusShows(page);
  }
  if (!(await target.isChecked())) await page.keyboard.press('Space');
  await expect(target).toBeChecked();
}

/** Tab goes on from every stop, and after the last one leaves the page: nobody is caught in it. */
export async function noTrap(page: Page): Promise<void> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  });
  for (let stops = 0; stops < MOST; stops += 1) {
    const before = await page.evaluateHandle(() => document.activeElement);
    await page.keyboard.press('Tab');
    const now = await page.evaluate((last) => {
      if (document.activeElement === document.body) return 'out';
      return document.activeElement === last ? 'caught' : 'on';
    }, before);
    await before.dispose();
    if (now === 'out') return;
    expect(now, `Tab moves on at stop ${stops} of ${page.url()}`).toBe('on');
  }
  throw new Error(`Tab never leaves ${page.url()}.`);
}

/** Where one is can be seen: an outline around it, or around the label it stands in. */
async function focusShows(page: Page): Promise<void> {
  const unseen = await measured(page, focusUnseen);
  expect(unseen, `focus can be seen on ${page.url()}`).toBeNull();
}
