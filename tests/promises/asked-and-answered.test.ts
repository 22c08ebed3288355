import type { BrowserContextOptions, Page } from '@playwright/test';
import { cardOf } from '#tests/setup/cards.ts';
import { axeClean } from '#tests/setup/checks.ts';
import { expect, test, withoutScripts, type Visit } from '#tests/setup/story.ts';
import { asPerson, choose, comesIn, comesInByNumber, follow, opensAsked, press } from '#tests/setup/way.ts';
import type { RunningDemo } from '#tests/setup/server.ts';

/** Each short way: what is pressed, what may be said, who answers and how, and what the child reads then. */
const ways = [
  {
    link: /^Why was that decided/,
    words: 'You said no football club. I want to know why.',
    send: 'Ask Sam why',
    reader: 'iro',
    row: 'Asks why something was decided.',
    answer: { reply: 'The club was full. I will ask again today.' },
    outcome: null
  },
  {
    link: /^My review sooner/,
    words: null,
    send: 'Ask Sam now',
    reader: 'iro',
    row: 'sooner',
    answer: { outcome: /^Partly/, reason: 'Not this week. We can meet on the phone before it.' },
    outcome: 'Partly'
  },
  {
    link: /^Someone on my side/,
    words: null,
    send: 'Ask for an advocate',
    reader: 'advocate',
    row: 'Wants an advocate.',
    answer: { outcome: /^I will help you/, reason: 'I am Ffion. I will ring you on Tuesday.' },
    outcome: 'I will help you',
    step: 'Ffion will help you'
  },
  {
    link: /^A talk with Sam/,
    words: null,
    send: 'Ask Sam to talk',
    reader: 'iro',
    row: 'Wants to talk.',
    answer: { outcome: /^Not yet/, reason: 'I am in court this week.', byOn: '2099-06-01' },
    outcome: 'Not yet'
  }
] as const;

/** The way as it stands on the start page, or with the others behind "more". */
async function wayTo(child: Page, link: RegExp): Promise<void> {
  const folded = link.source.startsWith('^Why');
  await child.goto(folded ? '/me/ask' : '/me');
  if (folded) await child.getByText('More you can ask').click();
  await follow(child, link);
}

const modes = [
  { name: 'with scripts', story: 'asks', options: {}, looks: axeClean },
  { name: 'without scripts', story: 'asks without scripts', options: withoutScripts, looks: async () => undefined }
] as const;

