import type { Page } from '@playwright/test';
import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { heard } from '#tests/setup/heard.ts';
import type { RunningDemo } from '#tests/setup/server.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, comesIn, follow, press, typesCard } from '#tests/setup/way.ts';

/* What is posted when the visit is over, by the server alone: no script of ours is there to keep it on its page. */

const tooLong = `It began in June. ${'And then it went on. '.repeat(400)}`;

/** A child of this story's own. */
async function somebody(demo: RunningDemo, called: string) {
  const childId = await childBeside(demo, called);
  return { childId, card: { code: await cardBeside(demo, childId), pin: '418206' } };
}

/** Posts what a page's own form would, with these words instead of what fits into its box. */
async function posts(page: Page, url: string, words: string) {
  const form = page.locator('form:has([name=id])');
  const hidden = async (name: string) => (await form.locator(`[name=${name}]`).first().getAttribute('value')) ?? '';
  const box = (await form.getByRole('textbox').first().getAttribute('name')) ?? '';
  return page.context().request.post(`${page.url()}?/send`, {
    form: { id: await hidden('id'), whose: await hidden('whose'), [box]: words },
    headers: { origin: url, accept: 'text/html' },
    maxRedirects: 0
  });
}

test('a message that wants an answer today is sent, also when the visit ran out while it was written', async ({
  demo,
  visit
}) => {
  const { card } = await somebody(demo, 'Sorrel');
  const child = await visit(withoutScripts);
  await comesIn(child, card);
  await child.goto('/me/write');
  await child.getByRole('textbox').first().fill('Please ring me before tea.');
  await choose(child, /today/i);
  try {
    await heard(demo, 'clock', '--forward', '30m');
    await press(child, /^Send to /);
    await expect(child.getByText(/You were away for a while/)).toBeVisible();
    await comesIn(child, card);
    await child.goto('/me/write');
    await expect(child.getByText('Please ring me before tea.')).toBeVisible();
    await expect(child.getByRole('textbox').first()).toHaveValue('');
    const iro = await visit();
    await asPerson(iro, demo.person('iro'));
    await expect(iro.getByRole('link', { name: /Sorrel/ }).first()).toBeVisible();
  } finally {
    await heard(demo, 'clock', '--reset');
  }
});

for (const path of ['/me/write', '/me/ask/tell'])
  test(`what came late and could not be sent (${path}) stands in its form again`, async ({ demo, visit }) => {
    const { card } = await somebody(demo, path === '/me/write' ? 'Tarn' : 'Bracken');
    const child = await visit(withoutScripts);
    await comesIn(child, card);
    await child.goto(path);
    try {
      await heard(demo, 'clock', '--forward', '30m');
      const answer = await posts(child, demo.url, tooLong);
      expect([answer.status(), answer.headers()['location']]).toEqual([303, '/?away=1']);
      await comesIn(child, card);
      await child.goto(path);
      await expect(child.getByRole('textbox').first()).toHaveValue(/^It began in June\./);
    } finally {
      await heard(demo, 'clock', '--reset');
    }
  });

test('what came late by the card alone, which shows nothing of before, is given back at once', async ({ demo, visit }) => {
  const { card } = await somebody(demo, 'Fennel');
  const child = await visit(withoutScripts);
  await typesCard(child, card.code);
  await press(child, 'Not now');
  await child.goto('/me/write');
  try {
    await heard(demo, 'clock', '--forward', '30m');
    const answer = await posts(child, demo.url, tooLong);
    expect(answer.status()).toBe(409);
    const page = await answer.text();
    expect(page).toContain('It began in June.');
    expect(page).toContain('This is not sent yet');
  } finally {
    await heard(demo, 'clock', '--reset');
  }
});

for (const [name, options] of [
  ['with scripts', {}],
  ['without scripts', withoutScripts]
] as const)
  test(`a browser that forgot who writes gives the words back, and says that nothing was sent, ${name}`, async ({
    demo,
    visit,
    expectErrors
  }) => {
    expectErrors(/status of 409/);
    const child = await visit(options);
    const { card } = await somebody(demo, name === 'with scripts' ? 'Heron' : 'Plover');
    await comesIn(child, card);
    const mother = await visit(options);
    await asPerson(mother, demo.person('mother'));
    for (const [page, path, wayIn] of [
      [child, '/me/write', '/'],
      [child, '/me/now', '/'],
      [mother, '/views/write', '/views/in']
    ] as const) {
      const [kept] = [await page.context().cookies()];
      await page.goto(path);
      await page.getByRole('textbox').first().fill('It is about the weekend.');
      await page.context().clearCookies();
      await page.locator('form:has([name=id]) button.primary').first().click();
      await expect(page.getByRole('heading', { level: 1, name: 'This is not sent yet' })).toBeVisible();
      await expect(page.getByText('It is about the weekend.')).toBeVisible();
      await follow(page, 'Come in again');
      await expect(page).toHaveURL(`${demo.url}${wayIn}`);
      await expect(page.getByText(/is kept safe|were away/)).toHaveCount(0);
      await page.context().addCookies(kept);
    }
  });
