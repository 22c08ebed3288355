import type { Page } from '@playwright/test';
import { cardOf } from '#tests/setup/cards.ts';
import { CEILING, fillUp } from '#tests/setup/no-room.ts';
import { startDemo, type Person } from '#tests/setup/server.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, press } from '#tests/setup/way.ts';
import { asked, atChild, headAndOpen, toWriteDownFor } from '#tests/setup/writing-down.ts';

const long = 'There is a lot to say about this. '.repeat(100).trim();
const words = 'He phones every Sunday and we laugh a lot.';

test('what a father says by telephone is written down for him, and shown everywhere as written down', async ({
  demo,
  visit,
  expectErrors
}) => {
  // The page comes back twice to say what is missing.
  expectErrors(/status of 400/);
  const { called, reader } = await cardOf(demo, 'side by side');
  const iro = await visit(withoutScripts);
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  await toWriteDownFor(iro, childId, 'Gareth Rees');

  // Nothing chosen yet: the page comes back and says what is missing, with every word still there.
  await press(iro, 'Open every topic');
  await asked(iro, /^How do you think/)
    .getByRole('textbox')
    .fill(words);
  await press(iro, 'Save Gareth Rees’s views');
  await expect(iro.getByRole('alert')).toContainText('Say how it was given.');
  await expect(asked(iro, /^How do you think/).getByRole('textbox')).toHaveValue(words);
  await choose(iro, 'By telephone');
  await press(iro, 'Save Gareth Rees’s views');
  await expect(iro.getByRole('alert')).toContainText('Say on which day it was given.');
  await iro.getByLabel('On which day?').fill('2026-01-05');
  await press(iro, 'Save Gareth Rees’s views');

  await expect(iro.getByRole('heading', { level: 1, name: `What Gareth Rees says about ${called}` })).toBeVisible();
  const how = /Said by telephone on .*5 January.*\. Written down by Amina/;
  await expect(iro.getByText(how)).toBeVisible();
  await expect(iro.getByText('A parent’s views')).toBeVisible();
  await expect(iro.getByText(words)).toBeVisible();
  const page = iro.url();
  await iro.goto(`${page}/print`);
  await expect(iro.getByText(how)).toBeVisible();
  await expect(iro.getByText(words)).toBeVisible();
  await iro.goto(`/staff/children/${childId}/views`);
  await expect(iro.getByText(how)).toBeVisible();
  await expect(iro.getByText(words)).toBeVisible();
  // Posted twice it is one thing given, not two.
  await iro.goBack();
  await expect(iro.getByText(words)).toBeVisible();
});

