import type { Page } from '@playwright/test';
import { cardOf } from '#tests/setup/cards.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asChild, begin, choose, comesIn, next, press, skip } from '#tests/setup/way.ts';

/** The page is empty, the visit is over, and Back brings nothing back. */
async function nothingIsLeft(page: Page): Promise<void> {
  await expect(page).toHaveURL(/\/blank$/);
  await expect(page.locator('body')).toHaveText('Blank page');
  await expect.poll(async () => (await page.context().cookies()).length).toBe(0);
  for (let steps = 0; steps < 3; steps += 1) {
    await page.goBack();
    await expect(page.getByText(/Robin|Sam|How are things/)).toHaveCount(0);
  }
  await page.goto('/me');
  await expect(page.getByLabel('Type the code on your card')).toBeVisible();
}

const places = ['/me', '/me/meet', '/me/say', '/help'];

for (const place of places) {
  test(`Leave now on ${place}`, async ({ demo, visit }) => {
    const page = await visit();
    await asChild(page, demo.person('child-8-11'));
    await page.goto(place);
    await press(page, 'Leave now');
    await nothingIsLeft(page);
  });
}

test('Leave now in the middle of a question, with words in the box', async ({ demo, visit }) => {
  const page = await visit();
  await asChild(page, demo.person('child-8-11'));
  await page.goto('/me/say');
  await page.getByRole('button', { name: /^(Start|Carry on)$/ }).click();
  await page.goto('/me/say/b02');
  await choose(page, 'OK');
  await page.getByText('Say more', { exact: true }).click();
  await page.getByRole('textbox').pressSequentially('Half a sen');
  await press(page, 'Leave now');
  await nothingIsLeft(page);
});

test('Shift three times leaves too', async ({ demo, visit }) => {
  const page = await visit();
  await asChild(page, demo.person('child-8-11'));
  await page.goto('/me/meet');
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Shift');
  await nothingIsLeft(page);
});

test('Leave now without scripts', async ({ demo, visit }) => {
  const page = await visit(withoutScripts);
  await asChild(page, demo.person('child-8-11'));
  await page.goto('/me/meet');
  await press(page, 'Leave now');
  await nothingIsLeft(page);
});

test('a worker who signs out is out', async ({ demo, visit }) => {
  const page = await visit();
  await page.goto(demo.person('iro').signInUrl);
  await press(page, 'Sign out');
  await expect(page).toHaveURL(/\/blank$/);
  await page.goto('/staff');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in to work' })).toBeVisible();
});

test('a child who leaves in the middle finds the saved part again', async ({ demo, visit }) => {
  const card = await cardOf(demo, 'leaves');
  const page = await visit();
  await comesIn(page, card);
  await begin(page);
  await skip(page);
  await choose(page, 'Good');
  await next(page);
  await press(page, 'Leave now');
  await expect(page).toHaveURL(/\/blank$/);
  await comesIn(page, card);
  await expect(page.getByText('You answered 1 question. The rest is waiting.')).toBeVisible();
});
