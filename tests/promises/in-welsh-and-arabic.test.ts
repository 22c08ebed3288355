import type { Page } from '@playwright/test';
import { wordsFor } from '#locales/words.ts';
import { cardOf, type Story } from '#tests/setup/cards.ts';
import { axeClean, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { expect, test } from '#tests/setup/story.ts';
import { asPerson, choose, follow, opensFromInbox, press } from '#tests/setup/way.ts';

const ways = [
  { code: 'cy', name: 'Cymraeg', english: 'Welsh', direction: 'ltr', story: 'in Welsh', band: '12-17' },
  { code: 'ar', name: 'العربية', english: 'Arabic', direction: 'rtl', story: 'in Arabic', band: '8-11' }
] as const satisfies readonly { story: Story; [more: string]: string }[];

/** Whatever a page says, it says it in words: no key, no gap, nothing wider than the phone, and its language is told. */
async function isSaid(page: Page, { code, direction }: { code: string; direction: string }): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', code);
  await expect(page.locator('html')).toHaveAttribute('dir', direction);
  expect(await page.locator('body').innerText()).not.toMatch(/\{\{|undefined|\b(say|home|answers|common|help|views-[\d-]+):\w/);
  await noSidewaysScroll(page);
}

async function isRight(page: Page, way: (typeof ways)[number]): Promise<void> {
  await isSaid(page, way);
  await axeClean(page);
  await targetsBigEnough(page);
}

/** Presses a button that leads to another page, and stands on it. */
async function goesOn(page: Page, button: string): Promise<void> {
  const { pathname } = new URL(page.url());
  await press(page, button);
  await page.waitForURL((url) => url.pathname !== pathname);
}

for (const way of ways) {
  const words = wordsFor({ language: way.code, band: way.band, values: {} });
  /** How a sentence begins, up to the name of the IRO. */
  const begins = (key: string) => new RegExp(`^${words.t(key, { iro: '#' }).split(/\u2068?#/)[0] ?? ''}`);

  test(`the whole way in ${way.english}: picked before coming in, kept after, sent, and told to the reader`, async ({
    demo,
    visit
  }) => {
    test.setTimeout(300_000);
    const card = await cardOf(demo, way.story);
    const child = await visit();
    const fonts = new Set<string>();
    child.on('request', (request) => void (request.url().includes('.woff2') && fonts.add(request.url())));
    await child.goto(`/offline?lang=${way.code}`);
    for (const said of ['What you did last may not be sent yet.', 'You do not have to say your name.'])
      await expect(child.getByText(said)).toBeVisible();
    await isRight(child, way);
    await child.goto('/');
    await follow(child, way.name);
    await isRight(child, way);
    await follow(child, words.t('common:helpNow'));
    await expect(child.getByText('Call 999. You can call from any phone. It is free.')).toBeVisible();
    await isRight(child, way);
    await follow(child, words.t('common:back'));
    await isSaid(child, way);

    await child.getByLabel(words.t('sign-in:front.codeLabel')).fill(card.code);
    await press(child, words.t('sign-in:front.open'));
    await isSaid(child, way);
    const { pictures } = demo.people.find(({ name }) => name === card.called) ?? {};
    if (pictures) for (const picture of pictures) await press(child, words.t(`sign-in:pictures.${picture}`));
    else {
      await child.getByLabel(words.t('sign-in:secret.choosePinLabel')).fill(card.pin);
      await press(child, words.t('sign-in:secret.keepPin'));
      await press(child, words.t('sign-in:phone.shared'));
    }
    await expect(child).toHaveURL(/\/me(\/welcome)?$/);
    await isRight(child, way);
    if (child.url().endsWith('/welcome')) {
      await expect(child.getByText(/^What you say goes to/)).toBeVisible();
      await press(child, words.t('common:skip'));
    }
    await expect(child).toHaveURL(/\/me$/);
    await isRight(child, way);

    await follow(child, begins('home:tell'));
    await expect(child.getByText(/^If you may not be safe, \S+ may have to tell/)).toBeVisible();
    await isRight(child, way);
    await goesOn(child, words.t('say:start.begin'));
    await goesOn(child, words.t('common:skip'));
    await choose(child, words.t('answers:options.faces.not-great'));
    await isSaid(child, way);
    await goesOn(child, words.t('common:next'));
    for (let pages = 0; pages < 40 && !child.url().endsWith('/me/who'); pages += 1) {
      await isSaid(child, way);
      await goesOn(child, words.t('common:skip'));
    }
    await isRight(child, way);
    await goesOn(child, words.t('say:who.next'));
    await isRight(child, way);
    await press(child, begins('say:check.send'));
    await expect(child).toHaveURL(/\/me\/sent$/);
    await isRight(child, way);
    expect([...fonts].some((url) => url.includes('vazirmatn'))).toBe(way.code === 'ar');

    const reader = await visit();
    await asPerson(reader, card.reader);
    await opensFromInbox(reader, card.called);
    await expect(reader.getByText(`In ${way.english}, not in English`)).toBeVisible();

    await child.goto('/me/language');
    await isRight(child, way);
    await press(child, 'English');
    await expect(child.getByRole('heading', { level: 1, name: `Hi ${card.called}` })).toBeVisible();
    await expect(child.locator('html')).toHaveAttribute('lang', 'en');
  });
}
