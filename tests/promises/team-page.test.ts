import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { wordsFor } from '#locales/words.ts';
import { axeClean, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { heard } from '#tests/setup/heard.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, follow } from '#tests/setup/way.ts';

const ways = [
  { code: 'en', name: 'English', direction: 'ltr' },
  { code: 'cy', name: 'Cymraeg', direction: 'ltr' },
  { code: 'ar', name: 'العربية', direction: 'rtl' }
] as const;

/** Every face that is shown, and whether it was really drawn. */
const faces = (page: Page) =>
  page.locator('main img').evaluateAll((all) =>
    all.map((one) => ({
      src: one.getAttribute('src') ?? '',
      drawn: one instanceof HTMLImageElement && one.complete && one.naturalWidth > 0
    }))
  );

/** Takes one more file of the case system in, as an operator does. */
async function imports(demo: RunningDemo, staff: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'heard-staff-'));
  try {
    await writeFile(join(folder, 'staff.csv'), staff);
    await heard(demo, 'import', folder, '--apply');
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

for (const way of ways) {
  const words = wordsFor({ language: way.code, values: {} });

  test(`anybody reads who the team is in ${way.code}, from the front page, with scripts off`, async ({ demo, visit }) => {
    const page = await visit(withoutScripts);
    await page.goto('/');
    await follow(page, way.name);
    await follow(page, words.t('sign-in:front.team'));
    await expect(page).toHaveURL(new RegExp(`/team\\?lang=${way.code}$`));
    await expect(page.locator('html')).toHaveAttribute('lang', way.code);
    await expect(page.locator('html')).toHaveAttribute('dir', way.direction);
    await expect(page).toHaveTitle(/^\u2068?My Say\u2069?$/);
    await expect(page.getByRole('heading', { level: 1, name: words.t('team:title') })).toBeVisible();
    for (const number of ['01632960100', '01632960199', '08001111'])
      await expect(page.locator(`a[href="tel:${number}"]`)).toBeVisible();
    await expect(page.getByText('Monday to Friday, 9 to 5')).toBeVisible();
    for (const called of ['Sam', 'Amina', 'Tom'])
      await expect(page.getByRole('heading', { level: 3, name: called, exact: true })).toBeVisible();
    await expect(page.getByText('Sam Okoro', { exact: true })).toBeVisible();
    if (way.code === 'en') await expect(page.getByText('Works Tuesday to Friday.')).toHaveCount(1);
    for (const heading of ['team:lost.title', 'team:family.title'])
      await expect(page.getByRole('heading', { level: 2, name: words.t(heading) })).toBeVisible();
    await expect(page.getByText(words.t('team:lost.fresh'))).toBeVisible();
    // Said in the reader's language, and in English beside it while the translation is a draft.
    for (const secret of ['team:lost.closed', 'team:family.where']) {
      await expect(page.getByText(words.t(secret))).toBeVisible();
      await expect(page.getByText(words.inEnglish(secret))).toBeVisible();
    }
    await expect.poll(async () => (await faces(page)).map(({ drawn }) => drawn)).toEqual([true, true, true]);

    const html = await page.content();
    // Yusuf is a child here, and the last name of somebody who is shown.
    const children = demo.people.filter(({ role, name }) => role === 'child' && name !== 'Yusuf').map(({ name }) => name);
    const notHere = ['Grace', 'Hughes', 'Priya', 'Ffion', 'Nadia', '960101', 'marrowdale.example', ...children];
    expect(notHere.filter((one) => new RegExp(`\\b${one}\\b`).test(html))).toEqual([]);
    expect(html).not.toMatch(/\{\{|undefined|\bteam:\w/);
    await noSidewaysScroll(page);
    await targetsBigEnough(page);

    // axe is a script, so it looks at the same page where scripts may run.
    const looked = await visit();
    await looked.goto(`/team?lang=${way.code}`);
    await axeClean(looked);
    await follow(looked, words.t('common:back'));
    await expect(looked).toHaveURL(new RegExp(`/\\?lang=${way.code}$`));
  });
}

test('whoever takes the agreement back is gone from the page at once, photograph and all', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 404/);
  const page = await visit(withoutScripts);
  await page.goto('/team');
  await expect(page.getByText('Tom Bell', { exact: true })).toBeVisible();
  const card = page.getByRole('listitem').filter({ hasText: 'Tom Bell' });
  const src = (await card.locator('img').getAttribute('src')) ?? '';
  expect(src).toMatch(/^\/team\/photo\/[\w-]+$/);
  const there = await page.request.get(src);
  expect([there.status(), there.headers()['content-type']]).toEqual([200, 'image/webp']);
  expect(there.headers()['cache-control']).toBe('private, no-store');

  await imports(demo, 'staff_id,name,role,shown_on_team_page\nIRO04,Tom Bell,iro,no\n');
  try {
    await page.reload();
    await expect(page.getByText('Sam Okoro', { exact: true })).toBeVisible();
    expect(await page.content()).not.toContain('Tom');
    const gone = await page.request.get(src);
    const invented = await page.request.get('/team/photo/019afd1c-0000-7000-8000-000000000000');
    expect([gone.status(), invented.status()]).toEqual([404, 404]);
    expect(await gone.text()).toBe(await invented.text());
    const headers = ({ date: _, ...rest }: Record<string, string>) => rest;
    expect(headers(gone.headers())).toEqual(headers(invented.headers()));
  } finally {
    await imports(demo, 'staff_id,name,role,shown_on_team_page\nIRO04,Tom Bell,iro,yes\n');
  }
});

test('a council without numbers of its own shows the national ones, and nobody is told to ring what is not there', async ({
  demo,
  visit
}) => {
  const set = (office: string, night: string) =>
    Promise.all([heard(demo, 'council', 'set', 'officePhone', office), heard(demo, 'council', 'set', 'outOfHoursPhone', night)]);
  await set('', '');
  try {
    const page = await visit();
    await page.goto('/team');
    for (const number of ['999', '08001111']) await expect(page.locator(`main a[href="tel:${number}"]`)).toBeVisible();
    await expect(page.getByText('There is no number of the office here yet.')).toBeVisible();
    await expect(page.getByText(/Ring the office/)).toHaveCount(0);
    await axeClean(page, 'the team without numbers');
    await noSidewaysScroll(page);
  } finally {
    await set('01632 960100', '01632 960199');
  }
});

test('help leads there, and so does the page that asks for a PIN; each comes back where they were', async ({ demo, visit }) => {
  const stranger = await visit(withoutScripts);
  await stranger.goto('/help?lang=cy');
  await follow(stranger, wordsFor({ language: 'cy', values: {} }).t('help:team'));
  await expect(stranger).toHaveURL(/\/team\?lang=cy$/);

  const { code } = demo.person('child-8-11');
  const child = await visit(withoutScripts);
  await child.goto('/');
  await child.getByLabel('Type the code on your card').fill(code ?? '');
  await child.getByRole('button', { name: 'Come in' }).click();
  await expect(child).toHaveURL(/\/sign-in\/secret$/);
  await follow(child, 'Ring the team');
  await expect(child.getByRole('heading', { level: 2, name: 'I lost my card' })).toBeVisible();
  await expect(child.getByRole('navigation', { name: 'Language' })).toHaveCount(0);
  expect(await child.content()).not.toContain(demo.person('child-8-11').name);
  await follow(child, 'Back');
  await expect(child).toHaveURL(/\/me(\/welcome)?$/);

  const worker = await visit();
  await asPerson(worker, demo.person('advocate'));
  await worker.goto('/team');
  await follow(worker, 'Back');
  await expect(worker).toHaveURL(/\/staff$/);
});
