import type { Page } from '@playwright/test';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, follow, press } from '#tests/setup/way.ts';

/** Other stories of this demo may have been in as the same worker. */
async function endsAllOthers(page: Page): Promise<void> {
  const ends = page.getByRole('button', { name: 'End this visit' });
  for (let left = await ends.count(); left > 0; left -= 1) {
    await ends.first().click();
    await expect(ends).toHaveCount(left - 1);
  }
}

test('a worker sees where they are signed in, and ends what is not here', async ({ demo, visit }) => {
  const [here, there] = [await visit({ viewport: { width: 1280, height: 900 } }), await visit()];
  await asPerson(here, demo.person('social-worker'));
  await follow(here, 'Where I am signed in');
  await endsAllOthers(here);
  await asPerson(there, demo.person('social-worker'));
  await here.reload();
  await expect(here.getByRole('listitem').filter({ hasText: /Began/ })).toHaveCount(2);
  await expect(here.getByText(/^Chrome on /)).toHaveCount(2);
  await axeClean(here, 'sessions');
  await noSidewaysScroll(here, 'sessions');
  await press(here, 'End this visit');
  await expect(here.getByText('That visit is ended.')).toBeVisible();
  await expect(here.getByRole('button', { name: 'End this visit' })).toHaveCount(0);
  await there.goto('/staff');
  await expect(there).toHaveURL(/\/sign-in\/staff$/);
});

test('somebody who was asked signs out everywhere else', async ({ demo, visit }) => {
  const [here, there] = [await visit(), await visit()];
  await asPerson(here, demo.person('carer'));
  await here.goto('/views/about');
  await expect(here.getByText('Only on this device.')).toBeVisible();
  await asPerson(there, demo.person('carer'));
  await here.goto('/views/about');
  await expect(here.getByText(/^Also somewhere else: Chrome, /)).toBeVisible();
  await axeClean(here, 'about');
  await noSidewaysScroll(here, 'about');
  await press(here, 'Sign out everywhere else');
  await expect(here.getByText('You are signed in only here now.')).toBeVisible();
  await there.goto('/views');
  await expect(there).toHaveURL(/\/views\/in\?away=1$/);
});

test('an administrator of the demo looks after who works here, and reads nothing', async ({ demo, visit, expectErrors }) => {
  expectErrors(/status of 404/);
  const page = await visit({ viewport: { width: 1280, height: 900 } });
  await asPerson(page, demo.person('admin'));
  await follow(page, 'People who work here');
  await expect(page.getByRole('listitem').filter({ hasText: 'Sam Okoro' })).toContainText('Reviewing officer');
  await page.goto('/staff/children');
  await expect(page.getByRole('listitem').filter({ hasText: /Robin/ })).toHaveCount(0);
});