test('a page on which much was written down is sent twice and kept once', async ({ demo, visit }) => {
  const { called, reader } = await cardOf(demo, 'side by side');
  const iro = await visit();
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  await toWriteDownFor(iro, childId, 'Kelly Rees');
  await headAndOpen(iro, 'On paper', '2026-01-06');
  await asked(iro, /^How do you think/)
    .getByRole('textbox')
    .fill('She sends me drawings.');
  const form = await iro
    .locator('form[method=post]')
    .last()
    .evaluate((form) => {
      const fields = form instanceof HTMLFormElement ? new FormData(form) : new FormData();
      return [...fields].map(([name, value]): [string, string] => [name, String(value)]);
    });
  const address = new URL(iro.url());
  address.search = '?/save';
  for (let times = 0; times < 2; times += 1)
    await iro.evaluate(
      async ([to, fields]) => {
        await fetch(to, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
      },
      [address.href, form] as const
    );
  await iro.goto(`/staff/children/${childId}/views`);
  await expect(iro.getByText('She sends me drawings.')).toHaveCount(1);
  await expect(iro.getByText(/Given on paper on .*6 January/)).toBeVisible();
});

test('with no room left the page comes back with every word, and keeps them once there is room', async ({ visit, watch }) => {
  watch.expect(/Failed to load resource/);
  const demo = await startDemo({ env: { HEARD_DATABASE_MAX_PAGES: String(CEILING) } });
  watch.home(demo.url);
  try {
    const iro = await visit({ ...withoutScripts, baseURL: demo.url });
    await asPerson(iro, demo.person('cover-iro'));
    const childId = await atChild(iro, 'Bethan');
    await toWriteDownFor(iro, childId, 'Gareth Rees');
    await headAndOpen(iro, 'At a meeting', '2026-01-05');
    const box = asked(iro, /^How do you think/).getByRole('textbox');
    await box.fill(long);
    const { free } = fillUp(demo.dir);
    await press(iro, 'Save Gareth Rees’s views');
    await expect(iro.getByRole('alert')).toContainText('It is not saved yet');
    await expect(box).toHaveValue(long);
    await expect(iro.getByLabel('On which day?')).toHaveValue('2026-01-05');
    free();
    await press(iro, 'Save Gareth Rees’s views');
    await expect(iro.getByText(long)).toBeVisible();
  } finally {
    await demo.stop();
  }
});

test('questions for somebody else than usual stay on the page with every word, whatever is missing', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 400/);
  const { called, reader } = await cardOf(demo, 'side by side');
  const iro = await visit();
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  await toWriteDownFor(iro, childId, 'Kelly Rees');
  await iro.getByText('Which questions do you have?').click();
  await iro.getByRole('combobox', { name: 'Which questions do you have?' }).selectOption('professional.health');
  await press(iro, 'Show these questions');
  await press(iro, 'Open every topic');
  const one = iro.getByRole('region').filter({ has: iro.getByRole('textbox') });
  const question = await one.first().getByRole('heading').textContent();
  await one.first().getByRole('textbox').first().fill(words);
  await one.first().locator('summary').click();
  await one.first().getByLabel('Not to parents').check();
  await press(iro, 'Save Kelly Rees’s views');
  await expect(iro.getByRole('alert').first()).toContainText('Say how it was given.');
  const again = asked(iro, question ?? '');
  await expect(again.getByRole('textbox').first()).toHaveValue(words);
  await expect(again.getByLabel('Not to parents')).toBeChecked();
  await expect(iro.getByRole('button', { name: 'Open every topic' })).toBeVisible();
});

/** Sends words from a page whose visit is over: they stay, and go once the worker has signed in again in another tab. */
async function staysWritten(
  page: Page,
  person: Person,
  { label, press: button, text }: Record<'label' | 'press' | 'text', string>
) {
  await page.getByLabel(label).fill(text);
  await page.context().clearCookies();
  await press(page, button);
  await expect(page.getByRole('alert').filter({ hasText: 'You are no longer signed in' })).toBeVisible();
  await expect(page.getByLabel(label)).toHaveValue(text);
  const tab = await page.context().newPage();
  await asPerson(tab, person);
  await tab.close();
  await press(page, button);
}

test('a note, and whatever else a worker writes, stays on its page too until they have signed in again', async ({
  demo,
  visit
}) => {
  const iro = await visit();
  const reader = demo.person('iro');
  await asPerson(iro, reader);
  await iro.goto('/staff');
  const sent = iro.getByRole('listitem').filter({ hasText: 'Sent views. Answers:' });
  await sent.first().getByRole('link').first().click();
  const text = 'Rang the school: the play is on the ninth.';
  await staysWritten(iro, reader, { label: 'New note', press: 'Save note', text });
  await expect(iro.getByText(text)).toBeVisible();
  const childId = await atChild(iro, 'Ozzy');
  await iro.goto(`/staff/children/${childId}/people`);
  await staysWritten(iro, reader, { label: 'New names, one a line', press: 'Watch for these', text: 'Larkfield' });
  await expect(iro.getByLabel('New names, one a line')).toHaveValue('');
});

test('what is saved after the visit is over stays on the page until the worker has signed in again', async ({ demo, visit }) => {
  const { called, reader } = await cardOf(demo, 'side by side');
  const iro = await visit();
  await asPerson(iro, reader);
  const childId = await atChild(iro, called);
  await toWriteDownFor(iro, childId, 'Gareth Rees');
  await headAndOpen(iro, 'At a meeting', '2026-01-04');
  const box = asked(iro, /^How do you think/).getByRole('textbox');
  await box.fill(long);
  await iro.context().clearCookies();
  await press(iro, 'Save Gareth Rees’s views');
  await expect(iro.getByRole('alert').filter({ hasText: 'You are no longer signed in' })).toBeVisible();
  await expect(box).toHaveValue(long);
  await asPerson(await iro.context().newPage(), reader);
  await press(iro, 'Save Gareth Rees’s views');
  await expect(iro.getByText(long)).toBeVisible();
});
