import type { Page } from '@playwright/test';
import { axeClean, noSidewaysScroll } from '#tests/setup/checks.ts';
import { devicesOf, type Devices } from '#tests/setup/devices.ts';
import { startLive, type RunningLive } from '#tests/setup/live.ts';
import { expect, test } from '#tests/setup/story.ts';
import { follow, press } from '#tests/setup/way.ts';

let live: RunningLive;
test.beforeAll(async () => void (live = await startLive()));
test.afterAll(() => live.stop());

const seen = async (page: Page, what: string) => {
  await axeClean(page, what);
  await noSidewaysScroll(page, what);
};

const addsPasskey = async (page: Page, devices: Devices, which: 'laptop' | 'phone') => {
  await devices.only(which);
  await page.getByLabel('Name of this device').fill(which);
  await press(page, 'Add a passkey');
  await expect(page.getByRole('listitem').filter({ hasText: which })).toBeVisible();
};

/** From "set up how you sign in" to the first page of work, with two passkeys. */
async function setsUp(page: Page): Promise<Devices> {
  const devices = await devicesOf(page);
  await expect(page.getByRole('heading', { level: 1, name: 'Set up how you sign in' })).toBeVisible();
  await expect(page.getByText('0 of 2 passkeys added.')).toBeVisible();
  await seen(page, 'set up');
  // Nothing else is open until then.
  await page.goto('/staff');
  await expect(page).toHaveURL(/\/staff\/passkeys$/);
  await addsPasskey(page, devices, 'laptop');
  await expect(page.getByText('1 of 2 passkeys added.')).toBeVisible();
  await addsPasskey(page, devices, 'phone');
  await press(page, 'Make 8 recovery codes');
  await expect(page.locator('code')).toHaveCount(8);
  await seen(page, 'recovery codes');
  await page.goto('/staff/passkeys');
  await expect(page.getByText('You have 8 codes left.')).toBeVisible();
  await follow(page, 'Go on and sign in');
  await press(page, 'Sign in with a passkey');
  await expect(page.getByRole('heading', { name: 'Since you were last here' })).toBeVisible();
  await seen(page, 'news');
  await press(page, 'It was me');
  await expect(page).toHaveURL(/\/staff$/);
  return devices;
}

test('the first administrator comes in by the link the server printed, and lets the next worker in', async ({
  visit,
  watch,
  expectErrors
}) => {
  watch.home(live.url);
  expectErrors(/status of 40[04]/);
  const [link = ''] = /http:\/\/localhost:\d+\/sign-in\/first\/\S+/.exec(live.output()) ?? [];
  const ada = await visit({ baseURL: live.url, viewport: { width: 1280, height: 900 } });
  await ada.goto(link);
  await seen(ada, 'first');
  await ada.getByLabel('Your full name').fill('Ada Quill');
  await press(ada, 'Begin');
  await setsUp(ada);

  // The link is good no longer, for anybody.
  const late = await visit({ baseURL: live.url });
  await late.goto(link);
  await late.getByLabel('Your full name').fill('Somebody Else');
  await press(late, 'Begin');
  await expect(late.getByRole('alert')).toHaveText(/does not work any more/);

  // Looking after who works here wants to know again who she is.
  await follow(ada, 'People who work here');
  await expect(ada).toHaveURL(/\/staff\/confirm\?next=%2Fstaff%2Fworkers$/);
  await seen(ada, 'confirm');
  await press(ada, 'Confirm with a passkey');
  await expect(ada.getByRole('heading', { level: 1, name: 'People who work here' })).toBeVisible();
  await seen(ada, 'workers');
  await ada.getByLabel('Full name').fill('Kit Vale');
  await ada.getByLabel('Reviewing officer').check();
  await press(ada, 'Add them');
  await expect(ada.getByRole('heading', { level: 1, name: 'Kit Vale' })).toBeVisible();
  await press(ada, 'Make a link');
  await seen(ada, 'worker');
  const theirs = (await ada.locator('code').textContent()) ?? '';

  const kit = await visit({ baseURL: live.url });
  await kit.goto(theirs);
  await press(kit, 'Sign in');
  await setsUp(kit);
  await expect(kit.getByRole('heading', { level: 1, name: 'Inbox' })).toBeVisible();
  await kit.goto('/staff/workers');
  await expect(kit.getByRole('heading', { level: 1, name: 'This page is not here' })).toBeVisible();
  await late.goto(theirs);
  await press(late, 'Sign in');
  await expect(late.getByRole('alert')).toHaveText(/does not work any more/);

  // Let in no longer: at once, in the middle of it.
  await press(ada, 'Let them in no longer');
  await expect(ada.getByText('They are not let in any more.')).toBeVisible();
  await kit.goto('/staff');
  await expect(kit).toHaveURL(/\/sign-in\/staff$/);
  await press(kit, 'Sign in with a passkey');
  await expect(kit.getByRole('alert')).toHaveText(/did not work/);
});
