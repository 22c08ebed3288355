import type { Page } from '@playwright/test';
import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { cardOf } from '#tests/setup/cards.ts';
import type { Person } from '#tests/setup/server.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asChild, begin, choose, comesIn, hasLeft, next, press, skip } from '#tests/setup/way.ts';

/** The page is empty, the visit is over, and Back brings nothing back. */
async function nothingIsLeft(page: Page): Promise<void> {
  await hasLeft(page);
  await expect.poll(async () => (await page.context().cookies()).length).toBe(0);
  for (let steps = 0; steps < 3; steps += 1) {
    await page.goBack();
    await expect(page.getByText(/Robin|Sam|How are things/)).toHaveCount(0);
  }
  await page.goto('/me');
  await expect(page.getByLabel('Type the code on your card')).toBeVisible();
}

test('Leave now in the middle of a question, with words in the box', async ({ demo, visit }) => {
  const page = await visit();
  await asChild(page, demo.person('child-8-11'));
  await page.goto('/me/say');
  await press(page, /^(Start|Carry on)$/);
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

test('whoever leaves in one tab has left in all of them: what was being written elsewhere is out of sight too', async ({
  demo,
  visit
}) => {
  const page = await visit({ serviceWorkers: 'block' });
  await isWriting(page, demo.person('child-8-11'));
  await page.getByRole('textbox').pressSequentially('Half a sen');
  const other = await page.context().newPage();
  await other.goto('/me/meet');
  // Empty at once, however slow the way to the server is.
  await page.route('**/blank', async (route) => {
    await new Promise((done) => setTimeout(done, 400));
    await route.continue();
  });
  const emptied = page.waitForEvent('console', (message) => message.text().startsWith('emptied '));
  await page.evaluate(() => {
    new BroadcastChannel('over').onmessage = () =>
      console.log(`emptied ${document.documentElement.hidden} ${document.body === null} ${location.pathname}`);
  });
  await press(other, 'Leave now');
  expect((await emptied).text()).toBe('emptied true true /blank');
  await hasLeft(page);
  await nothingIsLeft(other);
  await nothingIsLeft(page);
});

test('a worker who signs out is out', async ({ demo, visit }) => {
  const page = await visit();
  await page.goto(demo.person('iro').signInUrl);
  await press(page, 'Sign out');
  await hasLeft(page);
  await page.goto('/staff');
  await expect(page.getByRole('heading', { level: 1, name: 'Sign in to work' })).toBeVisible();
});

test('what was typed up to the press is kept, behind the card and the PIN', async ({ demo, visit }) => {
  const card = { code: await cardBeside(demo, await childBeside(demo, 'Wren')), pin: '418206' };
  const page = await visit();
  await comesIn(page, card);
  await page.goto('/me/say');
  await press(page, /^(Start|Carry on)$/);
  await page.goto('/me/say/b02');
  await page.getByText('Say more', { exact: true }).click();
  await page.getByRole('textbox').fill('Right up to the press.');
  await press(page, 'Leave now');
  await nothingIsLeft(page);
  await comesIn(page, card);
  await page.goto('/me/say/b02');
  await expect(page.getByRole('textbox')).toHaveValue('Right up to the press.');
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
  await hasLeft(page);
  await comesIn(page, card);
  await expect(page.getByText('You answered 1 question. The rest is waiting.')).toBeVisible();
});

/** A child who has Robin's pages open with half a sentence in the box, on a page that saves by itself. */
async function isWriting(page: Page, person: Person): Promise<void> {
  await asChild(page, person);
  await page.goto('/me/say');
  await press(page, /^(Start|Carry on)$/);
  await page.goto('/me/say/b02');
  const more = page.getByText('Say more', { exact: true });
  if (!(await page.getByRole('textbox').isVisible())) await more.click();
}

/** The address says nothing and the page shows nothing, though the network never answers. (How soon: `leave-now-everywhere`.) */
async function isBlankUnanswered(page: Page, leaving: () => Promise<void>): Promise<void> {
  await leaving();
  await expect(page).toHaveURL(/\/blank$/);
  expect(await page.evaluate(() => [document.title.trim(), document.body?.innerText ?? ''])).toEqual(['', '']);
}

test('Escape does not leave; Shift does, also with a dialog in front and while a save is under way', async ({ demo, visit }) => {
  const page = await visit({ serviceWorkers: 'block' });
  await isWriting(page, demo.person('child-8-11'));
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/\/me\/say\/b02$/);
  let saving = 0;
  await page.route('**/b02?/draft', async (route) => {
    saving += 1;
    await new Promise((done) => setTimeout(done, 1500));
    await route.continue().catch(() => undefined);
  });
  await page.getByRole('textbox').pressSequentially('Half a sen');
  await expect.poll(() => saving).toBe(1);
  await page.evaluate(() => {
    const dialog = document.body.appendChild(document.createElement('dialog'));
    dialog.textContent = 'In front of everything';
    dialog.showModal();
  });
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('Shift');
  await nothingIsLeft(page);
});

test('a server that does not answer keeps nobody: blank at once, and the visit ends with whatever is asked next', async ({
  demo,
  visit
}) => {
  const page = await visit({ serviceWorkers: 'block' });
  await isWriting(page, demo.person('child-8-11'));
  let hangs = true;
  await page.route(/\/(leave|blank)$/, (route) => (hangs ? new Promise(() => undefined) : route.continue()));
  await isBlankUnanswered(page, () => press(page, 'Leave now'));
  hangs = false;
  await page.goto('/me', { waitUntil: 'commit' });
  await expect(page).toHaveURL(`${demo.url}/`);
  expect(await page.context().cookies()).toEqual([]);
});

test('without a signal it is as blank, and the visit is over before anything of it can be seen again', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/ERR_INTERNET_DISCONNECTED/);
  const page = await visit({ serviceWorkers: 'block' });
  await isWriting(page, demo.person('child-8-11'));
  await page.context().setOffline(true);
  const cookies = await page.context().cookies();
  await press(page, 'Leave now');
  await expect(page.getByText(/Robin|Sam|How are things/)).toHaveCount(0);
  await page.context().setOffline(false);
  await page.goto('/me');
  await expect(page).toHaveURL(`${demo.url}/`);
  const visitCookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const again = await fetch(`${demo.url}/me`, { headers: { cookie: visitCookie }, redirect: 'manual' });
  expect(again.headers.get('location')).toBe('/?away=1');
  expect(await page.context().cookies()).toEqual([]);
});
