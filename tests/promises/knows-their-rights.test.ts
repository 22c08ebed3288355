import type { Page } from '@playwright/test';
import { guides } from '#lib/guides/guides.ts';
import { wordsFor } from '#locales/words.ts';
import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, comesInByNumber, follow, keepsNumbers, press } from '#tests/setup/way.ts';

/** A child of nine of this story's own, signed in on this page. */
async function comesAs(demo: RunningDemo, page: Page, name: string): Promise<void> {
  const code = await cardBeside(demo, await childBeside(demo, name));
  await comesInByNumber(page, { code, pin: '418206' });
}

const modes = [
  { name: 'with scripts', child: 'Wren', options: {}, looks: axeClean },
  { name: 'without scripts', child: 'Rowan', options: withoutScripts, looks: async () => undefined }
] as const;

for (const { name, child: called, options, looks } of modes)
  test(`a child of nine reads their rights and follows them to an advocate, ${name}`, async ({ demo, visit }) => {
    const child = await visit(options);
    await comesAs(demo, child, called);
    await child.goto('/me');
    await follow(child, 'What you can ask for');
    await expect(child.getByRole('heading', { level: 1, name: 'Good to know' })).toBeVisible();
    await looks(child);
    await follow(child, /^Your rights/);
    await expect(child.getByRole('heading', { level: 1, name: 'Your rights' })).toBeVisible();
    for (const title of ['Someone on your side', 'To complain', 'A visitor just for you', 'To ask a court'])
      await expect(child.getByRole('heading', { level: 2, name: title })).toBeVisible();
    await expect(child.getByText('These words are from Monday 23 November 2026.')).toBeVisible();
    await expect(child).toHaveTitle('My Say');
    await noSidewaysScroll(child);
    await targetsBigEnough(child);
    await looks(child);
    // Asked of anybody, as nobody: it comes back to the same page, which says so.
    await press(child, 'Yes');
    await expect(child).toHaveURL(/\/me\/know\/mine\?thanks#was-helpful$/);
    await expect(child.getByText('Thank you. Nothing is kept of who you are.')).toBeVisible();
    await follow(child, 'Ask for an advocate');
    await expect(child.getByRole('heading', { level: 1, name: 'Someone on my side' })).toBeVisible();
    await press(child, 'Ask for an advocate');
    await expect(child.getByText('Sent to the advocates')).toBeVisible();
  });

test('the whole of it stands on one page to be printed, without scripts, and says what cannot stay secret', async ({
  demo,
  visit
}) => {
  const child = await visit(withoutScripts);
  await comesAs(demo, child, 'Linnet');
  await child.goto('/me/know');
  await follow(child, 'All of it on one page');
  const words = wordsFor({ language: 'en', band: '8-11', values: { review: 'review', iroRole: 'reviewing officer' } });
  for (const guide of guides['8-11']) {
    const title = words.t(`guide-8-11:${guide.code}.title`, { iro: 'Sam' });
    const section = child.getByRole('region', { name: title, exact: true });
    await expect(section).toBeVisible();
    for (const { code, titled } of guide.paragraphs)
      if (titled)
        await expect(
          section.getByRole('heading', { name: words.t(`guide-8-11:${guide.code}.${code}.title`, { iro: 'Sam' }), exact: true })
        ).toBeVisible();
  }
  await child.emulateMedia({ media: 'print' });
  await expect(child.getByText('Are you in danger? Call 999.')).toBeVisible();
  await expect(child.getByText('someone hurts you or another child')).toBeVisible();
  // Paper has nothing to press.
  for (const pressed of ['Ask for an advocate', 'Leave now', 'Back', 'Was this page helpful?'])
    await expect(child.getByText(pressed)).toBeHidden();
  const breaks = await child
    .getByRole('region')
    .evaluateAll((all) => all.map((section) => getComputedStyle(section).breakBefore));
  expect(breaks).toEqual(['auto', 'page', 'page', 'page', 'page']);
});

test('in Arabic it reads from the right, with the English beside what keeps a child safe', async ({ demo, visit }) => {
  const child = await visit();
  await comesAs(demo, child, 'Teal');
  await child.goto('/me/language');
  await press(child, /^العربية/);
  await expect(child.locator('html')).toHaveAttribute('dir', 'rtl');
  await child.goto('/me/know/told');
  await expect(child.locator('html')).toHaveAttribute('lang', 'ar');
  await expect(child.getByRole('heading', { level: 1, name: 'ما لا يمكن أن يبقى سرا' })).toBeVisible();
  await expect(child.locator('[lang=en]').getByText('Are you in danger? Call 999.')).toBeVisible();
  await expect(child.locator('[lang=en]').getByText('someone hurts you or another child')).toBeVisible();
  expect(await child.locator('body').innerText()).not.toMatch(/\{\{|undefined|guides?(-[\d-]+)?:\w/);
  await noSidewaysScroll(child);
  await axeClean(child);
  await child.goto('/me/know/mine');
  await noSidewaysScroll(child);
  await follow(child, 'طلب مناصر');
  await expect(child).toHaveURL(/\/me\/ask\/beside$/);
});

test('a manager says a part in the council’s own words; the child reads it, dated; and goes back', async ({
  demo,
  visit,
  expectErrors
}) => {
  // What was not fit to be kept.
  expectErrors(/400 \(Bad Request\)/);
  const child = await visit(withoutScripts);
  await comesAs(demo, child, 'Ottilie');
  const manager = await visit(withoutScripts);
  await asPerson(manager, demo.person('manager'));
  await follow(manager, 'Guides');
  await follow(manager, 'Another number to call');
  const box = manager.getByRole('textbox', { name: 'Words' });
  await box.fill('Representations concerning statutory entitlements necessitate consideration by {{iro}}.');
  await press(manager, 'See how it looks');
  await expect(manager.getByRole('row', { name: /^School grade/ })).toContainText('No, too hard');
  await expect(manager.getByText('necessitate consideration by your reviewing officer.')).toBeVisible();
  await box.fill('You can ring our own line. {{iro, begins}} has {{mother}} number.');
  await press(manager, 'Save');
  await expect(manager.getByText('This is not saved')).toBeVisible();
  await box.fill('You can ring our own line too. {{iro, begins}} has the number.');
  await press(manager, 'Save');
  await expect(manager.getByText('Saved. Readers see it now.')).toBeVisible();

  await child.goto('/me/know/mine');
  await expect(child.getByText('You can ring our own line too. Sam has the number.')).toBeVisible();
  await expect(child.getByText(/^Changed on \w+ \d+ \w+ \d{4} by the council\.$/)).toBeVisible();
  await expect(child.getByText(demo.person('manager').name)).toHaveCount(0);

  // What keeps children safe cannot be emptied.
  await manager.goto('/staff/guides/8-11.secret.urgent.en');
  await box.fill('');
  await press(manager, 'Save');
  await expect(manager.getByText('This part cannot be empty.')).toBeVisible();

  await manager.goto('/staff/guides/8-11.rights.england.en');
  await press(manager, 'Go back to our words');
  await expect(manager.getByText('Saved. Readers see it now.')).toBeVisible();
  await expect(manager.getByText('Went back to our words.')).toBeVisible();
  await child.reload();
  await expect(child.getByText(/In England you can call Help at Hand too/)).toBeVisible();
});

test('what is general is there without a signal; anybody reads it who is not signed in', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/ERR_INTERNET_DISCONNECTED/);
  const child = await visit();
  await comesAs(demo, child, 'Siskin');
  await child.goto('/me');
  await keepsNumbers(child);
  await expect.poll(() => child.evaluate(async () => (await caches.match('/guide/mid?lang=en&kept')) !== undefined)).toBe(true);
  await child.context().setOffline(true);
  await child.goto('/me/know/mine');
  await expect(child.getByRole('heading', { level: 2, name: 'Your rights' })).toBeVisible();
  await expect(child.getByText('Ask your reviewing officer if you can have one.')).toBeVisible();
  expect(await child.locator('body').innerText()).not.toContain('Sam');
  await child.goto('/me/ask');
  await expect(child.getByRole('heading', { level: 1, name: 'No signal' })).toBeVisible();
  await follow(child, 'What you can ask for');
  await expect(child.getByRole('heading', { level: 2, name: 'What cannot stay secret' })).toBeVisible();
  await child.context().setOffline(false);

  const anybody = await visit();
  await anybody.goto('/');
  await follow(anybody, 'What this is for');
  await follow(anybody, 'For parents and family');
  await expect(anybody.getByRole('heading', { level: 2, name: 'For parents and family' })).toBeVisible();
  await axeClean(anybody);
  await press(anybody, 'No');
  await expect(anybody).toHaveURL(/\/guide\/parents\?thanks#was-helpful$/);
  await expect(anybody.getByText('Thank you. Nothing is kept of who you are.')).toBeVisible();
  await anybody.goto('/guide');
  await follow(anybody, 'Cymraeg');
  await follow(anybody, 'Byr iawn, gyda lluniau');
  await expect(anybody.getByRole('heading', { level: 2, name: 'Pwy yw dy swyddog adolygu?' })).toBeVisible();
  await noSidewaysScroll(anybody);
});
