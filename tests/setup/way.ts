import { expect, type Frame, type Locator, type Page, type Request } from '@playwright/test';
import type { Card } from './cards.ts';
import type { Person } from './server.ts';

/** What people of a story do, in the words on the page. */

/** Signs in by the demo's own link. */
export async function asPerson(page: Page, person: Person): Promise<void> {
  await page.goto(person.signInUrl);
}

/** Signs in a child by the demo's own link and stands on their start page. */
export async function asChild(page: Page, person: Person): Promise<void> {
  await asPerson(page, person);
  await arrives(page);
}

/** Stands on the start page; on a first visit three cards come before it, and are passed by. */
export async function arrives(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/me(\/welcome)?$/);
  if (page.url().endsWith('/welcome')) await press(page, 'Skip');
  await expect(page).toHaveURL(/\/me$/);
}

/** Presses a button. What a form posts by it has led to its page afterwards: another page can be gone to, or looked at, next. */
export async function press(page: Page, name: string | RegExp): Promise<void> {
  let arrived: Promise<unknown> | null = null;
  const listen = (asked: Request) => {
    if (!asked.isNavigationRequest() || asked.method() !== 'POST') return;
    // A story may hold an answer back on purpose: it is not waited for for ever.
    const whole = { predicate: (frame: Frame) => frame === page.mainFrame(), timeout: 10_000 };
    arrived = page.waitForEvent('framenavigated', whole).catch(() => null);
  };
  page.on('request', listen);
  await page.getByRole('button', { name, exact: typeof name === 'string' }).click();
  // However busy the machine is, the page has taken the press by the time it answers. (Its clock stands where scripts are off.)
  await page.evaluate(() => null).catch(() => null);
  await leadsSoon(() => arrived);
  page.off('request', listen);
}

/** A press that posts nothing is over soon. */
async function leadsSoon(arrived: () => Promise<unknown> | null): Promise<void> {
  if (arrived() === null) await new Promise((done) => setTimeout(done, 150));
  await arrived();
}

export const follow = (page: Page, name: string | RegExp) =>
  page.getByRole('link', { name, exact: typeof name === 'string' }).click();
export const next = (page: Page) => press(page, 'Next');
export const skip = (page: Page) => press(page, 'Skip');
export const back = (page: Page) => press(page, 'Back');

/** Picks one of the choices on the page, by its words. */
export const choose = (page: Page | Locator, name: string | RegExp) =>
  page
    .getByRole('radio', { name, exact: true })
    .or(page.getByRole('checkbox', { name, exact: true }))
    .check();

/** The page asks this now. */
export async function isAsked(page: Page, question: string | RegExp): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(question);
}

/** From the child's start page to the first question, when something was sent before. */
export async function beginAgain(page: Page): Promise<void> {
  await press(page, /^Add something or change it/);
  await isAsked(page, /^What do you want to talk about/);
}

/** From the child's start page to the first question. */
export async function begin(page: Page): Promise<void> {
  await follow(page, /^Tell .+ what you think/);
  await expect(page.getByRole('heading', { level: 1, name: 'Before you start' })).toBeVisible();
  await press(page, 'Start');
  await isAsked(page, /^What do you want to talk about/);
}

/** Skips whatever is still asked, until the page on who hears it. */
export async function skipTheRest(page: Page): Promise<void> {
  for (let pages = 0; pages < 40; pages += 1) {
    const { pathname } = new URL(page.url());
    if (pathname === '/me/who') return;
    await skip(page);
    await page.waitForURL((url) => url.pathname !== pathname);
  }
  throw new Error('The questions do not come to an end.');
}

/** Says one thing in the child's own words, on the first page that has room for it, and comes to the last look. */
export async function sayOneThing(page: Page, words: string, beginning = begin): Promise<void> {
  await beginning(page);
  await skip(page);
  await isAsked(page, /^How are things/);
  await choose(page, 'Not great');
  await page.getByText('Say more', { exact: true }).click();
  await page.getByRole('textbox').fill(words);
  await next(page);
  await page.waitForURL((url) => !/\/(b|c)02$/.test(url.pathname));
  await skipTheRest(page);
  await next(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Check what you say' })).toBeVisible();
}

/** Sends what stands on the last look, and sees the receipt. */
export async function sendIt(page: Page): Promise<void> {
  await press(page, /^Send to /);
  await expect(page).toHaveURL(/\/me\/sent$/);
  await expect(page.getByRole('heading', { level: 1, name: /^Sent to / })).toBeVisible();
}

/** What a child sent themselves, in a worker's inbox: adults around them stand in rows of their own. */
export const ownRows = (page: Page, child: string): Locator =>
  page.getByRole('listitem').filter({ hasText: child }).filter({ hasText: 'Sent views. Answers:' });

/** A worker finds a child in the inbox and opens what they sent. */
export async function opensFromInbox(page: Page, child: string): Promise<void> {
  await page.goto('/staff');
  await ownRows(page, child).getByRole('link').first().click();
  await expect(page.getByRole('heading', { level: 1, name: `What ${child} says` })).toBeVisible();
}

/** Types the code of a card on the front page, in English: some children of the example read another language. */
export async function typesCard(page: Page, code: string): Promise<void> {
  await page.goto('/?lang=en');
  await page.getByLabel('Type the code on your card').fill(code);
  await press(page, 'Come in');
}

/** The first time: makes a number of six, on a phone that others use too. */
export async function makesPin(page: Page, pin: string): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Make your own number' })).toBeVisible();
  await page.getByLabel('Six numbers').fill(pin);
  await press(page, 'Keep this number');
  await press(page, 'Other people use it too');
  await arrives(page);
}

/** Later times: types it again. */
export async function typesPin(page: Page, pin: string): Promise<void> {
  await page.getByLabel('Your six numbers').fill(pin);
  await press(page, 'Go in');
  await arrives(page);
}

/** Comes in with a card and with the number that goes with it, made now when there is none yet. */
export async function comesIn(page: Page, { code, pin }: Pick<Card, 'code' | 'pin'>): Promise<void> {
  await typesCard(page, code);
  const first = page.getByRole('heading', { level: 1, name: 'Make your own number' });
  await expect(first.or(page.getByLabel('Your six numbers'))).toBeVisible();
  await ((await first.isVisible()) ? makesPin(page, pin) : typesPin(page, pin));
}

/** Comes in with a number also where pictures are offered first: the youngest children of the example. */
export async function comesInByNumber(page: Page, { code, pin }: Pick<Card, 'code' | 'pin'>): Promise<void> {
  await typesCard(page, code);
  // However long it takes: only then is somebody in.
  await page.waitForURL((url) => url.pathname !== '/');
  await page.goto('/sign-in/secret?with=pin');
  await makesPin(page, pin);
}

/** Elsewhere, with nothing on the page. (The address says so at once, before anything has come from the server.) */
export async function hasLeft(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/blank$/);
  await expect(page.locator('body')).toHaveText('Blank page');
}

/** The child's device keeps the numbers to call by now, and what runs there stands between its pages and the network. */
export async function keepsNumbers(page: Page): Promise<void> {
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
}

/** A worker opens what a child asked for, from the inbox. */
export async function opensAsked(page: Page, child: string, what: string): Promise<void> {
  await page.goto('/staff');
  const row = page.getByRole('listitem').filter({ hasText: child }).filter({ hasText: what });
  await row.getByRole('link', { name: new RegExp(child) }).click();
  await expect(page).toHaveURL(/\/staff\/requests\//);
}
