import type { Page } from '@playwright/test';
import { cardOf } from '#tests/setup/cards.ts';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { arrives, asPerson, comesIn, follow, press, typesCard } from '#tests/setup/way.ts';

/** A worker goes to the page of a child's card. */
async function opensCardOf(worker: Page, called: string): Promise<void> {
  await worker.goto('/staff/children');
  await worker.getByRole('link', { name: new RegExp(`^${called}`) }).click();
  await follow(worker, 'Card and PIN');
  await expect(worker.getByRole('heading', { level: 1, name: `Card and PIN of ${called}` })).toBeVisible();
}

/** Makes a card with a reason; gives the code that is on the sheet. */
async function makesCard(worker: Page, reason: string): Promise<string> {
  const choice = worker.getByRole('radio', { name: reason });
  if (!(await choice.isVisible())) await worker.getByText('Make a new card', { exact: true }).click();
  await choice.check();
  await press(worker, 'Make it and show the sheet to print');
  await expect(worker.getByRole('heading', { level: 1, name: 'This card is yours' })).toBeVisible();
  return (await worker.locator('.code').innerText()).trim();
}

test('a lost card is replaced: the old one is over, the child is told, and who opened it first is asked in person', async ({
  demo,
  visit,
  expectErrors
}) => {
  // A code that is over, and a tick that is missing.
  expectErrors(/status of 400/);
  const { called, code, pin } = await cardOf(demo, 'card is replaced');
  const child = await visit();
  await comesIn(child, { code, pin });

  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await opensCardOf(iro, called);
  await axeClean(iro);
  await noSidewaysScroll(iro);
  // Without a reason no card is made.
  await iro.getByText('Make a new card', { exact: true }).click();
  await press(iro, 'Make it and show the sheet to print');
  await expect(iro.getByText('Say why.')).toBeVisible();
  const fresh = await makesCard(iro, 'It was lost');
  await expect(iro.getByText('The code is kept nowhere')).toBeVisible();
  await follow(iro, 'I have printed it: go back');
  await expect(iro.getByText('Nobody has opened it yet.')).toBeVisible();

  // The open visit is over, and so is the old card.
  await child.goto('/me');
  await expect(child.getByLabel('Type the code on your card')).toBeVisible();
  await typesCard(child, code);
  await expect(child.getByText('That code did not open anything.')).toBeVisible();
  await typesCard(child, fresh);
  await expect(child.getByText(/^A new card was made on .+\. The old one does not work any more\.$/)).toBeVisible();
  await axeClean(child);
  await child.getByLabel('Your six numbers').fill(pin);
  await press(child, 'Go in');
  await arrives(child);
  await child.goto('/leave');
  await typesCard(child, fresh);
  await expect(child.getByText(/^A new card was made/)).toHaveCount(0);

  await iro.reload();
  await expect(iro.getByText(/^It was opened first on .+, on a computer\.$/)).toBeVisible();
  await press(iro, 'Note it');
  await expect(iro.getByText('Tick that you did this in person.')).toBeVisible();
  await iro.getByRole('checkbox', { name: /^I asked .+ in person/ }).check();
  await press(iro, 'Note it');
  await expect(iro.getByText(/^Checked with .+ in person on .+ by Sam/)).toBeVisible();
});

test('a social worker asks for a card, the IRO says yes, and the social worker makes it and hands it over', async ({
  demo,
  visit
}) => {
  const { called } = await cardOf(demo, 'card is replaced');
  const worker = await visit();
  await asPerson(worker, demo.person('social-worker'));
  await worker.goto('/staff/cards');
  await axeClean(worker);
  await worker.getByRole('link', { name: new RegExp(`^${called}`) }).click();
  await worker.getByText('Ask for a new card', { exact: true }).click();
  await worker.getByRole('radio', { name: 'Somebody else had it' }).check();
  await press(worker, 'Ask for it');
  await expect(worker.getByText('Nobody has said yes yet.')).toBeVisible();

  const iro = await visit();
  await asPerson(iro, demo.person('iro'));
  await iro
    .getByRole('link', { name: /^Cards/ })
    .first()
    .click();
  await expect(iro.getByText(/asks for a new card to hand over\. Somebody else had it\./)).toBeVisible();
  await iro
    .getByRole('link', { name: new RegExp(`^${called}`) })
    .first()
    .click();
  await press(iro, /^Yes, .+ may make it$/);
  await expect(iro.getByText(/ may make a new card\./)).toBeVisible();

  await worker.reload();
  await press(worker, 'Make it and show the sheet to print');
  const code = (await worker.locator('.code').innerText()).trim();
  const child = await visit();
  await typesCard(child, code);
  await expect(child.getByText(/^A new card was made/)).toBeVisible();
});

test('after many wrong tries the page rests, says when, and writing needs no waiting', async ({ demo, visit, expectErrors }) => {
  expectErrors(/status of 4(00|29)/);
  const { code, pin } = await cardOf(demo, 'card is replaced');
  const child = await visit(withoutScripts);
  await comesIn(child, { code, pin });
  await child.goto('/leave');
  await typesCard(child, code);
  for (let tries = 0; tries < 4; tries += 1) {
    await child.getByLabel('Your six numbers').fill('846209');
    await press(child, 'Go in');
    if (tries < 3) await child.waitForTimeout(1000 * 2 ** tries);
  }
  await expect(child.getByRole('heading', { level: 1, name: 'Have a little rest' })).toBeVisible();
  await expect(child.getByText(/^Count to \d\. Then you can try again\.$/)).toBeVisible();
  await noSidewaysScroll(child);
  await press(child, /^Write to .+ now$/);
  await arrives(child);
  await expect(child.getByText(/^You came in with your card only\./)).toBeVisible();
});
