import type { Page } from '@playwright/test';
import { canary } from '#tests/setup/canaries.ts';
import { comesIn, hasLeft, press } from '#tests/setup/way.ts';
import { byLetter } from '#tests/setup/post.ts';

/** What was typed, by where: a word found nowhere else. */
export type Typed = Map<string, string>;

/** Room for words, and not for a number, a day or a month. */
const rooms = 'textarea:visible, input[type=text]:not([inputmode]):visible';

/** Types a new word, key by key, into every empty field of the page that takes words. */
async function typesEverywhere(page: Page, typed: Typed): Promise<void> {
  for (const more of await page.locator('main details:not([open]) > summary').all())
    if (await more.isVisible()) await more.click();
  const who = new URL(page.url()).pathname;
  for (const field of await page.locator(rooms).all()) {
    if ((await field.inputValue()) !== '') continue;
    const word = canary();
    await field.pressSequentially(word);
    typed.set(`${who} ${(await field.getAttribute('name')) ?? ''}`, word);
  }
}

/** Goes on by this button, once the page that follows is there. */
async function goesOn(page: Page, button: string | RegExp): Promise<void> {
  const before = page.url();
  await press(page, button);
  await page.waitForURL((url) => url.href !== before);
}

/** A child: card, number, every question with words in it, sent, asked, read again; then half a sentence, and Leave now. */
export async function childJourney(page: Page, card: { code: string; pin: string }): Promise<Typed> {
  const typed: Typed = new Map([['the card', card.code.replaceAll(/\W/g, '')]]);
  await comesIn(page, card);
  await page.goto('/me/say');
  await goesOn(page, 'Start');
  for (const topic of await page.getByRole('checkbox').all()) await topic.check();
  while (!page.url().endsWith('/me/who')) {
    await typesEverywhere(page, typed);
    const more = page.getByRole('button', { name: 'More about this' });
    await goesOn(page, (await more.isVisible()) ? 'More about this' : 'Next');
    // Help first, where an answer tells of danger.
    if (page.url().includes('/me/now')) await page.locator('a[href^="/me/say/"], a[href="/me/who"]').last().click();
  }
  await goesOn(page, 'Next');
  await goesOn(page, /^Send to /);
  for (const way of ['tell', 'sooner', 'talk', 'beside']) {
    await page.goto(`/me/ask/${way}`);
    await typesEverywhere(page, typed);
    await page.locator('form:has([name=id]) button.primary').click();
    await page.waitForURL(/\/me\/asked\//);
  }
  for (const place of ['/me/said', '/me', '/me/sent', '/me/look', '/team']) await page.goto(place);
  await page.goBack();
  await page.goForward();
  await page.goto('/me/now');
  await typesEverywhere(page, typed);
  await press(page, 'Leave now');
  await hasLeft(page);
  return typed;
}

/** An adult with a letter: every topic with words in it, sent, and a sooner meeting; then half a sentence, and Leave now. */
export async function adultJourney(page: Page, code: string): Promise<Typed> {
  const typed: Typed = new Map([['the letter', code.replaceAll(/\W/g, '')]]);
  await byLetter(page, code);
  const topics = await page
    .locator('a[href^="/views/part/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  for (const topic of new Set(topics)) {
    await page.goto(topic ?? '');
    await typesEverywhere(page, typed);
    await press(page, 'Save and see all topics');
    await page.waitForURL(/\/views(#|$)/);
  }
  await page.goto('/views/check');
  await goesOn(page, /^Send to /);
  await page.goto('/views/ask/sooner');
  await typesEverywhere(page, typed);
  await goesOn(page, 'Send');
  await page.goBack();
  await page.goto('/views/ask/beside');
  await typesEverywhere(page, typed);
  await press(page, 'Leave now');
  await hasLeft(page);
  return typed;
}