for (const { name, story, options, looks } of modes)
  test(`each short way comes to its answer, ${name}`, async ({ demo, visit }) => {
    const card = await cardOf(demo, story);
    const child = await visit(options);
    await comesInByNumber(child, card);
    for (const way of ways) {
      await wayTo(child, way.link);
      await looks(child);
      if (way.words) await child.getByRole('textbox').first().fill(way.words);
      await press(child, way.send);
      await expect(child).toHaveURL(/\/me\/asked\//);
      await expect(child.getByText('Nobody has opened this yet')).toBeVisible();
      await looks(child);
      const name = await isAnswered(demo, visit, options, card.called, way);
      await child.goto('/me');
      await expect(child.getByText('New answer')).toBeVisible();
      await child.getByRole('link').filter({ hasText: 'New answer' }).click();
      await expect(child.getByText(`${name} opened it`)).toBeVisible();
      await expect(child.getByText('step' in way ? way.step : `${name} answered`)).toBeVisible();
      await expect(child.getByText('reply' in way.answer ? way.answer.reply : way.answer.reason)).toBeVisible();
      if (way.outcome) await expect(child.getByText(way.outcome, { exact: true })).toBeVisible();
      if (way.words) await expect(child.getByText(way.words)).toBeVisible();
      await looks(child);
    }
    await child.goto('/me');
    await expect(child.getByText('New answer')).toHaveCount(0);
  });

/** Whoever it went to opens it from the inbox, answers, and is named as the child knows them. */
async function isAnswered(
  demo: RunningDemo,
  visit: Visit,
  options: BrowserContextOptions,
  child: string,
  { reader, row, words, answer }: (typeof ways)[number]
): Promise<string> {
  const worker = await visit({ ...options, viewport: { width: 1280, height: 800 } });
  const person = demo.person(reader);
  await asPerson(worker, person);
  await opensAsked(worker, child, row);
  if (words) await expect(worker.getByText(words)).toBeVisible();
  if ('reply' in answer) await worker.getByLabel('Your words').fill(answer.reply);
  else {
    await choose(worker, answer.outcome);
    await worker.getByLabel('The reason').fill(answer.reason);
    if ('byOn' in answer) await worker.getByLabel(/^By which day/).fill(answer.byOn);
  }
  await press(worker, 'Send the answer');
  await expect(worker.getByRole('heading', { name: `${child} can see your answer now` })).toBeVisible();
  await worker.context().close();
  return person.name.split(' ')[0] ?? '';
}

test('what a cover opens and answers; nothing is sent without words, and nothing typed is lost', async ({
  demo,
  visit,
  expectErrors
}) => {
  // The pages that say what is missing.
  expectErrors(/status of 400/);
  const card = await cardOf(demo, 'asks under cover');
  const child = await visit();
  await comesIn(child, card);
  await expect(child.getByText(/^Grace is away until /)).toBeVisible();
  await wayTo(child, /^Why was that decided/);
  await press(child, 'Ask Amina why');
  await expect(child.getByText('Write something first. Then you can send it.')).toBeVisible();
  await child.getByRole('textbox').first().fill('Can I stay for the school play?');
  await child.getByText('How should Amina answer?').first().click();
  await choose(child, 'Write to me here');
  await press(child, 'Ask Amina why');
  await expect(child).toHaveURL(/\/me\/asked\//);

  // The IRO who is away finds nothing of it; whoever stands in does, and the child is told who.
  const away = await visit();
  await asPerson(away, demo.person('iro-away'));
  await expect(away.getByRole('listitem').filter({ hasText: card.called })).toHaveCount(0);
  const cover = await visit();
  await asPerson(cover, demo.person('cover-iro'));
  await opensAsked(cover, card.called, 'Asks why something was decided.');
  await expect(cover.getByText('Can I stay for the school play?')).toBeVisible();
  await expect(cover.getByText('Write to me here')).toBeVisible();
  await press(cover, 'Send the answer');
  await expect(cover.getByText(`Write something for ${card.called} to read.`)).toBeVisible();
  await cover.getByLabel('Your words').fill('Yes, I asked and it is fine.');
  await press(cover, 'Send the answer');
  await expect(cover.getByRole('heading', { name: `${card.called} can see your answer now` })).toBeVisible();
  await child.reload();
  await expect(child.getByText('Amina opened it. Amina is standing in.')).toBeVisible();
  await expect(child.getByText('Yes, I asked and it is fine.')).toBeVisible();
});

/** Presses and follows like a finger does, and counts. */
function tapping(page: Page) {
  let taps = 0;
  return {
    taps: () => taps,
    link: async (name: RegExp) => {
      taps += 1;
      await page.getByRole('link', { name }).click();
    },
    button: async (name: RegExp) => {
      taps += 1;
      await page.getByRole('button', { name }).click();
    },
    box: async (words: string) => {
      taps += 1;
      await page.getByRole('textbox').first().click();
      await page.keyboard.type(words);
    }
  };
}

test('from the card to "with your IRO" are four taps at most, also on a first visit, also by a typed card', async ({
  demo,
  visit
}) => {
  const { code } = await cardOf(demo, 'four taps');
  for (const { link, send } of [
    { link: /^A talk with Sam/, send: /^Ask Sam to talk/ },
    { link: /^My review sooner/, send: /^Ask Sam now/ },
    { link: /^Someone on my side/, send: /^Ask for an advocate/ },
    { link: /^Get help/, send: /^Send this now/ }
  ]) {
    const child = await visit();
    const finger = tapping(child);
    await child.goto('/?lang=en');
    await child.getByLabel('Type the code on your card').fill(code);
    await finger.button(/^Come in/);
    await finger.button(/^Not now/);
    await finger.link(link);
    await finger.button(send);
    await expect(child.getByRole('heading', { level: 1, name: 'You sent it' })).toBeVisible();
    expect(finger.taps()).toBeLessThanOrEqual(4);
    await child.context().close();
  }
  // A card that is scanned comes in by itself; what is left goes to the box for words.
  const child = await visit();
  const finger = tapping(child);
  await child.goto(`/c#${encodeURIComponent(code)}`);
  await finger.button(/^Not now/);
  await finger.link(/^Write to Sam/);
  await finger.box('It is loud here.');
  await finger.button(/^Send to Sam/);
  await expect(child).toHaveURL(/\/me\/write\?sent=/);
  expect(finger.taps()).toBeLessThanOrEqual(4);
});
