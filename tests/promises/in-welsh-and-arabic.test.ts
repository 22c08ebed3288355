import type { Page } from '@playwright/test';
import { wordsFor, type Words } from '#locales/words.ts';
import { cardOf, type Story } from '#tests/setup/cards.ts';
import { axeClean, noSidewaysScroll, targetsBigEnough } from '#tests/setup/checks.ts';
import { expect, test, withoutScripts } from '#tests/setup/story.ts';
import { asPerson, choose, follow, opensFromInbox, press } from '#tests/setup/way.ts';

const ways = [
  { code: 'cy', name: 'Cymraeg', english: 'Welsh', direction: 'ltr', story: 'in Welsh', band: '12-17' },
  { code: 'ar', name: 'العربية', english: 'Arabic', direction: 'rtl', story: 'in Arabic', band: '8-11' }
] as const satisfies readonly { story: Story; [more: string]: string }[];

/** Whatever a page says, it says it in words: no key, no gap, nothing wider than the phone, and its language is told. */
async function isSaid(page: Page, { code, direction }: { code: string; direction: string }): Promise<void> {
  await expect(page.locator('html')).toHaveAttribute('lang', code);
  await expect(page.locator('html')).toHaveAttribute('dir', direction);
  expect(await page.locator('body').innerText()).not.toMatch(
    /\{\{|undefined|\b(ask|say|home|answers|common|help|sign-in|views-[\d-]+):\w/
  );
  await noSidewaysScroll(page);
}

async function isRight(page: Page, way: (typeof ways)[number]): Promise<void> {
  await isSaid(page, way);
  await axeClean(page);
  await targetsBigEnough(page);
}

/** Presses a button that leads to another page, and stands on it. */
async function goesOn(page: Page, button: string | RegExp): Promise<void> {
  const { pathname } = new URL(page.url());
  await press(page, button);
  await page.waitForURL((url) => url.pathname !== pathname);
}

/** How a sentence begins, up to the name of the IRO. */
const beginning = (words: Words) => (key: string) => new RegExp(`^${words.t(key, { iro: '#' }).split(/\u2068?#/)[0] ?? ''}`);

/**
 * From the start page: asks for a talk, stands on its page (`title`, a key), and takes it back. `looks` is what is held of
 * each page.
 */
async function asksAndTakesBack(child: Page, words: Words, title: string, looks: (page: Page) => Promise<void>): Promise<void> {
  const begins = beginning(words);
  await follow(child, begins('ask:ways.talk'));
  await expect(child.getByText(/^Only \S+ reads this\. If \S+ is away, another/)).toBeVisible();
  await looks(child);
  await goesOn(child, begins('meet:talk.ask'));
  await expect(child.getByRole('heading', { level: 1, name: begins(title) })).toBeVisible();
  await expect(child.getByText(words.t('ask:one.stepNotOpened'), { exact: true })).toBeVisible();
  await expect(child.getByText('Do you need someone now? Do not wait for an answer here.')).toBeVisible();
  await looks(child);
  await child.getByText(words.t('ask:one.takeBack'), { exact: true }).click();
  await press(child, words.t('ask:one.takeBackYes'));
  await expect(child.getByText(words.t('ask:one.stepTakenBack'), { exact: true })).toBeVisible();
  await expect(child.getByText(/^Your words are gone\./)).toBeVisible();
  await looks(child);
}

/** Help, and how to tell somebody: in this language, and in English beside it. */
async function findsHelp(child: Page, words: Words, looks: (page: Page) => Promise<void>): Promise<void> {
  await child.goto('/me/now');
  const begins = beginning(words);
  await expect(child.getByRole('heading', { level: 1, name: begins('ask:now.title') })).toBeVisible();
  await expect(child.getByRole('button', { name: begins('ask:now.either.send') })).toBeVisible();
  for (const said of ['Not safe right now?', 'In danger now', 'At night', 'Talk to a person first. It is free.'])
    await expect(child.getByText(said, { exact: true })).toBeVisible();
  await expect(
    child.getByText(/^It goes by itself\. Without the tick, \S+, the duty team and their boss all get it\.$/)
  ).toBeVisible();
  await looks(child);
}

for (const way of ways) {
  const words = wordsFor({ language: way.code, band: way.band, values: {} });
  const begins = beginning(words);

  test(`the whole way in ${way.english}: picked before coming in, kept after, sent, and told to the reader`, async ({
    demo,
    visit
  }) => {
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
    await expect(child.getByText('Not safe right now?')).toBeVisible();
    await isRight(child, way);

    await asksAndTakesBack(child, words, 'ask:one.sentTo', (page) => isRight(page, way));
    await findsHelp(child, words, (page) => isRight(page, way));

    await child.goto('/me');
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
  test(`asks in ${way.english} without scripts, by the card alone`, async ({ demo, visit }) => {
    const card = await cardOf(demo, way.story);
    const child = await visit(withoutScripts);
    const looks = (page: Page) => isSaid(page, way);
    await child.goto(`/?lang=${way.code}`);
    await child.getByLabel(words.t('sign-in:front.codeLabel')).fill(card.code);
    await press(child, words.t('sign-in:front.open'));
    await press(child, words.t('sign-in:secret.later'));
    await expect(child).toHaveURL(/\/me$/);
    await expect(child.getByText(/^You came in with your card only\./)).toBeVisible();
    await looks(child);
    // Nothing tells on a shared phone what it was, or whom it went to; it can be taken back all the same.
    await asksAndTakesBack(child, words, 'ask:one.stepSent', looks);
    await findsHelp(child, words, looks);
  });
}
