import type { Page } from '@playwright/test';
import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, comesInByNumber, follow, opensAsked, press } from '#tests/setup/way.ts';

const box = (page: Page) => page.getByRole('textbox').last();
const meanwhile = /^You answered already, today at /;

test('whoever answers in a second tab what was answered in the first is told so, and keeps their words', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 409/);
  const childId = await childBeside(demo, 'Yarrow');
  const child = await visit();
  await comesInByNumber(child, { code: await cardBeside(demo, childId), pin: '482915' });
  await child.goto('/me/ask/talk');
  await press(child, 'Ask Sam to talk');
  await expect(child.getByText('Nobody has opened this yet')).toBeVisible();

  const [first, second] = [await visit(), await visit(withoutScripts)];
  for (const page of [first, second]) {
    await asPerson(page, demo.person('iro'));
    await opensAsked(page, 'Yarrow', 'Wants to talk.');
    await choose(page, /^Yes/);
  }
  await box(first).fill('I come on Friday.');
  await press(first, 'Send the answer');
  await expect(first.getByText('Yarrow can see your answer now')).toBeVisible();

  await box(second).fill('I come on Monday.');
  await press(second, 'Send the answer');
  await expect(second.getByRole('heading', { name: meanwhile })).toBeVisible();
  // The first answer stands on the page now, and what was typed is where it was.
  await expect(second.getByText('I come on Friday.')).toBeVisible();
  await expect(box(second)).toHaveValue('I come on Monday.');
  await child.reload();
  await expect(child.getByText('I come on Friday.')).toBeVisible();
  await expect(child.getByText('I come on Monday.')).toHaveCount(0);

  await press(second, 'Send mine as well');
  await expect(second.getByText('Yarrow can see your answer now')).toBeVisible();
  await child.reload();
  await expect(child.getByText('I come on Monday.')).toBeVisible();
});

test('so is whoever answers a message', async ({ demo, visit, expectErrors }) => {
  expectErrors(/status of 409/);
  const childId = await childBeside(demo, 'Tansy');
  const child = await visit();
  await comesInByNumber(child, { code: await cardBeside(demo, childId), pin: '418206' });
  await follow(child, /^Write to Sam/);
  await box(child).fill('Can I see Gran on Sunday?');
  await press(child, 'Send to Sam');
  await expect(child.getByRole('heading', { name: 'Sent to Sam' })).toBeVisible();

  const [first, second] = [await visit(withoutScripts), await visit()];
  for (const page of [first, second]) {
    await asPerson(page, demo.person('iro'));
    await page.goto('/staff');
    await page.getByRole('listitem').filter({ hasText: 'Tansy' }).getByRole('link').first().click();
    await expect(page).toHaveURL(/\/staff\/messages\//);
  }
  await box(first).fill('Yes, on Sunday.');
  await press(first, 'Send the answer');
  await expect(first).toHaveURL(/answered=1/);

  await box(second).fill('No, on Saturday.');
  // Only looked at, it stays words of a page that did not show the answer.
  await press(second, 'Check how it reads');
  await expect(box(second)).toHaveValue('No, on Saturday.');
  await press(second, 'Send the answer');
  await expect(second.getByRole('heading', { name: meanwhile })).toBeVisible();
  await expect(box(second)).toHaveValue('No, on Saturday.');
  await expect(second.getByText('Yes, on Sunday.')).toBeVisible();
  await axeClean(second, 'answered meanwhile');
  await noSidewaysScroll(second, 'answered meanwhile');
  await press(second, 'Send mine as well');
  await expect(second).toHaveURL(/answered=1/);
  await expect(second.getByText('No, on Saturday.')).toBeVisible();
});
