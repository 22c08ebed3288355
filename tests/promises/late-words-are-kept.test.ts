import type { Page } from '@playwright/test';
import { cardBeside, childBeside } from '#tests/setup/asked-beside.ts';
import { axeClean } from '#tests/setup/checks.ts';
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
    await expect(child.getByRole('heading', { level: 2, name: 'It was sent' })).toBeVisible();
    await expect(child.getByText('Please ring me before tea.')).toHaveCount(0);
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
      expect([answer.status(), answer.headers()['location']]).toEqual([303, '/?away=unsent']);
      await child.goto('/?away=unsent');
      await expect(child.getByRole('heading', { level: 2, name: 'It is not sent yet' })).toBeVisible();
      await expect(child.getByText('It began in June.')).toHaveCount(0);
      await comesIn(child, card);
      await child.goto(path);
      await expect(child.getByRole('textbox').first()).toHaveValue(/^It began in June\./);
    } finally {
      await heard(demo, 'clock', '--reset');
    }
  });

/** Presses "I am not safe" half an hour after the page was opened. */
async function notSafeLate(demo: RunningDemo, child: Page, words: string) {
  await child.goto('/me/now');
  await child.getByRole('textbox').first().fill(words);
  await heard(demo, 'clock', '--forward', '30m');
  await child.locator('form:has([name=id]) button.primary').first().click();
}

for (const [name, options] of [
  ['with scripts', {}],
  ['without scripts', withoutScripts]
] as const)
  test(`“I am not safe” that came late is sent, and they are told so with numbers to call, ${name}`, async ({ demo, visit }) => {
    const called = name === 'with scripts' ? 'Dunnock' : 'Siskin';
    const { card } = await somebody(demo, called);
    const child = await visit(options);
    await comesIn(child, card);
    try {
      await notSafeLate(demo, child, 'He is at the door.');
      await expect(child).toHaveURL(`${demo.url}/?away=sent`);
      await expect(child.getByRole('heading', { level: 2, name: 'It was sent' })).toBeVisible();
      for (const number of ['999', '08001111', '01632960199'])
        await expect(child.locator(`main a[href="tel:${number}"]`).first()).toBeVisible();
      // Whoever holds the phone reads nothing of what it was.
      await expect(child.getByText(/at the door|not safe/i)).toHaveCount(0);
      if (name === 'with scripts') await axeClean(child);
      const duty = await visit();
      await asPerson(duty, demo.person('duty'));
      await duty.goto('/staff');
      await expect(
        duty.getByRole('listitem').filter({ hasText: called }).filter({ hasText: 'Says they are not safe.' })
      ).toHaveCount(1);
    } finally {
      await heard(demo, 'clock', '--reset');
    }
  });

test('who reads Welsh is told in Welsh that it was sent, with the English beside it', async ({ demo, visit }) => {
  const { card } = await somebody(demo, 'Pipit');
  const child = await visit(withoutScripts);
  await child.goto('/?lang=cy');
  await child.getByRole('textbox').first().fill(card.code);
  await child.locator('form:has([name=code]) button').first().click();
  await child.goto('/me/welcome');
  try {
    await notSafeLate(demo, child, 'Help.');
    await expect(child).toHaveURL(`${demo.url}/?away=sent&lang=cy`);
    await expect(child.getByRole('heading', { level: 2, name: 'Mae wedi’i anfon' })).toBeVisible();
    await expect(child.getByText('It was sent', { exact: true })).toBeVisible();
  } finally {
    await heard(demo, 'clock', '--reset');
  }
});

test('where somebody looks, what came late is sent, and the way in says no more than when nothing was', async ({
  demo,
  visit
}) => {
  const { card } = await somebody(demo, 'Twite');
  const child = await visit(withoutScripts);
  await comesIn(child, card);
  await child.goto('/me/look');
  await follow(child, 'Who sees this phone');
  await press(child, 'Yes. Show nothing');
  try {
    await notSafeLate(demo, child, 'He looks at this phone.');
    await expect(child).toHaveURL(`${demo.url}/?away=1`);
    await expect(child.getByText(/was sent|not sent|looks at this/i)).toHaveCount(1);
    const duty = await visit();
    await asPerson(duty, demo.person('duty'));
    await duty.goto('/staff');
    await expect(
      duty.getByRole('listitem').filter({ hasText: 'Twite' }).filter({ hasText: 'Says they are not safe.' })
    ).toHaveCount(1);
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

/** What the browser holds of its visit is no visit any more. */
async function visitEnded(page: Page): Promise<void> {
  const context = page.context();
  await context.addCookies((await context.cookies()).map((cookie) => ({ ...cookie, value: 'ended' })));
}

const boxes = [
  ['child', '/me/write', '/'],
  ['child', '/me/now', '/'],
  ['mother', '/views/write', '/views/in']
] as const;

const writesOn = async (page: Page, path: string) => {
  await page.goto(path);
  await page.getByRole('textbox').first().fill('It is about the weekend.');
  return page.locator('form:has([name=id]) button.primary').first();
};

test('words posted in a visit that was ended are given back to be copied, and shown to nobody once somebody left', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 409/);
  const child = await visit(withoutScripts);
  const { card } = await somebody(demo, 'Heron');
  await comesIn(child, card);
  const mother = await visit(withoutScripts);
  await asPerson(mother, demo.person('mother'));
  for (const [who, path, wayIn] of boxes) {
    const page = who === 'child' ? child : mother;
    const kept = await page.context().cookies();
    const send = await writesOn(page, path);
    await visitEnded(page);
    await send.click();
    await expect(page.getByRole('heading', { level: 1, name: 'This is not sent yet' })).toBeVisible();
    await expect(page.getByText('It is about the weekend.')).toBeVisible();
    await follow(page, 'Come in again');
    await page.context().clearCookies();
    await page.context().addCookies(kept);
    // Whoever left took the cookie with them: whoever holds the phone next reads nothing, whatever the browser posts again.
    const again = await writesOn(page, path);
    await page.context().clearCookies();
    await again.click();
    await expect(page).toHaveURL(`${demo.url}${wayIn}`);
    await expect(page.getByText(/about the weekend|is kept safe|were away/)).toHaveCount(0);
    await page.context().addCookies(kept);
  }
});

test('with scripts they stay in their page, which says that they are not sent, and go once somebody is signed in', async ({
  demo,
  visit,
  expectErrors
}) => {
  expectErrors(/status of 409/);
  const child = await visit();
  const { card } = await somebody(demo, 'Plover');
  await comesIn(child, card);
  const kept = await child.context().cookies();
  const send = await writesOn(child, '/me/write');
  await child.context().clearCookies();
  await send.click();
  await expect(child.getByRole('heading', { name: 'Not sent yet' })).toBeVisible();
  await expect(child.getByRole('textbox').first()).toHaveValue('It is about the weekend.');
  await child.context().addCookies(kept);
  await send.click();
  await expect(child.getByText('It is about the weekend.')).toBeVisible();
  await expect(child.getByRole('textbox').first()).toHaveValue('');
});
